"""The handler proposes the answer to each requested item, and the letter that says so.

《条例》第33条、第36条至第39条
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from engine.commands import items, joint_reply, letters, sister_agencies
from engine.errors import RuleViolation
from engine.letters import to_json
from engine.letters.answers import ItemAnswer
from engine.office import Office
from engine.permissions import Actor
from engine.records import Application, EventName, RequestedItem, history
from engine.rules.articles import Article
from engine.rules.evidence import require_accounted
from engine.rules.outcome import ItemFacts, overall, overall_remedy
from engine.rules.remedies import remedy_of
from engine.rules.review_order import may_instead
from engine.rules.vocabulary import OUTCOME_FACTS, PARTLY_DISCLOSED_OVER_OBJECTION, Outcome, Remedy


@dataclass(frozen=True, kw_only=True)
class ItemDecision:
    """The proposed answer to one item: the outcome its facts allow, and what the letter says of it.

    `answer` carries the handler's findings, reasons and evidence; number, item, outcome and articles are set here.
    `deviation` is the reason why the outcome is another than the table's, where the law leaves that to us.
    """

    item_id: int
    outcome: Outcome
    answer: ItemAnswer
    deviation: str = ""


SHORTEST_DEVIATION = 15


def draft_decision(task_id: int, decisions: Sequence[ItemDecision], *, actor: Actor, office: Office) -> None:
    """Every item has its proposed answer and the reply letter is drafted; review follows.

    RuleViolation when an outcome is not the one that the recorded facts allow, nor one that gives more with a
    reason for it; when an answer lacks its reasons, or sends the applicant to an agency that has ended.

    《条例》第36条、第37条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="draft_decision")
        joint_reply.require_alone(records, task.application)
        cases = [task.application, *joint_reply.drafted_with(records, task.application, actor=actor, office=office)]
        for case in cases:
            _require_examined(records, case, office)
        asked = [item for case in cases for item in case.items]
        given = {decision.item_id: decision for decision in decisions}
        for number, item in enumerate(asked, 1):
            if item.id not in given:
                raise RuleViolation(f"第{number}项还没有拟定答复。", "《条例》第36条", field=f"item-{number}")
            field = f"item-{number}-destination_name"
            sister_agencies.require_current(records, given[item.id].answer.destination, office, field=field)
            propose(item, given[item.id], office, number=number)
            if reason := item.facts.get("deviation"):
                history.add(
                    records, item.application, EventName.TABLE_DEVIATED, actor, office.clock, item=item.number,
                    reason=reason,
                )  # fmt: skip
        outcomes = [item.outcome for item in asked if item.outcome]
        remedy = overall_remedy(remedy_of_item(item) for item in asked)
        letter = letters.draft_reply(records, cases, remedy, actor=actor, office=office)
        for case in cases:
            history.add(
                records, case, EventName.DECISION_DRAFTED, actor, office.clock,
                outcomes={str(item.number): item.outcome for item in case.items},
                rows={str(item.number): report_row(item) for item in case.items}, fingerprint=letter.fingerprint,
            )  # fmt: skip
        office.workflow.complete(
            records, task, {"outcome": overall(outcomes), "remedy": remedy.value}, letter_id=letter.id
        )


def _require_examined(records: Session, application: Application, office: Office) -> None:
    """Nothing, if no item is being reviewed anew and no fee is awaited; RuleViolation otherwise.

    《条例》第36条、第42条
    """
    if items.under_review(records, application, office):
        raise RuleViolation(
            f"{application.case_number}号还有内容正在重新审查，请办完后再拟定答复决定。", "《条例》第36条"
        )
    if any(run.process_id == "collect_fee" for run in office.workflow.instances(records, application)):
        raise RuleViolation("收费尚未办结，请等申请人缴费或者缴费期满核实后再拟定答复决定。", "《收费办法》第6条")


def remedy_of_item(item: RequestedItem) -> Remedy:
    """The paragraph on remedies that the proposed answer calls for. 《行政复议法》第23条"""
    if item.outcome is None:
        return Remedy.R0
    return remedy_of(item.outcome, has_withheld_part=bool(item.answer.get("withheld")))


def report_row(item: RequestedItem) -> str | None:
    """The row of table three that the answer to this item stands in. 国办公开办函〔2021〕30号"""
    if item.outcome is None:
        return None
    over_objection = item.outcome is Outcome.DISCLOSED_OVER_OBJECTION and item.answer.get("withheld")
    facts = PARTLY_DISCLOSED_OVER_OBJECTION if over_objection else OUTCOME_FACTS[item.outcome]
    return facts.report_row.value


def admissible(item: RequestedItem, office: Office) -> tuple[Outcome, str, str]:
    """The outcome that the item's recorded facts allow, its articles, and the table row that says so."""
    decision = office.workflow.catalogue.decide("outcome", ItemFacts.from_stored(item.facts).as_inputs())
    if decision.values["outcome"] == items.UNDETERMINED:
        raise RuleViolation(
            f"第{item.number}项的事实还没有查清，不能拟定答复，请在案件页上对该项“重新审查”。", "《条例》第36条"
        )
    return Outcome(decision.values["outcome"]), decision.values["articles"], decision.description


def propose(item: RequestedItem, decision: ItemDecision, office: Office, *, number: int) -> None:
    """The item has its answer; `number` is the one it has in the letter, by which a refusal names it."""
    outcome, articles, row = admissible(item, office)
    field = f"item-{number}"
    facts = {name: value for name, value in item.facts.items() if name != "deviation"}
    if decision.outcome is not outcome:
        _require_deviation(item, decision, outcome, row=row, articles=articles)
        outcome, articles = decision.outcome, " ".join(a.code for a in OUTCOME_FACTS[decision.outcome].articles)
        facts["deviation"] = decision.deviation.strip()
    provided = [document.title for document in decision.answer.provided]
    withheld = [part.what for part in decision.answer.withheld]
    require_accounted(item.facts.get("found", ()), provided, withheld, field=field)
    answer = replace(
        decision.answer,
        number=item.number,
        what=item.what,
        outcome=outcome.value,
        legal_basis=letters.printed(articles),
    )
    item.facts, item.outcome, item.articles, item.answer = facts, outcome, articles, to_json(answer)


def _require_deviation(
    item: RequestedItem, decision: ItemDecision, outcome: Outcome, *, row: str, articles: str
) -> None:
    """Nothing, if the law leaves the other outcome to us and a reason is written; RuleViolation otherwise.

    《条例》第16条、第36条
    """
    field = f"item-{item.number}"
    if decision.outcome not in may_instead(outcome):
        raise RuleViolation(
            f"第{item.number}项：按已记录的事实应为“{outcome.label}”（{row}）。如事实有误，请在案件页上对该项“重新审查”。",
            "、".join(str(Article.parse(code)) for code in articles.split()) or str(Article(36)),
            field=field,
        )
    if len(decision.deviation.strip()) < SHORTEST_DEVIATION:
        raise RuleViolation(
            f"第{item.number}项：决策表的结论是“{outcome.label}”，改为“{decision.outcome.label}”须写明理由，供法制审核。",
            "《条例》第36条",
            field=field,
        )
