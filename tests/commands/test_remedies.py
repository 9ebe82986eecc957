"""Reviews and suits through real commands: answered in the legal days, carried out, and the case answered again."""

import shutil
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from engine.commands import defence, redo, remedies, remedies_result
from engine.commands.redo import GoodReason
from engine.commands.remedies import RemedyNotice
from engine.commands.review import Opinion
from engine.errors import NotPermitted, RuleViolation
from engine.permissions import Role
from engine.queries import case_papers, tracking
from engine.queries.case_page import case_page
from engine.queries.letters import facts_of
from engine.records import (
    Application,
    CaseState,
    Duty,
    EventName,
    HistoryEntry,
    Letter,
    LetterState,
    Message,
    OpenTask,
    Person,
    RemedyCase,
    RemedyDecision,
    RemedyKind,
)
from engine.rules.report_form import RemedyResult, RemedyRoute
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock
from engine.tools.remedy_steps import REDO
from tests.conftest import MORNING, office_on

BODY = "示例省人民政府"


ANSWERED = 1
"""The case that every office here begins with: answered, served and archived."""


@pytest.fixture(scope="module")
def answered_file(founded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with one answered case, to be copied, never opened."""
    place = tmp_path_factory.mktemp("answered") / "office.db"
    shutil.copy(founded_file, place)
    made = office_on(f"sqlite:///{place}", SetClock(MORNING))
    driver = Driver(made)
    driver.run(driver.register(received_on=MORNING.date()).application_id)
    made.engine.dispose()
    return place


@pytest.fixture
def driver(answered_file: Path, clock: SetClock, tmp_path: Path) -> Iterator[Driver]:
    shutil.copy(answered_file, tmp_path / "answered.db")
    made = office_on(f"sqlite:///{tmp_path / 'answered.db'}", clock)
    yield Driver(made)
    made.engine.dispose()


def registered(
    driver: Driver, application_id: int, kind: RemedyKind = RemedyKind.RECONSIDERATION, **given: object
) -> int:
    today = driver.office.clock.today()
    usual = {"claimant": "甲某", "body": BODY, "number": "〔2026〕8号", "filed_on": today, "notice_received_on": today}
    notice = RemedyNotice(**{**usual, "kind": kind, **given})  # type: ignore[arg-type]
    return remedies.register_remedy(
        application_id, notice, actor=driver.actor(Role.LEGAL_REVIEWER), office=driver.office
    )


def row(driver: Driver, remedy_id: int) -> RemedyCase:
    with driver.office.reading() as records:
        return records.get_one(RemedyCase, remedy_id)


def case(driver: Driver, application_id: int) -> Application:
    with driver.office.reading() as records:
        return records.get_one(Application, application_id)


def lost(driver: Driver, application_id: int, **ending: object) -> int:
    """A review that ended with the order to answer again, to be carried out."""
    remedy = registered(driver, application_id)
    driver.run(application_id, until="carry_out", given={"record_result": {**REDO, **ending}})
    return remedy


def events(driver: Driver, application_id: int) -> list[EventName]:
    with driver.office.reading() as records:
        query = (
            select(HistoryEntry.event).where(HistoryEntry.application_id == application_id).order_by(HistoryEntry.id)
        )
        return list(records.scalars(query))


def test_the_answer_is_due_ten_working_days_after_the_notice_five_in_simple_procedure(
    driver: Driver, clock: SetClock
) -> None:
    number = ANSWERED
    calendar = driver.office.clock.today()
    with driver.office.reading() as records:
        days = driver.office.calendar(records)
    assert row(driver, registered(driver, number)).answer_due_on == days.after(calendar, 10)
    assert row(driver, registered(driver, number, is_simple=True)).answer_due_on == days.after(calendar, 5)


def test_a_suit_is_answered_within_fifteen_days(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    remedy = registered(driver, number, RemedyKind.LITIGATION)
    assert (row(driver, remedy).answer_due_on or date.max) >= clock.today()
    assert row(driver, remedy).route is RemedyRoute.LITIGATION_DIRECT


def test_the_steps_of_a_review_bear_its_own_date_and_not_that_of_the_reply(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    remedy = registered(driver, number)
    with driver.office.reading() as records:
        (task,) = records.scalars(select(OpenTask).where(OpenTask.application_id == number))
    assert task.step == "prepare_evidence"
    assert task.due_on == row(driver, remedy).answer_due_on
    assert case(driver, number).state is CaseState.ARCHIVED


def test_a_reminder_that_comes_in_office_hours_is_delivered_at_once(driver: Driver, clock: SetClock) -> None:
    """Quiet hours are hours of Beijing, wherever the server counts its time."""
    number = ANSWERED
    registered(driver, number)
    while EventName.DEFENCE_REMINDED not in events(driver, number):
        clock.advance(days=1)
        driver.tick()
    with driver.office.reading() as records:
        texts = records.scalars(select(Message.text).where(Message.application_id == number)).all()
    assert any("提交答复和全部证据，请抓紧办理" in text for text in texts)


def test_people_are_reminded_until_the_answer_is_out(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    registered(driver, number)
    for _ in range(16):
        clock.advance(days=1)
        driver.tick()
    assert events(driver, number).count(EventName.DEFENCE_REMINDED) == 4
    with driver.office.reading() as records:
        texts = set(records.scalars(select(Message.text).where(Message.application_id == number)))
    assert any("视为没有证据" in text for text in texts)
    driver.run(number, until="record_hearing")
    assert "watch_defence" not in [run.process_id for run in _running(driver, number)]


def test_who_has_to_sign_the_answer_is_reminded_too(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    registered(driver, number)
    driver.run(number, until="sign_notice")
    clock.advance(days=14)
    driver.tick()
    leader = driver.actor(Role.DEPUTY_LEADER)
    with driver.office.reading() as records:
        texts = records.scalars(select(Message.text).where(Message.person_id == leader.person_id)).all()
    assert any("提交答复" in text for text in texts)


def _running(driver: Driver, number: int):  # type: ignore[no-untyped-def]
    with driver.office.transaction() as records:
        return driver.office.workflow.instances(records, case(driver, number))


def test_a_late_answer_is_recorded_as_late(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    registered(driver, number)
    driver.run(number, until="serve_notice")
    clock.advance(days=30)
    driver.step(number, "serve_notice")
    with driver.office.reading() as records:
        (entry,) = records.scalars(select(HistoryEntry).where(HistoryEntry.event == EventName.DEFENCE_SUBMITTED))
    assert entry.facts["late"]


def test_an_upheld_reply_closes_the_review_and_is_counted_as_upheld(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    remedy = registered(driver, number)
    assert driver.run(number)[-1] == "record_result"
    record = row(driver, remedy).record
    assert record is not None
    assert record.result is RemedyResult.UPHELD
    assert consistency.faults(driver.office) == []


def test_a_redo_runs_the_case_again_with_a_new_clock_and_keeps_the_old_letter(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    clock.advance(days=20)
    lost(driver, number)
    decided = clock.today()
    clock.advance(days=3)
    driver.step(number, "carry_out")
    with driver.office.reading() as records:
        days = driver.office.calendar(records)
    assert case(driver, number).state is CaseState.RUNNING
    assert case(driver, number).due_on == days.after(decided, 20)
    driver.run(number)
    assert case(driver, number).state is CaseState.ARCHIVED
    with driver.office.reading() as records:
        letters = list(records.scalars(select(Letter).where(Letter.application_id == number, Letter.series == "reply")))
    assert [letter.state for letter in letters] == [LetterState.SERVED, LetterState.SERVED]
    assert len({letter.document_number for letter in letters}) == 2
    assert letters[1].facts["renewal"]["number"] == REDO["number"]
    assert letters[1].facts["renewal"]["old_number"] == letters[0].document_number
    assert EventName.VIOLATION_CONFIRMED in events(driver, number)
    assert consistency.faults(driver.office) == []


def test_the_day_that_the_decision_sets_is_the_new_due_date(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    with driver.office.reading() as records:
        ordered = driver.office.calendar(records).after(clock.today(), 12)
    lost(driver, number, redo_due_on=ordered)
    driver.step(number, "carry_out")
    assert case(driver, number).due_on == ordered


def test_a_judgment_is_final_only_after_the_time_to_appeal(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    remedy = registered(driver, number, RemedyKind.LITIGATION, is_after_reconsideration=True)
    driver.run(number, until="confirm_final")
    with pytest.raises(RuleViolation, match="上诉期限"):
        driver.step(number, "confirm_final")
    assert row(driver, remedy).record.result is None  # type: ignore[union-attr]
    clock.advance(days=30)
    driver.step(number, "confirm_final")
    assert row(driver, remedy).record.result is RemedyResult.UPHELD  # type: ignore[union-attr]


def test_an_appeal_leaves_the_suit_pending_until_the_second_judgment(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    remedy = registered(driver, number, RemedyKind.LITIGATION)
    driver.run(number, until="confirm_final")
    driver.step(number, "confirm_final", appealed=True, words="原告于今日上诉。")
    assert row(driver, remedy).record.result is None  # type: ignore[union-attr]
    driver.run(
        number, given={"record_result": {"decision": RemedyDecision.FOUND_UNLAWFUL, "number": "（2026）示01行终3号"}}
    )
    assert row(driver, remedy).record.result is RemedyResult.CORRECTED  # type: ignore[union-attr]


def test_a_withdrawn_review_ends_before_its_course_and_leaves_nothing_open(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    remedy = registered(driver, number)
    today = clock.today()
    ending = remedies_result.RemedyEnding(
        decision=RemedyDecision.REVIEW_WITHDRAWN, number="", decided_on=today, received_on=today
    )
    remedies_result.end_early(remedy, ending, actor=driver.actor(Role.LEGAL_REVIEWER), office=driver.office)
    assert driver.open_tasks(number) == []
    assert row(driver, remedy).record.result is RemedyResult.OTHER  # type: ignore[union-attr]
    assert consistency.faults(driver.office) == []


def test_a_correction_by_a_higher_body_is_carried_out_at_once_and_not_counted_in_table_four(
    driver: Driver, clock: SetClock
) -> None:
    number = ANSWERED
    remedy = registered(driver, number, RemedyKind.CORRECTION)
    assert [task.step for task in driver.open_tasks(number)] == ["carry_out"]
    driver.step(number, "carry_out")
    assert row(driver, remedy).record is None
    assert case(driver, number).state is CaseState.RUNNING


def test_a_complaint_is_answered_by_the_day_that_the_notice_sets(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    with pytest.raises(RuleViolation, match="说明情况的期限"):
        registered(driver, number, RemedyKind.COMPLAINT)
    registered(driver, number, RemedyKind.COMPLAINT, answer_due_on=clock.today())
    assert driver.run(number) == ["answer_complaint", "record_result"]


def test_a_handler_cannot_register_a_review(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    notice = RemedyNotice(
        kind=RemedyKind.RECONSIDERATION,
        claimant="甲",
        body=BODY,
        filed_on=clock.today(),
        notice_received_on=clock.today(),
    )
    with pytest.raises(NotPermitted):
        remedies.register_remedy(number, notice, actor=driver.actor(Role.HANDLER), office=driver.office)


def given_up(driver: Driver, clock: SetClock) -> int:
    """A case that counts as given up, its closing letter served."""
    number = driver.register(received_on=clock.today()).application_id
    driver.run(number, until="draft_supplement_notice", given={"check_application": {"clear": False}})
    driver.run(number)
    clock.advance(days=60)
    driver.tick()
    driver.run(number)
    return number


def test_a_good_reason_reopens_a_given_up_case_with_a_full_new_period(driver: Driver, clock: SetClock) -> None:
    number = given_up(driver, clock)
    assert case(driver, number).state is CaseState.ARCHIVED
    late = GoodReason(reason="住院治疗", evidence="出院记录", received_on=clock.today(), items=("补正后的内容",))
    redo.reopen_for_good_reason(number, late, actor=driver.actor(Role.OFFICE_HEAD), office=driver.office)
    with driver.office.reading() as records:
        days = driver.office.calendar(records)
    assert case(driver, number).due_on == days.after(clock.today(), 20)
    driver.run(number)
    assert case(driver, number).state is CaseState.ARCHIVED
    assert consistency.faults(driver.office) == []


def test_a_case_that_was_answered_cannot_be_reopened_for_a_good_reason(driver: Driver, clock: SetClock) -> None:
    number = ANSWERED
    late = GoodReason(reason="住院", evidence="证明", received_on=clock.today(), items=("内容",))
    with pytest.raises(RuleViolation, match="逾期不补正"):
        redo.reopen_for_good_reason(number, late, actor=driver.actor(Role.OFFICE_HEAD), office=driver.office)


def test_the_answer_to_a_review_is_a_letter_with_its_list_of_evidence(driver: Driver, clock: SetClock) -> None:
    """Its own series of numbers, frozen once, in the volume, and not among the letters of the applicant."""
    number = ANSWERED
    remedy = registered(driver, number, claims="撤销原答复")
    driver.run(number, until="record_hearing")
    with driver.office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.kind == defence.KIND)).one()
        reply = records.scalars(select(Letter).where(Letter.series == "reply")).one()
        text = "\n".join(driver.office.letters.paragraphs(letter.template, facts_of(letter)))
        (still_to_do,) = driver.open_tasks(number)
    assert (letter.document_number or "").endswith("复答〔2026〕1号")
    assert (letter.state, len(letter.pdf_sha256 or "")) == (LetterState.SERVED, 64)
    for words in (f"{BODY}：", "甲某", "〔2026〕8号", str(reply.document_number), "撤销原答复", "检索记录"):
        assert words in text
    assert row(driver, remedy).answered_on == clock.today()
    assert still_to_do.due_on is None
    shown = case_page(number, actor=driver.actor(Role.REGISTRAR), office=driver.office)
    assert letter.pdf_sha256 in [line.sha256 for line in shown.letters]
    assert letter.id not in [own.line.id for own in tracking.progress(number, driver.office).letters]
    volume = case_papers.volume(number, actor=driver.actor(Role.ARCHIVIST), office=driver.office)
    outline = [entry.title for entry in PdfReader(BytesIO(volume.content)).outline]
    assert any("行政复议答复书" in title for title in outline)
    assert consistency.faults(driver.office) == []


def test_an_answer_that_is_sent_back_is_drafted_again_with_its_words(driver: Driver) -> None:
    number = ANSWERED
    remedy = registered(driver, number)
    driver.run(number, until="approve_notice")
    driver.step(number, "approve_notice", opinion=Opinion(agreed=False, words="补写检索经过。"))
    assert [task.step for task in driver.open_tasks(number)] == ["draft_defence"]
    assert row(driver, remedy).facts["defence"].endswith("请求维持。")
    driver.run(number, until="record_hearing")
    assert row(driver, remedy).answered_on is not None


def test_whoever_reviewed_the_secrecy_of_the_reply_may_answer_for_it(driver: Driver) -> None:
    """In a small office the same person is legal and secrecy reviewer."""
    number = ANSWERED
    registered(driver, number)
    driver.run(number, until="draft_defence")
    reviewer = driver.actor(Role.SECRECY_REVIEWER)
    with driver.office.transaction() as records:
        records.add(Duty(person_id=reviewer.person_id, role=Role.LEGAL_REVIEWER))
    with driver.office.reading() as records:
        actor = records.get_one(Person, reviewer.person_id).actor()
    (task,) = driver.open_tasks(number)
    defence.draft_defence(task.id, "原答复合法，请求维持。", actor=actor, office=driver.office)
    driver.run(number, until="record_hearing")
    assert EventName.DEFENCE_SUBMITTED in events(driver, number)


def test_a_review_that_is_withdrawn_while_the_answer_is_signed_closes_its_steps(driver: Driver) -> None:
    number = ANSWERED
    remedy = registered(driver, number)
    driver.run(number, until="sign_notice")
    today = driver.office.clock.today()
    ending = remedies_result.RemedyEnding(
        decision=RemedyDecision.REVIEW_WITHDRAWN, number="", decided_on=today, received_on=today
    )
    remedies_result.end_early(remedy, ending, actor=driver.actor(Role.LEGAL_REVIEWER), office=driver.office)
    assert driver.open_tasks(number) == []
