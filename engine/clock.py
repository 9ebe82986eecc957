"""The only caller of the system clock: legal dates in Beijing time, moments in UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


class Clock:
    """The time as the office sees it."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day of the law: today's date in Beijing, whatever the server's zone."""
        return self.now().astimezone(BEIJING).date()


def beijing_moment(day: date, at: time) -> datetime:
    """The UTC moment at which it is `at` o'clock in Beijing on `day`."""
    return datetime.combine(day, at, BEIJING).astimezone(UTC)


def beijing_date(moment: datetime) -> date:
    """The Beijing calendar day of an aware moment."""
    return moment.astimezone(BEIJING).date()
