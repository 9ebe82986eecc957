"""What a new case should be looked at beside: the same applicant's others, and whoever asked for the same before.

Likely cases come from the index of words, however many years and cases there are; a person decides what follows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import visible_to
from engine.queries.facts import case_row
from engine.records import (
    OPEN_STATES,
    Application,
    EventName,
    HistoryEntry,
    Letter,
    LetterState,
    history,
    same_applicant,
    search,
)
from engine.records.groups import group_of
from engine.records.joint_replies import letters_of
from engine.rules.likeness import is_alike, is_same

MOST = 100
"""So many of one applicant's other cases are looked at, the latest ones."""


@dataclass(frozen=True)
class Answered:
    """Our own letter by which a case was answered, and what it said of each item."""

    letter_id: int
    document_number: str
    dated_on: date | None
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Likely:
    """A case that may belong to this one: the same applicant's, or one that asks for the same."""

    id: int
    case_number: str
    applicant: str
    received_on: date | None
    subject: str
    is_open: bool
    is_same: bool
    reply: Answered | None


@dataclass(frozen=True)
class Hints:
    """What stands beside a case; `group_id` when it is worked together with others already.

    `repeated` are the same applicant's earlier cases with the same words, answered or closed.
    """

    group_id: int | None
    own: tuple[Likely, ...]
    repeated: tuple[Likely, ...]
    alike: tuple[Likely, ...]
    other_agencies: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether there is something to look at."""
        return bool(self.group_id or self.own or self.repeated or self.alike or self.other_agencies)


def hints(application_id: int, *, actor: Actor, office: Office) -> Hints:
    """The cases that may belong to this one; NotFound when it is not this actor's to see. 《条例》第35条、第36条"""
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        entries = history.of(records, application, (EventName.OTHER_AGENCIES_NOTED,))
        return hints_of(records, application, entries, actor=actor, office=office)


def hints_of(
    records: Session, application: Application, entries: Sequence[HistoryEntry], *, actor: Actor, office: Office
) -> Hints:
    """The same of a case that is read already, with its history."""
    group = group_of(records, application)
    inside = {member.application_id for member in group.members} if group else set()
    others = same_applicant.ids_of_others(records, application, key=office.settings.identity_key)
    own = set(others[-MOST:]) - inside
    worded = set(search.likest(records, [item.what for item in application.items])) - inside - {application.id}
    seen = _seen(records, own | worded, actor)
    replies = _replies(records, [case.id for case in seen if case.state not in OPEN_STATES])
    likely = [_likely(application, case, replies.get(case.id)) for case in seen]
    return Hints(
        group_id=group.id if group else None,
        own=tuple(each for each in likely if each.id in own and each.is_open),
        repeated=tuple(each for each in likely if each.id in own and not each.is_open and each.is_same),
        alike=_alike(application, seen, likely, set(others)),
        other_agencies=_other_agencies(entries),
    )


def _seen(records: Session, cases: Iterable[int], actor: Actor) -> Sequence[Application]:
    """Those that this actor may see, the latest first, with their items."""
    query = (
        select(Application)
        .options(selectinload(Application.items))
        .where(Application.id.in_(sorted(cases)), visible_to(actor))
        .order_by(Application.id.desc())
    )
    return records.scalars(query).all()


def _alike(
    application: Application, seen: Sequence[Application], likely: Sequence[Likely], own: set[int]
) -> tuple[Likely, ...]:
    """Other people's cases that ask for the same or nearly so; what is the same stands first."""
    found = [
        each
        for case, each in zip(seen, likely, strict=True)
        if each.id not in own and (each.is_same or _any_alike(application, case))
    ]
    return tuple(sorted(found, key=lambda each: not each.is_same))


def _any_alike(application: Application, other: Application) -> bool:
    return any(is_alike(mine.what, theirs.what) for mine in application.items for theirs in other.items)


def _likely(application: Application, other: Application, reply: Answered | None) -> Likely:
    return Likely(
        id=other.id,
        case_number=other.case_number,
        applicant=other.applicant_name,
        received_on=other.received_on,
        subject=other.request_text.partition("\n")[0],
        is_open=other.state in OPEN_STATES,
        is_same=any(is_same(mine.what, theirs.what) for mine in application.items for theirs in other.items),
        reply=reply and Answered(reply.letter_id, reply.document_number, reply.dated_on, _outcomes(other)),
    )


def _outcomes(case: Application) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.outcome.label for item in case.items if item.outcome is not None))


def _replies(records: Session, cases: Sequence[int]) -> dict[int, Answered]:
    """Case → the last reply that was served in it."""
    if not cases:
        return {}
    pairs = letters_of(cases)
    query = (
        select(pairs.c.application_id, Letter.id, Letter.document_number, Letter.dated_on)
        .join(pairs, pairs.c.letter_id == Letter.id)
        .where(Letter.series == "reply", Letter.state == LetterState.SERVED)
        .order_by(Letter.id)
    )
    return {
        case: Answered(letter, number or "", dated_on, ()) for case, letter, number, dated_on in records.execute(query)
    }


def _other_agencies(entries: Iterable[HistoryEntry]) -> tuple[str, ...]:
    noted = [name for e in entries if e.event is EventName.OTHER_AGENCIES_NOTED for name in e.facts["agencies"]]
    return tuple(dict.fromkeys(noted))
