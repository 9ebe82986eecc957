"""What holds for the reply clock whatever happens, over generated histories."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rules.reply_clock import ClockEvent, ClockEventName, ClockState, ReplyClock, reply_clock
from engine.rules.vocabulary import ConsultedParty
from engine.rules.working_days import Calendar, DayChange

Name = ClockEventName
CALENDAR = Calendar.official()
RECEIPTS = st.dates(date(2011, 1, 1), date(2025, 6, 30))
DISTANCES = st.integers(0, 90)
KEYS = st.sampled_from(["a", "b", "c"])
LATER = [name for name in Name if name not in (Name.RECEIVED, Name.CONSULTATION_SENT)]


@st.composite
def events_after(draw: st.DrawFn, received_on: date) -> ClockEvent:
    on = received_on + timedelta(draw(DISTANCES))
    if draw(st.booleans()):
        return ClockEvent(on, Name.CONSULTATION_SENT, key=draw(KEYS), to=draw(st.sampled_from(ConsultedParty)))
    name = draw(st.sampled_from(LATER))
    days = draw(st.none() | st.integers(1, 20))
    needs_until = name is Name.DELAY_ANNOUNCED or (name is Name.SUPPLEMENT_NOTICE_SERVED and draw(st.booleans()))
    until = on + timedelta(draw(st.integers(1, 60))) if needs_until else None
    return ClockEvent(on, name, key=draw(KEYS), working_days=days, until=until)


@st.composite
def histories(draw: st.DrawFn) -> list[ClockEvent]:
    received_on = draw(RECEIPTS)
    return [ClockEvent(received_on, Name.RECEIVED), *draw(st.lists(events_after(received_on), max_size=9))]


@st.composite
def pauses(draw: st.DrawFn, received_on: date) -> list[ClockEvent]:
    """One more consultation, sent and answered."""
    sent_on = received_on + timedelta(draw(DISTANCES))
    answered_on = sent_on + timedelta(draw(st.integers(0, 40)))
    return [
        ClockEvent(sent_on, Name.CONSULTATION_SENT, key="new", to=draw(st.sampled_from(ConsultedParty))),
        ClockEvent(sent_on, Name.CONSULTATION_RECEIVED, key="new"),
        ClockEvent(answered_on, Name.OPINION_RECEIVED, key="new"),
    ]


def clock_of(events: Sequence[ClockEvent], calendar: Calendar = CALENDAR, days: int = 200) -> ReplyClock:
    received_on = min(event.on for event in events if event.event is Name.RECEIVED)
    return reply_clock(events, channel=None, as_of=received_on + timedelta(days), calendar=calendar)


@given(histories(), st.integers(0, 200))
def test_the_due_date_is_never_a_day_off(events: list[ClockEvent], days: int) -> None:
    clock = clock_of(events, days=days)
    for day in (clock.due_on, clock.base_due_on, clock.first_due_on, clock.supplement_notice_due_on, clock.fee_due_on):
        assert day is None or CALENDAR.is_working_day(day)
    assert all(CALENDAR.is_working_day(day) for day in clock.excluded_days)


@given(histories().flatmap(lambda events: st.tuples(st.just(events), st.permutations(events))), st.integers(0, 200))
def test_the_order_of_entry_does_not_matter(pair: tuple[list[ClockEvent], list[ClockEvent]], days: int) -> None:
    one, other = clock_of(pair[0], days=days), clock_of(pair[1], days=days)
    assert one == other
    assert (one.excluded_days, one.explanation) == (other.excluded_days, other.explanation)


@given(histories(), st.integers(0, 200))
def test_the_explanation_equals_the_result(events: list[ClockEvent], days: int) -> None:
    clock = clock_of(events, days=days)
    parts = sum(line.days or 0 for line in clock.explanation if not line.is_total)
    totals = [line for line in clock.explanation if line.is_total]
    assert [clock.start_on + timedelta(parts) for _ in totals] == ([clock.due_on] if clock.due_on else [])


@given(histories(), st.integers(0, 200))
def test_the_due_date_is_the_base_plus_excluded_and_granted_days(events: list[ClockEvent], days: int) -> None:
    clock = clock_of(events, days=days)
    if clock.due_on is not None and clock.course.announced is None:
        assert clock.due_on == CALENDAR.after(clock.base_due_on, len(clock.excluded_days) + clock.extended_days)


@given(histories(), st.integers(0, 200))
def test_late_and_state_follow_from_the_dates(events: list[ClockEvent], days: int) -> None:
    clock = clock_of(events, days=days)
    assert clock.working_days_used >= 0
    assert (clock.state is ClockState.STOPPED) >= (clock.ended_on is not None)
    if clock.due_on is not None:
        assert clock.late == ((clock.ended_on or clock.as_of) > clock.due_on)
    if clock.state in (ClockState.PAUSED, ClockState.WAITING_FOR_APPLICANT):
        assert not clock.late


@given(RECEIPTS.flatmap(lambda day: st.tuples(st.just(day), st.lists(pauses(day), max_size=4))))
def test_the_union_of_pauses_is_at_most_their_sum(case: tuple[date, list[list[ClockEvent]]]) -> None:
    received_on, lists = case
    start = ClockEvent(received_on, Name.RECEIVED)
    renamed = [[replace_key(event, str(number)) for event in group] for number, group in enumerate(lists)]
    together = clock_of([start, *(event for group in renamed for event in group)], days=400)
    spans = [letter for letter in together.consultations if letter.excluded_until]
    assert len(together.excluded_days) <= sum(
        CALENDAR.count(letter.sent_on, letter.excluded_until) for letter in spans if letter.excluded_until
    )


def replace_key(event: ClockEvent, key: str) -> ClockEvent:
    return ClockEvent(event.on, event.event, key=key, to=event.to)


@settings(max_examples=300)
@given(histories().flatmap(lambda events: st.tuples(st.just(events), pauses(events[0].on))))
def test_one_more_pause_never_makes_the_date_earlier(case: tuple[list[ClockEvent], list[ClockEvent]]) -> None:
    events, pause = case
    before, after = clock_of(events).due_on, clock_of([*events, *pause]).due_on
    assert before is None or after is None or before <= after


@settings(max_examples=300)
@given(histories(), DISTANCES)
def test_one_more_day_off_never_makes_any_date_earlier(events: list[ClockEvent], distance: int) -> None:
    """Except where the day makes a late supplement notice timely: then another period runs altogether."""
    day = events[0].on + timedelta(distance)
    changed = CALENDAR.with_changes([DayChange(day, False, "测试")])
    before, after = clock_of(events), clock_of(events, changed)
    assert before.first_due_on <= after.first_due_on
    assert before.supplement_notice_due_on <= after.supplement_notice_due_on
    if before.supplement_notice_late == after.supplement_notice_late and before.start_on == after.start_on:
        assert before.base_due_on <= after.base_due_on
        assert before.due_on is None or after.due_on is None or before.due_on <= after.due_on
