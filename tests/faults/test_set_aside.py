"""What fails again and again is set aside for a person, and everything else goes on."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from engine import outbox, scheduler
from engine.commands import deliver
from engine.office import Office
from engine.records import EventName, HistoryEntry, OutboxEntry, PlannedTimer, ProcessInstance
from engine.tools.driver import Driver, SetClock


def test_a_process_that_cannot_be_woken_holds_up_no_other(
    office: Office, driver: Driver, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    cases = [driver.register().application_id for _ in range(3)]
    _spoil(office, cases[0])
    clock.advance(days=21)
    scheduler.tick(office)
    assert _escalated(office) == cases[1:]
    assert _failures(office) == [1, 0, 0]
    assert "process not woken" in caplog.text


def test_after_five_failures_a_timer_is_set_aside(office: Office, driver: Driver, clock: SetClock) -> None:
    case = driver.register().application_id
    _spoil(office, case)
    clock.advance(days=21)
    for _ in range(8):
        scheduler.tick(office)
    assert _failures(office) == [deliver.MOST_FAILURES]
    with office.reading() as records:
        assert [timer.application_id for timer in deliver.set_aside(records)] == [case]


def test_a_timer_that_is_woken_at_last_starts_afresh(office: Office, driver: Driver, clock: SetClock) -> None:
    case = driver.register().application_id
    good = _spoil(office, case)
    clock.advance(days=21)
    for _ in range(3):
        scheduler.tick(office)
    _spoil(office, case, good)
    scheduler.tick(office)
    assert _escalated(office) == [case]
    assert _failures(office) == [0]


def test_a_promise_that_fails_unexpectedly_keeps_back_no_other(
    office: Office, driver: Driver, clock: SetClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        driver.register()
    clock.advance(days=21)
    deliver.wake_due(office)
    monkeypatch.setitem(outbox.KINDS, "reminder", _fails_for(1))
    scheduler.tick(office)
    with office.reading() as records:
        entries = records.scalars(select(OutboxEntry).order_by(OutboxEntry.id)).all()
    assert [bool(entry.done_at) for entry in entries] == [False, True, True]
    assert entries[0].trouble == "意外错误（ZeroDivisionError），详见运行日志。"
    assert entries[0].next_try_at > clock.now()
    assert "甲某" not in caplog.text


def test_a_promise_is_tried_eight_times_ever_more_seldom_and_then_waits_for_a_person(
    office: Office, driver: Driver, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.register()
    clock.advance(days=21)
    deliver.wake_due(office)
    monkeypatch.setitem(outbox.KINDS, "reminder", _fails_for(1))
    waits = []
    for _ in range(outbox.MOST_TRIES):
        scheduler.tick(office)
        with office.reading() as records:
            waits.append(records.scalars(select(OutboxEntry.next_try_at)).one() - clock.now())
        clock.moment += waits[-1]
    assert waits == [timedelta(seconds=30 * 2**tries) for tries in range(1, outbox.MOST_TRIES + 1)]
    with office.reading() as records:
        assert [entry.tries for entry in outbox.stuck(records)] == [outbox.MOST_TRIES]


def test_a_failing_job_does_not_stop_the_other(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[Office] = []

    def broken(_: Office) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(deliver, "wake_due", broken)
    monkeypatch.setattr(outbox, "carry_out_due", done.append)
    scheduler.tick(office)
    assert done == [office]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def _spoil(office: Office, application_id: int, body: bytes = b"{}") -> bytes:
    """The escalation run of the case has this body; returns the one it had."""
    this = (ProcessInstance.application_id == application_id, ProcessInstance.process_id == "escalate_deadline")
    with office.transaction() as records:
        before = records.scalars(select(ProcessInstance.body).where(*this)).one()
        records.execute(update(ProcessInstance).where(*this).values(body=body))
    return before


def _escalated(office: Office) -> list[int | None]:
    with office.reading() as records:
        query = select(HistoryEntry.application_id).where(HistoryEntry.event == EventName.DEADLINE_ESCALATED)
        return list(records.scalars(query.order_by(HistoryEntry.id)))


def _failures(office: Office) -> list[int]:
    with office.reading() as records:
        return list(records.scalars(select(PlannedTimer.failures).order_by(PlannedTimer.id)))


def _fails_for(entry_id: int) -> Any:
    def carry_out(this: int, office: Office) -> None:
        if this == entry_id:
            raise ZeroDivisionError
        deliver.deliver_reminder(this, office)

    return carry_out
