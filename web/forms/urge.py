"""督办: the unit's answer."""

from engine.commands.urge import UrgingAnswer
from web.forms.fields import Day, Prose
from web.forms.form import Form


class UrgingForm(Form):
    """Why the case is late, and when it will be done."""

    reason = Prose(
        label="逾期原因和现在的进展",
        required="请写明逾期原因和现在的进展。",
        rows=4,
        most=2000,
        hint="写明卡在哪一环节、为什么、正在怎样办。",
    )
    finish_on = Day(label="保证办结的日期", required="请填写保证办结的日期。", hint="会告知督办人。")

    def answer(self) -> UrgingAnswer:
        """What the command takes."""
        return UrgingAnswer(reason=self.value("reason"), finish_on=self.value("finish_on"))
