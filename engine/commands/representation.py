"""Co-applicants, agent and recipient of an application, entered with it or later; a power that lacks something is
asked for with the supplement and turns nobody away.

《条例》第27条、第29条、第30条
"""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.commands.cases import open_case_of
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, Representation, history, identity
from engine.rules.representation import PowerScope, is_law_firm
from engine.rules.vocabulary import ApplicantKind

LABELS = {
    "co_applicants": "共同申请人",
    "agent_name": "代理人",
    "agent_firm": "代理人所在单位",
    "agent_phone": "代理人电话",
    "agent_identity_kind": "代理人证件",
    "agent_identity_number": "代理人证件号码",
    "has_power": "授权委托书",
    "power_scope": "代理权限",
    "granted_on": "委托日期",
    "valid_until": "委托期限",
    "recipient_name": "收件人",
    "recipient_phone": "收件人电话",
    "recipient_email": "收件人邮箱",
    "recipient_postcode": "收件人邮编",
    "recipient_address": "收件人地址",
}
CLIENT_COUNTS = (
    "律师受委托代理的，申请人填委托人，类别按委托人的情况选；以律师事务所等法律服务机构自己的名义申请的，"
    "才选“法律服务机构”。"
)


@dataclass(frozen=True, kw_only=True)
class Representatives:
    """Who stands beside the applicant; all empty: the applicant acts and receives alone."""

    co_applicants: tuple[str, ...] = ()
    agent_name: str = ""
    agent_firm: str = ""
    agent_phone: str = ""
    agent_identity_kind: str = ""
    agent_identity_number: str = ""
    has_power: bool = False
    power_scope: tuple[PowerScope, ...] = ()
    granted_on: date | None = None
    valid_until: date | None = None
    recipient_name: str = ""
    recipient_phone: str = ""
    recipient_email: str = ""
    recipient_postcode: str = ""
    recipient_address: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is said."""
        return not any(getattr(self, field.name) for field in fields(self))


NOBODY = Representatives()
"""The applicant acts and receives alone."""


def change_representation(application_id: int, wanted: Representatives, *, actor: Actor, office: Office) -> None:
    """The open case has these people beside its applicant; what was changed stands in the history.

    An identity number left empty stays the same agent's. RuleViolation when nothing changes.
    An approval of a letter that was to go to somebody else lapses with it.
    《条例》第29条
    """
    require(actor, Action.ENTER_APPLICATION)
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        require_sound(wanted, application.applicant_name, application.applicant_kind)
        before = _plain(application.representation, office)
        if not wanted.agent_identity_number and wanted.agent_name.strip() == before["agent_name"]:
            wanted = replace(wanted, agent_identity_number=before["agent_identity_number"])
        after = _columns(wanted)
        changed = [name for name in LABELS if after.get(name, "") != before.get(name, "")]
        if not changed:
            raise RuleViolation("代理人和收件人与现在登记的相同，没有改动。")
        attach(records, application, wanted, office=office)
        history.add(
            records, application, EventName.REPRESENTATION_CHANGED, actor, office.clock,
            changed=[LABELS[name] for name in changed],
        )  # fmt: skip


def attach(records: Session, application: Application, wanted: Representatives, *, office: Office) -> None:
    """The case has exactly these people beside its applicant; the agent's number is stored sealed."""
    if wanted.is_empty and application.representation is None:
        return
    row = application.representation or Representation(application=application)
    columns = _columns(wanted)
    number = columns.pop("agent_identity_number")
    for name, value in columns.items():
        setattr(row, name, value)
    row.agent_identity_sealed = identity.seal(number, key=office.settings.identity_key, owner=application.id)
    records.add(row)
    records.flush()


def require_sound(wanted: Representatives, applicant: str, kind: ApplicantKind) -> None:
    """Nothing, if the roles are told apart; RuleViolation at the field otherwise. 《条例》第27条"""
    if kind is ApplicantKind.LEGAL_SERVICE and wanted.agent_name and not is_law_firm(applicant):
        raise RuleViolation(CLIENT_COUNTS, "国办公开办函〔2021〕30号", field="applicant_kind")
    if not wanted.agent_name and any((wanted.agent_firm, wanted.agent_phone, wanted.has_power, wanted.power_scope)):
        raise RuleViolation("填了代理人的情况，请写明代理人的姓名。", field="agent_name")
    if wanted.co_applicants and not wanted.recipient_name:
        raise RuleViolation(
            "多人共同申请的，登记为一件，请写明由谁收件（其中一人或者共同的代理人）。", field="recipient_name"
        )
    if wanted.granted_on and wanted.valid_until and wanted.valid_until < wanted.granted_on:
        raise RuleViolation("委托期限不能早于委托日期，请核对。", field="valid_until")


def _columns(wanted: Representatives) -> dict[str, Any]:
    """The values as the row holds them, the agent's number still plain."""
    plain = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    stripped = {name: value.strip() if isinstance(value, str) else value for name, value in plain.items()}
    return stripped | {
        "co_applicants": "\n".join(name.strip() for name in wanted.co_applicants if name.strip()),
        "power_scope": " ".join(scope.value for scope in PowerScope if scope in wanted.power_scope),
    }


def _plain(row: Representation | None, office: Office) -> dict[str, Any]:
    if row is None:
        return _columns(NOBODY)
    sealed, key = row.agent_identity_sealed, office.settings.identity_key
    number = identity.unseal(sealed, key=key, owner=row.application_id)
    return {name: getattr(row, name) for name in LABELS if name != "agent_identity_number"} | {
        "agent_identity_number": number
    }
