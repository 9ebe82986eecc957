"""Consultations (征求意见): which working days they take out of the answer period.

Sent on S, closed on E: the working days after S up to and including E are excluded. E is the day the opinion
arrives or the letter comes back, at the latest the last day of the other side's term. Overlaps count once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from math import inf

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.clock_events import ClockEvent, ClockEventName
from engine.rules.readings import DEFAULT, Readings
from engine.rules.time_limits import CO_MAKER_OPINION, THIRD_PARTY_OPINION, TimeLimit
from engine.rules.vocabulary import ConsultedParty
from engine.rules.working_days import Calendar

Ranks = tuple[float, float]
"""Running numbers of working days: excluded are those above the first up to the second (`inf`: still open)."""

TERMS: dict[ConsultedParty, TimeLimit | None] = {
    ConsultedParty.THIRD_PARTY: THIRD_PARTY_OPINION,
    ConsultedParty.CO_MAKER: CO_MAKER_OPINION,
    ConsultedParty.OTHER_AGENCY: None,
}

_SENT = ClockEventName.CONSULTATION_SENT
_CLOSING = (ClockEventName.OPINION_RECEIVED, ClockEventName.CONSULTATION_RETURNED)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Consultation:
    """One letter to one party, as far as it is known on the day of judgment.

    `last_day` ends the other side's term (None: it has none, or its receipt is not proven); `excluded_until` is E
    (None: open without limit); `is_open` while the answer may still come in time.
    """

    key: str
    to: ConsultedParty
    sent_on: date
    received_on: date | None = None
    opinion_on: date | None = None
    returned_on: date | None = None
    last_day: date | None = None
    excluded_until: date | None = None
    is_open: bool = False

    @property
    def closed_on(self) -> date | None:
        """The day the opinion or the returned letter arrived, the earlier one; None while neither has."""
        return min((day for day in (self.opinion_on, self.returned_on) if day), default=None)

    @property
    def is_unproven(self) -> bool:
        """Whether nothing shows that the party got the letter."""
        return self.received_on is None and self.opinion_on is None and TERMS[self.to] is not None

    @property
    def came_late(self) -> bool:
        """Whether the opinion arrived after the term; it may be considered but lengthens nothing."""
        return self.opinion_on is not None and self.last_day is not None and self.opinion_on > self.last_day


def opinion_due_on(to: ConsultedParty, received_on: date, calendar: Calendar) -> date | None:
    """The last day of the party's term, counted from its receipt; None for an agency that has no term.

    《条例》第32条、第34条
    """
    term = TERMS[to]
    return calendar.after(received_on, term.working_days) if term else None


def paired(events: Iterable[ClockEvent]) -> tuple[list[Consultation], list[ClockEvent]]:
    """Each letter with what came of it, and the events that belong to no letter. Takes events in order.

    Within a day an answer closes the letters of earlier days first, so that ending and re-opening on one day works.
    """
    letters: list[Consultation] = []
    orphans: list[ClockEvent] = []
    for _, group in groupby(events, key=lambda event: event.on):
        today = list(group)
        waiting = [event for event in today if event.event is not _SENT and not _attach(letters, event)]
        letters.extend(_letter(event) for event in today if event.event is _SENT)
        orphans.extend(event for event in waiting if not _attach(letters, event))
    return letters, orphans


def settle(letter: Consultation, *, as_of: date, calendar: Calendar, readings: Readings = DEFAULT) -> Consultation:
    """The letter with the end of its excluded span, judged at `as_of`.

    《条例》第33条第3款
    """
    closed_on = letter.closed_on
    last_day = _last_day(letter, calendar)
    until = _limit(letter, closed_on, calendar, readings)
    is_open = closed_on is None and (until is None or as_of <= until)
    return replace(letter, last_day=last_day, excluded_until=until, is_open=is_open)


def cut_off(letter: Consultation, ended_on: date) -> Consultation:
    """The letter when the case ended on that day: nothing after it is excluded any more."""
    if letter.excluded_until is not None and letter.excluded_until <= ended_on:
        return replace(letter, is_open=False)
    return replace(letter, excluded_until=ended_on, is_open=False)


def ranks(letter: Consultation, calendar: Calendar, readings: Readings = DEFAULT) -> Ranks:
    """The excluded span of a settled letter in running numbers of working days."""
    first_counted = letter.sent_on - _ONE_DAY if readings.exclude_sending_day else letter.sent_on
    if letter.to is ConsultedParty.OTHER_AGENCY and not readings.other_agency_time_excluded:
        return calendar.rank(first_counted), calendar.rank(first_counted)
    until = letter.excluded_until
    if until is None:
        return calendar.rank(first_counted), inf
    if not readings.exclude_answer_day and until == letter.closed_on:
        until -= _ONE_DAY
    return calendar.rank(first_counted), calendar.rank(until)


def union(spans: Iterable[Ranks]) -> list[Ranks]:
    """The spans joined where they overlap or touch, in order: no day is excluded twice."""
    joined: list[Ranks] = []
    for first, last in sorted(spans):
        if last <= first:
            continue
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def due_rank(start: float, working_days: int, spans: Sequence[Ranks]) -> float:
    """The number of the n-th working day after `start` that no span excludes; `inf` while one is open before it."""
    position, left = start, float(working_days)
    for first, last in spans:
        if last <= position:
            continue
        free = max(first, position) - position
        if left <= free:
            break
        left -= free
        position = last
    return position + left


def _letter(event: ClockEvent) -> Consultation:
    if event.to is None:
        raise RuleViolation("请写明征求意见的对象：第三方、共同制作机关或者其他机关。", str(Article(33, 3)), field="to")
    return Consultation(event.key, event.to, event.on)


def _attach(letters: list[Consultation], event: ClockEvent) -> bool:
    """Whether the event found its letters: every one of its key that is still without an answer."""
    found = False
    for place, letter in enumerate(letters):
        if letter.key == event.key and letter.opinion_on is None:
            changed = _with(letter, event)
            found = found or changed is not None
            letters[place] = changed or letter
    return found


def _with(letter: Consultation, event: ClockEvent) -> Consultation | None:
    if event.event is ClockEventName.CONSULTATION_RECEIVED:
        return None if letter.received_on or letter.returned_on else replace(letter, received_on=event.on)
    if event.event is ClockEventName.OPINION_RECEIVED:
        return replace(letter, opinion_on=event.on)
    return None if letter.returned_on else replace(letter, returned_on=event.on)


def _last_day(letter: Consultation, calendar: Calendar) -> date | None:
    """The end of the party's term where its year is loaded; the term of a letter answered early may lie beyond."""
    if letter.received_on is None and letter.opinion_on is None:
        return None
    last = opinion_due_on(letter.to, letter.received_on or letter.sent_on, calendar.provisional())
    return last if last and (calendar.is_provisional or calendar.covers(last)) else None


def _limit(letter: Consultation, closed_on: date | None, calendar: Calendar, readings: Readings) -> date | None:
    term = TERMS[letter.to]
    if term is None:
        return closed_on
    days = readings.unproven_consultation_days if letter.is_unproven else term.working_days
    start = letter.received_on or letter.sent_on
    if closed_on is not None and calendar.rank(closed_on) <= calendar.rank(start) + days:
        return closed_on
    return calendar.after(start, days)
