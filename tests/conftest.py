"""How the whole suite runs, and which of its tests are measured."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tools.coverage_floors import read_floors

# No test here measures time, and beside others a machine may be slow for a while.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# Each room is measured by the tests that are about it: to measure all the others would take half as long again.
MEASURED = read_floors().keys()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    tests = Path(__file__).parent
    for item in items:
        if item.path.relative_to(tests).parts[0] not in MEASURED:
            item.add_marker(pytest.mark.no_cover)
