"""The calculator of the answer period: typed events in, the clock with its explanation out; nothing is stored."""

from collections.abc import Sequence
from datetime import date

from engine.errors import RuleViolation
from engine.office import Office
from engine.rules.articles import Article
from engine.rules.clock_events import ClockEvent, ClockEventName, chinese_date
from engine.rules.readings import Readings
from engine.rules.reply_clock import ReplyClock, reply_clock
from engine.rules.vocabulary import Channel


def computed(
    events: Sequence[ClockEvent], *, channel: Channel | None, as_of: date | None, office: Office
) -> ReplyClock:
    """The clock after these events, judged at `as_of`, by default today.

    RuleViolation when no receipt is among them, when a letter names nobody, or when a year that is counted has no
    published days off. 《条例》第31条、第33条
    """
    for event in events:
        if event.event is ClockEventName.CONSULTATION_SENT and event.to is None:
            raise RuleViolation(
                f"{chinese_date(event.on)}的“{event.event.label}”请选择征求谁的意见：期限和沉默的后果各不相同。",
                str(Article(32)),
                field="events",
            )
    with office.reading() as records:
        calendar, now = office.calendar(records), office.readings_over_time(records).now
    day = as_of or max([office.clock.today(), *(event.on for event in events)])
    clock = reply_clock(events, channel=channel, as_of=day, calendar=calendar, readings=now)
    if clock.is_provisional:
        missing = "、".join(f"{year}年" for year in _unpublished(clock, calendar.years))
        raise RuleViolation(
            f"{missing}的放假安排尚未录入，不能得出确定的日期；请在国务院办公厅发布该年度放假通知后再算。",
            str(Article(33, 2)),
            field="events",
        )
    return clock


def readings(office: Office) -> Readings:
    """The readings by which is computed, for the words beside the form."""
    with office.reading() as records:
        return office.readings_over_time(records).now


def _unpublished(clock: ReplyClock, years: frozenset[int]) -> list[int]:
    days = [clock.as_of, clock.received_on, clock.base_due_on, *([clock.due_on] if clock.due_on else [])]
    return sorted({day.year for day in days} - years) or [max(days).year]
