"""The reply clock (答复期限计算): dated events in, the due date and everything that follows from it out.

One pure function; the calendar, the day of judgment and the open readings are arguments. Nothing is stored:
whoever needs a date asks again, so that a late entry or a changed calendar never leaves an old date behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from engine.errors import RuleViolation
from engine.rules import clock_explanation, consultation, supplement
from engine.rules.articles import Article
from engine.rules.clock_course import Course, open_course, take
from engine.rules.clock_events import ClockEvent, ClockEventName, ClockState, Redo, chinese_date, in_order
from engine.rules.clock_explanation import ExplanationLine
from engine.rules.consultation import Consultation
from engine.rules.readings import DEFAULT, Readings
from engine.rules.time_limits import EXTENSION, FEE_PAYMENT
from engine.rules.vocabulary import Channel
from engine.rules.working_days import Calendar

__all__ = ["ClockEvent", "ClockEventName", "ClockState", "ExplanationLine", "Redo", "ReplyClock", "reply_clock"]

_CONSULTING = {
    ClockEventName.CONSULTATION_SENT,
    ClockEventName.CONSULTATION_RECEIVED,
    ClockEventName.OPINION_RECEIVED,
    ClockEventName.CONSULTATION_RETURNED,
}


@dataclass(frozen=True)
class ReplyClock:
    """The answer period as judged at `as_of`. Dates are days of Beijing time; lengths are working days.

    `due_on` is None while a consultation without a term is open, while the applicant has to act, and after an end
    without a reply; `base_due_on` is the plain period from the latest restart. `is_provisional`: a date lies in a
    year whose days off are not published yet.
    """

    as_of: date
    channel: Channel | None
    received_on: date
    start_on: date
    base_due_on: date
    due_on: date | None
    working_days_used: int
    state: ClockState
    late: bool
    warnings: tuple[str, ...]
    consultations: tuple[Consultation, ...]
    reply_served_on: date | None
    withdrawn_on: date | None
    is_provisional: bool
    course: Course = field(compare=False, repr=False)

    @property
    def started_by(self) -> ClockEventName:
        """What the present period began with: the receipt, the corrected application or the payment."""
        return self.course.run.began_with

    @cached_property
    def excluded_days(self) -> tuple[date, ...]:
        """The working days of the present period that do not count, each once.

        《条例》第33条第3款
        """
        spans = self.course.excluded(self.course.counted_until(self.as_of))
        return tuple(day for first, last in spans for day in self.course.calendar.dates_of_ranks(first, last))

    @cached_property
    def explanation(self) -> tuple[ExplanationLine, ...]:
        """How the date came about, line by line; the days of the lines add up to the last one."""
        return clock_explanation.explain(self)

    @property
    def ended_on(self) -> date | None:
        """The day of the reply or of the withdrawal, whichever ended the case; None while it is open."""
        return self.reply_served_on or self.withdrawn_on

    @property
    def working_days_left(self) -> int | None:
        """Working days from `as_of` to the due date, negative when it has passed; None when no date runs."""
        if self.due_on is None or self.state is ClockState.STOPPED:
            return None
        return self.course.calendar.count(self.as_of, self.due_on)

    @property
    def first_due_on(self) -> date:
        """The due date of the plain period from receipt, whatever happened since."""
        return self.course.base_due_on(self.course.past[0] if self.course.past else self.course.run)

    @property
    def supplement_notice_due_on(self) -> date:
        """The last day on which a supplement notice is in time. 《条例》第30条"""
        return self.course.notice_due_on

    @property
    def supplement_notice_late(self) -> bool | None:
        """Whether the notice came after that day; None when none was sent. 《条例》第30条"""
        return self.course.notice_is_late if self.course.notice else None

    @property
    def supplement_due_on(self) -> date | None:
        """The last day the notice leaves the applicant; None when none was sent. 《条例》第30条"""
        course = self.course
        if course.notice is None:
            return None
        return supplement.last_day_to_supplement(course.notice, course.calendar, course.readings)

    @property
    def fee_due_on(self) -> date | None:
        """The last day to pay; None when no fee was asked in time. 《收费办法》第6条"""
        notice = self.course.fee_notice
        return self.course.calendar.after(notice.on, FEE_PAYMENT.working_days) if notice else None

    @property
    def abandoned_from(self) -> date | None:
        """The day from which the application is deemed abandoned if nothing comes; None unless we wait."""
        waiting = self.course.waiting
        return waiting.until + timedelta(days=1) if waiting else None

    @property
    def extension_valid(self) -> bool | None:
        """Whether an extension of the present period took effect; None when none was notified."""
        return self.course.granted > 0 if self.course.extensions else None

    @property
    def extended_days(self) -> int:
        """The working days by which the present period is extended. 《条例》第33条第2款"""
        return self.course.granted

    @property
    def due_without_extension_on(self) -> date | None:
        """The due date with the excluded days alone; None while it is not settled."""
        return self.course.date_of(self.course.due_rank(0))

    @property
    def due_if_extended_on(self) -> date | None:
        """The due date as if every notified extension were valid; None when none was notified or it is not settled."""
        if not self.course.extensions:
            return None
        asked = sum(extension.asked for extension in self.course.extensions)
        return self.course.date_of(self.course.due_rank(min(asked, EXTENSION.working_days)))


def reply_clock(
    events: Sequence[ClockEvent],
    *,
    channel: Channel | None,
    as_of: date,
    calendar: Calendar,
    readings: Readings = DEFAULT,
    redo: Redo | None = None,
) -> ReplyClock:
    """The clock after these events, in whatever order they are given; what happens after `as_of` is left out.

    With `redo` the period is that of an ordered new answer; its first event is then the receipt of the decision.

    RuleViolation when there is no receipt by then; MissingCalendarYear when a year that is counted is not loaded.
    《条例》第33条
    """
    happened = in_order(event for event in events if event.on <= as_of)
    received_on = _first(happened, ClockEventName.RECEIVED)
    if received_on is None:
        raise RuleViolation("截至计算日没有收到申请的记录，无法计算答复期限。", str(Article(31)), field="events")
    case = _Case(channel, as_of, received_on, *_ends(happened, received_on))
    relevant = [event for event in happened if case.ended_on is None or event.on <= case.ended_on]
    letters, orphans = consultation.paired(event for event in relevant if event.event in _CONSULTING)
    letters = [consultation.settle(letter, as_of=as_of, calendar=calendar, readings=readings) for letter in letters]
    if case.ended_on is not None:
        letters = [consultation.cut_off(letter, case.ended_on) for letter in letters]
    spans = [consultation.ranks(letter, calendar, readings) for letter in letters]
    course = open_course(received_on, consultation.union(spans), calendar, readings)
    if redo is not None:
        _order(course, redo)
    _walk(course, relevant)
    _warn(course, letters, orphans)
    if len(happened) < len(events):
        course.warn(f"日期晚于计算日（{chinese_date(as_of)}）的事件未计入。")
    return _judge(case, course, letters)


@dataclass(frozen=True, slots=True)
class _Case:
    """What is asked, and the days between which the period can run."""

    channel: Channel | None
    as_of: date
    received_on: date
    reply_on: date | None
    withdrawn_on: date | None

    @property
    def ended_on(self) -> date | None:
        return self.reply_on or self.withdrawn_on


def _judge(case: _Case, course: Course, letters: Sequence[Consultation]) -> ReplyClock:
    """The course and the letters, read on the day of judgment."""
    due_on, waiting, base_due_on = course.due_on(), course.waiting, course.base_due_on(course.run)
    run_end = min(day for day in (case.ended_on, waiting and waiting.since, case.as_of) if day)
    touched = (run_end, base_due_on, due_on or run_end, waiting.until if waiting else run_end)
    return ReplyClock(
        as_of=case.as_of,
        channel=case.channel,
        received_on=case.received_on,
        start_on=course.run.start_on,
        base_due_on=base_due_on,
        due_on=None if waiting or case.withdrawn_on else due_on,
        working_days_used=_used(course, run_end),
        state=_state(case, course, letters),
        late=waiting is None and due_on is not None and (case.ended_on or case.as_of) > due_on,
        warnings=tuple(course.warnings),
        consultations=tuple(letters),
        reply_served_on=case.reply_on,
        withdrawn_on=case.withdrawn_on,
        is_provisional=not all(course.calendar.covers(day) for day in touched),
        course=course,
    )


def _first(events: Sequence[ClockEvent], name: ClockEventName) -> date | None:
    return next((event.on for event in events if event.event is name), None)


def _ends(events: Sequence[ClockEvent], received_on: date) -> tuple[date | None, date | None]:
    """The day of the reply or of the withdrawal, whichever ended the case; the other one is None."""
    reply_on, withdrawn_on = _first(events, ClockEventName.REPLY_SERVED), _first(events, ClockEventName.WITHDRAWN)
    for day in (reply_on, withdrawn_on):
        if day is not None and day < received_on:
            raise RuleViolation(
                f"答复或者撤回的日期（{chinese_date(day)}）早于收到申请之日（{chinese_date(received_on)}），请核对。",
                str(Article(31)),
                field="events",
            )
    if reply_on and withdrawn_on:
        return (reply_on, None) if reply_on <= withdrawn_on else (None, withdrawn_on)
    return reply_on, withdrawn_on


def _order(course: Course, redo: Redo) -> None:
    """The period answers an order; a day that the order sets is the due day, whatever is excluded."""
    course.redo = redo
    if redo.until is not None:
        course.announced = ClockEvent(on=redo.on, event=ClockEventName.DELAY_ANNOUNCED, until=redo.until)
        course.announced_due_on = course.calendar.on_or_after(redo.until)


def _walk(course: Course, events: Sequence[ClockEvent]) -> None:
    """The course has taken every event but those of consultations, which are in its spans already."""
    for event in events:
        if event.event in _CONSULTING:
            continue
        if event.event is ClockEventName.RECEIVED and event.on > course.received_on:
            course.warn(f"收到日期不止一个，以最早的{chinese_date(course.received_on)}为准。")
        elif event.on < course.received_on:
            course.warn(f"{chinese_date(event.on)}的“{event.event.label}”早于收到申请之日，未计入。")
        else:
            take(course, event)


def _warn(course: Course, letters: Sequence[Consultation], orphans: Sequence[ClockEvent]) -> None:
    """The handler is told which letters or answers do not count as hoped."""
    for orphan in orphans:
        course.warn(f"{chinese_date(orphan.on)}的“{orphan.event.label}”没有对应的征求意见书，未计入。")
    for letter in letters:
        if letter.came_late:
            course.warn(f"{chinese_date(letter.sent_on)}征求的意见逾期才收到，逾期的时间照常计入答复期限。")
        elif letter.is_unproven and letter.closed_on is None and letter.excluded_until is not None:
            course.warn(
                f"{chinese_date(letter.sent_on)}发出的征求意见书没有对方收到的凭证，"
                f"不计入期限的时间只算到{chinese_date(letter.excluded_until)}；请查询投递情况，必要时另行送达。"
            )


def _used(course: Course, run_end: date) -> int:
    """Working days of the present period up to this day, the excluded ones subtracted; never negative."""
    calendar, start_on = course.calendar, course.run.start_on
    end = calendar.rank(start_on) + calendar.count(start_on, run_end)
    excluded = course.excluded(min(end, course.counted_until(run_end)))
    return max(0, end - course.start_rank - sum(last - first for first, last in excluded))


def _state(case: _Case, course: Course, letters: Sequence[Consultation]) -> ClockState:
    if case.ended_on is not None or course.has_lapsed(case.as_of):
        return ClockState.STOPPED
    if course.waiting is not None:
        return ClockState.WAITING_FOR_APPLICANT
    if course.announced is None and any(letter.is_open and _pauses(course, letter) for letter in letters):
        return ClockState.PAUSED
    return ClockState.RUNNING


def _pauses(course: Course, letter: Consultation) -> bool:
    """Whether the letter went out before the period ran out and takes days from it."""
    first, last = consultation.ranks(letter, course.calendar, course.readings)
    return first < min(course.due_rank(), last)
