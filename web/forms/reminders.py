"""提醒日期: how many working days before the due date each reminder comes."""

from collections.abc import Sequence
from typing import Any

from engine.commands.reminders import MOST_DAYS
from web.forms.fields import Number
from web.forms.form import Form

NAMES = ("first", "second", "third")


class ReminderForm(Form):
    """One number for each rung before the due date, the earliest first."""

    first = Number(label="第一次（提醒承办人）：到期前几个工作日", required="请填写天数。", largest=MOST_DAYS)
    second = Number(label="第二次（再提醒承办人）：到期前几个工作日", required="请填写天数。", largest=MOST_DAYS)
    third = Number(label="第三次（提醒科室负责人）：到期前几个工作日", required="请填写天数。", largest=MOST_DAYS)

    @staticmethod
    def start_of(days: Sequence[int]) -> dict[str, Any]:
        """Field → value, from the days as they stand."""
        return dict(zip(NAMES, days, strict=True))

    def days(self) -> list[int]:
        """What the command takes."""
        return [self.value(name) for name in NAMES]
