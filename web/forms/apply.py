"""在线申请: the applicant's own form. What for, nobody asks."""

from datetime import date
from typing import Any
from uuid import uuid4

from engine.commands.register import ApplicationEntry
from engine.commands.representation import NOBODY, Representatives, require_sound
from engine.errors import RuleViolation
from engine.rules.intake_words import IDENTITY_KINDS
from engine.rules.representation import PowerScope
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, FormOfProvision
from web.forms.fields import Day, Line, Pick, Prose, Several, Word, of_words
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

AGENT = (
    "agent_name", "agent_firm", "agent_phone", "agent_identity_kind", "agent_identity_number", "power_scope",
    "granted_on", "valid_until", "answer_to", "recipient_email", "recipient_postcode", "recipient_address",
)  # fmt: skip
"""The fields of the fold that whoever applies in person never opens."""

TO_AGENT = "agent"

DELIVERED_BY = {
    DeliveryMethod.PLATFORM: "在“申请进度查询”页下载",
    DeliveryMethod.POSTAL: "邮寄到通信地址",
    DeliveryMethod.EMAIL: "发到电子邮箱",
    DeliveryMethod.IN_PERSON: "到本机关领取",
}
"""The ways an applicant may choose, in the applicant's words."""


class AgentForm(ApplicationForm):
    """Who applies for somebody else: the same as at the counter, in the words of the applicant. 《条例》第29条第2款"""

    agent_name = Line(label="代理人姓名", most=120)
    agent_firm = Line(
        label="代理人所在单位", most=120,
        hint="律师、法律工作者代理的，写律师事务所、法律服务所或者法律援助中心；其他人代理的不填。",
    )  # fmt: skip
    agent_phone = Line(label="代理人电话", most=40)
    agent_identity_kind = Pick(label="代理人证件类型", options=tuple((kind, kind) for kind in IDENTITY_KINDS))
    agent_identity_number = Line(label="代理人证件号码", most=40, hint="加密保存。")
    power_scope = Several(label="委托权限", options=tuple((scope.value, scope.label) for scope in PowerScope))
    granted_on = Day(label="委托日期")
    valid_until = Day(label="委托期限到", hint="委托书没有写期限的不填，至本件办结为止。")
    answer_to = Pick(label="答复和通知寄给", options=(("applicant", "申请人"), (TO_AGENT, "代理人")), as_buttons=True)
    recipient_email = Line(label="代理人电子邮箱", most=120)
    recipient_postcode = Line(label="代理人邮政编码", most=12)
    recipient_address = Line(label="代理人通信地址", most=200, hint="寄给代理人的填写；不填的，寄到申请人的地址。")


class OnlineForm(AgentForm):
    """What the law asks of an application, and nothing else; an agent only where there is one.

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
        return OnlineForm(typed, start=start, only=ONLINE | frozenset(AGENT))

    @staticmethod
    def first_look() -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return {
            "entry_key": str(uuid4()),
            "applicant_kind": ApplicantKind.NATURAL_PERSON,
            "identity_kind": IDENTITY_KINDS[0],
            "form_wanted": FormOfProvision.ELECTRONIC.label,
            "delivery": DeliveryMethod.PLATFORM,
            "answer_to": "applicant",
        }

    def read(self) -> bool:
        """As on paper; that nothing is asked for is said together with whatever else is missing."""
        sound = super().read()
        first = self.rows["items"].forms[0]["what"]
        if not self.filled("items") and not first.errors:
            first.errors.append("请写明申请公开的内容：名称、文号或者便于查找的其他特征。")
        if sound:
            self._require_sound_agent()
        return sound and not list(self.problems())

    @property
    def has_agent(self) -> bool:
        """Whether anything was typed into the fold."""
        return any(self[name].text.strip() for name in AGENT if name != "answer_to") or self.is_for_agent

    @property
    def is_for_agent(self) -> bool:
        """Whether the letters go to the agent."""
        return self["answer_to"].text == TO_AGENT

    def part(self, *names: str) -> list[Any]:
        """The fields of these names, for the page."""
        return [self[name] for name in names]

    @property
    def scope_in_words(self) -> str:
        """What the agent may do, as it is looked over."""
        return "、".join(scope.label for scope in PowerScope if scope.value in self["power_scope"].texts)

    def _require_sound_agent(self) -> None:
        """The roles are told apart, and letters to the agent can reach the agent."""
        if self.has_agent and not self.value("agent_name"):
            self["agent_name"].errors.append("填了代理人的情况，请写明代理人的姓名；本人申请的，把这一栏全部清空。")
            return
        try:
            require_sound(self._representatives(has_power=False), self.value("applicant_name"), self._kind())
        except RuleViolation as refusal:
            self.refuse(refusal)

    def _kind(self) -> ApplicantKind:
        return ApplicantKind(self.value("applicant_kind"))

    def _require_way_to_answer(self) -> None:
        """Letters to the agent go to the agent's own address where one is given."""
        at_agent = {DeliveryMethod.POSTAL: "recipient_address", DeliveryMethod.EMAIL: "recipient_email"}
        if not (self.is_for_agent and self.value(at_agent.get(self.value("delivery"), "agent_name"))):
            super()._require_way_to_answer()

    def _representatives(self, *, has_power: bool) -> Representatives:
        """The agent, and the agent as recipient where the letters go there."""
        if not self.value("agent_name"):
            return NOBODY
        to_agent = ("recipient_email", "recipient_postcode", "recipient_address")
        received = {name: self.value(name) for name in to_agent} if self.is_for_agent else {}
        if self.is_for_agent:
            received |= {"recipient_name": self.value("agent_name"), "recipient_phone": self.value("agent_phone")}
        plain = {name: self.value(name) for name in AGENT if name not in (*to_agent, "answer_to", "power_scope")}
        scope = tuple(PowerScope(word) for word in self.value("power_scope"))
        return Representatives(**plain, **received, power_scope=scope, has_power=has_power)

    def _ask_about_number(self) -> None:
        """The doubt is shown where the applicant looks everything over; it keeps nobody from applying."""

    @property
    def asked(self) -> list[str]:
        """What is asked for, item by item, in one text each."""
        return [row.asked for row in self.filled("items") if isinstance(row, GuidedRow)]

    def online_entry(self, today: date, *, has_power: bool = False) -> ApplicationEntry:
        """What the command takes: it came through our own platform, today, with a power of attorney or without."""
        names = (ONLINE & self.specs.keys()) - {"items"}
        return ApplicationEntry(
            channel=Channel.ONLINE_PLATFORM,
            arrived_on=today,
            items=tuple(self.asked),
            representatives=self._representatives(has_power=has_power),
            **{name: self.value(name) for name in names},
        )
