"""补正: the notice with its defects, the supplement as it came, the look whether one came."""

from collections.abc import Mapping
from typing import Any

from engine.commands.supplement import Supplement, SupplementDraft
from engine.letters.notices import Defect
from engine.queries.course import SupplementCourse
from engine.queries.facts import CaseFacts
from engine.rules.readings import DEFAULT, Readings
from web.forms.fields import Day, Line, Number, Prose, YesNo
from web.forms.form import Form, Rows, Typed
from web.forms.many import FormPerItem


class DefectRow(Form):
    """One thing that is missing, and how to cure it."""

    what = Prose(label="需要补正的内容", rows=2, most=500)
    cure = Prose(label="怎样补正", rows=2, most=500)
    example = Prose(label="示例（可不填）", rows=2, most=500)

    def defect(self) -> Defect:
        """What the command takes."""
        return Defect(what=self.value("what"), cure=self.value("cure"), example=self.value("example"))


class SupplementNoticeForm(Form):
    """Everything that is missing, at once, and the applicant's period."""

    defects = Rows(
        label="需要补正的内容和办法",
        row=DefectRow,
        add="再加一条",
        hint="一次写全：补正只能告知一次。不得要求说明用途、提交与申请无关的证明。",
    )
    working_days = Number(
        label="补正期限（工作日）",
        required="请填写补正期限。",
        least=5,
        largest=60,
        hint="自收到告知之日起算，应当合理；逾期不补正，须由人工核实后才能终止。",
    )
    submit_to = Line(label="补正材料交到哪里", most=120, hint="不填的，写本机关公开工作机构。")

    @staticmethod
    def beginning(case: CaseFacts, readings: Readings = DEFAULT) -> dict[str, Any]:
        """The usual period, and what the agent's power of attorney lacks, to be told with whatever else is missing."""
        doubts = case.representation.doubts if case.representation else ()
        defects = [{"what": f"{doubt.what}。", "cure": doubt.cure} for doubt in doubts]
        return {"working_days": readings.supplement_period_days, "defects": defects}

    def draft(self) -> SupplementDraft:
        """What the command takes."""
        defects = tuple(row.defect() for row in self.filled("defects") if isinstance(row, DefectRow))
        return SupplementDraft(
            defects=defects, working_days=self.value("working_days"), submit_to=self.value("submit_to")
        )


class ItemTextForm(Form):
    """One requested item as it now reads."""

    what = Prose(label="补正后的申请内容", required="请填写补正后的申请内容。", rows=3, most=2000)


class SupplementForm(FormPerItem[ItemTextForm]):
    """The supplemented request, item by item, and the day it came."""

    received_on = Day(label="收到补正的日期", required="请填写收到补正的日期。", hint="答复期限自这一天起重新计算。")
    evidence = Line(
        label="收到凭据", required="请填写收到凭据。", most=200, hint="例如：窗口当面递交、邮件号码和签收人。"
    )

    @staticmethod
    def over(
        case: CaseFacts, typed: Typed | None, course: SupplementCourse, start: Mapping[str, Any]
    ) -> "SupplementForm":
        """The items as the applicant sent them, or as they read before."""
        sent = course.sent_items if len(course.sent_items) == len(case.items) else ()
        texts = sent or tuple(item.what for item in case.items)
        parts = [
            (item, ItemTextForm(typed, prefix=f"item-{item.number}-", start={"what": text}))
            for item, text in zip(case.items, texts, strict=True)
        ]
        form = SupplementForm(parts, typed)
        if typed is None:
            for name, value in start.items():
                form[name].texts = form[name].spec.show(value)
        return form

    def supplement(self) -> Supplement:
        """What the command takes."""
        return Supplement(
            received_on=self.value("received_on"),
            items=tuple(form.value("what") for _, form in self.parts),
            evidence=self.value("evidence"),
        )


class NotSupplementedForm(Form):
    """Whether a supplement came in time after all."""

    arrived_in_time = YesNo(
        label="期限内是否收到过补正材料",
        required="请选择。",
        options=(("no", "没有收到，按放弃申请处理"), ("yes", "收到过，转去登记补正")),
        hint="先查收发室、窗口、邮箱和平台，再作认定。",
    )
    excuse = Prose(
        label="逾期的正当理由",
        rows=2,
        most=1000,
        hint="补正逾期到达而有正当理由的，写明理由和查实情况，本件转去登记补正；期限内到达的、确未收到的不填。",
    )
    legal_opinion = Prose(
        label="法制审核人的处理意见", rows=3, most=1000, hint="仅在本机关的告知已经迟延时需要：不能径行终止。"
    )


class SupplementCheckForm(Form):
    """Whether the request is clear now."""

    clear = YesNo(
        label="补正后内容是否明确",
        required="请选择。",
        options=(("yes", "明确，继续办理"), ("no", "仍不明确，按无法提供答复")),
        hint="不得第二次要求补正。",
    )
    remark = Prose(label="说明", rows=3, most=1000, hint="仍不明确的，写明不明确在何处。")


class CounterSupplementForm(Form):
    """A supplement that came to the house, on its real day; its words are typed at the registration step."""

    received_on = Day(
        label="收到日期",
        required="请填写收到补正的日期。",
        hint="补正到达本机关的日期，不是录入的日期；逾期到达的也照实填写。",
    )

    words = Prose(label="备注", rows=2, most=1000, hint="例如：邮政 EMS 送到收发室，共 3 页。可以不填。")
