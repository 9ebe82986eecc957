"""《条例》第10条 through real commands: whose duty it is follows from how the paper came to us."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands import consult, letters
from engine.commands.decide import admissible
from engine.commands.items import who_answers
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries.told_before import told_before
from engine.records import Application, Letter
from engine.rules.origin import Source, Told, Transfer
from engine.rules.outcome import DISCLOSABLE, Responsibility
from engine.rules.vocabulary import ConsultedParty, Outcome
from engine.tools.driver import Driver
from engine.tools.sample_answers import sample_answer

RECEIVED = date(2026, 3, 4)


def examined(driver: Driver, **finding: Any) -> int:
    """An item whose nature was examined with this finding."""
    number = driver.register().application_id
    driver.run(number, until="examine_nature")
    driver.step(number, "examine_nature", finding={"source": Source.MADE_BY_US, "transfer": Transfer.NONE, **finding})
    return number


def came_to(office: Office, number: int) -> tuple[Outcome, str]:
    with office.reading() as records:
        return admissible(records.get_one(Application, number).items[0], office)[:2]


@pytest.mark.parametrize(
    ("finding", "outcome", "articles"),
    [
        ({"source": Source.FROM_AGENCY}, Outcome.OTHER_AGENCY, "10 36(5)"),
        ({"source": Source.LED_BY_OTHER}, Outcome.OTHER_AGENCY, "10 36(5)"),
        ({"source": Source.ALLOTTED_BY_LAW}, Outcome.OTHER_AGENCY, "10 36(5)"),
        ({"transfer": Transfer.FUNCTION_HANDED_ON}, Outcome.OTHER_AGENCY, "10 36(5)"),
        ({"transfer": Transfer.ARCHIVED, "handed_over_on": date(1998, 5, 1)}, Outcome.ARCHIVE_REGIME, "2"),
    ],
)
def test_what_is_not_ours_is_answered_without_a_search(
    office: Office, driver: Driver, finding: dict[str, Any], outcome: Outcome, articles: str
) -> None:
    assert came_to(office, examined(driver, **finding)) == (outcome, articles)


@pytest.mark.parametrize(
    "finding",
    [
        {"source": Source.FROM_PUBLIC}, {"source": Source.LED_BY_US},
        {"source": Source.FROM_AGENCY, "transfer": Transfer.FUNCTION_TAKEN_IN},
        {"transfer": Transfer.SUCCESSOR_ASKED},
    ],
)  # fmt: skip
def test_what_is_ours_is_searched_for_wherever_the_files_lie(driver: Driver, finding: dict[str, Any]) -> None:
    number = examined(driver, **finding)
    assert [task.step for task in driver.open_tasks(number)] == ["search_item"]


@pytest.mark.parametrize(("day", "missing"), [(None, "请填写"), (RECEIVED, "不影响本机关答复")])
def test_records_handed_over_after_receipt_release_nobody(driver: Driver, day: date | None, missing: str) -> None:
    with pytest.raises(RuleViolation, match=missing) as refusal:
        examined(driver, transfer=Transfer.ARCHIVED, handed_over_on=day)
    assert (refusal.value.field, refusal.value.article) == ("handed_over_on", "《档案法》第15条")


def test_the_table_names_who_is_asked_and_who_is_told(office: Office) -> None:
    assert who_answers(Source.LED_BY_US, Transfer.NONE, office).ask is ConsultedParty.CO_MAKER
    assert who_answers(Source.MADE_BY_US, Transfer.SUCCESSOR_ASKED, office).ask is ConsultedParty.OTHER_AGENCY
    assert who_answers(Source.FROM_PUBLIC, Transfer.NONE, office).ask is ConsultedParty.THIRD_PARTY
    assert who_answers(Source.LED_BY_OTHER, Transfer.NONE, office).told is Told.LEAD_MAKER
    assert who_answers(Source.MADE_BY_US, Transfer.FUNCTION_HANDED_ON, office).told is Told.SUCCESSOR


def test_the_next_answer_sees_whom_the_last_ones_named(office: Office, driver: Driver) -> None:
    driver.facts = replace(DISCLOSABLE, responsibility=Responsibility.OTHER_AGENCY)
    for _ in range(2):
        driver.run(driver.register().application_id)
    handler = driver.actor(Role.HANDLER)
    told = told_before(Outcome.OTHER_AGENCY, actor=handler, office=office)
    assert [each.name for each in told] == [sample_answer(Outcome.OTHER_AGENCY, RECEIVED).destination.name]  # type: ignore[union-attr]
    assert told_before(Outcome.DISCLOSED, actor=handler, office=office) == ()


def test_what_we_cannot_judge_is_referred_and_the_letter_cites_that_duty(office: Office, driver: Driver) -> None:
    number = driver.register().application_id
    asked = (ConsultedParty.OTHER_AGENCY,)
    driver.run(number, until="plan_consultations", given={"weigh_disclosure": {"ask": asked}})
    referred = consult.PlannedConsultation(
        to=ConsultedParty.OTHER_AGENCY, name="某省国家保密局", information=("人防工程平面图",),
        concerns="上述信息是否可以公开", is_referral=True, item_numbers=(1,),
    )  # fmt: skip
    driver.step(number, "plan_consultations", planned=(referred,))
    driver.step(number, "draft_consultation")
    with office.reading() as records:
        letter = records.scalars(select(Letter)).one()
        words = "".join(office.letters.paragraphs(letter.template, letters.facts_of(letter)))
    assert "第十七条第三款" in words
    assert "第十一条" not in words
