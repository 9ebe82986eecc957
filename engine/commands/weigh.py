"""Our own judgment after the opinions: neither an objection nor a silence decides by itself.

《条例》第15条、第32条
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.commands import announce
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Actor
from engine.records import EventName, history
from engine.rules.outcome import Ground, ItemFacts

SHORTEST_REASON = 10


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """Our own judgment on one item after the opinions: which ground stands, and why."""

    item_id: int
    ground: Ground
    severable: bool
    reasons: str


def weigh_opinions(task_id: int, rulings: Sequence[Ruling], *, actor: Actor, office: Office) -> None:
    """Every item that waited for an opinion has our own ruling, with its reasons.

    RuleViolation when a refusal rests on nothing but the third party's word, or on its silence.
    《条例》第15条、第32条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="weigh_opinions")
        given = {ruling.item_id: ruling for ruling in rulings}
        for item in task.application.items:
            if not item.facts.get("ask"):
                continue
            ruling = given.get(item.id)
            if ruling is None or len(ruling.reasons.strip()) < SHORTEST_REASON:
                raise RuleViolation(
                    f"第{item.number}项：请写明本机关自己的判断和理由，不能只以第三方的意见为准。", "《条例》第32条",
                    field=f"item-{item.number}",
                )  # fmt: skip
            facts = ItemFacts.from_stored(item.facts).as_stored()
            ours: dict[str, Any] = {"ground": ruling.ground.value, "severable": ruling.severable, "ask": []}
            item.facts = {**item.facts, **facts, **ours}
        history.add(
            records, task.application, EventName.OPINIONS_WEIGHED, actor, office.clock,
            rulings={str(r.item_id): [r.ground.value, r.severable, r.reasons] for r in rulings},
        )  # fmt: skip
        reasons = [(i.number, given[i.id].ground, given[i.id].reasons) for i in task.application.items if i.id in given]
        office.workflow.complete(records, task, {"weighed": True})
        announce.announce_to_objectors(records, task.application, reasons, actor=actor, office=office)
