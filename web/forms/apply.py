"""在线申请: the applicant's own form. What for, nobody asks."""

from datetime import date
from typing import Any
from uuid import uuid4

from engine.commands.register import ApplicationEntry
from engine.rules.intake_words import IDENTITY_KINDS
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, FormOfProvision
from web.forms.fields import Line, Pick, Prose, Word, of_words
from web.forms.form import Rows, Typed
from web.forms.register import ApplicationForm, ItemRow


class GuidedRow(ItemRow):
    """One thing that is asked for, described so that it can be found; only the first answer is needed."""

    what = Prose(label="要什么信息", rows=2, most=1500, hint="材料的名称或者文号；不知道名称的，写是什么事、什么内容。")
    place = Line(label="哪个单位、地点或者项目", most=200, hint="例如：示例小区、示例路1号。不清楚可以不填。")
    years = Line(label="大约哪些年份", most=60, hint="例如：2019年，或者2015年至2019年。不清楚可以不填。")

    @property
    def asked(self) -> str:
        """The three answers as one request, as the case will quote it."""
        what, place, years = (self[name].text.strip() for name in ("what", "place", "years"))
        more = [f"单位、地点或者项目：{place}"] * bool(place) + [f"年份：{years}"] * bool(years)
        return f"{what}（{'；'.join(more)}）" if more else what

    def read(self) -> bool:
        """A place or a year alone is no request."""
        sound = super().read()
        if not self.is_empty and not self["what"].text.strip():
            self["what"].errors.append("请写明要什么信息；只有地点或者年份，无法查找。")
            return False
        return sound


ONLINE = frozenset(
    {
        "entry_key", "applicant_kind", "applicant_name", "identity_kind", "identity_number", "phone", "email",
        "postcode", "address", "items", "form_wanted", "delivery",
    }
)  # fmt: skip

DELIVERED_BY = {
    DeliveryMethod.PLATFORM: "在“申请进度查询”页下载",
    DeliveryMethod.POSTAL: "邮寄到通信地址",
    DeliveryMethod.EMAIL: "发到电子邮箱",
    DeliveryMethod.IN_PERSON: "到本机关领取",
}
"""The ways an applicant may choose, in the applicant's words."""


class OnlineForm(ApplicationForm):
    """What the law asks of an application, and nothing else.

    《条例》第29条第2款
    """

    applicant_kind = of_words(ApplicantKind, label="申请人类别", required="请选择申请人类别。")
    applicant_name = Line(
        label="姓名或者名称", required="请填写姓名或者名称。", most=120, hint="与证件一致。单位申请的填写单位全称。"
    )
    identity_kind = Pick(
        label="证件类型", required="请选择证件类型。", options=tuple((kind, kind) for kind in IDENTITY_KINDS)
    )
    identity_number = Line(label="证件号码", required="请填写证件号码。", most=40, hint="用作身份证明，加密保存。")
    phone = Line(label="联系电话", required="请填写联系电话。", most=40, hint="本机关要与您确认收到申请的日期。")
    items = Rows(
        label="申请公开的内容",
        row=GuidedRow,
        add="再加一项",
        hint="要几样东西就分几项，将逐项答复。写得越具体，找得越快。",
    )
    form_wanted = Pick(
        label="希望怎样提供信息",
        required="请选择提供方式。",
        options=tuple((form.label, form.label) for form in FormOfProvision),
    )
    delivery = Word(
        words=DeliveryMethod,
        label="希望怎样收到答复",
        required="请选择收到答复的方式。",
        options=tuple((method.value, words) for method, words in DELIVERED_BY.items()),
    )

    @staticmethod
    def online(typed: Typed | None, topic: str = "") -> "OnlineForm":
        """The form with the fields that an applicant fills in; a topic of the catalogue is asked for beforehand."""
        start = OnlineForm.first_look() | ({"items": [{"what": topic}]} if topic else {})
        return OnlineForm(typed, start=start, only=ONLINE)

    @staticmethod
    def first_look() -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return {
            "entry_key": str(uuid4()),
            "applicant_kind": ApplicantKind.NATURAL_PERSON,
            "identity_kind": IDENTITY_KINDS[0],
            "form_wanted": FormOfProvision.ELECTRONIC.label,
            "delivery": DeliveryMethod.PLATFORM,
        }

    def read(self) -> bool:
        """As on paper; that nothing is asked for is said together with whatever else is missing."""
        sound = super().read()
        first = self.rows["items"].forms[0]["what"]
        if not self.filled("items") and not first.errors:
            first.errors.append("请写明申请公开的内容：名称、文号或者便于查找的其他特征。")
        return sound and not list(self.problems())

    def _ask_about_number(self) -> None:
        """The doubt is shown where the applicant looks everything over; it keeps nobody from applying."""

    @property
    def asked(self) -> list[str]:
        """What is asked for, item by item, in one text each."""
        return [row.asked for row in self.filled("items") if isinstance(row, GuidedRow)]

    def online_entry(self, today: date) -> ApplicationEntry:
        """What the command takes: it came through our own platform, today."""
        names = (ONLINE & self.specs.keys()) - {"items"}
        return ApplicationEntry(
            channel=Channel.ONLINE_PLATFORM,
            arrived_on=today,
            items=tuple(self.asked),
            **{name: self.value(name) for name in names},
        )
