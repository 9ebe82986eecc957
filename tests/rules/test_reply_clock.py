"""The reply clock on the tables of cases/, and what no table shows."""

from datetime import date
from typing import Any

import pytest

from engine.errors import RuleViolation
from engine.rules.readings import Readings
from engine.rules.reply_clock import ClockEvent, ClockEventName, ClockState, reply_clock
from engine.rules.vocabulary import ConsultedParty
from engine.rules.working_days import Calendar, DayChange
from tests.rules.clock_cases import cases, clock_of, result

ALL = cases("worked_clocks.yaml") + cases("clock_events.yaml")
CALENDAR = Calendar.official()
GOOD = [case for case in ALL if "error" not in case["expect"]]
BAD = [case for case in ALL if "error" in case["expect"]]


def name_of(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", GOOD, ids=name_of)
def test_the_clock_says_what_the_table_says(case: dict[str, Any]) -> None:
    clock = clock_of(case)
    assert {key: result(clock, key) for key in case["expect"]} == case["expect"]
    assert case.get("warning", "") in "".join(clock.warnings)
    assert bool(clock.warnings) == ("warning" in case)


@pytest.mark.parametrize("case", [case for case in GOOD if "explanation" in case], ids=name_of)
def test_the_explanation_names_what_the_table_names_in_order(case: dict[str, Any]) -> None:
    text, place = "\n".join(map(str, clock_of(case).explanation)), 0
    for piece in case["explanation"]:
        assert piece in text[place:], f"{piece} not in:\n{text}"
        place = text.index(piece, place) + len(piece)


@pytest.mark.parametrize("case", GOOD, ids=name_of)
def test_the_lines_of_the_explanation_add_up_to_the_due_date(case: dict[str, Any]) -> None:
    clock = clock_of(case)
    totals = [line for line in clock.explanation if line.is_total]
    assert [line.on for line in totals] == ([clock.due_on] if clock.due_on else [])
    for total in totals:
        assert sum(line.days or 0 for line in clock.explanation if not line.is_total) == total.days
        assert (clock.due_on - clock.start_on).days == total.days


@pytest.mark.parametrize("case", BAD, ids=name_of)
def test_a_clock_that_cannot_be_computed_says_what_to_do(case: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation, match=case["expect"]["error"]):
        clock_of(case)


def received(day: str) -> ClockEvent:
    return ClockEvent(date.fromisoformat(day), ClockEventName.RECEIVED)


def test_new_years_eve_as_a_day_off_moves_the_date_by_one_day() -> None:
    off = CALENDAR.with_changes([DayChange(date(2024, 2, 9), False, "测试")])
    clock = reply_clock([received("2024-02-08")], channel=None, as_of=date(2024, 2, 8), calendar=off)
    assert clock.due_on == date(2024, 3, 14)
    assert "调整放假安排放假1天：2月9日" in "".join(map(str, clock.explanation))


def test_a_calendar_change_reaches_an_open_case() -> None:
    off = CALENDAR.with_changes([DayChange(date(2026, 6, 22), False, "省政府办公厅通知")])
    due = [
        reply_clock([received("2026-06-08")], channel=None, as_of=date(2026, 6, 9), calendar=calendar).due_on
        for calendar in (CALENDAR, off)
    ]
    assert due == [date(2026, 7, 7), date(2026, 7, 8)]


def test_a_missing_year_gives_a_marked_date_in_a_provisional_calendar() -> None:
    clock = reply_clock(
        [received("2026-12-04")], channel=None, as_of=date(2026, 12, 7), calendar=CALENDAR.provisional()
    )
    assert (clock.due_on, clock.is_provisional) == (date(2027, 1, 1), True)
    assert "暂定" in str(clock.explanation[-1])


def test_a_settled_date_in_a_provisional_calendar_is_not_marked() -> None:
    clock = reply_clock(
        [received("2026-12-03")], channel=None, as_of=date(2026, 12, 7), calendar=CALENDAR.provisional()
    )
    assert (clock.due_on, clock.is_provisional) == (date(2026, 12, 31), False)


def test_an_answer_in_time_needs_no_calendar_for_the_rest_of_the_term() -> None:
    events = [
        received("2026-11-20"),
        ClockEvent(date(2026, 12, 14), ClockEventName.CONSULTATION_SENT, to=ConsultedParty.THIRD_PARTY),
        ClockEvent(date(2026, 12, 16), ClockEventName.OPINION_RECEIVED),
    ]
    clock = reply_clock(events, channel=None, as_of=date(2026, 12, 16), calendar=CALENDAR)
    assert clock.due_on == date(2026, 12, 22)
    assert clock.consultations[0].last_day is None


def test_a_consultation_must_say_whom() -> None:
    sent = ClockEvent(date(2026, 3, 10), ClockEventName.CONSULTATION_SENT)
    with pytest.raises(RuleViolation, match="征求意见的对象"):
        reply_clock([received("2026-03-02"), sent], channel=None, as_of=date(2026, 3, 10), calendar=CALENDAR)


def test_an_opinion_without_a_letter_changes_nothing_but_warns() -> None:
    opinion = ClockEvent(date(2026, 3, 10), ClockEventName.OPINION_RECEIVED, key="x")
    clock = reply_clock([received("2026-03-02"), opinion], channel=None, as_of=date(2026, 3, 10), calendar=CALENDAR)
    assert clock.due_on == date(2026, 3, 30)
    assert clock.warnings == ("2026年3月10日的“收到意见”没有对应的征求意见书，未计入。",)


def test_one_day_five_cases_and_only_one_is_overdue() -> None:
    """Overdue means that the agency is late: not extended, waiting, paused, or answered later by announcement."""
    sent, as_of = ClockEventName.CONSULTATION_SENT, date(2026, 4, 3)
    more: dict[str, list[ClockEvent]] = {
        "extended": [ClockEvent(date(2026, 3, 26), ClockEventName.EXTENSION_NOTIFIED)],
        "waiting": [ClockEvent(date(2026, 3, 10), ClockEventName.SUPPLEMENT_NOTICE_SERVED, working_days=20)],
        "paused": [
            ClockEvent(date(2026, 3, 24), sent, to=ConsultedParty.THIRD_PARTY),
            ClockEvent(date(2026, 3, 25), ClockEventName.CONSULTATION_RECEIVED),
        ],
        "announced": [ClockEvent(date(2026, 3, 20), ClockEventName.DELAY_ANNOUNCED, until=date(2026, 5, 29))],
        "late": [],
    }
    clocks = {
        name: reply_clock([received("2026-03-02"), *events], channel=None, as_of=as_of, calendar=CALENDAR)
        for name, events in more.items()
    }
    assert [name for name, clock in clocks.items() if clock.late] == ["late"]
    assert [clock.state for clock in clocks.values()] == [
        ClockState.RUNNING,
        ClockState.WAITING_FOR_APPLICANT,
        ClockState.PAUSED,
        ClockState.RUNNING,
        ClockState.RUNNING,
    ]


READINGS = [
    (Readings(), date(2026, 3, 30)),
    (Readings(count_receipt_day=True), date(2026, 3, 27)),
]


@pytest.mark.parametrize(("readings", "due_on"), READINGS)
def test_the_office_may_count_the_day_of_receipt(readings: Readings, due_on: date) -> None:
    clock = reply_clock(
        [received("2026-03-02")], channel=None, as_of=date(2026, 3, 2), calendar=CALENDAR, readings=readings
    )
    assert clock.due_on == due_on
    assert sum(line.days or 0 for line in clock.explanation if not line.is_total) == clock.explanation[-1].days


def test_a_late_supplement_notice_restarts_only_where_the_office_reads_it_so() -> None:
    events = [
        received("2026-03-02"),
        ClockEvent(date(2026, 3, 12), ClockEventName.SUPPLEMENT_NOTICE_SERVED),
        ClockEvent(date(2026, 3, 24), ClockEventName.SUPPLEMENT_RECEIVED),
    ]
    readings = Readings(late_supplement_notice_restarts=True)
    clock = reply_clock(events, channel=None, as_of=date(2026, 3, 24), calendar=CALENDAR, readings=readings)
    assert (clock.due_on, clock.supplement_notice_late) == (date(2026, 4, 22), True)


def test_whether_sending_and_answer_day_count_is_a_reading() -> None:
    events = [
        received("2026-03-02"),
        ClockEvent(date(2026, 3, 10), ClockEventName.CONSULTATION_SENT, to=ConsultedParty.OTHER_AGENCY),
        ClockEvent(date(2026, 3, 13), ClockEventName.OPINION_RECEIVED),
    ]
    excluded = [
        len(
            reply_clock(
                events, channel=None, as_of=date(2026, 3, 13), calendar=CALENDAR, readings=readings
            ).excluded_days
        )
        for readings in (
            Readings(),
            Readings(exclude_sending_day=True),
            Readings(exclude_answer_day=False),
            Readings(other_agency_time_excluded=False),
        )
    ]
    assert excluded == [3, 4, 2, 0]
