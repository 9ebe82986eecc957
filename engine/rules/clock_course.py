"""The course of one answer period: restarts, grants and announcements taken one by one, each checked against the law.

Restart events fix the day from which the period runs; excluded days and the extension are applied to that base.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import inf

from engine.errors import RuleViolation
from engine.rules import supplement
from engine.rules.articles import Article
from engine.rules.clock_events import ClockEvent, ClockEventName, Redo, chinese_date
from engine.rules.clock_runs import Extension, Run, Waiting
from engine.rules.consultation import Ranks, due_rank
from engine.rules.readings import Readings
from engine.rules.time_limits import EXTENSION, FEE_PAYMENT, REPLY
from engine.rules.working_days import Calendar


@dataclass(slots=True)
class Course:
    """What has become of the period so far; `take` the events in order."""

    received_on: date
    calendar: Calendar
    readings: Readings
    spans: Sequence[Ranks]
    run: Run
    start_rank: int = field(init=False)
    past: list[Run] = field(default_factory=list)
    waiting: Waiting | None = None
    notice: ClockEvent | None = None
    fee_sent: ClockEvent | None = None
    fee_notice: ClockEvent | None = None
    extensions: list[Extension] = field(default_factory=list)
    granted_before: int = 0
    announced: ClockEvent | None = None
    announced_due_on: date | None = None
    redo: Redo | None = None
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start_rank = self.rank_before(self.run)

    @property
    def granted(self) -> int:
        """The working days by which the present run is extended."""
        return sum(extension.granted for extension in self.extensions)

    @property
    def notice_due_on(self) -> date:
        """The seventh working day after receipt. 《条例》第30条"""
        return supplement.notice_due_on(self.received_on, self.calendar, self.readings)

    @property
    def notice_is_late(self) -> bool:
        """Whether the supplement notice came after its seventh working day."""
        return self.notice is not None and self.notice.on > self.notice_due_on

    def due_rank(self, extended_by: int | None = None) -> float:
        """The number of the due day of the present run; `inf` while a consultation without a term is open."""
        days = REPLY.working_days + (self.granted if extended_by is None else extended_by)
        return due_rank(self.start_rank, days, self.spans)

    def date_of(self, rank: float) -> date | None:
        """The due day with this number; None when it is not settled."""
        return None if rank == inf else self.calendar.date_of_rank(int(rank), since=self.run.start_on)

    def due_on(self) -> date | None:
        """The due day as things stand: announced, or counted; None while it is not settled."""
        return self.announced_due_on or self.date_of(self.due_rank())

    def has_passed(self, day: date) -> bool:
        """Whether the period had run out before this day."""
        due_on = self.due_on()
        return due_on is not None and day > due_on

    def base_due_on(self, run: Run) -> date:
        """The last day of the plain period of a run. 《条例》第33条第2款"""
        return self.calendar.date_of_rank(self.rank_before(run) + REPLY.working_days, since=run.start_on)

    def rank_before(self, run: Run) -> int:
        """The number of the last working day before day 1 of a run: normally its start, which is not counted."""
        return self.calendar.rank(run.start_on - timedelta(days=self._counted_at_start(run)))

    @property
    def days_counted_at_start(self) -> int:
        """1 where the office counts the first day of the present run itself, else 0."""
        return self._counted_at_start(self.run)

    def _counted_at_start(self, run: Run) -> int:
        return int(self.readings.count_receipt_day and run.began_with is not ClockEventName.FEE_PAID)

    def excluded(self, until: int) -> list[tuple[int, int]]:
        """The excluded spans of the present run, cut at this day's number."""
        cut = ((max(first, self.start_rank), min(last, until)) for first, last in self.spans)
        return [(int(first), int(last)) for first, last in cut if first < last]

    def counted_until(self, as_of: date) -> int:
        """The number of the day up to which excluded days matter: the due day, or where the count stands still."""
        due = self.due_rank()
        if self.waiting is not None:
            return self.calendar.rank(self.waiting.since)
        return self.calendar.rank(as_of) if due == inf else int(due)

    def has_lapsed(self, as_of: date) -> bool:
        """Whether the applicant let the period pass, so that the application is deemed abandoned."""
        waiting = self.waiting
        return waiting is not None and (waiting.ended_on is not None or as_of > waiting.until)

    def restart(self, event: ClockEvent, waiting: Waiting) -> None:
        """The period begins anew on this day; what was granted before belongs to the old one."""
        self.past.append(replace(self.run, stopped_on=waiting.since, stopped_by=waiting.reason))
        self.run = Run(event.on, event.event)
        self.start_rank = self.rank_before(self.run)
        self.granted_before += self.granted
        self.extensions, self.waiting, self.announced, self.announced_due_on = [], None, None, None
        self.fee_sent = None

    def warn(self, text: str) -> None:
        """The text is shown to the handler, once."""
        if text not in self.warnings:
            self.warnings.append(text)


def open_course(received_on: date, spans: Sequence[Ranks], calendar: Calendar, readings: Readings) -> Course:
    """The course on the day of receipt, with the excluded spans that the consultations come to."""
    return Course(received_on, calendar, readings, spans, Run(received_on, ClockEventName.RECEIVED))


def take(course: Course, event: ClockEvent) -> None:
    """The event has its effect on the course, or none and a warning that says why."""
    handler = _HANDLERS.get(event.event)
    if handler is not None:
        handler(course, event)


def _supplement_notice(course: Course, event: ClockEvent) -> None:
    """In time: the period is dead and waits. Late: it goes on. 《条例》第30条"""
    if course.notice is not None:
        course.warn(f"补正应当一次性告知，{_day(event)}的再次补正告知不影响答复期限。")
        return
    if course.waiting is not None:
        course.warn(f"{_day(event)}送达补正告知书时期限已在等待申请人，该告知不影响答复期限。")
        return
    course.notice = event
    if course.notice_is_late and not course.readings.late_supplement_notice_restarts:
        course.warn(
            f"补正告知书于{_day(event)}送达，已超过{chinese_date(course.notice_due_on)}的告知期限，"
            "答复期限仍按原收到之日计算，请法制审核人确定处理意见。"
        )
        return
    last_day = supplement.last_day_to_supplement(event, course.calendar, course.readings)
    is_open_ended = event.until is None and event.working_days is None
    course.waiting = Waiting(event.on, event.event, last_day, is_open_ended)


def _supplement_received(course: Course, event: ClockEvent) -> None:
    """A supplement in time gives a full new period. 《条例》第30条"""
    waiting = course.waiting
    if waiting is None or waiting.reason is not ClockEventName.SUPPLEMENT_NOTICE_SERVED:
        course.warn(f"{_day(event)}收到的补正没有对应的有效补正告知，答复期限不重新计算。")
    elif _has_lapsed(waiting, event.on) and not event.reason_accepted:
        course.warn(
            f"{_day(event)}收到的补正已超过{chinese_date(waiting.until)}的补正期限，视为放弃申请；"
            "申请人有正当理由的，请确认后恢复办理。"
        )
    else:
        course.restart(event, waiting)


def _supplement_period_ended(course: Course, event: ClockEvent) -> None:
    """The applicant kept silent and is deemed to have given up. 《条例》第30条"""
    waiting = course.waiting
    if waiting is None or waiting.reason is not ClockEventName.SUPPLEMENT_NOTICE_SERVED:
        return
    if event.on < waiting.until and not waiting.is_open_ended:
        course.warn(f"{_day(event)}记录补正期满，但补正期限至{chinese_date(waiting.until)}才届满，以后者为准。")
        return
    waiting.until = min(waiting.until, event.on)
    waiting.ended_on = event.on


def _extension_notified(course: Course, event: ClockEvent) -> None:
    """Told in time, the period is longer by what is left of twenty working days. 《条例》第33条第2款"""
    asked = EXTENSION.working_days if event.working_days is None else event.working_days
    if asked < 1:
        raise RuleViolation("延长的工作日数应当是正整数。", str(EXTENSION.article), field="working_days")
    objection = _objection_to_extension(course, event)
    used = course.granted + (0 if course.readings.extension_again_after_restart else course.granted_before)
    left = EXTENSION.working_days - used
    granted = 0 if objection else min(asked, left)
    if not objection and granted < asked:
        objection = f"延长合计不得超过{EXTENSION.working_days}个工作日，{_day(event)}告知的延期只计{granted}个工作日"
    if objection:
        course.warn(objection + "。")
    course.extensions.append(Extension(event.on, asked, granted, objection))


def _objection_to_extension(course: Course, event: ClockEvent) -> str:
    if course.waiting is not None:
        return f"{_day(event)}告知延期时期限正在等待申请人，延期不发生效力"
    if course.announced is not None:
        return f"已告知申请人延迟答复的合理期限，{_day(event)}的延期不再另行计算"
    if course.has_passed(event.on):
        return f"{_day(event)}告知延期时答复期限已经届满，延期不发生效力"
    return ""


def _delay_announced(course: Course, event: ClockEvent) -> None:
    """Announced in time, a day after the plain period is the due day, whatever is excluded. 《条例》第35条"""
    if event.until is None:
        raise RuleViolation("请写明告知申请人的延迟答复截止日期。", str(Article(35)), field="until")
    if course.waiting is not None:
        course.warn(f"{_day(event)}告知延迟答复时期限正在等待申请人，延迟答复不发生效力。")
        return
    if course.has_passed(event.on):
        course.warn(f"{_day(event)}告知延迟答复时答复期限已经届满，延迟答复不发生效力。")
        return
    announced, plain_rank = course.calendar.on_or_after(event.until), course.start_rank + REPLY.working_days
    if announced > course.calendar.date_of_rank(plain_rank + course.granted, since=course.run.start_on):
        course.announced, course.announced_due_on = event, announced
    else:
        course.warn(f"{_day(event)}告知的延迟答复日期不晚于原届满日，答复期限不变。")


def _fee_notice_sent(course: Course, event: ClockEvent) -> None:
    """Sent in the period, the notice stops it even where the applicant gets it after the last day. 《收费办法》第6条"""
    if course.has_passed(event.on):
        course.warn(f"{_day(event)}发出收费通知时答复期限已经届满，答复期限不重新计算。")
    elif course.waiting is None:
        course.fee_sent = event


def _fee_notice_received(course: Course, event: ClockEvent) -> None:
    """Sent or received in the period, the notice stops it until the fee is paid. 《收费办法》第6条"""
    if course.waiting is not None or course.fee_notice is not None:
        course.warn(f"{_day(event)}的收费通知不影响答复期限：申请已在等待申请人，或者已经发过收费通知。")
    elif course.has_passed(event.on) and course.fee_sent is None:
        course.warn(f"申请人于{_day(event)}收到收费通知时答复期限已经届满，答复期限不重新计算。")
    else:
        last_day = course.calendar.after(event.on, FEE_PAYMENT.working_days)
        course.waiting, course.fee_notice = Waiting(event.on, event.event, last_day), event


def _fee_paid(course: Course, event: ClockEvent) -> None:
    """Paid in time, a full new period runs from the next day. 《收费办法》第6条"""
    waiting = course.waiting
    if waiting is None or waiting.reason is not ClockEventName.FEE_NOTICE_RECEIVED:
        course.warn(f"{_day(event)}的缴费没有对应的有效收费通知，答复期限不重新计算。")
    elif event.on > waiting.until:
        course.warn(f"{_day(event)}的缴费已超过{chinese_date(waiting.until)}的缴费期限，视为放弃申请。")
    else:
        course.restart(event, waiting)


def _has_lapsed(waiting: Waiting, day: date) -> bool:
    return day > waiting.until or (waiting.ended_on is not None and day > waiting.ended_on)


def _day(event: ClockEvent) -> str:
    return chinese_date(event.on)


_HANDLERS: dict[ClockEventName, Callable[[Course, ClockEvent], None]] = {
    ClockEventName.SUPPLEMENT_NOTICE_SERVED: _supplement_notice,
    ClockEventName.SUPPLEMENT_RECEIVED: _supplement_received,
    ClockEventName.SUPPLEMENT_PERIOD_ENDED: _supplement_period_ended,
    ClockEventName.EXTENSION_NOTIFIED: _extension_notified,
    ClockEventName.DELAY_ANNOUNCED: _delay_announced,
    ClockEventName.FEE_NOTICE_SENT: _fee_notice_sent,
    ClockEventName.FEE_NOTICE_RECEIVED: _fee_notice_received,
    ClockEventName.FEE_PAID: _fee_paid,
}
