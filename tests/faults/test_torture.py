"""The short form of `script/torture`: twelve kills while six applications go the whole way, on each database."""

import pytest

from tests.faults.torture import torture


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_killing_web_and_timers_loses_nothing_and_doubles_nothing(database: str) -> None:
    assert torture(database, kills=12, cases=6, seed=1, lease=3, minutes=4) == []
