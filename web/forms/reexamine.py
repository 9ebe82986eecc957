"""重新审查: which item's findings proved wrong, and why."""

from engine.queries.facts import CaseFacts
from web.forms.fields import Prose, RowChoice
from web.forms.form import Form, Typed


class ReexamineForm(Form):
    """The item and the reason."""

    number = RowChoice(label="需要重新审查的一项", required="请选择需要重新审查的一项。")
    reason = Prose(
        label="理由",
        required="请写明原来的哪一步事实有误。",
        rows=3,
        most=1000,
        hint="例如：核稿发现检索漏了某年度档案；申请人逾期补正有正当理由。",
    )

    @staticmethod
    def over(case: CaseFacts, typed: Typed | None, number: int | None) -> "ReexamineForm":
        """The form with the items of the case; the one that was pointed at is chosen."""
        options = tuple((str(item.number), f"第 {item.number} 项：{item.what[:40]}") for item in case.items)
        specs = {
            "number": RowChoice(label="需要重新审查的一项", required="请选择需要重新审查的一项。", options=options),
            "reason": ReexamineForm.reason,
        }
        chosen = number or (case.items[0].number if len(case.items) == 1 else None)
        return ReexamineForm(typed, specs=specs, start={"number": chosen} if chosen else {})
