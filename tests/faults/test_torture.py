"""The short forms of the long runs: twelve kills while six applications go the whole way; a crowd at one pool."""

import pytest

from tests.faults.crowd import crowd
from tests.faults.torture import torture


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_killing_web_and_timers_loses_nothing_and_doubles_nothing(database: str) -> None:
    assert torture(database, kills=12, cases=6, seed=1, lease=3, minutes=4) == []


@pytest.mark.slow
@pytest.mark.postgres
def test_a_crowd_at_one_pool_does_every_step_once_and_meets_no_deadlock() -> None:
    assert crowd("postgresql", handlers=8, timers=4, workers=2, minutes=0.05) == []
