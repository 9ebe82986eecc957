"""An application comes in, is registered with the day it was received, and its clock starts.

《条例》第29条、第31条、第45条
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import envelope_ends, files, identity_numbers, numbers, representation, transfers
from engine.commands.channels import require_open_portal
from engine.commands.files import Upload
from engine.commands.people import note_failure, require_tries_left
from engine.commands.receive import receive
from engine.commands.representation import NOBODY, Representatives
from engine.commands.transfers import Transfer
from engine.errors import RuleViolation
from engine.office import Office
from engine.passwords import new_pass_phrase
from engine.permissions import Action, Actor, require
from engine.records import Application, CaseState, EventName, OpenTask, RequestedItem, history, identity
from engine.rules.receipt import SETTLED, way_of
from engine.rules.representation import counted_kind
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, StrayChannel

MOST_ITEMS = 50
MOST_FROM_ONE_ADDRESS = 30
TOO_MANY = "短时间内从同一网络提交的申请过多，没有保存。请 15 分钟后再提交，或者当面、邮寄提出申请。"


@dataclass(frozen=True, kw_only=True)
class ApplicationEntry:
    """What the applicant sent, as it is typed in; `entry_key` makes a repeated click enter it once."""

    entry_key: str
    channel: Channel
    stray_channel: StrayChannel | None = None
    arrived_on: date
    applicant_kind: ApplicantKind
    applicant_name: str
    identity_kind: str = ""
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    postcode: str = ""
    address: str = ""
    items: tuple[str, ...]
    form_wanted: str = ""
    delivery: DeliveryMethod
    representatives: Representatives = NOBODY
    transfer: Transfer | None = None


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What the paper shows: a level mark or none, the day it was handed in or signed for, and what proves it.

    `received_on` counts where the channel itself settles the day of receipt; elsewhere it is confirmed later.
    `on_the_spot`: the applicant waits, and it can be answered at once.
    """

    received_on: date | None = None
    evidence: str = ""
    bears_level_mark: bool = False
    envelope_id: int | None = None
    on_the_spot: bool = False


@dataclass(frozen=True)
class Registered:
    """The case, its number, and the pass phrase, which is shown this once; empty when it was registered before."""

    application_id: int
    case_number: str
    pass_phrase: str


def register_application(
    entry: ApplicationEntry, registration: Registration, *, actor: Actor, office: Office
) -> Registered:
    """The application stands in the register, its process and its clock run; a repeated click changes nothing.

    《条例》第31条
    """
    require(actor, Action.ENTER_APPLICATION)
    with office.transaction() as records:
        numbers.hold(records, numbers.CASE, office.clock.today().year)  # a click at the same moment waits here
        if (known := _already_entered(records, entry.entry_key)) is not None:
            return Registered(known.id, known.case_number, "")
        return enter_registered(records, entry, registration, actor=actor, office=office)


def enter_registered(
    records: Session, entry: ApplicationEntry, registration: Registration, *, actor: Actor, office: Office
) -> Registered:
    """The application is entered and its first step done, by whoever may enter it; the number series is held."""
    application, pass_phrase = enter(records, entry, actor=actor, office=office)
    if registration.envelope_id is not None:
        envelope_ends.link_registered(records, registration.envelope_id, application, actor=actor, office=office)
    first = select(OpenTask).where(OpenTask.application_id == application.id, OpenTask.step == "register")
    task = records.scalars(first).one()
    office.workflow.claim(records, task.id, actor, step="register")
    _register(records, task, registration, actor=actor, office=office)
    return Registered(application.id, application.case_number, pass_phrase)


def register(task_id: int, registration: Registration, *, actor: Actor, office: Office) -> None:
    """An application that came in by itself is registered; where its channel settles it, the clock runs.

    《条例》第31条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="register")
        _register(records, task, registration, actor=actor, office=office)


def apply_online(
    entry: ApplicationEntry, uploads: Sequence[Upload] = (), *, address: str = "", office: Office
) -> Registered:
    """The applicant's own application is entered with its attachments and waits to be registered.

    A repeated click enters nothing; it shows a fresh pass phrase, since the first answer may never have been seen.
    TooManyTries when 30 came from the address within 15 minutes. 《条例》第29条
    """
    with office.reading() as records:
        require_open_portal(records)
    require_tries_left(f"apply:{address}", MOST_FROM_ONE_ADDRESS, office, TOO_MANY)
    done = _apply(entry, uploads, office)
    note_failure((f"apply:{address}",), office)
    return done


def _apply(entry: ApplicationEntry, uploads: Sequence[Upload], office: Office) -> Registered:
    with office.transaction() as records:
        known = _already_entered(records, entry.entry_key)
        if known is not None and known.applicant_name == entry.applicant_name.strip():
            return Registered(known.id, known.case_number, _fresh_pass_phrase(known, office))
        applicant = Actor.applicant(entry.applicant_name)
        application, pass_phrase = enter(records, entry, actor=applicant, office=office)
        files.keep_all(records, application, uploads, actor=applicant, office=office)
        return Registered(application.id, application.case_number, pass_phrase)


def _fresh_pass_phrase(application: Application, office: Office) -> str:
    pass_phrase = new_pass_phrase()
    application.pass_phrase_hash = office.passwords.hash(pass_phrase)
    return pass_phrase


def enter(records: Session, entry: ApplicationEntry, *, actor: Actor, office: Office) -> tuple[Application, str]:
    """The application is a case with a number, a pass phrase and a running process; nobody can refuse the paper."""
    items = _items(entry)
    representation.require_sound(entry.representatives, entry.applicant_name, entry.applicant_kind)
    pass_phrase = new_pass_phrase()
    number = numbers.case_number(records, office.clock.today().year)
    application = _row(entry, items, pass_phrase, number=number, office=office)
    records.add(application)
    records.flush()
    application.identity_sealed = identity.seal(
        entry.identity_number, key=office.settings.identity_key, owner=application.id
    )
    representation.attach(records, application, entry.representatives, office=office)
    doubt = identity_numbers.doubt_about(entry.identity_kind, entry.identity_number)
    history.add(
        records, application, EventName.APPLICATION_ENTERED, actor, office.clock, on=entry.arrived_on,
        channel=entry.channel.value, **({"remark": identity_numbers.REGISTERED_AS_GIVEN} if doubt else {}),
    )  # fmt: skip
    office.workflow.start(
        records, "handle_application", application, {"application_id": application.id, "standing": "open"}
    )
    if entry.transfer is not None:
        number = entry.identity_number
        transfers.attach(records, application, entry.transfer, number=number, actor=actor, office=office)
    return application, pass_phrase


def _row(entry: ApplicationEntry, items: list[str], pass_phrase: str, *, number: str, office: Office) -> Application:
    return Application(
        case_number=number,
        entry_key=entry.entry_key,
        channel=entry.channel,
        stray_channel=entry.stray_channel,
        arrived_on=entry.arrived_on,
        applicant_kind=counted_kind(entry.applicant_name, entry.applicant_kind),
        applicant_name=entry.applicant_name.strip(),
        identity_kind=entry.identity_kind,
        phone=entry.phone,
        email=entry.email,
        postcode=entry.postcode,
        address=entry.address,
        request_text="\n".join(items),
        form_wanted=entry.form_wanted,
        delivery=entry.delivery,
        pass_phrase_hash=office.passwords.hash(pass_phrase),
        entered_at=office.clock.now(),
        state=CaseState.ENTERED,
        items=[RequestedItem(number=number, what=what) for number, what in enumerate(items, 1)],
    )


def _register(records: Session, task: OpenTask, registration: Registration, *, actor: Actor, office: Office) -> None:
    application = task.application
    way = way_of(application.channel, application.stray_channel, office.readings)
    history.add(
        records, application, EventName.REGISTERED, actor, office.clock,
        channel=application.channel.value, stray=application.stray_channel, marked=registration.bears_level_mark,
    )  # fmt: skip
    if way == SETTLED and not registration.bears_level_mark:
        on = registration.received_on or application.arrived_on
        receive(records, application, on=on, evidence=registration.evidence, actor=actor, office=office)
    facts = {"bears_level_mark": registration.bears_level_mark, "receipt": way, **_at_once(registration)}
    office.workflow.complete(records, task, facts)


def _at_once(registration: Registration) -> dict[str, bool]:
    """Said only of what can be answered while the applicant waits. 《条例》第33条第1款"""
    return {"on_the_spot": True} if registration.on_the_spot else {}


def _already_entered(records: Session, entry_key: str) -> Application | None:
    return records.scalar(select(Application).where(Application.entry_key == entry_key))


def _items(entry: ApplicationEntry) -> list[str]:
    """The requested items, each with words in it.

    《条例》第29条
    """
    items = [item.strip() for item in entry.items if item.strip()]
    if not items:
        raise RuleViolation("请写明申请公开的内容：名称、文号或者便于查询的其他特征。", "《条例》第29条", field="items")
    if len(items) > MOST_ITEMS:
        raise RuleViolation(f"一件申请最多逐项登记 {MOST_ITEMS} 项，请合并或者分件登记。", field="items")
    if not entry.applicant_name.strip():
        raise RuleViolation("请填写申请人的姓名或者名称。", "《条例》第29条", field="applicant_name")
    return items
