"""外出与代办: somebody is away for some days, and a colleague who holds the same roles stands in.

Nothing is moved when an absence is entered: on its days the deputy may take what lies with whoever is away.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.errors import NotFound, RuleViolation
from engine.office import Office
from engine.permissions import UNIT_ROLES, Action, Actor, permits, require
from engine.records import Absence, EventName, Message, Person, history
from engine.records.absences import missing_roles, within
from engine.rules.clock_events import chinese_date


@dataclass(frozen=True, kw_only=True)
class AbsenceEntry:
    """Away from the first day to the last, both included, and who stands in."""

    person_id: int
    deputy_id: int | None
    first_day: date
    last_day: date
    note: str = ""


def enter_absence(entry: AbsenceEntry, *, actor: Actor, office: Office) -> int:
    """The deputy stands in on these days; entered by whoever is away, or by an administrator.

    RuleViolation for days that are over or overlap, and for a deputy who cannot do the work or is away too.
    """
    if entry.person_id != actor.person_id:
        require(actor, Action.MANAGE_PEOPLE)
    _require_days(entry, office.clock.today())
    with office.transaction() as records:
        person, deputy = _both(records, entry)
        _require_fit(person, deputy)
        _require_here(records, entry, person, deputy)
        absence = Absence(
            person_id=person.id, deputy_id=deputy.id, first_day=entry.first_day, last_day=entry.last_day,
            note=entry.note.strip(), entered_by=actor.person_id, entered_at=office.clock.now(),
        )  # fmt: skip
        records.add(absence)
        records.flush()
        _note(records, absence, EventName.ABSENCE_ENTERED, actor, office)
        _tell(records, deputy, absence, f"{person.name}{_days(absence)}外出，由您代办其名下的步骤。", office)
        return absence.id


def cancel_absence(absence_id: int, *, actor: Actor, office: Office) -> None:
    """Nobody stands in any more; what the deputy took stays with the deputy until it is done.

    NotFound when there is none, or it is neither the actor's own nor the actor an administrator.
    """
    with office.transaction() as records:
        absence = records.get(Absence, absence_id, with_for_update=True)
        if absence is None or not (absence.person_id == actor.person_id or permits(actor, Action.MANAGE_PEOPLE)):
            raise NotFound("没有找到这一外出登记。")
        if absence.cancelled_at is not None or absence.last_day < office.clock.today():
            raise RuleViolation("这一外出已经结束或者取消，不能再取消。")
        _cancel(records, absence, actor, office)
        text = f"{absence.person.name}的外出（{_days(absence)}）已取消，不再由您代办；您已经领取的步骤仍请办完。"
        _tell(records, absence.deputy, absence, text, office)


def cancel_all_of(records: Session, person: Person, actor: Actor, office: Office) -> None:
    """Somebody who has left is away for nobody and stands in for nobody; those left without a deputy are told."""
    today = office.clock.today()
    concerned = or_(Absence.person_id == person.id, Absence.deputy_id == person.id)
    query = select(Absence).where(concerned, within(today, date.max)).order_by(Absence.id)
    for absence in records.scalars(query):
        _cancel(records, absence, actor, office)
        if absence.deputy_id == person.id:
            text = f"您外出（{_days(absence)}）的代办人{person.name}已离岗，请另行登记代办人。"
            _tell(records, absence.person, absence, text, office)


def _cancel(records: Session, absence: Absence, actor: Actor, office: Office) -> None:
    absence.cancelled_by, absence.cancelled_at = actor.person_id, office.clock.now()
    _note(records, absence, EventName.ABSENCE_CANCELLED, actor, office)


def _require_days(entry: AbsenceEntry, today: date) -> None:
    if entry.last_day < entry.first_day:
        raise RuleViolation("外出的最后一天不能早于第一天。", field="last_day")
    if entry.last_day < today:
        raise RuleViolation("外出的日期已经过去，请填写今天或者今后的日期。", field="last_day")
    if entry.deputy_id == entry.person_id:
        raise RuleViolation("代办人不能是外出的本人，请另选一位同事。", field="deputy_id")


def _both(records: Session, entry: AbsenceEntry) -> tuple[Person, Person]:
    """Both people, held until the transaction ends, so that no two absences of them are entered at once."""
    wanted = select(Person).where(Person.id.in_([entry.person_id, entry.deputy_id])).order_by(Person.id)
    found = {person.id: person for person in records.scalars(wanted.with_for_update(of=Person, key_share=True))}
    person, deputy = found.get(entry.person_id), found.get(entry.deputy_id or 0)
    if person is None or not person.active:
        raise NotFound("没有找到这位在岗人员。")
    if deputy is None or not deputy.active:
        raise RuleViolation("请选择在岗的同事代办。", field="deputy_id")
    return person, deputy


def _require_fit(person: Person, deputy: Person) -> None:
    lacking = missing_roles(person, deputy)
    if not lacking:
        return
    is_elsewhere = deputy.unit_id != person.unit_id and any(role in UNIT_ROLES for role in lacking)
    where = f"（须为{person.unit.name}的人员）" if is_elsewhere else ""
    names = "、".join(role.label for role in lacking)
    raise RuleViolation(
        f"{deputy.name}没有代办所需的角色：{names}{where}。请另选一位，或者先由管理员设置。", field="deputy_id"
    )


def _require_here(records: Session, entry: AbsenceEntry, person: Person, deputy: Person) -> None:
    """On these days the person has no other absence and stands in for nobody, and the deputy is here."""
    days = within(entry.first_day, entry.last_day)
    at_hand = or_(Absence.person_id.in_([person.id, deputy.id]), Absence.deputy_id == person.id)
    for other in records.scalars(select(Absence).where(and_(days, at_hand)).order_by(Absence.id)):
        if other.person_id == person.id:
            raise RuleViolation(f"与已登记的外出（{_days(other)}）重叠，请先取消那一次。", field="first_day")
        if other.person_id == deputy.id:
            raise RuleViolation(f"{deputy.name}在{_days(other)}也外出，请另选一位同事。", field="deputy_id")
        raise RuleViolation(
            f"{person.name}在{_days(other)}代{other.person.name}办理，请先为{other.person.name}改请他人代办。",
            field="first_day",
        )


def _tell(records: Session, person: Person, absence: Absence, text: str, office: Office) -> None:
    """The person has it in the messages; of one absence what was entered and how it ended are two."""
    key = f"absence:{absence.id}:{'entered' if absence.cancelled_at is None else 'cancelled'}"
    records.add(Message(person_id=person.id, key=key, text=text, at=office.clock.now()))


def _days(absence: Absence) -> str:
    return f"{chinese_date(absence.first_day)}至{chinese_date(absence.last_day)}"


def _note(records: Session, absence: Absence, event: EventName, actor: Actor, office: Office) -> None:
    history.add(
        records, None, event, actor, office.clock, absence_id=absence.id, person_id=absence.person_id,
        deputy_id=absence.deputy_id, first_day=absence.first_day.isoformat(), last_day=absence.last_day.isoformat(),
    )  # fmt: skip
