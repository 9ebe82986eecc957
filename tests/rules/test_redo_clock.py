"""An ordered new answer has a clock of its own: the day the order sets, or twenty working days."""

from datetime import date

from engine.rules.reply_clock import ClockEvent, ClockEventName, Redo, reply_clock
from engine.rules.vocabulary import Channel, ConsultedParty
from engine.rules.working_days import Calendar

CALENDAR = Calendar.official()
DECIDED = date(2026, 9, 14)
RECEIVED = ClockEvent(on=DECIDED, event=ClockEventName.RECEIVED)


def clock(*events: ClockEvent, until: date | None = None, as_of: date = date(2026, 9, 16)):  # type: ignore[no-untyped-def]
    return reply_clock(
        [RECEIVED, *events], channel=Channel.IN_PERSON, as_of=as_of, calendar=CALENDAR, redo=Redo(DECIDED, until)
    )


def test_without_an_ordered_day_the_new_answer_has_twenty_working_days() -> None:
    assert clock().due_on == CALENDAR.after(DECIDED, 20)


def test_the_day_that_the_decision_sets_is_the_due_day_even_when_it_is_shorter() -> None:
    assert clock(until=date(2026, 9, 28)).due_on == date(2026, 9, 28)


def test_an_ordered_day_off_moves_to_the_next_working_day() -> None:
    assert clock(until=date(2026, 10, 3)).due_on == date(2026, 10, 8)


def test_asking_a_third_party_does_not_lengthen_an_ordered_day() -> None:
    asked = ClockEvent(
        on=date(2026, 9, 15), event=ClockEventName.CONSULTATION_SENT, key="1", to=ConsultedParty.THIRD_PARTY
    )
    assert clock(asked, until=date(2026, 9, 28)).due_on == date(2026, 9, 28)


def test_the_explanation_names_the_order_and_adds_up_to_the_day() -> None:
    found = clock(until=date(2026, 9, 28))
    *lines, total = found.explanation
    assert "责令" in lines[0].text
    assert total.is_total
    assert sum(line.days or 0 for line in lines) == total.days
