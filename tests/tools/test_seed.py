"""Seeded cases are cases: open ones go on to their end, numbers are their own, and the check finds nothing wrong."""

from sqlalchemy import func, select

from engine.office import Office
from engine.records import OPEN_STATES, Application, OpenTask
from engine.tools import consistency, seed
from engine.tools.driver import Driver


def test_seeded_cases_stand_where_real_ones_do_and_can_be_finished(office: Office) -> None:
    seed.seed(office, 40, open_cases=16, echo=lambda _: None)
    with office.reading() as records:
        total = records.scalar(select(func.count(Application.id)))
        still_open = records.scalar(select(func.count(Application.id)).where(Application.state.in_(OPEN_STATES)))
        last = records.scalar(select(func.max(OpenTask.application_id)).where(OpenTask.step == "approve_reply"))
    assert total == 40 + len(seed.CLOSED) + len(seed.OPEN)
    assert still_open == 16 + len(seed.OPEN)
    assert consistency.faults(office) == []
    assert last is not None
    driver = Driver(office)
    assert driver.run(last)[-1] == "archive_case"
    assert driver.register().application_id > last
