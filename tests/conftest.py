"""What holds for all tests of the project: none fails because a machine is slow."""

import pytest
from hypothesis import HealthCheck, settings
from thoroughness import some


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """How Hypothesis looks at what has no settings of its own, once it is known how thoroughly."""
    settings.register_profile(
        "any machine",
        settings.default,
        deadline=None,
        max_examples=some(settings.default.max_examples),
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("any machine")
