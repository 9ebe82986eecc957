"""《条例》第41条 through real commands: a record about oneself is corrected, left with reasons, or passed on."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import RuleViolation
from engine.letters.notices import CorrectionResult
from engine.office import Office
from engine.records import Application, CaseState, Letter
from engine.records.report import ReportUnit
from engine.tools import consistency
from engine.tools.driver import Driver

CORRECTION = {"check_application": {"correction": True}}
CHANGED = {
    "result": CorrectionResult.CORRECTED, "old_value": "89.2平方米", "new_value": "98.2平方米",
    "corrected_on": date(2026, 3, 4),
}  # fmt: skip


def at_examination(driver: Driver) -> int:
    number = driver.register(items=("更正本人缴费记录中的建筑面积",)).application_id
    driver.run(number, until="examine_correction", given=CORRECTION)
    return number


def test_a_correction_is_examined_without_a_search_and_answered_by_letter(office: Office, driver: Driver) -> None:
    number = at_examination(driver)
    driver.step(number, "examine_correction", **CHANGED)
    done = driver.run(number)
    assert done == ["approve_notice", "sign_notice", "seal_notice", "serve_notice", "archive_case"]
    with office.reading() as records:
        letter = records.scalars(select(Letter)).one()
        assert (letter.kind, letter.facts["new_value"]) == ("D51", "98.2平方米")
        assert records.get_one(Application, number).state is CaseState.ARCHIVED
    assert consistency.faults(office) == []


def test_a_correction_is_not_among_the_applications_that_the_report_counts(office: Office, driver: Driver) -> None:
    driver.run(at_examination(driver))
    with office.reading() as records:
        assert records.scalars(select(ReportUnit)).all() == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"result": CorrectionResult.REFUSED, "reasons": ""}, "reasons"),
        ({**CHANGED, "new_value": ""}, "new_value"),
        ({**CHANGED, "corrected_on": date(2026, 3, 5)}, "corrected_on"),
        ({"result": CorrectionResult.FORWARDED, "competent_name": "某市自然资源局"}, "forwarded_on"),
        ({"result": CorrectionResult.REFERRED}, "competent_name"),
    ],
    ids=["no reasons", "no new value", "not corrected yet", "not forwarded yet", "no other agency"],
)
def test_each_result_shows_what_it_rests_on(driver: Driver, given: dict[str, Any], field: str) -> None:
    number = at_examination(driver)
    with pytest.raises(RuleViolation) as refusal:
        driver.step(number, "examine_correction", **given)
    assert refusal.value.field == field


def test_what_is_not_ours_to_correct_is_forwarded_and_the_person_told(office: Office, driver: Driver) -> None:
    number = at_examination(driver)
    driver.step(
        number, "examine_correction", result=CorrectionResult.FORWARDED, competent_name="某市自然资源局",
        competent_contact="027-00000000", forwarded_on=date(2026, 3, 4),
    )  # fmt: skip
    driver.run(number)
    with office.reading() as records:
        assert records.scalars(select(Letter)).one().facts["competent"]["name"] == "某市自然资源局"


def test_a_correction_given_up_is_closed_like_any_application(driver: Driver) -> None:
    number = driver.register(items=("更正本人记录",)).application_id
    given = {"check_application": {"clear": False, "correction": True}}
    driver.run(number, given=given)
    assert [task.step for task in driver.open_tasks(number)] == []
