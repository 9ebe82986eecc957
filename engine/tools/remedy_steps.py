"""What a person does at the steps of a review, suit or complaint, with the usual values."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine.commands import defence, remedies, remedies_result
from engine.letters.defence import Evidence
from engine.permissions import Actor
from engine.records import OpenTask, RemedyDecision, RemedyKind
from engine.records.remedies import DECISIONS

if TYPE_CHECKING:
    from engine.tools.driver import Driver

Given = Mapping[str, Any]
Step = Callable[["Driver", OpenTask, Actor, Given], None]

EVIDENCE = (
    Evidence(name="政府信息公开申请表", proves="申请的时间、内容和要求的方式", pages="1-2"),
    Evidence(name="检索记录", proves="已经尽到合理检索义务", pages="5"),
    Evidence(name="答复书和送达凭证", proves="答复在法定期限内作出并送达", pages="8-11"),
)


def _evidence(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    remedies.prepare_evidence(task.id, given.get("lines", EVIDENCE), actor=actor, office=driver.office)


def _draft(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = "本机关收到申请后在法定期限内作出答复，认定事实清楚，适用依据正确，程序合法，请求维持。"
    defence.draft_defence(task.id, given.get("words", usual), actor=actor, office=driver.office)


def _sent(command: Callable[..., None]) -> Step:
    def act(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
        usual = {"submitted_on": driver.office.clock.today(), "way": "当面递交", "proof": "收件回执"}
        command(task.id, remedies.Submission(**{**usual, **given}), actor=actor, office=driver.office)

    return act


def _hearing(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    hearing = remedies.Hearing(**{"words": "复议机关电话听取了双方意见，没有举行听证。", **given})
    remedies.record_hearing(task.id, hearing, actor=actor, office=driver.office)


def _result(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    with driver.office.reading() as records:
        kind = remedies.remedy_of(records, records.get_one(OpenTask, task.id)).kind
    today = driver.office.clock.today()
    decision = DECISIONS[kind][0 if kind is not RemedyKind.COMPLAINT else 1]
    usual = {"decision": decision, "number": "", "decided_on": today, "received_on": today}
    ending = remedies_result.RemedyEnding(**{**usual, **given})
    remedies_result.record_result(task.id, ending, actor=actor, office=driver.office)


def _final(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"appealed": False, "words": "经向法院核实，双方均未上诉。", **given}
    remedies_result.confirm_final(task.id, **usual, actor=actor, office=driver.office)


def _carry_out(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"words": "按决定重新办理，并组织承办科室学习检索要求。", **given}
    remedies_result.carry_out(task.id, remedies_result.Measures(**usual), actor=actor, office=driver.office)


REDO = {"decision": RemedyDecision.REDO_ORDERED, "number": "示政复决〔2026〕12号"}
"""What `record_result` is given where a new answer is ordered."""

REMEDY_STEPS: dict[str, Step] = {
    "prepare_evidence": _evidence,
    "draft_defence": _draft,
    "submit_defence": _sent(remedies.submit_defence),
    "answer_complaint": _sent(remedies.answer_complaint),
    "record_hearing": _hearing,
    "record_result": _result,
    "confirm_final": _final,
    "carry_out": _carry_out,
}
"""Step of a drawing → what its person does."""
