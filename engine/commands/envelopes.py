"""The mail log: every envelope is logged, handed on with both names, and ends with a case or with whoever it is for.

《条例》第31条、第45条
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import numbers
from engine.commands.files import SEALED_NAME, Upload, sound_file
from engine.errors import NotFound, RuleViolation, TaskNotReady
from engine.office import Office
from engine.permissions import Action, Actor, Role, require
from engine.records import Duty, DutyNote, Envelope, EnvelopePhoto, EventName, Person, history
from engine.rules.envelopes import NUMBERED, Carrier, EnvelopeState

ENVELOPE = "envelope"
NO_ENVELOPE = "没有找到这件来件。"
PICTURES = ("image/png", "image/jpeg")


@dataclass(frozen=True, kw_only=True)
class EnvelopeEntry:
    """What is written on the envelope, who signed for it and when; `entry_key` makes a repeated click log it once."""

    entry_key: str
    sender: str
    addressed_to: str = ""
    carrier: Carrier
    tracking_number: str = ""
    signed_by: str
    signed_at: datetime
    bears_level_mark: bool = False
    remark: str = ""


def log_envelope(entry: EnvelopeEntry, photos: Sequence[Upload] = (), *, actor: Actor, office: Office) -> int:
    """The envelope stands in the log with its number and pictures, a day off included; a repeated click adds nothing.

    RuleViolation when what proves the signature is missing, or a picture is taken of a level mark. 《条例》第31条
    """
    require(actor, Action.LOG_ENVELOPE)
    with office.transaction() as records:
        year = office.clock.today().year
        numbers.hold(records, ENVELOPE, year)
        known = records.scalar(select(Envelope.id).where(Envelope.entry_key == entry.entry_key))
        if known is not None:
            return known
        tracking_number = normalized(entry.tracking_number)
        _require_sound_entry(records, entry, tracking_number, office)
        envelope = Envelope(
            **vars(entry) | {"tracking_number": tracking_number, "sender": entry.sender.strip()},
            number=f"收{year}-{numbers.draw(records, ENVELOPE, year):04d}",
            logged_by=actor.name,
            logged_at=office.clock.now(),
            state=EnvelopeState.LOGGED,
            photos=[_photo(photo, entry, office) for photo in photos],
        )
        records.add(envelope)
        records.flush()
        _note(records, envelope, EventName.ENVELOPE_LOGGED, actor, office, on=envelope.signed_on)
        return envelope.id


CORRECTABLE = (
    "sender", "addressed_to", "carrier", "tracking_number", "signed_by", "signed_at", "bears_level_mark", "remark",
)  # fmt: skip


def correct_envelope(envelope_id: int, entry: EnvelopeEntry, *, actor: Actor, office: Office) -> None:
    """What was mistyped is set right while the envelope lies in the mail room; what it was stands in the history.

    TaskNotReady once it was handed on, since others rely on it then. Pictures of what bears a level mark after all
    are wiped. 《条例》第17条、第31条
    """
    require(actor, Action.LOG_ENVELOPE)
    with office.transaction() as records:
        (envelope,) = _all_of(records, (envelope_id,), (EnvelopeState.LOGGED,))
        tracking_number = normalized(entry.tracking_number)
        _require_sound_entry(records, entry, tracking_number, office, besides=envelope_id)
        wanted = vars(entry) | {"tracking_number": tracking_number, "sender": entry.sender.strip()}
        changed = [name for name in CORRECTABLE if getattr(envelope, name) != wanted[name]]
        before = {name: str(getattr(envelope, name)) for name in changed}
        for name in changed:
            setattr(envelope, name, wanted[name])
        for photo in envelope.photos if entry.bears_level_mark else ():
            photo.name, photo.content, photo.size = SEALED_NAME, b"", 0
        history.add(
            records, None, EventName.ENVELOPE_CORRECTED, actor, office.clock, on=envelope.signed_on,
            envelope_id=envelope.id, envelope=envelope.number, before=before,
        )  # fmt: skip


def hand_over(envelope_ids: Sequence[int], to: int | None, *, actor: Actor, office: Office) -> int:
    """These envelopes are handed to this registrar (交), who has yet to take them; returns how many.

    Whoever hands them to themselves has taken them. 内部规定：来件交接
    """
    require(actor, Action.LOG_ENVELOPE)
    with office.transaction() as records:
        receiver = _registrar(records, to)
        for envelope in _all_of(records, envelope_ids, (EnvelopeState.LOGGED, EnvelopeState.HANDED_OVER)):
            envelope.handed_by, envelope.handed_at = actor.name, office.clock.now()
            envelope.handed_to, envelope.handed_to_id = receiver.name, receiver.id
            envelope.state = EnvelopeState.HANDED_OVER
            _note(records, envelope, EventName.ENVELOPE_HANDED_OVER, actor, office)
            if receiver.id == actor.person_id:
                _take(records, envelope, actor, office)
        return len(envelope_ids)


def take_over(envelope_ids: Sequence[int], *, actor: Actor, office: Office) -> int:
    """These envelopes lie with this registrar (接), whoever they were handed to; returns how many.

    内部规定：来件交接
    """
    require(actor, Action.SETTLE_ENVELOPE)
    with office.transaction() as records:
        for envelope in _all_of(records, envelope_ids, (EnvelopeState.HANDED_OVER,)):
            _take(records, envelope, actor, office)
        return len(envelope_ids)


def write_duty_note(day: date, on_duty: str, note: str, *, actor: Actor, office: Office) -> None:
    """The note stands in the duty log (值班记录) and cannot be taken out; a day without mail may have one too.

    内部规定：值班记录
    """
    require(actor, Action.LOG_ENVELOPE)
    if day > office.clock.today():
        raise RuleViolation("值班日期不能晚于今天。", field="day")
    if not on_duty.strip() or not note.strip():
        raise RuleViolation("请填写值班人和记事；没有来件的，写“无来件”。", field="note")
    with office.transaction() as records:
        records.add(
            DutyNote(
                day=day, on_duty=on_duty.strip(), note=note.strip(), written_by=actor.name,
                written_at=office.clock.now(),
            )
        )  # fmt: skip


def taken_envelope(records: Session, envelope_id: int) -> Envelope:
    """The envelope, locked, which a registrar has taken over and nobody has settled; TaskNotReady otherwise."""
    return _all_of(records, (envelope_id,), (EnvelopeState.TAKEN,))[0]


def normalized(tracking_number: str) -> str:
    """The number of a consignment as it is compared: capitals, no blanks."""
    return "".join(tracking_number.split()).upper()


def note_end(records: Session, envelope: Envelope, state: EnvelopeState, actor: Actor, office: Office) -> None:
    """The envelope has its end, with who decided and when; it waits for nobody any more."""
    envelope.state, envelope.settled_by, envelope.settled_at = state, actor.name, office.clock.now()
    history.add(
        records, envelope.application, EventName.ENVELOPE_SETTLED, actor, office.clock, on=envelope.signed_on,
        envelope_id=envelope.id, envelope=envelope.number, paper=envelope.paper.label if envelope.paper else "",
        tracking_number=envelope.tracking_number,
    )  # fmt: skip


def _take(records: Session, envelope: Envelope, actor: Actor, office: Office) -> None:
    envelope.taken_by, envelope.taken_by_id, envelope.taken_at = actor.name, actor.person_id, office.clock.now()
    envelope.state = EnvelopeState.TAKEN
    _note(records, envelope, EventName.ENVELOPE_TAKEN, actor, office)


def _note(
    records: Session, envelope: Envelope, event: EventName, actor: Actor, office: Office, on: date | None = None
) -> None:
    history.add(records, None, event, actor, office.clock, on=on, envelope_id=envelope.id, envelope=envelope.number)


def _all_of(records: Session, envelope_ids: Sequence[int], states: Sequence[EnvelopeState]) -> list[Envelope]:
    """Each of these envelopes, locked; NotFound when one is not there, TaskNotReady when one is past these states."""
    if not envelope_ids:
        raise RuleViolation("请先勾选来件。", field="envelope")
    query = select(Envelope).where(Envelope.id.in_(envelope_ids)).order_by(Envelope.id).with_for_update(of=Envelope)
    found = list(records.scalars(query))
    if len(found) != len(set(envelope_ids)):
        raise NotFound(NO_ENVELOPE)
    if (moved := next((each for each in found if each.state not in states), None)) is not None:
        raise TaskNotReady(f"来件 {moved.number} 现在是“{moved.state.label}”，没有改动，请刷新后核对。")
    return found


def _registrar(records: Session, person_id: int | None) -> Person:
    query = select(Person).join(Duty).where(Duty.role == Role.REGISTRAR, Person.active, Person.id == person_id)
    person = records.scalar(query)
    if person is None:
        raise RuleViolation("请选择接收的登记人。", field="to")
    return person


def _require_sound_entry(
    records: Session, entry: EnvelopeEntry, tracking_number: str, office: Office, *, besides: int = 0
) -> None:
    """Nothing, if the entry can prove the day of receipt.

    《条例》第31条第（二）项
    """
    if not entry.sender.strip():
        raise RuleViolation("请填写寄件人；信封上没有写的，填“未写明”。", field="sender")
    if not entry.signed_by.strip():
        raise RuleViolation("请填写签收人，收发室、门卫代签的写代签人。", "《条例》第31条", field="signed_by")
    if entry.signed_at > office.clock.now():
        raise RuleViolation("签收时间不能晚于现在，请核对。", "《条例》第31条", field="signed_on")
    if entry.carrier in NUMBERED and not tracking_number:
        raise RuleViolation(f"{entry.carrier.label}有单号，请照录。", "《条例》第31条", field="tracking_number")
    if tracking_number:
        twins = select(Envelope.number).where(Envelope.tracking_number == tracking_number, Envelope.id != besides)
        twin = records.scalar(twins)
        if twin is not None:
            raise RuleViolation(f"这个单号已经登记过，见 {twin}，没有重复登记。", field="tracking_number")


def _photo(upload: Upload, entry: EnvelopeEntry, office: Office) -> EnvelopePhoto:
    """The picture as it is kept; RuleViolation when the envelope bears a level mark or the file is no picture.

    《条例》第17条
    """
    if entry.bears_level_mark:
        raise RuleViolation("带有密级标识的信封不得拍照上传，请交保密审查人。", "《条例》第17条", field="marked")
    name, kind = sound_file(upload, office)
    if kind.media_type not in PICTURES:
        raise RuleViolation("信封照片请用 jpg 或者 png。", field="file")
    return EnvelopePhoto(
        name=name, media_type=kind.media_type, size=len(upload.content), added_at=office.clock.now(),
        sha256=hashlib.sha256(upload.content).hexdigest(), content=upload.content,
    )  # fmt: skip
