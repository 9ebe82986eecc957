"""How a due date came about, one Chinese line after another: the lines with days add up to the last one.

Days here are calendar days from the start of the present period: each working day that counts, each one that is
excluded or granted, and each day off in between, stands in exactly one line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from engine.rules.articles import Article
from engine.rules.clock_course import Course
from engine.rules.clock_events import ClockEvent, ClockEventName, chinese_date
from engine.rules.clock_runs import Extension, Run
from engine.rules.consultation import Consultation, ranks
from engine.rules.holidays import ListedDay
from engine.rules.receipt import RECEIPT_RULES
from engine.rules.time_limits import EXTENSION, REPLY, REPLY_AFTER_PAYMENT, TimeLimit
from engine.rules.vocabulary import ConsultedParty

if TYPE_CHECKING:
    from engine.rules.reply_clock import ReplyClock

_WEEKDAYS = "一二三四五六日"
_SUPPLEMENT = str(Article(30))
_EXCLUDED = str(Article(33, 3))
_DELAYED = str(Article(35))
_ORDERED = str(Article(77, source="《行政复议法》"))
_TERM_NAMES = {
    ConsultedParty.THIRD_PARTY: "答复意见的期限（逾期未答的，由本机关决定）至",
    ConsultedParty.CO_MAKER: "答复意见的期限（逾期未答的，视为同意公开）至",
}


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """One step of the reckoning: what it is, why, from which day, and how many calendar days it adds.

    `days` is None on lines that only tell; `is_total` marks the result, whose days are the sum of the others.
    """

    text: str
    article: str = ""
    on: date | None = None
    days: int | None = None
    is_total: bool = False

    def __str__(self) -> str:
        return f"{self.text}（{self.article}）。" if self.article else f"{self.text}。"


def explain(clock: "ReplyClock") -> tuple[ExplanationLine, ...]:
    """Receipt, earlier periods, day 1, what counts and what does not, and the result."""
    return tuple(_lines(clock))


def _lines(clock: "ReplyClock") -> Iterator[ExplanationLine]:
    course = clock.course
    yield _receipt(clock)
    for run, following in pairwise([*course.past, course.run]):
        yield from _restart(course, run, following)
    if clock.due_on is None:
        yield from _unsettled(clock)
    elif course.announced is not None:
        yield _announced(clock, course.announced, clock.due_on)
    else:
        yield from _reckoning(clock, clock.due_on)
    if clock.due_on is not None:
        yield _result(clock, clock.due_on)
    yield from _end(clock)


def _receipt(clock: "ReplyClock") -> ExplanationLine:
    """The day of receipt and the rule of its channel; it adds nothing, unless the office counts the day itself."""
    course = clock.course
    if course.redo is not None:
        text = f"{_weekday(clock.received_on)}收到责令重新办理的决定，期限自次日起重新计算"
        return ExplanationLine(text, _ORDERED, clock.received_on)
    rule = RECEIPT_RULES.get(clock.channel) if clock.channel is not None else None
    why = f"（{rule.counts}）" if rule else ""
    text = f"收到申请之日为{_weekday(clock.received_on)}{why}"
    is_start = not course.past
    return ExplanationLine(
        text + (_start_counts(course) if is_start else ""),
        str(rule.article if rule else Article(31)),
        clock.received_on,
        -course.days_counted_at_start if is_start else None,
    )


def _restart(course: Course, run: Run, following: Run) -> Iterator[ExplanationLine]:
    """The earlier period stays visible; the day on which the next one begins adds nothing."""
    if run.stopped_on is None or run.stopped_by is None:
        return
    is_fee = run.stopped_by is ClockEventName.FEE_NOTICE_RECEIVED
    article = str(REPLY_AFTER_PAYMENT.article) if is_fee else _SUPPLEMENT
    yield ExplanationLine(
        f"{chinese_date(run.stopped_on)}{run.stopped_by.label}，原期限（届满日{chinese_date(course.base_due_on(run))}）不再计算",
        article,
        run.stopped_on,
    )
    is_present = following is course.run
    what = "缴费完成" if is_fee else "收到补正后的申请"
    yield ExplanationLine(
        f"{_weekday(following.start_on)}{what}，答复期限重新计算" + (_start_counts(course) if is_present else ""),
        article,
        following.start_on,
        -course.days_counted_at_start if is_present else None,
    )


def _start_counts(course: Course) -> str:
    return "，当日计入期限" if course.days_counted_at_start else "，当日不计入期限"


def _reckoning(clock: "ReplyClock", due_on: date) -> Iterator[ExplanationLine]:
    course = clock.course
    first = course.calendar.date_of_rank(course.start_rank + 1, since=course.run.start_on - timedelta(days=1))
    yield ExplanationLine(f"{_weekday(first)}为第1个工作日", "", first)
    limit = _limit(course)
    yield ExplanationLine(f"答复期限为{limit}", str(limit.article), None, limit.working_days)
    yield from _excluded(clock, int(course.due_rank()))
    yield from (_extension(extension) for extension in course.extensions)
    yield from _days_off(clock, due_on)


def _limit(course: Course) -> TimeLimit:
    return REPLY_AFTER_PAYMENT if course.run.began_with is ClockEventName.FEE_PAID else REPLY


def _excluded(clock: "ReplyClock", due: int) -> Iterator[ExplanationLine]:
    """One line a consultation; a day that two of them share stands in the first line alone."""
    course = clock.course
    seen = course.start_rank
    for letter in sorted(clock.consultations, key=lambda one: ranks(one, course.calendar, course.readings)):
        first, last = ranks(letter, course.calendar, course.readings)
        if last <= course.start_rank:
            continue
        if first >= due:
            yield ExplanationLine(f"{_letter(letter)}，答复期限此前已经届满，不影响期限", _EXCLUDED, letter.sent_on, 0)
            continue
        whole, own = int(last - max(first, course.start_rank)), int(max(last - max(first, seen), 0))
        shared = f"，其中{whole - own}个与前项重叠，不重复计算" if own < whole else ""
        text = f"{_letter(letter)}，其间{whole}个工作日不计入期限{shared}"
        yield ExplanationLine(text, _EXCLUDED, letter.sent_on, own)
        seen = max(seen, int(last))


def _letter(letter: Consultation) -> str:
    text = f"征求{letter.to.label}意见：{chinese_date(letter.sent_on)}发出"
    if letter.received_on is not None:
        text += f"，{chinese_date(letter.received_on)}送达对方"
    if letter.closed_on is not None and letter.closed_on == letter.excluded_until:
        return text + f"，{chinese_date(letter.closed_on)}{'收到意见' if letter.opinion_on else '退回'}"
    if letter.excluded_until is None:
        return text + "，尚未收到意见"
    return text + f"，{_limit_name(letter)}{chinese_date(letter.excluded_until)}"


def _limit_name(letter: Consultation) -> str:
    if letter.excluded_until == letter.last_day:
        return _TERM_NAMES[letter.to]
    return "没有对方收到的凭证，只算到" if letter.is_unproven else "本件办结，算到"


def _extension(extension: Extension) -> ExplanationLine:
    if not extension.granted:
        return ExplanationLine(extension.objection, str(EXTENSION.article), extension.on, 0)
    text = f"{chinese_date(extension.on)}告知申请人延长答复期限{extension.granted}个工作日"
    return ExplanationLine(text, str(EXTENSION.article), extension.on, extension.granted)


def _days_off(clock: "ReplyClock", due_on: date) -> Iterator[ExplanationLine]:
    """Holidays, weekends and make-up working days in the present period; together every day that does not work."""
    course = clock.course
    after = course.run.start_on - timedelta(days=course.days_counted_at_start)
    listed = course.calendar.listed_between(after, due_on)
    for (name, source), group in groupby(listed, key=lambda day: (day.name, day.source)):
        yield from _holiday(name, source, list(group))
    named = {day.date for day in listed}
    weekend = [day for day in _days(after, due_on) if day.weekday() > 4 and day not in named]
    if weekend:
        yield ExplanationLine(f"双休日{len(weekend)}天：{_enumerated(weekend)}", "", weekend[0], len(weekend))


def _holiday(name: str, source: str, days: list[ListedDay]) -> Iterator[ExplanationLine]:
    off = [day.date for day in days if not day.is_working]
    if off:
        yield ExplanationLine(f"{name}放假{len(off)}天：{_enumerated(off)}", source, off[0], len(off))
    for day in days:
        if day.is_working and day.date.weekday() > 4:
            yield ExplanationLine(f"{_weekday(day.date)}因{name}调休上班，计入工作日", source, day.date, 0)


def _announced(clock: "ReplyClock", announced: ClockEvent, due_on: date) -> ExplanationLine:
    """The announced day replaces the reckoning. 《条例》第35条"""
    told = announced.until or due_on
    is_ordered = clock.course.redo is not None
    moved = "" if due_on == told else f"，该日不是工作日，顺延至{chinese_date(due_on)}"
    days = (due_on - clock.start_on).days + clock.course.days_counted_at_start
    if is_ordered:
        return ExplanationLine(f"决定责令于{chinese_date(told)}前重新答复{moved}", _ORDERED, announced.on, days)
    text = f"{chinese_date(announced.on)}告知申请人延迟至{chinese_date(told)}前答复{moved}"
    return ExplanationLine(text, _DELAYED, announced.on, days)


def _result(clock: "ReplyClock", due_on: date) -> ExplanationLine:
    provisional = "（暂定：所跨年份的放假安排尚未公布）" if clock.is_provisional else ""
    text = f"答复期限届满日为{_weekday(due_on)}{provisional}"
    return ExplanationLine(
        text, str(_limit(clock.course).article), due_on, (due_on - clock.start_on).days, is_total=True
    )


def _unsettled(clock: "ReplyClock") -> Iterator[ExplanationLine]:
    """Why no date can be named."""
    waiting = clock.course.waiting
    if waiting is not None:
        is_fee = waiting.reason is ClockEventName.FEE_NOTICE_RECEIVED
        article = str(REPLY_AFTER_PAYMENT.article) if is_fee else _SUPPLEMENT
        what = "缴费" if is_fee else "补正"
        yield ExplanationLine(
            f"{chinese_date(waiting.since)}{waiting.reason.label}，原期限（届满日{chinese_date(clock.base_due_on)}）不再计算，等待申请人{what}",
            article,
            waiting.since,
        )
        last, lapsed = chinese_date(waiting.until), clock.course.has_lapsed(clock.as_of)
        text = f"{what}期限至{last}，逾期未{what}，视为放弃申请" if lapsed else f"{what}期限至{last}"
        yield ExplanationLine(text, article, waiting.until)
    elif clock.withdrawn_on is None:
        letters = (letter for letter in clock.consultations if letter.excluded_until is None)
        yield from (
            ExplanationLine(f"{_letter(one)}，届满日待收到意见后确定", _EXCLUDED, one.sent_on) for one in letters
        )


def _end(clock: "ReplyClock") -> Iterator[ExplanationLine]:
    used = f"已用{clock.working_days_used}个工作日"
    if clock.withdrawn_on is not None:
        yield ExplanationLine(f"{_weekday(clock.withdrawn_on)}申请人撤回申请，{used}，不再计算", "", clock.withdrawn_on)
    elif clock.reply_served_on is not None:
        verdict = "，逾期" if clock.late else "，在期限内" if clock.due_on else ""
        yield ExplanationLine(f"{_weekday(clock.reply_served_on)}送达答复，{used}{verdict}", "", clock.reply_served_on)
    elif clock.late:
        yield ExplanationLine(f"截至{chinese_date(clock.as_of)}尚未答复，{used}，已经逾期", "", clock.as_of)


def _days(after: date, until: date) -> Iterator[date]:
    return (after + timedelta(days=number) for number in range(1, (until - after).days + 1))


def _enumerated(days: Iterable[date]) -> str:
    """Days in words, the month named once: 10月1日、2日、11月7日."""
    text, month = [], None
    for day in days:
        text.append(f"{day.day}日" if day.month == month else f"{day.month}月{day.day}日")
        month = day.month
    return "、".join(text)


def _weekday(day: date) -> str:
    return f"{chinese_date(day)}（星期{_WEEKDAYS[day.weekday()]}）"
