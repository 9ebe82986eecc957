"""From the check to the reviewed items: check, assign, search, secrecy review, item by item.

《条例》第10条、第13条至第17条、第36条至第39条
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import Duty, EventName, OpenTask, Person, Unit, history
from engine.rules.outcome import Held, ItemFacts, Nature, Responsibility, Standing


@dataclass(frozen=True, kw_only=True)
class ApplicationCheck:
    """The registrar finds the application complete and clear enough to be searched for."""

    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """The unit that handles the case, and the handler if one is named."""

    unit_id: int
    handler_id: int | None = None
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchRecord:
    """What was searched, where, with which words, over which years, by which units, and what came of it."""

    searched_on: date
    systems: tuple[str, ...]
    terms: tuple[str, ...]
    years: str
    units: tuple[str, ...]
    found: bool
    result: str


@dataclass(frozen=True, kw_only=True)
class SecrecyOpinion:
    """Whether the material may be released as far as secrecy goes, and the reviewer's words."""

    holds_classified: bool
    opinion: str


@dataclass(frozen=True, kw_only=True)
class ItemReview:
    """The answers to the questions about one requested item."""

    item_id: int
    facts: ItemFacts


def check_application(task_id: int, check: ApplicationCheck, *, actor: Actor, office: Office) -> None:
    """The application has been looked through and goes to be assigned; it is never 'not accepted'.

    《条例》第29条、第30条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor)
        history.add(records, task.application, EventName.APPLICATION_CHECKED, actor, office.clock, remark=check.remark)
        office.workflow.complete(records, task, {"clear": True})


def assign_handler(task_id: int, assignment: Assignment, *, actor: Actor, office: Office) -> None:
    """The case lies with a unit, and with a handler of it if one was named.

    《条例》第4条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor)
        unit = records.get(Unit, assignment.unit_id)
        if unit is None or not unit.handles_applications:
            raise RuleViolation("请选择承办处室。", field="unit_id")
        _require_member(records, assignment)
        task.application.handling_unit_id = unit.id
        task.application.handler_id = assignment.handler_id
        history.add(
            records, task.application, EventName.HANDLER_ASSIGNED, actor, office.clock,
            unit=unit.name, handler_id=assignment.handler_id, remark=assignment.remark,
        )  # fmt: skip
        office.workflow.complete(records, task, {"unit_id": unit.id})


def record_search(task_id: int, search: SearchRecord, *, actor: Actor, office: Office) -> None:
    """The search stands on record with its places, words, years and units; the case's handler is who made it.

    《条例》第36条第（四）项
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor)
        _require_full(search, today=office.clock.today())
        if task.application.handler_id is None:
            task.application.handler_id = actor.person_id
        facts = {**asdict(search), "searched_on": search.searched_on.isoformat()}
        history.add(
            records, task.application, EventName.SEARCH_RECORDED, actor, office.clock, on=search.searched_on, **facts
        )
        office.workflow.complete(records, task, {"found": search.found})


def review_secrecy(task_id: int, opinion: SecrecyOpinion, *, actor: Actor, office: Office) -> None:
    """Somebody other than the handler has judged whether anything is classified.

    《条例》第17条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor)
        if actor.person_id == task.application.handler_id:
            raise RuleViolation("保密审查应由承办人以外的人员办理，请退回由其他审查人领取。", "《条例》第17条")
        if not opinion.opinion.strip():
            raise RuleViolation("请写明审查意见。", "《条例》第17条", field="opinion")
        history.add(
            records, task.application, EventName.SECRECY_REVIEWED, actor, office.clock,
            holds_classified=opinion.holds_classified, opinion=opinion.opinion,
        )  # fmt: skip
        office.workflow.complete(records, task, {"holds_classified": opinion.holds_classified})


def review_items(task_id: int, reviews: Sequence[ItemReview], *, actor: Actor, office: Office) -> None:
    """Each requested item has its facts, and each leads to one outcome of the decision table.

    《条例》第36条至第39条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor)
        given = {review.item_id: review.facts for review in reviews}
        searched_and_found = _search_found(records, task)
        for item in task.application.items:
            if item.id not in given:
                raise RuleViolation(
                    f"第{item.number}项还没有审查，请逐项填写。", "《条例》第36条", field=f"item-{item.number}"
                )
            _require_search(given[item.id], searched_and_found, number=item.number, field=f"item-{item.number}")
            decision = office.workflow.catalogue.decide("outcome", given[item.id].as_inputs())
            if decision.values["outcome"] == "undetermined":
                raise RuleViolation(
                    f"第{item.number}项所填事实还不能得出结果：{decision.description}", field=f"item-{item.number}"
                )
            item.facts = given[item.id].as_inputs()
        history.add(
            records, task.application, EventName.ITEMS_REVIEWED, actor, office.clock,
            items={str(item.number): item.facts for item in task.application.items},
        )  # fmt: skip
        office.workflow.complete(records, task, {"reviewed": True})


def _require_member(records: Session, assignment: Assignment) -> None:
    if assignment.handler_id is None:
        return
    member = records.scalar(
        select(Person.id)
        .join(Duty)
        .where(Person.id == assignment.handler_id, Person.unit_id == assignment.unit_id, Person.active)
        .where(Duty.role == Role.HANDLER)
    )
    if member is None:
        raise RuleViolation("所选承办人不在该处室，请重新选择。", field="handler_id")


def _require_full(search: SearchRecord, *, today: date) -> None:
    """A search that may later prove that something does not exist names places, words and years.

    《条例》第36条第（四）项
    """
    article = "《条例》第36条第（四）项"
    if not search.systems:
        raise RuleViolation("请写明检索了哪些系统、档案或者场所。", article, field="systems")
    if not search.terms:
        raise RuleViolation("请写明检索所用的关键词。", article, field="terms")
    if not search.years.strip():
        raise RuleViolation("请写明检索的年度范围。", article, field="years")
    if search.searched_on > today:
        raise RuleViolation("检索日期不能晚于今天。", article, field="searched_on")
    if not search.result.strip():
        raise RuleViolation("请写明检索结果。", article, field="result")


def _search_found(records: Session, task: OpenTask) -> bool | None:
    """Whether the last recorded search found anything; None when none was recorded."""
    searches = [e for e in history.of(records, task.application) if e.event is EventName.SEARCH_RECORDED]
    return bool(searches[-1].facts["found"]) if searches else None


def _require_search(facts: ItemFacts, found: bool | None, *, number: int, field: str) -> None:
    """An item can be 'not held' only after a search that is on record.

    《条例》第36条第（四）项
    """
    asks_for_record = (
        facts.standing is Standing.OPEN
        and facts.nature is Nature.GOVERNMENT_INFORMATION
        and facts.responsibility is Responsibility.OURS
    )
    if asks_for_record and facts.held is Held.NO and found is None:
        raise RuleViolation(
            f"第{number}项：没有检索记录，不能认定信息不存在，请先检索并记录。", "《条例》第36条第（四）项", field=field
        )
