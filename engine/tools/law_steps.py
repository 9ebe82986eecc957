"""What a person does at the steps beside the main course: reasons, fees, with the usual values."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine.commands import reasons, urge
from engine.permissions import Actor
from engine.records import OpenTask

if TYPE_CHECKING:
    from engine.tools.driver import Driver

Given = Mapping[str, Any]
Step = Callable[["Driver", OpenTask, Actor, Given], None]


def _reasons_notice(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"counts": "自2026年1月1日以来，同一申请人向本机关提出政府信息公开申请12件，其中本月9件。"}
    draft = reasons.ReasonsDraft(**{**usual, **given})
    reasons.draft_reasons_notice(task.id, draft, actor=actor, office=driver.office)


def _weigh_reasons(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {
        "verdict": reasons.ReasonsVerdict.UNREASONABLE,
        "words": "所述理由与所申请的信息没有关联，也没有说明为什么需要反复提出。",
    }
    finding = reasons.ReasonsFinding(**{**usual, **given})
    reasons.weigh_reasons(task.id, finding, actor=actor, office=driver.office)


def _answer_urging(driver: "Driver", task: OpenTask, actor: Actor, given: Mapping[str, Any]) -> None:
    usual = {"reason": "查找档案用时较长。", "finish_on": driver.office.clock.today()}
    urge.answer_urging(task.id, urge.UrgingAnswer(**{**usual, **given}), actor=actor, office=driver.office)


LAW_STEPS: dict[str, Step] = {
    "draft_reasons_notice": _reasons_notice,
    "weigh_reasons": _weigh_reasons,
    "answer_urging": _answer_urging,
}
"""Step of a drawing → what its person does."""
