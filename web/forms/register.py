"""Registering an application: what came in, from whom, how, and the day it counts as received."""

import re
from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import uuid4

from engine.commands.identity_numbers import doubt_about
from engine.commands.register import ApplicationEntry, Registration
from engine.commands.representation import NOBODY
from engine.rules.intake_words import IDENTITY_KINDS
from engine.rules.receipt import SETTLED, way_of
from engine.rules.requested_items import split_items
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, FormOfProvision, StrayChannel
from web.forms.fields import Day, Hidden, Line, Pick, Prose, Several, YesNo, of_words
from web.forms.form import Bound, Form, Problem, Rows, Typed
from web.forms.representation import RepresentationForm

UNTYPED: dict[str, Any] = {
    "applicant_kind": ApplicantKind.NATURAL_PERSON,
    "applicant_name": "不录入（线下办理）",
    "delivery": DeliveryMethod.IN_PERSON,
}
"""What stands in the register for a paper with a level mark."""

_ENTRY_KEY = re.compile(r"[0-9a-f-]{36}")


class ItemRow(Form):
    """One thing that is asked for."""

    what = Prose(label="申请内容", rows=2, most=2000)


class RegistrationForm(Form):
    """Whether the paper bears a level mark, asked before anything else; the day of receipt and its proof."""

    bears_level_mark = YesNo(
        label="纸件是否带有密级标识？",
        required="请先看纸件上有没有“绝密”“机密”“秘密”等密级标识，再往下办。",
        options=(("no", "没有"), ("yes", "有")),
    )
    received_on = Day(label="收到之日", hint="自这一天起二十个工作日内答复。")
    evidence = Line(label="收到凭据", most=200, hint="例如：接收回执编号、邮件号码和签收人。")
    on_the_spot = YesNo(
        label="申请人在场，能够当场答复？",
        options=(("no", "照常办理"), ("yes", "能当场答复")),
        hint="已经公开的、此前审查过可以提供的、不归本机关负责的、公开出版物和咨询，登记后可以当场答复。",
    )

    def read(self) -> bool:
        """Where the channel itself settles the day of receipt, day and proof stand here."""
        sound = super().read()
        if self._settles():
            needed = {"received_on": "请填写收到之日。", "evidence": "请填写收到之日的凭据。"}
            for name in needed.keys() & self.fields.keys():
                if not self.value(name) and not self[name].errors:
                    self[name].errors.append(needed[name])
        return sound and not list(self.problems())

    def _settles(self) -> bool:
        return not self.value("bears_level_mark")

    @staticmethod
    def for_way(way: str) -> frozenset[str] | None:
        """The fields that count where the channel settles the day of receipt; elsewhere only the mark is asked."""
        return None if way == SETTLED else frozenset({"bears_level_mark", "on_the_spot"})

    def registration(self) -> Registration:
        """What the command takes."""
        names = ("received_on", "evidence", "bears_level_mark")
        return Registration(on_the_spot=bool(self.value("on_the_spot")), **{name: self.value(name) for name in names})


class ApplicationForm(RegistrationForm):
    """The whole application, as it is typed from the paper."""

    takes_transfers: ClassVar[bool] = False
    """Whether the form asks for a platform's own number and times."""

    entry_key = Hidden(label="登记标识", required="页面不完整，请刷新后重新填写。", most=64)
    channel = of_words(Channel, label="申请渠道", required="请选择申请渠道。")
    stray_channel = of_words(
        StrayChannel,
        label="不是公布的渠道",
        hint="经公布的渠道送来的不选。寄到或者送到的书面材料，渠道不对也登记办理。",
    )
    label = Line(label="代称", most=60, hint="例如：线下件2026-1。不得写标题、文号和内容。")
    arrived_on = Day(label="来件日期", required="请填写来件日期。", hint="材料到达本机关（含收发室）的日期。")
    applicant_kind = of_words(ApplicantKind, label="申请人类别", required="请选择申请人类别。")
    applicant_name = Line(label="申请人姓名或者名称", required="请填写申请人的姓名或者名称。", most=120)
    identity_kind = Pick(label="证件类型", options=tuple((kind, kind) for kind in IDENTITY_KINDS))
    identity_number = Line(label="证件号码", most=40, hint="加密保存，页面上只显示首尾。")
    number_as_given = Several(label="号码核对", options=(("yes", "已经核对，照此登记"),))
    phone = Line(label="联系电话", most=40)
    email = Line(label="电子邮箱", most=120)
    postcode = Line(label="邮政编码", most=12)
    address = Line(label="通信地址", most=200)
    form_wanted = Pick(label="希望的提供方式", options=tuple((form.label, form.label) for form in FormOfProvision))
    delivery = of_words(DeliveryMethod, label="希望的送达方式", required="请选择送达方式。")
    items = Rows(
        label="申请公开的内容",
        row=ItemRow,
        add="再加一项",
        hint="照录申请原文；一件申请要几样东西，就分几项，以后逐项答复。",
    )

    def __init__(self, typed: Typed | None = None, **given: Any) -> None:
        super().__init__(typed, **given)
        self.people = RepresentationForm(typed) if given.get("only") is None else None

    @staticmethod
    def beginning(today: Any) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return {
            "entry_key": str(uuid4()),
            "arrived_on": today,
            "received_on": today,
            "applicant_kind": ApplicantKind.NATURAL_PERSON,
            "delivery": DeliveryMethod.POSTAL,
        }

    def read(self) -> bool:
        """The shape is right, and the letter can reach its reader; of a marked paper nothing but a label is read."""
        sound = super().read() and (self.people is None or self.people.read())
        if self.value("bears_level_mark"):
            return self._reads_without_content()
        if sound and not _ENTRY_KEY.fullmatch(self.value("entry_key")):
            self.top.append("页面不完整，请刷新后重新填写。")
        if self.value("channel") is Channel.HIGHER_PLATFORM and not self.takes_transfers:
            self["channel"].errors.append("上级平台转来的，请到“上级平台转入”页登记，那里登记平台的编号和时间。")
        if sound and not self.filled("items"):
            self.rows["items"].forms[0]["what"].errors.append("请写明申请公开的内容：名称、文号或者其他特征性描述。")
        if sound:
            self._require_way_to_answer()
            self._ask_about_number()
        return sound and not list(self.problems())

    def problems(self) -> Iterator[Problem]:
        """Those of the people beside the applicant come last."""
        yield from super().problems()
        if self.people is not None and not self.value("bears_level_mark"):
            yield from self.people.problems()

    def adjust_rows(self, wish: str) -> bool:
        """Whether rows were added or taken away; `items/split` parts what was written in one row into its items."""
        if wish != "items/split" or "items" not in self.rows:
            return super().adjust_rows(wish)
        bound = self.rows["items"]
        texts = [text for row in bound.filled for text in split_items(row["what"].text)]
        bound.forms[:] = [ItemRow(prefix=f"items-{i}-", start={"what": text}) for i, text in enumerate(texts or [""])]
        return True

    def find(self, name: str) -> Bound | None:
        """The field of this name, wherever on the page it stands."""
        return super().find(name) or (self.people.find(name) if self.people else None)

    def entry(self) -> ApplicationEntry:
        """What the command takes; of a paper with a level mark, its neutral label alone."""
        came = {name: self.value(name) for name in ("channel", "stray_channel", "arrived_on")}
        if self.value("bears_level_mark"):
            key = self.value("entry_key")
            return ApplicationEntry(entry_key=key, items=(self.value("label"),), **UNTYPED, **came)
        return self.entry_of(**came)

    def entry_of(self, **came: Any) -> ApplicationEntry:
        """The application as it is typed, having come as it is said."""
        names = (
            "entry_key", "applicant_kind", "applicant_name", "identity_kind", "identity_number", "phone", "email",
            "postcode", "address", "form_wanted", "delivery",
        )  # fmt: skip
        items = tuple(row.value("what") for row in self.filled("items"))
        people = self.people.representatives() if self.people else NOBODY
        plain = {name: self.value(name) for name in names}
        return ApplicationEntry(items=items, representatives=people, **came, **plain)

    def _settles(self) -> bool:
        channel = self.value("channel")
        return super()._settles() and channel is not None and way_of(channel, self.value("stray_channel")) == SETTLED

    def _reads_without_content(self) -> bool:
        """What was typed of the content does not count, whatever it is."""
        for name in self.fields.keys() - {"entry_key", "bears_level_mark", "channel", "stray_channel", "arrived_on"}:
            self[name].errors.clear()
        for row in self.rows["items"].forms:
            for bound in row.fields.values():
                bound.errors.clear()
        if not self.value("label"):
            self["label"].errors.append("请填写代称。")
        return not list(self.problems())

    @property
    def number_doubt(self) -> str:
        """What speaks against the identity number as it is typed; empty when nothing does."""
        kind, number = (self.fields[name].text.strip() for name in ("identity_kind", "identity_number"))
        return doubt_about(kind, number)

    def _ask_about_number(self) -> None:
        """A number that does not add up is asked about once; whoever has looked at the paper registers it as it is."""
        if self.value("identity_number") and not self.value("identity_kind"):
            self["identity_kind"].errors.append("请选择证件类型。")
        if self.number_doubt and not self.value("number_as_given"):
            self["identity_number"].errors.append(
                f"{self.number_doubt}，请与证件核对。没有录错，或者复印件不清、无从核对的，勾选“已经核对，照此登记”即可登记。"
            )

    def _require_way_to_answer(self) -> None:
        """The chosen way of delivery has the address it needs."""
        needed = {
            DeliveryMethod.POSTAL: ("address", "邮寄送达须有通信地址。"),
            DeliveryMethod.EMAIL: ("email", "电子邮件送达须有电子邮箱。"),
        }
        name, message = needed.get(self.value("delivery"), ("", ""))
        if name and not self.value(name):
            self[name].errors.append(message)
