"""What is filled in about cases worked together: which, why, the common legal note, the joint search."""

from collections.abc import Iterable, Sequence

from engine.commands.groups import Grouping, JointSearch
from engine.queries.groups import Searched
from engine.queries.hints import Likely
from engine.rules.likeness import GroupKind
from engine.rules.outcome import Held
from web.forms.fields import Line, Names, Pick, Prose, Several
from web.forms.form import Form, Typed

HELD = ((Held.YES.value, "检索到"), (Held.NO.value, "未检索到"), (Held.MUST_BE_MADE.value, "没有现成的，需加工、分析"))


class GroupForm(Form):
    """The other cases and the reason for working them together."""

    others = Several(label="一并办理的申请", required="请选择要一并办理的其他申请。")
    reason = Prose(
        label="一并办理的理由",
        rows=2,
        most=500,
        required="请写明为什么一并办理。",
        hint="例如：同一项目的多件申请，检索范围相同。",
    )

    @staticmethod
    def of(likely: Sequence[Likely], typed: Typed | None) -> "GroupForm":
        """The form with the cases that may be chosen."""
        options = tuple((str(each.id), f"{each.case_number} {each.applicant}：{each.subject[:40]}") for each in likely)
        others = Several(label="一并办理的申请", required="请选择要一并办理的其他申请。", options=options)
        return GroupForm(typed, specs={"others": others})

    def grouping(self, kind: GroupKind) -> Grouping:
        """The command's argument."""
        chosen: Iterable[str] = self.value("others")
        return Grouping(kind=kind, others=tuple(int(each) for each in chosen), reason=self.value("reason"))


class LegalNoteForm(Form):
    """The legal note that all cases of the group rest on."""

    words = Prose(label="共同的法律意见", rows=5, required="请写明共同的法律意见。", hint="各件分别答复，都以此为据。")


class LeaveForm(Form):
    """Why a case is worked alone again."""

    reason = Line(label="不再一并办理的理由", most=200, required="请写明为什么不再一并办理。")


class OtherAgenciesForm(Form):
    """The other agencies that were asked for the same."""

    agencies = Names(label="还收到同样申请的机关", rows=3, most=600, required="请填写机关名称。", hint="一行一个。")


class JointSearchForm(Form):
    """Whose search record is adopted, and what was found of this item where the two differ."""

    source = Pick(label="采用哪一份检索记录", required="请选择一份检索记录。")
    held = Pick(label="对本项的检索结果", options=HELD, as_buttons=True, hint="内容相同的可以不选，沿用原记录。")
    result = Prose(label="对本项检索到什么", rows=3, most=1000, hint="内容相同的可以不填，沿用原记录。")

    @staticmethod
    def of(searched: Sequence[Searched], typed: Typed | None) -> "JointSearchForm":
        """The form with the records that may be adopted."""
        options = tuple(
            (f"{each.case_id}-{each.number}", f"{each.case_number}第{each.number}项：{each.result[:60]}")
            for each in searched
        )
        source = Pick(label="采用哪一份检索记录", required="请选择一份检索记录。", options=options, as_buttons=True)
        return JointSearchForm(typed, specs={"source": source})

    def joint(self) -> JointSearch:
        """The command's argument."""
        source_id, _, number = self.value("source").partition("-")
        held = self.value("held")
        return JointSearch(
            source_id=int(source_id), number=int(number), held=Held(held) if held else None, result=self.value("result")
        )
