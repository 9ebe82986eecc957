"""共同申请人、代理人、收件人: entered with the application or afterwards."""

from typing import Any

from engine.commands.representation import Representatives
from engine.queries.representation import RepresentationFacts
from engine.rules.intake_words import IDENTITY_KINDS
from engine.rules.representation import PowerScope
from web.forms.fields import Day, Line, Names, Pick, Several, YesNo
from web.forms.form import Form

AGENT = (
    "agent_name", "agent_firm", "agent_phone", "agent_identity_kind", "agent_identity_number", "has_power",
    "power_scope", "granted_on", "valid_until",
)  # fmt: skip
RECIPIENT = ("recipient_name", "recipient_phone", "recipient_email", "recipient_postcode", "recipient_address")


class RepresentationForm(Form):
    """Who signed besides the first-named applicant, who acts for them, who receives the letters."""

    co_applicants = Names(
        label="共同申请人",
        most=1000,
        rows=2,
        hint="第一人填在“申请人姓名或者名称”，其余每行写一人；一份申请多人署名的登记为一件，按第一人的类别统计。",
    )
    agent_name = Line(label="代理人姓名", most=120)
    agent_firm = Line(label="代理人所在单位", most=120, hint="例如：律师事务所。律师代理的，申请人仍填委托人。")
    agent_phone = Line(label="代理人电话", most=40)
    agent_identity_kind = Pick(label="代理人证件类型", options=tuple((kind, kind) for kind in IDENTITY_KINDS))
    agent_identity_number = Line(label="代理人证件号码", most=40, hint="加密保存，页面上只显示首尾。")
    has_power = YesNo(label="有没有授权委托书", hint="没有的照样登记，需要补正时一并要求提交。")
    power_scope = Several(label="委托权限", options=tuple((scope.value, scope.label) for scope in PowerScope))
    granted_on = Day(label="委托日期")
    valid_until = Day(label="委托期限到", hint="委托书没有写期限的不填，至本件办结为止。")
    recipient_name = Line(label="收件人", most=120, hint="答复和各种通知寄给谁；不填的，寄给申请人。")
    recipient_phone = Line(label="收件人电话", most=40)
    recipient_email = Line(label="收件人邮箱", most=120)
    recipient_postcode = Line(label="收件人邮政编码", most=12)
    recipient_address = Line(label="收件人地址", most=200, hint="不填的，用申请人的地址。")

    @staticmethod
    def beginning(now: RepresentationFacts | None) -> dict[str, Any]:
        """What the form shows of a case; the agent's number stays hidden."""
        if now is None:
            return {}
        names = (*AGENT, *RECIPIENT, "co_applicants")
        return {name: getattr(now, name) for name in names if name != "agent_identity_number"}

    def part(self, *names: str) -> list[Any]:
        """The fields of these names, for the page."""
        return [self[name] for name in names]

    @property
    def agent(self) -> list[Any]:
        """The fields about the agent."""
        return self.part(*AGENT)

    @property
    def recipient(self) -> list[Any]:
        """The fields about the recipient."""
        return self.part(*RECIPIENT)

    def representatives(self) -> Representatives:
        """What the command takes."""
        plain = {name: self.value(name) for name in self.specs}
        scope = tuple(PowerScope(word) for word in plain.pop("power_scope"))
        return Representatives(**plain | {"has_power": bool(plain["has_power"]), "power_scope": scope})
