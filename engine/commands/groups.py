"""Cases worked together: one search and one legal note shared, every case with its own clock, letters and number.

A group decides nothing and starts nothing: arts. 35 and 42 remain a person's own step in each case.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from engine.commands import items
from engine.commands.cases import case_of, open_case_of
from engine.commands.items import SearchRecord
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, HistoryEntry, OpenTask, history, same_applicant
from engine.records.groups import CaseGroup, GroupedCase, group_of
from engine.rules.articles import Article
from engine.rules.likeness import GroupKind, is_same
from engine.rules.outcome import Held

SHORTEST_REASON = 5
SEARCHED = str(Article(36, item=4))


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """Which other cases belong to this one, and why."""

    kind: GroupKind
    others: tuple[int, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class JointSearch:
    """The search of another case of the group, and what it found of this item where the two ask for different things.

    `held` and `result` may be left out when both items say the same.
    """

    source_id: int
    number: int
    held: Held | None = None
    result: str = ""


def group_cases(application_id: int, grouping: Grouping, *, actor: Actor, office: Office) -> int:
    """The cases are worked together; the group's number is returned, an existing group has grown.

    RuleViolation when they are not one applicant's, or not of different people with the same text. 《条例》第36条
    """
    require(actor, Action.GROUP_CASES)
    if len(grouping.reason.strip()) < SHORTEST_REASON:
        raise RuleViolation("请写明为什么一并办理。", str(Article(36)), field="reason")
    with office.transaction() as records:
        first = open_case_of(records, application_id)
        others = [case_of(records, other) for other in dict.fromkeys(grouping.others) if other != application_id]
        if not others:
            raise RuleViolation("请选择要一并办理的其他申请。", str(Article(36)), field="others")
        _require_belonging(records, first, others, grouping.kind, key=office.settings.identity_key)
        group = _group(records, first, others, grouping, actor=actor, office=office)
        for case in (first, *others):
            if group_of(records, case) is None:
                group.members.append(GroupedCase(application=case))
                history.add(
                    records, case, EventName.CASES_GROUPED, actor, office.clock, kind=grouping.kind.label,
                    reason=grouping.reason, others=[each.case_number for each in (first, *others) if each is not case],
                )  # fmt: skip
                records.flush()
        return group.id


def leave_group(application_id: int, reason: str, *, actor: Actor, office: Office) -> None:
    """The case is worked alone again; a group of one is none. 《条例》第36条"""
    require(actor, Action.GROUP_CASES)
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleViolation("请写明为什么不再一并办理。", str(Article(36)), field="reason")
    with office.transaction() as records:
        application = case_of(records, application_id)
        group = group_of(records, application)
        if group is None:
            raise RuleViolation("此件没有与其他申请一并办理。")
        leaving = [m for m in group.members if m.application_id == application.id or len(group.members) == 2]
        for member in leaving:
            history.add(records, member.application, EventName.GROUP_LEFT, actor, office.clock, reason=reason)
        if len(leaving) == len(group.members):
            records.delete(group)
        else:
            group.members.remove(leaving[0])


def note_law(group_id: int, words: str, *, actor: Actor, office: Office) -> None:
    """The legal note on which all cases of the group rest stands in the group and in the history of each.

    《条例》第36条
    """
    require(actor, Action.GROUP_CASES)
    if not words.strip():
        raise RuleViolation("请写明共同的法律意见。", str(Article(36)), field="words")
    with office.transaction() as records:
        group = records.get_one(CaseGroup, group_id)
        group.legal_note, group.note_by = words.strip(), actor.name
        for member in group.members:
            history.add(records, member.application, EventName.LEGAL_NOTE_SHARED, actor, office.clock, words=words)


def adopt_search(task_id: int, joint: JointSearch, *, actor: Actor, office: Office) -> None:
    """The open search of an item is done by the record of another case of its group, which it names as its source.

    RuleViolation when the two cases are no group, the source was not searched, or the items differ and nothing says
    what was found of this one. 《条例》第36条第（四）项
    """
    with office.reading() as records:
        task = records.get_one(OpenTask, task_id)
        item = next((each for each in task.application.items if str(each.id) == task.subject_key), None)
        source = case_of(records, joint.source_id)
        if task.step != "search_item" or item is None or not _are_grouped(records, task.application, source):
            raise RuleViolation("只能采用一并办理的其他申请的检索记录。", SEARCHED, field="source")
        found = _search_of(records, source, joint.number)
        same = any(other.number == joint.number and is_same(other.what, item.what) for other in source.items)
        if found is None:
            raise RuleViolation("所选申请还没有检索记录。", SEARCHED, field="source")
        if not same and (joint.held is None or not joint.result.strip()):
            raise RuleViolation("两项申请内容不同，请写明对本项检索到什么。", SEARCHED, field="result")
        named = f"与{source.case_number}号申请第{joint.number}项合并检索"
    record = _record(found)
    result = joint.result.strip() or record.result
    if joint.held is not None and (not same or joint.held is not record.held):
        record = replace(record, held=joint.held, already_public=False, published_at="", found=())
    items.search_item(task_id, replace(record, result=f"{named}：{result}"), actor=actor, office=office)


def note_other_agencies(application_id: int, agencies: Sequence[str], *, actor: Actor, office: Office) -> None:
    """It is noted that the applicant asked other agencies for the same; each answers for itself. 《条例》第10条"""
    require(actor, Action.GROUP_CASES)
    names = [name.strip() for name in agencies if name.strip()]
    if not names:
        raise RuleViolation("请写明还向哪些机关提出了同样的申请。", str(Article(10)), field="agencies")
    with office.transaction() as records:
        application = case_of(records, application_id)
        history.add(records, application, EventName.OTHER_AGENCIES_NOTED, actor, office.clock, agencies=names)


def _require_belonging(
    records: Session, first: Application, others: Sequence[Application], kind: GroupKind, *, key: bytes
) -> None:
    own = set(same_applicant.ids_of_others(records, first, key=key))
    for other in others:
        is_own = other.id in own
        if kind is GroupKind.SAME_APPLICANT and not is_own:
            raise RuleViolation(f"{other.case_number}号不是同一申请人提出的。", str(Article(36)), field="others")
        if kind is GroupKind.SAME_TEXT and is_own:
            raise RuleViolation(
                f"{other.case_number}号是同一申请人提出的，请按同一申请人的多件申请处理。",
                str(Article(36)),
                field="others",
            )
        if kind is GroupKind.SAME_TEXT and not _ask_for_the_same(first, other):
            raise RuleViolation(f"{other.case_number}号申请的内容与此件不同。", str(Article(36)), field="others")


def _ask_for_the_same(one: Application, other: Application) -> bool:
    return any(is_same(first.what, second.what) for first in one.items for second in other.items)


def _group(
    records: Session, first: Application, others: Sequence[Application], grouping: Grouping, *, actor: Actor,
    office: Office,
) -> CaseGroup:  # fmt: skip
    """The one group the cases are in already, or a new one."""
    found = {group.id: group for case in (first, *others) if (group := group_of(records, case)) is not None}
    if len(found) > 1 or any(group.kind is not grouping.kind for group in found.values()):
        raise RuleViolation("所选申请中有的已经与别的申请一并办理，请先退出原来的并案。", field="others")
    if found:
        return next(iter(found.values()))
    group = CaseGroup(
        kind=grouping.kind, reason=grouping.reason.strip(), legal_note="", note_by="", made_at=office.clock.now(),
        made_by=actor.name,
    )  # fmt: skip
    records.add(group)
    return group


def _are_grouped(records: Session, one: Application, other: Application) -> bool:
    group = group_of(records, one)
    return group is not None and any(member.application_id == other.id for member in group.members)


def _search_of(records: Session, application: Application, number: int) -> HistoryEntry | None:
    entries = history.of(records, application)
    found = [e for e in entries if e.event is EventName.ITEM_SEARCHED and e.facts.get("item") == number]
    return found[-1] if found else None


def _record(entry: HistoryEntry) -> SearchRecord:
    facts = entry.facts
    return SearchRecord(
        searched_on=date.fromisoformat(facts["searched_on"]),
        systems=tuple(facts["systems"]),
        terms=tuple(facts["terms"]),
        years=facts["years"],
        units=tuple(facts["units"]),
        held=Held(facts["held"]),
        already_public=facts["already_public"],
        published_at=facts["published_at"],
        found=tuple(facts["found"]),
        result=facts["result"],
    )
