"""当场答复: what is told or handed over at the counter, item by item, and the signature on the sheet."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from engine.commands.spot import SpotAnswer, SpotItem, SpotReceipt
from engine.letters.answers import Destination, ItemAnswer, ProvidedDocument, PublicPlace
from engine.queries.facts import CaseFacts, ItemLine
from engine.rules.sister_agencies import DatedAgency
from engine.rules.spot import SPOT_FACTS
from engine.rules.vocabulary import Outcome
from web.attachments import AttachmentsForm
from web.forms.answers import DocumentRow, PlaceRow
from web.forms.fields import Day, Line, Pick, Prose, TimeOfDay, YesNo
from web.forms.form import Form, Rows, Typed
from web.forms.many import FormPerItem
from web.forms.sister_agencies import DirectoryFinder

SPOT_WORDS = {
    Outcome.ALREADY_PUBLIC: "已经主动公开，告知获取途径",
    Outcome.DISCLOSED: "此前审查过可以公开，当场提供",
    Outcome.OTHER_AGENCY: "不归本机关负责，告知负责的机关",
    Outcome.PUBLISHED_WORK: "公开出版物，告知获取途径",
    Outcome.ENQUIRY: "属于咨询，当场解答或者告知渠道",
}
PLACED, GIVEN, REFERRED = "already_public published_work", "disclosed", "other_agency enquiry"
"""Values of the first field for which the fields below it are asked."""


class SpotItemForm(Form):
    """One item: what it comes to, and the little that each answer needs."""

    outcome = Pick(
        label="答复结果",
        required="请选择。",
        options=tuple((outcome.value, SPOT_WORDS[outcome]) for outcome in SPOT_FACTS),
    )
    places = Rows(label="公开途径", row=PlaceRow, add="再加一处")
    provided = Rows(label="当场交付的材料", row=DocumentRow, add="再加一份材料")
    destination_name = Line(label="负责的机关或者解答的单位", most=120, hint="写全称。")
    destination_contact = Line(label="该单位的联系方式", most=300, hint="从名录中选的可以不填，自动填入。")
    evidence = Line(
        label="所依据的事实",
        most=200,
        hint="当场提供的，写明此前审查可以公开的依据；不归本机关负责的，写明怎样查明。",
    )

    SHOWN_FOR = {  # noqa: RUF012  # read by the template alone
        "places": PLACED, "provided": GIVEN, "destination_name": REFERRED, "destination_contact": REFERRED,
        "evidence": "disclosed other_agency",
    }  # fmt: skip

    def __init__(self, item: ItemLine, typed: Typed | None, agencies: Sequence[DatedAgency] = ()) -> None:
        self.item = item
        self.directory = DirectoryFinder.about(item.what, agencies)
        super().__init__(
            typed,
            prefix=f"item-{item.number}-",
            start={"places": [{"title": item.what[:200]}]},
            specs={"destination_name": self.directory.offered(self.specs["destination_name"])},
        )

    def adjust_rows(self, wish: str) -> bool:
        """Whether rows came or went, or the directory was asked for an agency."""
        asked = self.directory.obey(wish, self["destination_name"], self["destination_contact"])
        return asked or super().adjust_rows(wish)

    def given(self) -> SpotItem:
        """What the command takes."""
        outcome = Outcome(self.value("outcome"))
        name, contact = self.value("destination_name"), self.value("destination_contact")
        answer = ItemAnswer(
            number=self.item.number,
            what=self.item.what,
            outcome=outcome.value,
            legal_basis="",
            places=tuple(PublicPlace(**_values(row)) for row in self._rows("places", outcome)),
            provided=tuple(ProvidedDocument(**_values(row)) for row in self._rows("provided", outcome)),
            destination=Destination(name=name, contact=contact) if name and outcome.value in REFERRED else None,
        )
        return SpotItem(item_id=self.item.id, outcome=outcome, answer=answer, evidence=self.value("evidence"))

    def _rows(self, name: str, outcome: Outcome) -> list[Form]:
        return self.filled(name) if outcome.value in self.SHOWN_FOR[name].split() else []

    def read(self) -> bool:
        """A list that this outcome does not have is not read; it stays on the page for whoever chooses another."""
        self.directory.complete(self["destination_name"], self["destination_contact"])
        every = self.rows
        self.rows = {name: rows for name, rows in every.items() if self["outcome"].text in self.SHOWN_FOR[name].split()}
        sound = super().read()
        self.rows = every
        return sound


class SpotForm(FormPerItem[SpotItemForm]):
    """Whether it can be answered at once; if so, the answer to each item and who was there."""

    answered = YesNo(
        label="现在能不能当场答复全部内容？",
        required="请选择。",
        options=(("yes", "能，当场答复"), ("no", "不能，照常办理")),
    )
    reason = Line(label="为什么不能当场答复", most=400, hint="照常办理的填写，例如：需要到档案室检索。")
    answered_on = Day(label="答复日期", required="请填写答复日期。")
    answered_time = TimeOfDay(label="答复时间", required="请填写答复时间。")
    words = Prose(label="当场告知的内容", rows=3, most=2000, hint="印在记录上，写明怎样答复、交付了什么。")
    witness = Line(label="另一名在场的工作人员", most=60, hint="本人之外还要有一人。")
    agreed_by = Line(label="经谁同意当场答复", most=60, hint="公开工作机构负责人或者其授权的人。")

    BESIDE = ("words", "witness", "agreed_by")

    @staticmethod
    def over(
        case: CaseFacts, typed: Typed | None, *, start: dict[str, Any], agencies: Sequence[DatedAgency] = ()
    ) -> "SpotForm":
        """One part for each item."""
        form = SpotForm([(item, SpotItemForm(item, typed, agencies)) for item in case.items], typed)
        if typed is None:
            for name, value in start.items():
                form[name].texts, form[name].value = form[name].spec.show(value), value
        return form

    @property
    def is_declined(self) -> bool:
        """Whether it is to be handled as usual."""
        return "no" in self["answered"].texts

    def read(self) -> bool:
        """Of a case that cannot be answered at once nothing but the reason is read."""
        if self.is_declined:
            self["answered"].read()
            self["reason"].read()
            return not self["reason"].errors
        return super().read()

    def answer(self) -> SpotAnswer:
        """What the command takes."""
        at: time = self.value("answered_time")
        return SpotAnswer(
            answered_on=self.value("answered_on"),
            answered_time=f"{at.hour}时{at.minute:02d}分",
            items=tuple(part.given() for _, part in self.parts),
            **{name: self.value(name) for name in self.BESIDE},
        )


class SpotReceiptForm(AttachmentsForm):
    """The sheet in the applicant's hands."""

    received_on = Day(label="签收日期", required="请填写签收日期。", hint="这一天就是送达日期，答复期限停止计算。")
    signed = YesNo(label="申请人是否在记录上签名", required="请选择。", options=(("yes", "已签名"), ("no", "没有签名")))
    note = Line(label="没有签名的情况", most=200, hint="写明原因和在场的两名工作人员；已经签名的不填。")

    def receipt(self, scans: Any = ()) -> SpotReceipt:
        """What the command takes."""
        names = ("received_on", "signed", "note")
        return SpotReceipt(scans=scans, **{name: self.value(name) for name in names})


def _values(row: Form) -> dict[str, Any]:
    return {name: bound.value for name, bound in row.fields.items()}
