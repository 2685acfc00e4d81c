"""A fixed share of the histories of `histories`; five thousand are run by hand."""

import histories
import pytest
from thoroughness import some


@pytest.mark.parametrize("number", range(some(12)))
def test_nothing_that_was_called_saved_is_lost_and_nothing_foreign_is_touched(number: int) -> None:
    histories.run(number)
