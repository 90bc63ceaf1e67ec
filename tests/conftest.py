"""How the whole suite runs."""

from hypothesis import HealthCheck, settings

# No test here measures time, and beside others a machine may be slow for a while.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
