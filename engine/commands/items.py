"""One requested item, check by check, each answer stored with its evidence.

《条例》第2条、第10条、第13条至第17条、第36条至第39条
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import joint_reply, supplement
from engine.commands.cases import case_of, item_of
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import OPEN_STATES, Application, EventName, OpenTask, RequestedItem, history
from engine.rules.evidence import is_home_page, require_ground_evidence, require_nature_evidence
from engine.rules.origin import Source, Told, Transfer, WhoAnswers, require_handed_over_before
from engine.rules.outcome import Ground, Held, ItemFacts, Nature, Regime, Responsibility, Standing
from engine.rules.vocabulary import ConsultedParty

UNDETERMINED = "undetermined"
BESIDE_THE_DRAFT = {"review_item", "consult_others"}
"""Drawings that run on their own when an item is asked about anew while its draft waits."""


@dataclass(frozen=True, kw_only=True)
class NatureFinding:
    """What is asked for, whether it was answered before, which law rules the access, and how the paper came to us.

    Whose duty it is follows from `source` and `transfer`; `handed_over_on` is the day records went to an archive.
    """

    nature: Nature = Nature.GOVERNMENT_INFORMATION
    repeated: bool = False
    regime: Regime = Regime.ORDINARY
    source: Source = Source.MADE_BY_US
    transfer: Transfer = Transfer.NONE
    handed_over_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchRecord:
    """What was searched, where, with which words, over which years, by which units, and what came of it.

    `published_at`: where the public can read it, if that was found already; `found`: what was found, attachments
    and drawings by their own names, so that the answer can be held against it.
    """

    searched_on: date
    systems: tuple[str, ...]
    terms: tuple[str, ...]
    years: str
    units: tuple[str, ...]
    held: Held
    already_public: bool = False
    published_at: str = ""
    found: tuple[str, ...] = ()
    result: str


@dataclass(frozen=True, kw_only=True)
class SecrecyOpinion:
    """Whether anything is classified, and the reviewer's words; no content of a secret stands here."""

    holds_classified: bool
    opinion: str


@dataclass(frozen=True, kw_only=True)
class DisclosureFinding:
    """The ground that stands against disclosure, if any; whether it can be severed; who must be asked first."""

    ground: Ground = Ground.NONE
    severable: bool = False
    ask: tuple[ConsultedParty, ...] = ()
    evidence: str = ""


def examine_nature(task_id: int, finding: NatureFinding, *, actor: Actor, office: Office) -> None:
    """It is settled what kind of thing is asked for and whose duty it is; what needs no search ends here.

    《条例》第2条、第10条、第36条第（五）项至第（七）项、第39条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="examine_nature")
        who = who_answers(finding.source, finding.transfer, office)
        facts = replace(
            _facts(task),
            nature=finding.nature,
            repeated=finding.repeated,
            regime=who.regime if finding.regime is Regime.ORDINARY else finding.regime,
            responsibility=who.responsibility,
        )
        require_nature_evidence(facts, finding.evidence)
        if finding.nature is Nature.GOVERNMENT_INFORMATION:
            require_handed_over_before(finding.transfer, finding.handed_over_on, task.application.received_on)
        task.application.handler_id = task.acting_for_id or actor.person_id
        day = finding.handed_over_on.isoformat() if finding.handed_over_on else ""
        evidence = {**asdict(finding), "handed_over_on": day, "who_answers": who.row}
        _settle_step(records, task, facts, EventName.NATURE_EXAMINED, evidence, actor=actor, office=office)


def who_answers_of(facts: Mapping[str, Any], office: Office) -> WhoAnswers | None:
    """The same for an item as it was recorded; None while nobody has said how it came to us."""
    if not facts.get("source"):
        return None
    return who_answers(Source(facts["source"]), Transfer(facts["transfer"]), office)


def who_answers(source: Source, transfer: Transfer, office: Office) -> WhoAnswers:
    """Whose duty it is to disclose what came to us so, by the table, with the row that says so.

    《条例》第10条
    """
    row = office.workflow.catalogue.decide("who_answers", {"source": source.value, "transfer": transfer.value})
    values = row.values
    return WhoAnswers(
        responsibility=Responsibility(values["responsibility"]),
        regime=Regime(values["regime"]),
        ask=ConsultedParty(values["ask"]) if values["ask"] else None,
        told=Told(values["told"]) if values["told"] else None,
        row=row.description,
    )


def search_item(task_id: int, search: SearchRecord, *, actor: Actor, office: Office) -> None:
    """The search stands on record with its places, words, years and units.

    《条例》第36条第（一）项、第（四）项、第38条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="search_item")
        _require_full(search, today=office.clock.today())
        facts = replace(_facts(task), held=search.held, already_public=search.already_public)
        evidence = {**asdict(search), "searched_on": search.searched_on.isoformat()}
        _settle_step(records, task, facts, EventName.ITEM_SEARCHED, evidence, actor=actor, office=office)


def review_secrecy(task_id: int, opinion: SecrecyOpinion, *, actor: Actor, office: Office) -> None:
    """Somebody other than the handler has judged whether anything is classified, before anybody outside is asked.

    《条例》第17条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="review_secrecy")
        if actor.person_id == task.application.handler_id or _did_handlers_work(records, task, actor):
            raise RuleViolation("保密审查应由承办人以外的人员办理，请退回由其他审查人领取。", "《条例》第17条")
        if not opinion.opinion.strip():
            raise RuleViolation("请写明审查意见。", "《条例》第17条", field="opinion")
        _settle_step(
            records, task, _facts(task), EventName.SECRECY_REVIEWED, asdict(opinion), actor=actor, office=office
        )


def _did_handlers_work(records: Session, task: OpenTask, actor: Actor) -> bool:
    """Whether the actor did steps of a handler in this case, for the own part or as a deputy."""
    entries = history.of(records, task.application, (EventName.NATURE_EXAMINED, EventName.ITEM_SEARCHED))
    return any(entry.actor_id == actor.person_id for entry in entries)


def weigh_disclosure(task_id: int, finding: DisclosureFinding, *, actor: Actor, office: Office) -> None:
    """The ground against disclosure, if any, is found and whether the rest can be given; others are asked if need be.

    《条例》第14条至第16条、第32条、第34条、第37条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="weigh_disclosure")
        if ConsultedParty.THIRD_PARTY not in finding.ask and finding.ground is Ground.THIRD_PARTY:
            raise RuleViolation("涉及第三方合法权益的，应先书面征求第三方意见。", "《条例》第32条", field="ask")
        waits = bool(finding.ask)
        require_ground_evidence(Ground.NONE if waits else finding.ground, finding.evidence)
        facts = replace(_facts(task), ground=None if waits else finding.ground, severable=finding.severable)
        evidence = {**asdict(finding), "ask": [party.value for party in finding.ask]}
        _settle_step(records, task, facts, EventName.DISCLOSURE_WEIGHED, evidence, actor=actor, office=office)
        if waits and task.instance.process_id == "review_item":  # asked about anew: the main course has gone by here
            begin = {"application_id": task.application_id, "standing": Standing.OPEN.value}
            office.workflow.start(records, "consult_others", task.application, begin)


def reexamine_item(application_id: int, number: int, reason: str, *, actor: Actor, office: Office) -> None:
    """The item's facts are asked for anew, from its nature on, beside the draft that waits for them.

    A case given up for want of a supplement is reopened whole when one came late for a good reason.

    RuleViolation while the item is under review anyway, or without a reason. 《条例》第36条
    """
    require(actor, Action.REEXAMINE_ITEM)
    with office.transaction() as records:
        application = case_of(records, application_id)
        item = next((item for item in application.items if item.number == number), None)
        if item is None or not reason.strip():
            raise RuleViolation("请选择需要重新审查的一项，并写明理由。", field="reason")
        if under_review(records, application, office):
            raise RuleViolation("此件还有内容正在审查，请先办完再重新审查。")
        joint_reply.require_free(records, application)
        if "draft_decision" not in _open_steps(records, application):
            raise RuleViolation("只有在拟定答复决定时才能重新审查；答复正在审签的，请先由审核人退回。")
        again = [item]
        if application.state not in OPEN_STATES:
            supplement.accept_late(records, application, reason, actor=actor, office=office)
            again = list(application.items)
        for each in again:
            each.facts = {"standing": each.facts.get("standing", Standing.OPEN.value)}
            history.add(
                records, application, EventName.ITEM_REOPENED, actor, office.clock, item=each.number, reason=reason
            )
            office.workflow.start(records, "review_item", application, {"key": str(each.id)})


def under_review(records: Session, application: Application, office: Office) -> bool:
    """Whether an item of the case is being asked about anew."""
    return any(run.process_id in BESIDE_THE_DRAFT for run in office.workflow.instances(records, application))


def _open_steps(records: Session, application: Application) -> set[str]:
    return set(records.scalars(select(OpenTask.step).where(OpenTask.application_id == application.id)))


def needs_consultation(item: RequestedItem) -> bool:
    """Whether somebody outside must be asked before this item can be decided."""
    return bool(item.facts.get("ask"))


def _settle_step(  # noqa: PLR0913  # one flat list of what a step leaves behind
    records: Session,
    task: OpenTask,
    facts: ItemFacts,
    event: EventName,
    evidence: dict[str, Any],
    *,
    actor: Actor,
    office: Office,
) -> None:
    """The facts stand on the item, the evidence in the history, and the drawing goes on or ends for this item."""
    item = item_of(task)
    extra: dict[str, Any] = {name: list(evidence[name]) for name in ("ask", "found") if name in evidence}
    extra |= {name: evidence[name] for name in ("source", "transfer", "handed_over_on") if evidence.get(name)}
    if event is EventName.SECRECY_REVIEWED:
        extra["secrecy_reviewed"] = True
    item.facts = {**item.facts, **facts.as_stored(), **extra}
    decided = office.workflow.catalogue.decide("outcome", facts.as_inputs()).values["outcome"]
    history.add(records, task.application, event, actor, office.clock, item=item.number, **evidence)
    office.workflow.complete(records, task, {"goes_on": decided == UNDETERMINED})


def _facts(task: OpenTask) -> ItemFacts:
    return ItemFacts.from_stored(item_of(task).facts)


def _require_full(search: SearchRecord, *, today: date) -> None:
    """A search that may later prove that something does not exist names places, words, years and units.

    《条例》第36条第（四）项
    """
    article = "《条例》第36条第（四）项"
    wanted = {
        "systems": (search.systems, "请写明检索了哪些系统、档案或者场所。"),
        "terms": (search.terms, "请写明检索所用的关键词。"),
        "years": (search.years.strip(), "请写明检索的年度范围。"),
        "units": (search.units, "请写明由哪些处室或者单位检索。"),
        "result": (search.result.strip(), "请写明检索结果。"),
    }
    for field, (given, message) in wanted.items():
        if not given:
            raise RuleViolation(message, article, field=field)
    if search.already_public and is_home_page(search.published_at):
        raise RuleViolation(
            "只写网站首页不便于查找，请写明能直接打开的网址、公报期号或者查阅场所。",
            "《条例》第36条第（一）项",
            field="published_at",
        )
    if search.searched_on > today:
        raise RuleViolation("检索日期不能晚于今天。", article, field="searched_on")
