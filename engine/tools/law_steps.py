"""What a person does at the steps beside the main course: reasons, fees, with the usual values."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine.commands import corrections, dispatch, fees, reasons, serve, spot, transfers, urge
from engine.letters.notices import CorrectionResult
from engine.permissions import Actor
from engine.queries import retention, volume
from engine.records import Application, OpenTask, RequestedItem
from engine.rules.fees import FeeMethod
from engine.rules.vocabulary import DeliveryMethod, Outcome
from engine.tools.sample_answers import sample_answer

if TYPE_CHECKING:
    from engine.tools.driver import Driver

Given = Mapping[str, Any]
Step = Callable[["Driver", OpenTask, Actor, Given], None]


def _reasons_notice(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"counts": volume.volume(task.case_id, actor=actor, office=driver.office).words}
    draft = reasons.ReasonsDraft(**{**usual, **given})
    reasons.draft_reasons_notice(task.id, draft, actor=actor, office=driver.office)


def _weigh_reasons(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {
        "verdict": reasons.ReasonsVerdict.UNREASONABLE,
        "words": "所述理由与所申请的信息没有关联，也没有说明为什么需要反复提出。",
    }
    finding = reasons.ReasonsFinding(**{**usual, **given})
    reasons.weigh_reasons(task.id, finding, actor=actor, office=driver.office)


def _serve_again(driver: "Driver", task: OpenTask, actor: Actor, given: Mapping[str, Any]) -> None:
    usual = {
        "method": DeliveryMethod.POSTAL,
        "served_on": driver.office.clock.today(),
        "recipient": "申请人",
        "tracking_number": "1234567890123",
    }
    dispatch.serve_again(task.id, serve.Service(**{**usual, **given}), actor=actor, office=driver.office)


def _answer_platform(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"answered_on": driver.office.clock.today(), "receipt_number": f"HZ-{task.application_id}"}
    transfers.answer_platform(
        task.id, transfers.PlatformAnswer(**{**usual, **given}), actor=actor, office=driver.office
    )


def _answer_urging(driver: "Driver", task: OpenTask, actor: Actor, given: Mapping[str, Any]) -> None:
    usual = {"reason": "查找档案用时较长。", "finish_on": driver.office.clock.today()}
    urge.answer_urging(task.id, urge.UrgingAnswer(**{**usual, **given}), actor=actor, office=driver.office)


def _answer_on_spot(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    with driver.office.reading() as records:
        asked = records.get_one(Application, task.application_id).items
        answered = [_told_at_once(item, given.get("outcome", Outcome.ALREADY_PUBLIC), driver) for item in asked]
    usual = {
        "answered_on": driver.office.clock.today(),
        "answered_time": "10时20分",
        "words": "所申请的内容已经告知申请人。",
        "witness": "窗口值班员",
        "agreed_by": "公开工作机构负责人",
        "items": answered,
    }
    more = {name: value for name, value in given.items() if name != "outcome"}
    spot.answer_on_spot(task.id, spot.SpotAnswer(**{**usual, **more}), actor=actor, office=driver.office)


def _told_at_once(item: RequestedItem, outcome: Outcome, driver: "Driver") -> spot.SpotItem:
    answer = sample_answer(outcome, driver.office.clock.today())
    return spot.SpotItem(item_id=item.id, outcome=outcome, answer=answer, evidence="同一文件此前已经答复他人。")


def _hand_over_on_spot(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"received_on": driver.office.clock.today(), "signed": True}
    spot.hand_over_on_spot(task.id, spot.SpotReceipt(**{**usual, **given}), actor=actor, office=driver.office)


def _fee_notice(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {
        "charged": True,
        "method": FeeMethod.BY_PAGE,
        "count": 150,
        "reason": "申请公开政府信息的数量明显超过合理范围。",
        "payment": "凭通知书到非税收入收缴代理银行缴纳。",
    }
    fees.draft_fee_notice(task.id, fees.FeeDraft(**{**usual, **given}), actor=actor, office=driver.office)


def _confirm_unpaid(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"payment": None, "remark": "财务处查核，期限内没有到账。"}
    fees.confirm_unpaid(task.id, **{**usual, **given}, actor=actor, office=driver.office)


def _examine_correction(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {
        "result": CorrectionResult.REFUSED,
        "record": "人防工程缴费记录中的面积",
        "evidence": "不动产权证书复印件",
        "findings": "经核对缴费台账和测绘报告，记载一致。",
        "reasons": "所提交的证书记载的是套内面积，与缴费所依据的建筑面积口径不同，不能证明记录不准确。",
    }
    made = corrections.Correction(**{**usual, **given})
    corrections.examine_correction(task.id, made, actor=actor, office=driver.office)


def _archive(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    proposed = retention.proposal(task.case_id, actor=actor, office=driver.office)
    archiving = {"file_number": f"依申请{task.application_id}", "retention": proposed.period, **given}
    serve.archive_case(task.id, serve.Archiving(**archiving), actor=actor, office=driver.office)


LAW_STEPS: dict[str, Step] = {
    "draft_reasons_notice": _reasons_notice,
    "weigh_reasons": _weigh_reasons,
    "examine_correction": _examine_correction,
    "draft_fee_notice": _fee_notice,
    "confirm_unpaid": _confirm_unpaid,
    "answer_urging": _answer_urging,
    "answer_platform": _answer_platform,
    "serve_again": _serve_again,
    "answer_on_spot": _answer_on_spot,
    "hand_over_on_spot": _hand_over_on_spot,
    "archive_case": _archive,
}
"""Step of a drawing → what its person does."""
