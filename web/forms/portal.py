"""What people outside the house fill in about a case that exists: applicants and consulted parties."""

from collections.abc import Sequence
from datetime import date

from engine.commands.consult import Opinion
from engine.queries.tracking import AskedItem
from web.attachments import AttachmentsForm
from web.forms.fields import Line, Prose, Secret, YesNo
from web.forms.form import Form, Typed


class TrackForm(Form):
    """Number and pass phrase from the slip."""

    case_number = Line(label="登记编号", required="请填写登记编号。", most=20, hint="例如：2026-0001")
    pass_phrase = Secret(
        label="查询口令", required="请填写查询口令。", most=40, hint="登记凭条上的十位字母和数字，大小写均可。"
    )


class SupplementForm(AttachmentsForm):
    """Each item as it should now read, and what else there is to say."""

    words = Prose(label="补充说明", rows=3, most=2000, hint="可以不填。不需要说明申请的用途。")

    @staticmethod
    def of(items: Sequence[AskedItem], typed: Typed | None) -> "SupplementForm":
        """The form with one field for each requested item, holding what was asked for so far."""
        fields = {
            f"item_{item.number}": Prose(
                label=f"第 {item.number} 项改写为" if len(items) > 1 else "申请内容改写为",
                rows=4,
                most=2000,
                required="请写明申请公开的内容：名称、文号或者其他特征性描述。",
            )
            for item in items
        }
        start = {f"item_{item.number}": item.what for item in items}
        return SupplementForm(typed, specs=fields, start=start)

    @property
    def item_fields(self) -> list[str]:
        """The names of the fields of the items, in their order."""
        return [name for name in self.fields if name.startswith("item_")]

    def items(self) -> tuple[str, ...]:
        """The items as they should read."""
        return tuple(self.value(name) for name in self.item_fields)


class OwnWithdrawalForm(Form):
    """The applicant's written withdrawal, signed with the name."""

    words = Prose(label="撤回说明", rows=3, most=1000, hint="可以不填。撤回不需要理由。")
    signed_by = Line(
        label="署名",
        required="请填写申请人的姓名或者名称，作为书面撤回的署名。",
        most=120,
        hint="填写申请人的姓名或者名称，与申请时一致。",
    )


class ConsultationForm(Form):
    """Number and pass phrase from the slip that came with our letter."""

    number = Line(label="意见编号", required="请填写意见编号。", most=20, hint="随函凭条上的数字编号。")
    pass_phrase = Secret(
        label="口令", required="请填写口令。", most=40, hint="随函凭条上的十位字母和数字，大小写均可。"
    )


class OwnOpinionForm(AttachmentsForm):
    """What the consulted party says."""

    agrees = YesNo(
        label="意见",
        required="请选择是否同意公开。",
        options=(("yes", "同意公开"), ("no", "不同意公开，或者只同意公开一部分")),
    )
    words = Prose(
        label="不同意的部分和理由",
        rows=6,
        most=4000,
        hint="不同意公开的必须填写：哪些部分不同意、公开会损害什么权益、依据是什么。同意公开的可以不填。",
    )
    signed_by = Line(
        label="填写人",
        required="请填写填写人的姓名和职务。",
        most=60,
        hint="代表单位填写的，写明姓名和职务；本人填写的，写姓名。",
    )

    def read(self) -> bool:
        """The shape is right, and an objection has its reasons.

        《条例》第32条
        """
        sound = super().read()
        if self.value("agrees") is False and not self.value("words"):
            self["words"].errors.append("不同意公开的，请写明不同意的部分和理由。")
        return sound and not list(self.problems())

    def opinion(self, today: date) -> Opinion:
        """What the command takes."""
        words = self.value("words")
        signed = f"（填写人：{self.value('signed_by')}）"
        return Opinion(received_on=today, agrees=self.value("agrees"), words=f"{words}{signed}")
