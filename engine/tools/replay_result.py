"""What came out of a walk, read from rows, history and letters, in the words of case files."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.queries import drawings
from engine.records import Application, EventName, Letter, RequestedItem
from engine.rules.outcome import MIXED, ItemFacts
from engine.rules.vocabulary import (
    OUTCOME_FACTS,
    PARTLY_DISCLOSED_OVER_OBJECTION,
    ConsultedParty,
    Outcome,
    OutcomeFacts,
)
from engine.tools import replay_acts
from engine.tools.replay_walk import Walk

UNDETERMINED = "undetermined_redo"
NOT_RECEIVED, CORRECTION, ASKING, CONSULTING, EXTENDED, DELAYED = (
    "not_validly_received", "need_correction", "ask_reasons", "consult_third_party", "extend",
    "delayed_reply_agreed",
)  # fmt: skip

WHY = {
    NOT_RECEIVED: "来件未经公布的渠道，期限尚未起算，已告知正确的渠道（《条例》第28条、第31条）。",
    CORRECTION: "申请内容不明确或者要件不齐，须一次性告知补正（《条例》第29条、第30条）。",
    ASKING: "数量、频次明显超过合理范围的，须先要求说明理由并作评估，不得径行不予处理（《条例》第35条）。",
    CONSULTING: "公开会损害第三方合法权益，须先书面征求意见（《条例》第15条、第32条）。",
    EXTENDED: "延期已在期限内告知申请人（《条例》第33条第2款）。",
    DELAYED: "理由合理，难以按期答复的，确定延迟答复的合理期限并告知申请人（《条例》第35条）。",
}
"""Why an item is at the step under way."""

REPORT_WHEN_MIXED = "R2"
"""A letter that is not split counts once. 国办公开办函〔2021〕30号"""


@dataclass(frozen=True)
class Came:
    """What one item came to: an outcome, or the step under way, or undetermined with the steps it lacks.

    `articles` are those of the table row that decided; `weighed` whether the grounds against disclosure were reached.
    """

    what: str
    outcome: str
    ground: str | None
    articles: tuple[str, ...]
    report_row: str | None
    why: tuple[str, ...]
    missing: tuple[str, ...]
    weighed: bool

    @property
    def is_final(self) -> bool:
        """Whether the answer to this item is found."""
        return self.report_row is not None

    def as_item(self, articles: list[str]) -> dict[str, Any]:
        """The item as the contract writes it."""
        return {
            "what": self.what,
            "outcome": self.outcome,
            "ground": self.ground,
            "articles": articles,
            "report_row": self.report_row,
        }


def items_of(walk: Walk) -> list[Came]:
    """What each item of the application came to, in their order."""
    with walk.office.reading() as records:
        items = list(records.get_one(Application, walk.application_id).items)
    return [_came(walk, item) for item in items]


def letters_of(walk: Walk) -> list[Letter]:
    """The letters of the application, in the order they were drafted."""
    with walk.office.reading() as records:
        query = select(Letter).where(Letter.application_id == walk.application_id)
        return list(records.scalars(query.order_by(Letter.id)))


def remedy_of(walk: Walk) -> str | None:
    """The remedy paragraph of the reply; None while none is drafted."""
    replies = [letter for letter in letters_of(walk) if "remedy" in letter.facts and letter.series == "reply"]
    return replies[-1].facts["remedy"]["kind"] if replies else None


def whole_of(came: Iterable[Came]) -> tuple[str, str | None, str | None]:
    """Outcome, ground and report row of the letter over all items."""
    every = list(came)
    different = dict.fromkeys((one.outcome, one.ground, one.report_row) for one in every)
    if len({(outcome, ground) for outcome, ground, _ in different}) == 1:
        return next(iter(different))
    return MIXED, None, REPORT_WHEN_MIXED if all(one.is_final for one in every) else None


def _came(walk: Walk, item: RequestedItem) -> Came:
    outcome = replay_acts.outcome_of(item, walk.office)
    if outcome is not None:
        return _final(walk, item, outcome)
    state, missing = _under_way(walk, item), _open_steps(walk, item)
    said = (f"第{item.number}项：{WHY[state]}",) if state in WHY else ()
    why = (*said, *(_lacking(walk, item.number, step) for step in missing))
    return Came(item.what, state, None, (), None, why, missing, _was_weighed(walk, item))


def _final(walk: Walk, item: RequestedItem, outcome: Outcome) -> Came:
    catalogue = walk.office.workflow.catalogue
    decision = catalogue.decide("outcome", ItemFacts.from_stored(item.facts).as_inputs())
    named = _named(outcome, partly=decision.values["partly"])
    row = catalogue.decide("report_row", {"outcome": outcome.value, "partly": decision.values["partly"]})
    return Came(
        item.what,
        named.case_outcome,
        named.case_ground,
        tuple(decision.values["articles"].split()),
        row.values["report_row"],
        (f"第{item.number}项：{decision.description}（{decision.rule_id}）",),
        (),
        _was_weighed(walk, item),
    )


def _named(outcome: Outcome, *, partly: bool) -> OutcomeFacts:
    over_objection = partly and outcome is Outcome.DISCLOSED_OVER_OBJECTION
    return PARTLY_DISCLOSED_OVER_OBJECTION if over_objection else OUTCOME_FACTS[outcome]


def _under_way(walk: Walk, item: RequestedItem) -> str:
    """The step that the law has under way for an item whose answer is not found yet."""
    open_now = {task.step for task in walk.driver.open_tasks(walk.application_id)}
    if walk.happened(EventName.LED_TO_CHANNEL):
        return NOT_RECEIVED
    if _is_to_be_supplemented(walk):
        return CORRECTION
    if walk.happened(EventName.REASONS_PROPOSED) and not walk.happened(EventName.REASONS_WEIGHED):
        return ASKING
    if ConsultedParty.THIRD_PARTY in item.facts.get("ask", ()) and "weigh_opinions" not in open_now:
        return CONSULTING
    if walk.happened(EventName.EXTENSION_NOTIFIED):
        return EXTENDED
    return DELAYED if walk.happened(EventName.REASONS_WEIGHED) else UNDETERMINED


def _is_to_be_supplemented(walk: Walk) -> bool:
    unclear = any(e.event is EventName.APPLICATION_CHECKED and not e.facts["clear"] for e in walk.entries())
    return unclear and not walk.happened(EventName.SUPPLEMENT_REGISTERED)


def _open_steps(walk: Walk, item: RequestedItem) -> tuple[str, ...]:
    """The human steps that are open for this item, or for the application as a whole."""
    open_now = walk.driver.open_tasks(walk.application_id)
    about = [task for task in open_now if task.step not in BESIDE]
    mine = [task.step for task in about if task.subject_key == str(item.id)]
    return tuple(dict.fromkeys(mine or [task.step for task in about]))


BESIDE = {
    "answer_unit", "settle_disagreement", "approve_extension", "draft_reasons_notice", "weigh_reasons",
    "draft_fee_notice", "confirm_unpaid",
}  # fmt: skip
"""Steps that run beside the course and hold nothing up."""


def _was_weighed(walk: Walk, item: RequestedItem) -> bool:
    """Whether the review of the item has come to the grounds against disclosure."""
    done = {EventName.DISCLOSURE_WEIGHED, EventName.SECRECY_REVIEWED}
    return any(entry.event in done and entry.facts.get("item") == item.number for entry in walk.entries())


def _lacking(walk: Walk, number: int, step: str) -> str:
    law = drawings.law_of_step(step, walk.office.workflow.catalogue.sources)
    return f"第{number}项：尚缺“{drawings.step_names(walk.office).get(step, step)}”。{law}"
