"""One reply answers several applications of one applicant; each keeps its number and clock. 《条例》第33条、第36条"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from engine.commands import contacts, enclosures, items, joint_reply
from engine.commands.review import Opinion
from engine.errors import Conflict, RuleViolation
from engine.letters.facts import ReplyFacts
from engine.office import Office
from engine.permissions import Role
from engine.queries import sheets
from engine.queries.applications import ListFilter, applications
from engine.queries.case_page import case_page
from engine.queries.letters import facts_of
from engine.queries.listing import Page
from engine.records import Application, CaseState, EventName, HistoryEntry, Letter, history, report
from engine.records.joint_replies import answered_by
from engine.rules.outcome import Ground, ItemFacts
from engine.rules.vocabulary import DeliveryMethod
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock

ITEMS = ("人防工程竣工验收备案文件", "人防工程监理合同", "平时使用登记表")
SIGNED = "sign_as_deputy"


def at_draft(driver: Driver, *what: str, **given: Any) -> int:
    case = driver.register(items=what or ITEMS[:1], **given).application_id
    driver.run(case, until="draft_decision")
    return case


def task_of(driver: Driver, case: int, step: str = "draft_decision") -> int:
    return next(task.id for task in driver.open_tasks(case) if task.step == step)


def together(driver: Driver, leading: int, *others: int) -> None:
    actor = driver.actor_of(next(t for t in driver.open_tasks(leading) if t.step == "draft_decision"))
    joint_reply.answer_together(task_of(driver, leading), others, actor=actor, office=driver.office)


def draft(driver: Driver, leading: int) -> None:
    """The handler answers every item of the cases that are answered together, in one letter."""
    driver.step(leading, "draft_decision")


def entries(office: Office, case: int) -> Sequence[HistoryEntry]:
    with office.reading() as records:
        return history.of(records, records.get_one(Application, case))


def state(office: Office, case: int) -> CaseState:
    with office.reading() as records:
        return records.get_one(Application, case).state


def steps(driver: Driver, case: int) -> list[str]:
    return [task.step for task in driver.open_tasks(case)]


def reply(office: Office) -> tuple[ReplyFacts, list[str]]:
    """The one reply, and the numbers of the cases it answers."""
    with office.reading() as records:
        letter = records.query(Letter).where(Letter.series == "reply").one()
        facts = facts_of(letter)
        assert isinstance(facts, ReplyFacts)
        return facts, [case.case_number for case in answered_by(records, letter)]


def test_one_letter_answers_three_cases_and_ends_the_clock_of_each(office: Office, driver: Driver) -> None:
    first, second = at_draft(driver), at_draft(driver, *ITEMS[1:])
    third = at_draft(driver, "责任规划图")
    together(driver, first, second, third)
    draft(driver, first)
    facts, numbers = reply(office)
    assert [item.number for item in facts.items] == [1, 2, 3, 4]
    assert [(each.case_no, each.numbers) for each in facts.applications] == [
        ("2026-0001", (1,)), ("2026-0002", (2, 3)), ("2026-0003", (4,)),
    ]  # fmt: skip
    driver.run(first, until="archive_case")
    assert numbers == ["2026-0001", "2026-0002", "2026-0003"]
    for case in (first, second, third):
        assert state(office, case) is CaseState.ANSWERED
        assert steps(driver, case) == ["archive_case"]
        assert [e.event for e in entries(office, case)].count(EventName.REPLY_SERVED) == 1
    assert consistency.faults(office) == []


def test_the_number_of_the_letter_finds_the_cases_that_it_answers_and_no_others(office: Office, driver: Driver) -> None:
    """Typed whole with any brackets, or in part."""
    first, second, alone = at_draft(driver), at_draft(driver, *ITEMS[1:]), at_draft(driver, "责任规划图")
    together(driver, first, second)
    for case in (first, alone):
        draft(driver, case)
        driver.run(case, until="serve_reply")
    actor = driver.actor(Role.REGISTRAR)
    with office.reading() as records:
        number = records.query(Letter).filter_by(application_id=first).one().document_number or ""
    for words in (number, number.replace("〔", "[").replace("〕", "]")):
        rows = applications(ListFilter(words=words, page=Page()), actor=actor, office=office).rows
        assert sorted(row.id for row in rows) == [first, second]
    in_part = applications(ListFilter(words=number.partition("〕")[0], page=Page()), actor=actor, office=office).rows
    assert sorted(row.id for row in in_part) == [first, second, alone]
    for case in (first, second):
        assert [letter.document_number for letter in case_page(case, actor=actor, office=office).letters] == [number]
    assert consistency.faults(office) == []


def test_every_case_is_counted_by_itself_with_its_own_outcome(office: Office, driver: Driver) -> None:
    first, second = at_draft(driver), at_draft(driver, *ITEMS[1:])
    together(driver, first, second)
    draft(driver, first)
    driver.run(first)
    driver.run(second)
    for case, count in ((first, 1), (second, 2)):
        drafted = next(e for e in entries(office, case) if e.event is EventName.DECISION_DRAFTED)
        assert len(drafted.facts["rows"]) == count
    with office.reading() as records:
        cases = [records.get_one(Application, case) for case in (first, second)]
        counted = [report.record_of(case, history.of(records, case)).answers for case in cases]
    assert [len(answers) for answers in counted] == [1, 1]


def test_the_letter_names_every_application_once(small_office: Office) -> None:
    driver = Driver(small_office)
    cases = [at_draft(driver, what) for what in (*ITEMS, "责任规划图")]
    together(driver, *cases)
    draft(driver, cases[0])
    facts, _ = reply(small_office)
    text = "".join(small_office.letters.paragraphs("reply", facts))
    for case in facts.applications:
        assert text.count(case.case_no) == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"applicant_name": "乙某"}, "不是同一申请人"),
        ({"address": "某省某市示例路9号"}, "收件地址不同"),
        ({"delivery": DeliveryMethod.IN_PERSON}, "送达方式"),
        ({"received_on": date(2026, 3, 3)}, "期限更早"),
    ],
)
def test_what_stands_in_the_way_is_named(small_office: Office, given: dict[str, Any], why: str) -> None:
    driver = Driver(small_office)
    first, second = at_draft(driver), at_draft(driver, **given)
    with pytest.raises(RuleViolation, match=why):
        together(driver, first, second)


def test_a_case_that_is_still_searched_is_refused(small_office: Office) -> None:
    driver = Driver(small_office)
    first, second = at_draft(driver), driver.register().application_id
    driver.run(second, until="search_item")
    with pytest.raises(RuleViolation, match="拟定答复决定"):
        together(driver, first, second)


def test_a_case_that_would_become_late_by_waiting_is_answered_alone(small_office: Office, clock: SetClock) -> None:
    driver = Driver(small_office)
    first, second = at_draft(driver), at_draft(driver)
    clock.moment = clock.moment.replace(day=31)
    with pytest.raises(RuleViolation, match="逾期"):
        together(driver, first, second)


def test_a_case_that_waits_is_not_answered_by_a_letter_of_its_own(small_office: Office) -> None:
    driver = Driver(small_office)
    first, second, third = at_draft(driver), at_draft(driver), at_draft(driver)
    together(driver, first, second)
    with pytest.raises(RuleViolation, match="合并答复"):
        draft(driver, second)
    with pytest.raises(RuleViolation, match="合并答复"):
        together(driver, third, second)
    joint_reply.answer_alone(
        task_of(driver, second), actor=driver.actor_of(driver.open_tasks(second)[0]), office=small_office
    )
    draft(driver, second)
    driver.run(second, until="archive_case")
    assert state(small_office, first) is CaseState.RUNNING


def test_nothing_that_the_letter_binds_changes_while_it_is_signed(small_office: Office) -> None:
    driver = Driver(small_office)
    first, second = at_draft(driver), at_draft(driver)
    together(driver, first, second)
    draft(driver, first)
    handler = driver.actor_of(driver.open_tasks(second)[0])
    with pytest.raises(RuleViolation, match="正在审签"):
        items.reexamine_item(second, 1, "事实有误", actor=handler, office=small_office)
    with pytest.raises(RuleViolation, match="正在审签"):
        joint_reply.answer_alone(task_of(driver, second), actor=handler, office=small_office)


def test_a_new_address_of_any_of_the_cases_ends_the_approval(small_office: Office) -> None:
    driver = Driver(small_office)
    first, second = at_draft(driver), at_draft(driver)
    together(driver, first, second)
    draft(driver, first)
    driver.run(first, until="approve_reply")
    details = contacts.ContactDetails(
        phone="13800000000", email="", postcode="430000", address="某省某市示例路7号", delivery=DeliveryMethod.POSTAL
    )
    contacts.change_contacts(second, details, actor=driver.actor(Role.REGISTRAR), office=small_office)
    with pytest.raises(Conflict):
        driver.step(first, "approve_reply")


def test_the_enclosures_of_any_of_the_cases_are_settled_once_the_letter_is_sealed(small_office: Office) -> None:
    driver = Driver(small_office)
    first, second = at_draft(driver), at_draft(driver)
    together(driver, first, second)
    draft(driver, first)
    driver.run(first, until="serve_reply")
    handler = driver.actor_of(driver.open_tasks(second)[0])
    with pytest.raises(RuleViolation, match="已经用印"):
        enclosures.choose(second, (), actor=handler, office=small_office)


def test_a_withdrawal_before_the_signature_takes_the_case_out_of_the_letter(small_office: Office) -> None:
    driver = Driver(small_office)
    first, second, third = at_draft(driver), at_draft(driver), at_draft(driver)
    together(driver, first, second, third)
    draft(driver, first)
    driver.withdraw(second)
    with pytest.raises(Conflict):
        driver.step(first, "review_by_unit")
    driver.step(first, "review_by_unit", opinion=Opinion(agreed=False, words="有一件已撤回，请重新拟定。"))
    draft(driver, first)
    assert reply(small_office)[1] == ["2026-0001", "2026-0003"]
    driver.run(first, until="archive_case")
    assert state(small_office, third) is CaseState.ANSWERED
    assert steps(driver, second) == ["confirm_withdrawal"]


def test_who_withdraws_after_the_signature_is_not_served(small_office: Office) -> None:
    driver = Driver(small_office)
    first, second = at_draft(driver), at_draft(driver)
    together(driver, first, second)
    draft(driver, first)
    driver.run(first, until="seal_reply")
    driver.withdraw(second)
    driver.run(first, until="archive_case")
    assert EventName.REPLY_SERVED not in {e.event for e in entries(small_office, second)}
    assert steps(driver, second) == ["confirm_withdrawal"]


def test_when_the_leading_case_is_withdrawn_the_others_are_answered_alone(small_office: Office) -> None:
    driver = Driver(small_office)
    first, second = at_draft(driver), at_draft(driver)
    together(driver, first, second)
    draft(driver, first)
    driver.withdraw(first)
    draft(driver, second)
    driver.run(second, until="archive_case")
    assert state(small_office, second) is CaseState.ANSWERED


def test_different_outcomes_stand_in_one_letter_with_one_remedy(small_office: Office) -> None:
    driver = Driver(small_office)
    first = at_draft(driver)
    driver.facts = ItemFacts.from_stored({**driver.facts.as_stored(), "ground": Ground.INTERNAL_AFFAIRS.value})
    second = at_draft(driver, ITEMS[1])
    together(driver, first, second)
    draft(driver, first)
    facts, _ = reply(small_office)
    assert [item.outcome for item in facts.items] == ["disclosed", "withheld_internal_affairs"]
    assert facts.remedy.kind == "RAB"


def test_the_sheet_that_leaders_sign_shows_every_item_and_the_earliest_term(small_office: Office) -> None:
    driver = Driver(small_office)
    first, second = at_draft(driver), at_draft(driver, ITEMS[1])
    together(driver, first, second)
    draft(driver, first)
    with small_office.reading() as records:
        letter = records.query(Letter).where(Letter.series == "reply").one()
    sheet = sheets.approval_sheet(letter.id, actor=driver.actor(Role.OFFICE_HEAD), office=small_office)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sheet.content)).pages)
    for words in ("2026-0001等2件", ITEMS[0], ITEMS[1], "2026-0002号第1项"):
        assert words in "".join(text.split())
