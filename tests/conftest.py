"""What holds for all tests of the project: none fails because a machine is slow."""

from hypothesis import HealthCheck, settings
from thoroughness import some

settings.register_profile(
    "any machine",
    settings.default,
    deadline=None,
    max_examples=some(settings.default.max_examples),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("any machine")
