"""Cases that are worked together: their joint sheet, and where their answers differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import NOT_THERE, visible_to
from engine.queries.days import Today
from engine.queries.facts import CaseFacts, facts_of
from engine.records import (
    Application,
    EventName,
    Letter,
    LetterState,
    OpenTask,
    history,
    joint_replies,
    same_applicant,
)
from engine.records.groups import CaseGroup, GroupedCase, group_of
from engine.rules.fees import earlier_in_month, fee_by_item
from engine.rules.likeness import GroupKind, plain
from engine.rules.vocabulary import Outcome


@dataclass(frozen=True)
class Tally:
    """One applicant's applications in a calendar month, and what the tariff would come to; nothing is started."""

    month: date
    count: int
    amount: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Member:
    """One case of the group with its own clock and its own letters."""

    case: CaseFacts
    letters: tuple[str, ...]


@dataclass(frozen=True)
class Searched:
    """The search record of one item of the group, and the open searches that may adopt it."""

    case_id: int
    case_number: str
    number: int
    what: str
    on: date
    places: str
    result: str


@dataclass(frozen=True)
class OpenSearch:
    """A search of the group that is still to be made."""

    task_id: int
    case_number: str
    number: int
    what: str


@dataclass(frozen=True)
class GroupPage:
    """The joint sheet (并案办理单): the cases, what they share, and where their answers differ."""

    id: int
    kind: GroupKind
    reason: str
    legal_note: str
    note_by: str
    made_by: str
    members: tuple[Member, ...]
    hidden: int
    warnings: tuple[str, ...]
    tally: Tally | None
    searched: tuple[Searched, ...]
    open_searches: tuple[OpenSearch, ...]


def group_page(group_id: int, *, actor: Actor, office: Office) -> GroupPage:
    """The group as this actor may see it; NotFound when none of its cases is this actor's to see."""
    with office.reading() as records:
        group = records.get(CaseGroup, group_id)
        cases = _visible(records, group, actor) if group else []
        if group is None or not cases:
            raise NotFound(NOT_THERE)
        today = Today(office.clock.today(), office.calendar(records))
        return GroupPage(
            id=group.id,
            kind=group.kind,
            reason=group.reason,
            legal_note=group.legal_note,
            note_by=group.note_by,
            made_by=group.made_by,
            members=tuple(_member(records, case, today, actor=actor, office=office) for case in cases),
            hidden=len(group.members) - len(cases),
            warnings=tuple(differing(cases)) if group.kind is GroupKind.SAME_TEXT else (),
            tally=_tally(records, cases[0], office) if group.kind is GroupKind.SAME_APPLICANT else None,
            searched=tuple(_searched(records, cases)),
            open_searches=tuple(_open_searches(records, cases)),
        )


def warnings_for(application_id: int, *, office: Office) -> tuple[str, ...]:
    """Where the answers of the case's group differ, for the step at which an answer is drafted. 《条例》第36条"""
    with office.reading() as records:
        application = records.get_one(Application, application_id)
        group = group_of(records, application)
        if group is None or group.kind is not GroupKind.SAME_TEXT:
            return ()
        return tuple(differing([member.application for member in group.members]))


def differing(cases: Sequence[Application]) -> Iterator[str]:
    """One sentence for each requested item that different people asked for alike and were answered differently."""
    answers: dict[str, dict[Outcome, list[str]]] = {}
    said: dict[str, str] = {}
    for case in cases:
        for item in case.items:
            if item.outcome is not None:
                said.setdefault(plain(item.what), item.what)
                answers.setdefault(plain(item.what), {}).setdefault(item.outcome, []).append(case.case_number)
    for text, outcomes in answers.items():
        if len(outcomes) > 1:
            listed = "；".join(f"{'、'.join(numbers)}号为“{outcome.label}”" for outcome, numbers in outcomes.items())
            yield f"“{said[text]}”的答复不一致：{listed}。相同的申请应当得到相同的答复，不同的须说明理由。"


def _visible(records: Session, group: CaseGroup, actor: Actor) -> list[Application]:
    query = (
        select(Application)
        .join(GroupedCase, GroupedCase.application_id == Application.id)
        .where(GroupedCase.group_id == group.id, visible_to(actor))
        .order_by(Application.id)
    )
    return list(records.scalars(query))


def _member(records: Session, case: Application, today: Today, *, actor: Actor, office: Office) -> Member:
    query = select(Letter).where(joint_replies.answers(case.id)).order_by(Letter.id)
    letters = [letter for letter in records.scalars(query) if letter.state is not LetterState.DRAFTED]
    named = tuple(f"{letter.document_number or '未编号'}（{letter.state.label}）" for letter in letters)
    return Member(facts_of(case, today, actor=actor, office=office), named)


def _tally(records: Session, case: Application, office: Office) -> Tally:
    today = office.clock.today()
    others = same_applicant.others_of(records, case, key=office.settings.identity_key)
    received = [day for each in (*others, case) if (day := each.received_on)]
    count = earlier_in_month(received, today)
    fee = fee_by_item(count) if count else None
    return Tally(today.replace(day=1), count, fee.amount if fee else 0, fee.computation if fee else ())


def _searched(records: Session, cases: Sequence[Application]) -> Iterator[Searched]:
    for case in cases:
        last = {e.facts["item"]: e for e in history.of(records, case) if e.event is EventName.ITEM_SEARCHED}
        for item in case.items:
            if (entry := last.get(item.number)) is not None:
                places = "、".join((*entry.facts["systems"], *entry.facts["units"]))
                yield Searched(
                    case.id, case.case_number, item.number, item.what, entry.on, places, entry.facts["result"]
                )


def _open_searches(records: Session, cases: Sequence[Application]) -> Iterator[OpenSearch]:
    for case in cases:
        query = select(OpenTask).where(OpenTask.application_id == case.id, OpenTask.step == "search_item")
        for task in records.scalars(query.order_by(OpenTask.id)):
            for item in case.items:
                if str(item.id) == task.subject_key:
                    yield OpenSearch(task.id, case.case_number, item.number, item.what)
