"""Our own judgment after the opinions: neither an objection nor a silence decides by itself.

《条例》第15条、第32条
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from engine.commands import announce, consult
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Actor
from engine.records import EventName, history
from engine.rules.objection import NOT_OBJECTED, ObjectionRuling, require_ruled
from engine.rules.outcome import Ground, ItemFacts
from engine.rules.vocabulary import ConsultedParty

SHORTEST_REASON = 10


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """Our own judgment on one item after the opinions: which ground stands, and why; what of an objection."""

    item_id: int
    ground: Ground
    severable: bool
    reasons: str
    objection: ObjectionRuling = NOT_OBJECTED


def _objected_to(records: Session, application_id: int) -> set[int]:
    """The numbers of the items that a third party does not want disclosed."""
    asked = consult.consultations(records, application_id)
    objecting = [each for each in asked if each.to is ConsultedParty.THIRD_PARTY and each.agrees is False]
    return {number for each in objecting for number in each.item_numbers}


def _kept(ruling: Ruling) -> dict[str, Any]:
    """What stands on the item of the ruling on an objection, for the letters and for whoever reviews."""
    return {"objection": {**asdict(ruling.objection), "reasons": ruling.reasons.strip()}}


def weigh_opinions(task_id: int, rulings: Sequence[Ruling], *, actor: Actor, office: Office) -> None:
    """Every item that waited for an opinion has our own ruling, with its reasons; so has every objection.

    RuleViolation when a refusal rests on nothing but the third party's word, or on its silence, or when the ground
    does not follow from what was found of the objection.
    《条例》第15条、第32条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="weigh_opinions")
        given = {ruling.item_id: ruling for ruling in rulings}
        objected_to = _objected_to(records, task.application.id)
        for item in task.application.items:
            if not item.facts.get("ask"):
                continue
            ruling = given.get(item.id)
            if ruling is None or len(ruling.reasons.strip()) < SHORTEST_REASON:
                raise RuleViolation(
                    f"第{item.number}项：请写明本机关自己的判断和理由，不能只以第三方的意见为准。", "《条例》第32条",
                    field=f"item-{item.number}",
                )  # fmt: skip
            objected = item.number in objected_to
            require_ruled(
                ruling.ground, ruling.objection, objected=objected, what=f"第{item.number}项",
                field=f"item-{item.number}",
            )  # fmt: skip
            facts = ItemFacts.from_stored(item.facts).as_stored()
            ours: dict[str, Any] = {"ground": ruling.ground.value, "severable": ruling.severable, "ask": []}
            item.facts = {**item.facts, **facts, **ours, **(_kept(ruling) if objected else {})}
        history.add(
            records, task.application, EventName.OPINIONS_WEIGHED, actor, office.clock,
            rulings={str(r.item_id): [r.ground.value, r.severable, r.reasons] for r in rulings},
            objections={str(i.number): i.facts["objection"] for i in task.application.items if "objection" in i.facts},
        )  # fmt: skip
        reasons = [(i.number, given[i.id].ground, given[i.id].reasons) for i in task.application.items if i.id in given]
        office.workflow.complete(records, task, {"weighed": True})
        announce.announce_to_objectors(records, task.application, reasons, actor=actor, office=office)
