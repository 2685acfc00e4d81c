"""Where a twist comes from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.mechanics.twist import lower_back_limit_deg, shares

ACROSS = st.floats(0, 90)
SHARE = st.floats(0, 1)


@given(across=ACROSS, share=SHARE)
def test_parts_are_the_whole_and_none_is_negative(across, share):
    parts = shares(across, share)
    assert sum(float(part) for part in parts) == pytest.approx(across)
    assert min(float(part) for part in parts) >= -1e-9


@given(across=ACROSS, share=SHARE)
def test_lower_back_never_turns_further_than_its_joints(across, share):
    assert float(shares(across, share).lower_back_deg) <= lower_back_limit_deg()


@given(across=ACROSS)
def test_a_pelvis_that_stays_turns_the_hip_only(across):
    assert [float(part) for part in shares(across, 0)] == [pytest.approx(across), 0, 0]


def test_arrays_broadcast():
    parts = shares(np.linspace(0, 90, 4)[:, None], np.linspace(0, 1, 3))
    assert all(part.shape == (4, 3) for part in parts)


@pytest.mark.parametrize("wrong", [(-1, 0.5), (91, 0.5), (np.nan, 0.5), (10, 1.5), (10, -0.1)])
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"outside 0 to 1,|outside 0° to 90°|finite"):
        shares(*wrong)
