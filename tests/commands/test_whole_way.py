"""One application from the register to the archive, through real commands and rows, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.commands import items, review, tasks
from engine.errors import NotPermitted, RuleViolation, TaskNotReady
from engine.office import Office
from engine.permissions import Role
from engine.records import (
    Application,
    CaseState,
    EventName,
    HistoryEntry,
    Letter,
    LetterState,
    Message,
    PlannedTimer,
    Unit,
)
from engine.rules.outcome import DISCLOSABLE, Ground, Held
from engine.rules.vocabulary import Outcome
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock

WHOLE_WAY = [
    "check_application", "assign_handler", "examine_nature", "search_item", "review_secrecy", "weigh_disclosure",
    "draft_decision", "review_by_unit", "review_legality", "check_document", "approve_reply", "sign_as_deputy",
    "verify_reply", "seal_reply", "serve_reply", "archive_case",
]  # fmt: skip


def test_an_application_goes_from_the_register_to_the_archive(office: Office, driver: Driver) -> None:
    registered = driver.register()
    assert driver.run(registered.application_id) == WHOLE_WAY
    with office.reading() as records:
        assert records.get_one(Application, registered.application_id).state is CaseState.ARCHIVED
    assert consistency.faults(office) == []


def test_a_registered_application_is_due_twenty_working_days_after_receipt(office: Office, driver: Driver) -> None:
    registered = driver.register(received_on=date(2026, 3, 4))
    with office.reading() as records:
        assert records.get_one(Application, registered.application_id).due_on == date(2026, 4, 1)


def test_clicking_register_three_times_registers_once(office: Office, driver: Driver) -> None:
    numbers = {driver.register(entry_key="one form").case_number for _ in range(3)}
    assert numbers == {"2026-0001"}
    with office.reading() as records:
        assert len(records.scalars(select(Application)).all()) == 1


def test_a_draft_that_was_sent_back_comes_to_the_handler_again(driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="check_document")
    driver.step(registered.application_id, opinion=review.Opinion(agreed=False, words="请补充检索说明。"))
    assert [task.step for task in driver.open_tasks(registered.application_id)] == ["draft_decision"]


def test_sending_back_needs_a_reason(driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="check_document")
    with pytest.raises(RuleViolation, match="理由") as refused:
        driver.step(registered.application_id, opinion=review.Opinion(agreed=False))
    assert refused.value.field == "words"


def test_the_drafter_never_reviews_the_own_draft(office: Office, driver: Driver) -> None:
    registered = driver.register()
    station = driver.actor(Role.HANDLER, _unit(office, "人防质量监督站"))
    driver.run(registered.application_id, until="assign_handler")
    driver.step(registered.application_id, unit_id=next(iter(station.units)), handler_id=station.person_id)
    driver.run(registered.application_id, until="review_by_unit")
    with pytest.raises(RuleViolation, match="拟稿人"):
        driver.step(registered.application_id)


def test_a_step_of_another_lane_is_refused_by_name(office: Office, driver: Driver) -> None:
    registered = driver.register()
    task = driver.open_tasks(registered.application_id)[0]
    with pytest.raises(NotPermitted, match="登记人"):
        tasks.claim_task(task.id, actor=driver.actor(Role.SEAL_KEEPER), office=office)


def test_a_step_done_twice_is_refused_and_changes_nothing(office: Office, driver: Driver) -> None:
    registered = driver.register()
    task = driver.open_tasks(registered.application_id)[0]
    driver.step(registered.application_id)
    with pytest.raises(TaskNotReady, match="已经办结"):
        tasks.claim_task(task.id, actor=driver.actor(Role.REGISTRAR), office=office)
    assert consistency.faults(office) == []


def test_withdrawal_ends_the_course_at_any_point(office: Office, driver: Driver) -> None:
    for step in WHOLE_WAY[:-1]:
        registered = driver.register()
        driver.run(registered.application_id, until=step)
        driver.withdraw(registered.application_id)
        assert [task.step for task in driver.open_tasks(registered.application_id)] == ["confirm_withdrawal"]
    assert consistency.faults(office) == []


def test_a_served_reply_can_no_longer_be_withdrawn(driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="archive_case")
    with pytest.raises(TaskNotReady, match="不能再撤回"):
        driver.withdraw(registered.application_id)


def test_not_held_is_signed_by_the_deputy_and_a_withheld_item_by_the_head(driver: Driver) -> None:
    not_held = driver.register()
    driver.facts = replace(DISCLOSABLE, held=Held.NO)
    assert "sign_as_deputy" in driver.run(not_held.application_id)
    withheld = driver.register()
    driver.facts = replace(DISCLOSABLE, ground=Ground.INTERNAL_AFFAIRS)
    assert "sign_as_head" in driver.run(withheld.application_id)


def test_an_outcome_the_facts_do_not_allow_is_refused_with_the_row_that_decides(driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="draft_decision")
    with pytest.raises(RuleViolation, match="应为“予以公开”"):
        driver.step(registered.application_id, outcomes={1: Outcome.DOES_NOT_EXIST})


def test_the_letter_is_frozen_once_and_its_bytes_match_what_was_signed(office: Office, driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="serve_reply")
    with office.reading() as records:
        letter = records.scalars(select(Letter)).one()
        assert letter.state is LetterState.FROZEN
        assert letter.approved_fingerprint == letter.fingerprint
        assert letter.pdf is not None
        assert letter.pdf.startswith(b"%PDF-")


def test_service_before_the_date_of_the_letter_is_refused(driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="serve_reply")
    with pytest.raises(RuleViolation, match="成文日期") as refused:
        driver.step(registered.application_id, served_on=date(2026, 3, 3))
    assert refused.value.field == "served_on"


def test_each_rung_of_the_ladder_reminds_once_for_its_due_date(office: Office, driver: Driver, clock: SetClock) -> None:
    registered = driver.register(received_on=date(2026, 3, 4))
    driver.run(registered.application_id, until="search_item")
    for _ in range(40):
        clock.advance(days=1)
        driver.tick()
        driver.tick()
    with office.reading() as records:
        rungs = records.scalars(
            select(HistoryEntry).where(HistoryEntry.event == EventName.DEADLINE_ESCALATED).order_by(HistoryEntry.id)
        )
        assert [(entry.facts["rung"], entry.on) for entry in rungs] == [
            (1, date(2026, 3, 25)),
            (2, date(2026, 3, 27)),
            (3, date(2026, 3, 31)),
            (4, date(2026, 4, 1)),
            (5, date(2026, 4, 2)),
            (6, date(2026, 4, 7)),
            (7, date(2026, 4, 9)),
        ]


def test_a_reminder_missed_while_the_timers_were_down_goes_out_once_with_todays_wording(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    registered = driver.register(received_on=date(2026, 3, 4))
    driver.run(registered.application_id, until="search_item")
    clock.moment += timedelta(days=28)
    driver.tick()
    with office.reading() as records:
        assert [message.text for message in records.scalars(select(Message))] == [
            "2026-0001 号申请今天到期，请在今天内送达答复。"
        ]


def test_no_reminder_is_planned_once_the_reply_is_served(office: Office, driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="archive_case")
    with office.reading() as records:
        assert records.scalars(select(PlannedTimer)).all() == []


def _unit(office: Office, name: str) -> int:
    with office.reading() as records:
        return records.scalars(select(Unit.id).where(Unit.name == name)).one()


def test_facts_found_wrong_after_a_send_back_are_examined_anew_beside_the_draft(office: Office, driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="review_by_unit")
    driver.step(registered.application_id, opinion=review.Opinion(agreed=False, words="该信息本机关并未保存。"))
    items.reexamine_item(
        registered.application_id, 1, "科室负责人指出没有保存。", actor=driver.actor(Role.HANDLER), office=office
    )
    with pytest.raises(RuleViolation, match="还没有查清"):
        driver.step(registered.application_id, "draft_decision")
    driver.facts = replace(DISCLOSABLE, held=Held.NO)
    driver.step(registered.application_id, "examine_nature")
    driver.step(registered.application_id, "search_item")
    driver.step(registered.application_id, "draft_decision")
    with office.reading() as records:
        assert records.scalars(select(Letter)).one().kind == "D42"
    driver.run(registered.application_id)
    assert consistency.faults(office) == []


def test_a_command_completes_no_step_but_its_own(office: Office, driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="search_item")
    task = driver.open_tasks(registered.application_id)[0]
    with pytest.raises(TaskNotReady):
        items.examine_nature(task.id, items.NatureFinding(), actor=driver.actor_of(task), office=office)
