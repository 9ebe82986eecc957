"""The applicant's telephone, addresses and wished way of delivery, changed at the counter or by the applicant."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from engine.commands.cases import open_case_of
from engine.errors import Conflict, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, Role, require
from engine.records import Application, EventName, history
from engine.rules.vocabulary import DeliveryMethod

LABELS = {
    "phone": "联系电话",
    "email": "电子邮箱",
    "postcode": "邮政编码",
    "address": "通信地址",
    "delivery": "送达方式",
}


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """How the applicant can be reached, and by which way the reply is to come."""

    phone: str = ""
    email: str = ""
    postcode: str = ""
    address: str = ""
    delivery: DeliveryMethod


def change_contacts(
    application_id: int, wanted: ContactDetails, *, seen: Mapping[str, str] | None = None, actor: Actor, office: Office
) -> None:
    """The case has the new details; what they were before stands in the history.

    Conflict when they are no longer those that were `seen`. RuleViolation when nothing changes, the reply is out, or
    the chosen way of delivery lacks its address.

    《条例》第40条
    """
    if Role.APPLICANT not in actor.roles:
        require(actor, Action.ENTER_APPLICATION)
    _require_reachable(wanted)
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        _require_as_seen(records, application, seen or {})
        before = {name: value for name, value in _now(application).items() if value != asdict(wanted)[name]}
        if not before:
            raise RuleViolation("联系方式与现在登记的相同，没有改动。")
        for name in before:
            setattr(application, name, asdict(wanted)[name])
        history.add(
            records, application, EventName.CONTACTS_CHANGED, actor, office.clock,
            changed=[LABELS[name] for name in before],
            before={name: getattr(value, "label", value) for name, value in before.items()},
        )  # fmt: skip


def _require_as_seen(records: Session, application: Application, seen: Mapping[str, str]) -> None:
    """Nothing, unless somebody changed the details since they were seen."""
    now = _now(application)
    moved = [name for name, value in seen.items() if str(now[name]) != value]
    if not moved:
        return
    last = [e for e in history.of(records, application) if e.event is EventName.CONTACTS_CHANGED][-1]
    changes = "、".join(f"{LABELS[name]}已改为“{getattr(now[name], 'label', now[name]) or '空'}”" for name in moved)
    raise Conflict(f"{last.actor_name}刚修改过联系方式：{changes}。您没有动过的各项已换成新的，请核对后再保存。")


def _now(application: Application) -> dict[str, object]:
    return {name: getattr(application, name) for name in LABELS}


def _require_reachable(wanted: ContactDetails) -> None:
    """Nothing, if the letter can reach its reader."""
    if wanted.delivery is DeliveryMethod.POSTAL and not wanted.address.strip():
        raise RuleViolation("邮寄送达须有通信地址。", field="address")
    if wanted.delivery is DeliveryMethod.EMAIL and not wanted.email.strip():
        raise RuleViolation("电子邮件送达须有电子邮箱。", field="email")
