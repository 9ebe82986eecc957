"""Signing in and out, the first administrator, people and their roles."""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engine.commands import absences, hand_over
from engine.errors import Conflict, DisclosureError, NotFound, NotPermitted, RuleViolation, Unwritable
from engine.office import Office
from engine.passwords import require_strong, token_hash
from engine.permissions import Action, Actor, Role, require
from engine.records import Duty, EventName, FailedSignIn, Person, SignIn, Unit, history

TRIES = 5
TRIES_FROM_ONE_ADDRESS = 30
LOCK_MINUTES = 15
DEMO_PASSWORD = "mingda-demo-2026"  # noqa: S105  # refused wherever MINGDA_DEMO is not set


class TooManyTries(DisclosureError):
    """Sign-in is closed to this account or address for a while."""


@dataclass(frozen=True, kw_only=True)
class PersonEntry:
    """A person as an administrator enters one."""

    account: str
    name: str
    unit_id: int
    roles: frozenset[Role]
    password: str


def sign_in(account: str, password: str, *, address: str, office: Office) -> str:
    """A new sign-in; returns the token for the cookie.

    TooManyTries after 5 wrong passwords for the account, or 30 from the address, within 15 minutes;
    NotPermitted, in the same words, for an unknown account, a wrong password or somebody who has left.
    """
    _require_not_locked(account, address, office)
    with office.reading() as records:
        person = records.scalar(select(Person).where(Person.account == account))
        right = office.passwords.matches(person.password_hash if person else "", password)
    if person is None or not right or not person.active:
        note_failure((f"account:{account}", f"address:{address}"), office)
        raise NotPermitted("账号或者密码不正确。")
    if password == DEMO_PASSWORD and not office.settings.demo:
        raise NotPermitted("演示密码不能在正式环境使用，请管理员重设密码。")
    return _begin(person.id, account, office)


def sign_out(token: str, *, office: Office) -> None:
    """The sign-in has ended; the token opens nothing any more."""
    with office.transaction() as records:
        records.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def note_seen(token: str, *, office: Office) -> None:
    """The sign-in was used just now, so it does not count as idle.

    When the database is busy the next page says it; when it takes nothing, pages can still be read.
    """
    with suppress(Conflict, Unwritable), office.transaction() as records:
        records.execute(update(SignIn).where(SignIn.token_hash == token_hash(token)).values(seen_at=office.clock.now()))


def set_up_first_administrator(entry: PersonEntry, unit_name: str, *, office: Office) -> None:
    """The office has its first unit and administrator; NotPermitted as soon as anybody exists."""
    with office.transaction() as records:
        if records.scalar(select(func.count()).select_from(Person)):
            raise NotPermitted("已有管理员，请由管理员添加人员。")
        unit = Unit(name=unit_name.strip() or "办公室")
        records.add(unit)
        records.flush()
        _add(records, entry, unit.id, office)


def add_person(entry: PersonEntry, *, actor: Actor, office: Office) -> int:
    """The person can sign in with these roles."""
    require(actor, Action.MANAGE_PEOPLE)
    with office.transaction() as records:
        person = _add(records, entry, entry.unit_id, office)
        _note(records, person, actor, office)
        return person.id


def change_person(
    person_id: int, *, roles: Iterable[Role], unit_id: int, active: bool, actor: Actor, office: Office
) -> None:
    """The person has these roles in this unit; somebody who has left is signed out everywhere.

    Open steps that the person may no longer do are back in their pool, and open cases of which the person may no
    longer be the handler have none; somebody who has left is nobody's deputy.
    """
    require(actor, Action.MANAGE_PEOPLE)
    with office.transaction() as records:
        person = records.get(Person, person_id)
        if person is None:
            raise NotFound("没有找到这位人员。")
        wanted = frozenset(roles)
        if actor.person_id == person.id and (Role.ADMINISTRATOR not in wanted or not active):
            raise RuleViolation("不能取消自己的管理员身份，请由另一位管理员办理。")
        person.unit_id, person.active = unit_id, active
        kept = [duty for duty in person.duties if duty.role in wanted]
        person.duties = kept + [Duty(role=role) for role in wanted - {duty.role for duty in kept}]
        if not active:
            records.execute(delete(SignIn).where(SignIn.person_id == person.id))
        records.flush()
        hand_over.take_from(records, person, office)
        if not active:
            absences.cancel_all_of(records, person, actor, office)
        _note(records, person, actor, office)


def set_password(person_id: int, password: str, *, actor: Actor, office: Office) -> None:
    """The person signs in with this password from now on; all sign-ins of the person have ended."""
    if actor.person_id != person_id:
        require(actor, Action.MANAGE_PEOPLE)
    with office.transaction() as records:
        person = records.get(Person, person_id)
        if person is None:
            raise NotFound("没有找到这位人员。")
        require_strong(password, account=person.account)
        person.password_hash = office.passwords.hash(password)
        records.execute(delete(SignIn).where(SignIn.person_id == person.id))
        _note(records, person, actor, office)


def add_unit(
    name: str, handles_applications: bool, *, is_subordinate: bool = False, actor: Actor, office: Office
) -> int:
    """The unit exists; people can be put into it, and cases assigned to it if it handles any."""
    require(actor, Action.MANAGE_PEOPLE)
    with office.transaction() as records:
        if records.scalar(select(Unit.id).where(Unit.name == name.strip())) is not None:
            raise RuleViolation("已有同名处室，请换一个名称。", field="name")
        unit = Unit(name=name.strip(), handles_applications=handles_applications, is_subordinate=is_subordinate)
        records.add(unit)
        records.flush()
        return unit.id


def note_failure(subjects: Iterable[str], office: Office) -> None:
    """One more try stands against each subject (an account, a case number, an address)."""
    with office.transaction() as records:
        records.add_all(FailedSignIn(subject=subject, at=office.clock.now()) for subject in subjects)


WRONG_TOO_OFTEN = f"连续输错次数过多，请 {LOCK_MINUTES} 分钟后再试，或者联系管理员。"


def require_tries_left(subject: str, limit: int, office: Office, told: str = WRONG_TOO_OFTEN) -> None:
    """Nothing, while fewer than `limit` tries stand in the last 15 minutes; TooManyTries in these words otherwise."""
    since = office.clock.now() - timedelta(minutes=LOCK_MINUTES)
    with office.reading() as records:
        failures = records.scalar(select(func.count()).where(FailedSignIn.subject == subject, FailedSignIn.at > since))
    if (failures or 0) >= limit:
        raise TooManyTries(told)


def _require_not_locked(account: str, address: str, office: Office) -> None:
    require_tries_left(f"account:{account}", TRIES, office)
    require_tries_left(f"address:{address}", TRIES_FROM_ONE_ADDRESS, office)


def _begin(person_id: int, account: str, office: Office) -> str:
    token = secrets.token_urlsafe(32)
    now = office.clock.now()
    with office.transaction() as records:
        records.execute(delete(FailedSignIn).where(FailedSignIn.subject == f"account:{account}"))
        records.execute(delete(SignIn).where(SignIn.ends_at < now))
        records.add(
            SignIn(
                token_hash=token_hash(token),
                person_id=person_id,
                started_at=now,
                seen_at=now,
                ends_at=now + timedelta(hours=office.settings.sign_in_hours),
            )
        )
    return token


def _add(records: Session, entry: PersonEntry, unit_id: int, office: Office) -> Person:
    if records.scalar(select(Person.id).where(Person.account == entry.account)):
        raise RuleViolation("这个账号已被使用，请换一个。", field="account")
    if not entry.account.strip() or not entry.name.strip():
        raise RuleViolation("请填写账号和姓名。", field="account")
    if not (office.settings.demo and entry.password == DEMO_PASSWORD):
        require_strong(entry.password, account=entry.account)
    person = Person(
        account=entry.account.strip(),
        name=entry.name.strip(),
        unit_id=unit_id,
        password_hash=office.passwords.hash(entry.password),
        duties=[Duty(role=role) for role in sorted(entry.roles)],
    )
    records.add(person)
    records.flush()
    return person


def _note(records: Session, person: Person, actor: Actor, office: Office) -> None:
    history.add(
        records, None, EventName.PERSON_CHANGED, actor, office.clock,
        person_id=person.id, roles=sorted(duty.role for duty in person.duties), active=person.active,
    )  # fmt: skip
