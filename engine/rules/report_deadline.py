"""When the report of a year is drawn up, and the day by which it goes out.

《条例》第49条
"""

from datetime import date

from engine.rules.time_limits import DEPARTMENT_REPORT
from engine.rules.working_days import Calendar

OPENS = (12, 1)
"""The month and day of the year itself from which its report is prepared: an office's habit, no law."""


def opens_on(year: int) -> date:
    """The day from which the report of the year is prepared."""
    return date(year, *OPENS)


def report_due_on(year: int, calendar: Calendar) -> date:
    """The last working day before 31 January of the next year: a rest day moves the date to an earlier day.

    The cautious reading of a date that the law lets nobody put off. 《条例》第49条
    """
    return calendar.before(date(year + 1, DEPARTMENT_REPORT.month, DEPARTMENT_REPORT.day), 1)


def year_to_open(today: date) -> int | None:
    """The year whose report is to be prepared on this day: from 1 December to 31 January; None otherwise."""
    if today >= opens_on(today.year):
        return today.year
    is_before_the_date = (today.month, today.day) <= (DEPARTMENT_REPORT.month, DEPARTMENT_REPORT.day)
    return today.year - 1 if is_before_the_date else None
