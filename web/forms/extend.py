"""延期: how many working days more, each with the date it leads to, and why."""

from engine.commands.extend import ExtensionRequest
from engine.queries.course import ExtensionChoices
from web.forms.fields import Prose, RowChoice
from web.forms.form import Form, Typed
from web.labels import day


class ExtensionForm(Form):
    """The length, shown with its date, and the reason."""

    working_days = RowChoice(label="延长多少个工作日", required="请选择延长的工作日数。")
    reason = Prose(
        label="延期理由",
        required="请写明需要延长的理由。",
        rows=3,
        most=500,
        hint="会写进给申请人的告知书，例如：需调阅多年档案。",
    )

    @staticmethod
    def among(choices: ExtensionChoices, typed: Typed | None) -> "ExtensionForm":
        """The lengths that the law allows, with the date each leads to."""
        options = tuple(
            (
                str(each.working_days),
                f"{each.working_days} 个工作日，至{day(each.due_on)}{'（暂定）' * each.is_provisional}",
            )
            for each in choices.lengths
        )
        spec = RowChoice(
            label="延长多少个工作日",
            required="请选择延长的工作日数。",
            options=options,
            hint="日期按今天告知申请人计算，以实际告知之日为准。",
        )
        start = {"working_days": options[0][0] if options else None}
        return ExtensionForm(typed, specs={"working_days": spec, "reason": ExtensionForm.reason}, start=start)

    def request(self) -> ExtensionRequest:
        """What the command takes."""
        return ExtensionRequest(working_days=self.value("working_days"), reason=self.value("reason"))
