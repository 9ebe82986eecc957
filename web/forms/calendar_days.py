"""工作日历: one day set by a document, or the whole arrangement of a year."""

import re
from dataclasses import dataclass
from datetime import date

from engine.commands.calendar_days import DayEntry, YearEntry, days_of
from engine.rules.working_days import DayChange
from web.forms.fields import Day, Line, Number, Prose, Refused, YesNo
from web.forms.form import Form

TO = re.compile(r"\s*[至到~—]+\s*")
DATE = re.compile(r"(?:(?:(\d{4})[-年])?(\d{1,2})[-月])?(\d{1,2})日?")
"""2027年2月5日, as the notice writes it, or 2027-02-05; after 至 year and month may be left out."""

LONGEST_SPAN = 20


@dataclass(frozen=True, kw_only=True)
class Days(Prose):
    """Days and spans of days, one a line."""

    def value_of(self, text: str) -> tuple[date, ...]:  # type: ignore[override]
        found: list[date] = []
        for line in text.split("\n"):
            found += _days(line.strip()) if line.strip() else []
        return tuple(dict.fromkeys(found))


class DayForm(Form):
    """One day, and the document that says so."""

    day = Day(label="日期", required="请填写日期。")
    is_working = YesNo(label="这一天", required="请选择。", options=(("no", "放假"), ("yes", "上班")))
    source = Line(label="依据的文件", required="请写明依据的文件。", most=120, hint="例如：国办发明电〔2026〕7号。")

    def entry(self) -> DayEntry:
        """What the command takes."""
        return DayEntry(day=self.value("day"), is_working=self.value("is_working"), source=self.value("source"))

    def change(self) -> DayChange:
        """What the query takes, to say what it would do."""
        return DayChange(self.value("day"), self.value("is_working"), self.value("source"))


class YearForm(Form):
    """A year's whole arrangement."""

    year = Number(label="年份", required="请填写年份。", least=2019, largest=2100)
    source = Line(label="依据的通知", required="请写明依据的通知。", most=120, hint="例如：国办发明电〔2026〕9号。")
    off = Days(
        label="放假的日子", required="请填写放假的日子。", rows=8,
        hint="一行一天或者一段，照通知写，例如：2027年2月5日至13日。包括落在周末的日子。",
    )  # fmt: skip
    working = Days(label="调休上班的日子", rows=4, hint="一行一天，例如：2027年2月20日。没有的不填。")

    def entry(self) -> YearEntry:
        """What the command takes."""
        return YearEntry(
            year=self.value("year"), source=self.value("source"), off=self.value("off"),
            working=self.value("working") or (),
        )  # fmt: skip


def _days(line: str) -> list[date]:
    """Every day of one line; Refused when it names none, or too many."""
    try:
        days = [DATE.fullmatch(part) for part in TO.split(line)]
        first = _day(days[0], None)
        last = _day(days[1], first) if len(days) == 2 else first
    except ValueError:
        first, last = date.max, date.min
    if len(days) > 2 or not 0 <= (last - first).days <= LONGEST_SPAN:
        raise Refused(f"“{line}”不是有效的日期，请按“2027年2月5日至13日”的样子填写。")
    return list(days_of(first, last))


def _day(written: re.Match[str] | None, before: date | None) -> date:
    """The day that is written; year and month of the day before it where they are left out."""
    if written is None:
        raise ValueError("not a date")
    year, month, day = (int(part) if part else None for part in written.groups())
    if before is not None:
        year, month = year or before.year, month or before.month
    if year is None or month is None or day is None:
        raise ValueError("no year or no month")
    return date(year, month, day)
