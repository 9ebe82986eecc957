"""Correction (补正): the seven days for our notice, the applicant's period, and what a late one means."""

from datetime import date

from engine.rules.clock_events import ClockEvent
from engine.rules.readings import DEFAULT, Readings
from engine.rules.time_limits import SUPPLEMENT_NOTICE
from engine.rules.working_days import Calendar


def notice_due_on(received_on: date, calendar: Calendar, readings: Readings = DEFAULT) -> date:
    """The last day on which the one supplement notice is in time: the seventh working day after receipt.

    《条例》第30条
    """
    start = calendar.rank(received_on)
    if readings.count_receipt_day and calendar.is_working_day(received_on):
        start -= 1
    return calendar.date_of_rank(start + SUPPLEMENT_NOTICE.working_days, since=received_on)


def last_day_to_supplement(notice: ClockEvent, calendar: Calendar, readings: Readings = DEFAULT) -> date:
    """The last day of the period that the notice sets; the office's usual length where it sets none.

    《条例》第30条
    """
    if notice.until is not None:
        return notice.until
    return calendar.after(notice.on, notice.working_days or readings.supplement_period_days)
