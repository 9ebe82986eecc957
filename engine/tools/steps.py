"""What a person does at each step, with the usual values where nothing is given."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.commands import (
    assist,
    consult,
    decide,
    extend,
    handle,
    items,
    notices,
    receive,
    register,
    review,
    serve,
    supplement,
    weigh,
    withdraw,
)
from engine.commands.cases import item_of
from engine.letters.notices import Defect
from engine.permissions import Actor, Role
from engine.records import Application, Duty, OpenTask, Person, RequestedItem, Unit, UnitAnswer
from engine.records.joint_replies import besides
from engine.rules.outcome import Ground, Held, ItemFacts
from engine.rules.vocabulary import ConsultedParty, DeliveryMethod
from engine.tools.law_steps import LAW_STEPS
from engine.tools.remedy_steps import REMEDY_STEPS
from engine.tools.report_steps import REPORT_STEPS
from engine.tools.sample_answers import GROUND_EVIDENCE, NATURE_EVIDENCE, origin_of, ruling_of, sample_answer

if TYPE_CHECKING:
    from engine.tools.driver import Driver

Given = Mapping[str, Any]
Step = Callable[["Driver", OpenTask, Actor, Given], None]

AGREED = review.Opinion(agreed=True, words="同意。")
ASKS = {Ground.THIRD_PARTY, Ground.THIRD_PARTY_OVERRIDDEN}


def _register(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    registration = register.Registration(**{"evidence": "登记窗口当面签收", **given})
    register.register(task.id, registration, actor=actor, office=driver.office)


def _confirm_receipt(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"confirmed_on": driver.office.clock.today(), "evidence": "电话与申请人确认收到"}
    receive.confirm_receipt(task.id, receive.Confirmation(**{**usual, **given}), actor=actor, office=driver.office)


def _read_back(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"confirmed_on": driver.office.clock.today(), "evidence": "宣读申请表，申请人签字确认"}
    receive.read_back(task.id, receive.Confirmation(**{**usual, **given}), actor=actor, office=driver.office)


def _lead(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"told_on": driver.office.clock.today(), "words": "电话告知公开指南列明的申请渠道。"}
    receive.lead_to_channel(task.id, receive.Guidance(**{**usual, **given}), actor=actor, office=driver.office)


def _offline(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {
        "label": "线下件1",
        "keeper": "保密员",
        "reviewer": actor.name,
        "handled_on": driver.office.clock.today(),
        "conclusion": "已按保密规定办结。",
    }
    receive.handle_offline(task.id, receive.OfflineHandling(**{**usual, **given}), actor=actor, office=driver.office)


def _check(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    handle.check_application(task.id, handle.ApplicationCheck(**given), actor=actor, office=driver.office)


def _assign(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    with driver.office.reading() as records:
        unit = records.scalars(
            select(Unit.id).join(Person, Person.unit_id == Unit.id).join(Duty).where(Duty.role == Role.HANDLER)
        ).first()
    handle.assign_handler(task.id, handle.Assignment(**{"unit_id": unit, **given}), actor=actor, office=driver.office)


def _facts_of(driver: "Driver", task: OpenTask, given: Given) -> ItemFacts:
    with driver.office.reading() as records:
        number = item_of(records.get_one(OpenTask, task.id)).number
    found: ItemFacts = given.get("facts", {}).get(number, driver.facts)
    return found


def _examine(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    facts = _facts_of(driver, task, given)
    asked = {name: getattr(facts, name) for name in ("nature", "repeated") if getattr(facts, name) is not None}
    usual = {**asked, **origin_of(facts), "evidence": NATURE_EVIDENCE}
    finding = items.NatureFinding(**{**usual, **given.get("finding", {})})
    items.examine_nature(task.id, finding, actor=actor, office=driver.office)


def _search(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    facts = _facts_of(driver, task, given)
    found = facts.held is not Held.NO
    usual = {
        "searched_on": driver.office.clock.today(),
        "systems": ("公文管理系统", "机关档案室"),
        "terms": ("人防工程", "竣工验收备案"),
        "years": "2015年至2026年",
        "units": ("工程管理处",),
        "held": facts.held or Held.YES,
        "already_public": bool(facts.already_public),
        "result": "检索到相符文件。" if found else "以上系统、档案和年度范围内均未检索到相符记录。",
    }
    record = items.SearchRecord(**{**usual, **given.get("record", {})})
    items.search_item(task.id, record, actor=actor, office=driver.office)


def _secrecy(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    opinion = {"holds_classified": False, "opinion": "经审查，不涉及国家秘密。", **given}
    items.review_secrecy(task.id, items.SecrecyOpinion(**opinion), actor=actor, office=driver.office)


def _weigh(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    facts = _facts_of(driver, task, given)
    ground = facts.ground or Ground.NONE
    ask = given.get("ask", (ConsultedParty.THIRD_PARTY,) if ground in ASKS else ())
    usual = {"ground": Ground.NONE if ask else ground, "severable": bool(facts.severable), "evidence": GROUND_EVIDENCE}
    finding = items.DisclosureFinding(**{**usual, "ask": ask, **given.get("finding", {})})
    items.weigh_disclosure(task.id, finding, actor=actor, office=driver.office)


def _plan(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = consult.PlannedConsultation(
        to=ConsultedParty.THIRD_PARTY,
        name="示例建设有限公司",
        address="某省某市示例路2号",
        information=("人防工程监理合同",),
        concerns="商业秘密",
        item_numbers=(1,),
    )
    consult.plan_consultations(task.id, given.get("planned", (usual,)), actor=actor, office=driver.office)


def _weigh_opinions(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    facts: Mapping[int, ItemFacts] = given.get("facts", {})
    with driver.office.reading() as records:
        waiting = [i for i in records.get_one(Application, task.application_id).items if i.facts.get("ask")]
        rulings = [ruling_of(item, facts.get(item.number, driver.facts)) for item in waiting]
    weigh.weigh_opinions(task.id, given.get("rulings", rulings), actor=actor, office=driver.office)


def _draft(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    with driver.office.reading() as records:
        leading = records.get_one(Application, task.application_id)
        cases = [leading, *(link.application for link in besides(records, leading))]
        decisions = [_decision(driver, item, given) for case in cases for item in case.items]
    decide.draft_decision(task.id, decisions, actor=actor, office=driver.office)


def _decision(driver: "Driver", item: RequestedItem, given: Given) -> decide.ItemDecision:
    outcome, _, _ = decide.admissible(item, driver.office)
    outcome = given.get("outcomes", {}).get(item.number, outcome)
    answer = given.get("answers", {}).get(item.number) or sample_answer(outcome, driver.office.clock.today())
    return decide.ItemDecision(item_id=item.id, outcome=outcome, answer=answer)


def _supplement_notice(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    defect = Defect(what="申请内容不明确", cure="请写明所需文件的名称、文号或者形成时间。")
    draft = supplement.SupplementDraft(**{"defects": (defect,), **given})
    supplement.draft_supplement_notice(task.id, draft, actor=actor, office=driver.office)


def _register_supplement(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    with driver.office.reading() as records:
        texts = tuple(item.what for item in records.get_one(Application, task.application_id).items)
    usual = {"received_on": driver.office.clock.today(), "items": texts, "evidence": "当面递交"}
    made = supplement.Supplement(**{**usual, **given})
    supplement.register_supplement(task.id, made, actor=actor, office=driver.office)


def _confirm_not_supplemented(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"arrived_in_time": False, **given}
    supplement.confirm_not_supplemented(task.id, **usual, actor=actor, office=driver.office)


def _check_supplement(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    supplement.check_supplement(
        task.id, clear=given.get("clear", True), remark=given.get("remark", "内容已明确。"), actor=actor,
        office=driver.office,
    )  # fmt: skip


def _opinion(command: Callable[..., None]) -> Step:
    def give(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
        command(task.id, given.get("opinion", AGREED), actor=actor, office=driver.office)

    return give


def _plain(command: Callable[..., None]) -> Step:
    def act(driver: "Driver", task: OpenTask, actor: Actor, _: Given) -> None:
        command(task.id, actor=actor, office=driver.office)

    return act


def _sealed(command: Callable[..., None]) -> Step:
    def act(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
        sealing = serve.Sealing(**{"register_entry": f"用印{task.id}", **given})
        command(task.id, sealing, actor=actor, office=driver.office)

    return act


def _served(command: Callable[..., None]) -> Step:
    def act(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
        usual = {
            "method": DeliveryMethod.POSTAL,
            "served_on": driver.office.clock.today(),
            "recipient": "申请人",
            "tracking_number": "1234567890123",
        }
        command(task.id, serve.Service(**{**usual, **given}), actor=actor, office=driver.office)

    return act


def _confirm_withdrawal(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    withdraw.confirm_withdrawal(task.id, given.get("remark", "已核实。"), actor=actor, office=driver.office)


def _answer_unit(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {"answer": UnitAnswer.HELD, "reason": "本处室存有该项材料。"}
    assist.answer_unit(task.id, assist.UnitReply(**{**usual, **given}), actor=actor, office=driver.office)


def _settle(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    assist.settle_disagreement(task.id, given.get("ruling", "按主办处室意见办理。"), actor=actor, office=driver.office)


STEPS: dict[str, Step] = {
    "register": _register,
    "confirm_receipt": _confirm_receipt,
    "read_back": _read_back,
    "lead_to_channel": _lead,
    "handle_offline": _offline,
    "check_application": _check,
    "draft_supplement_notice": _supplement_notice,
    "register_supplement": _register_supplement,
    "confirm_not_supplemented": _confirm_not_supplemented,
    "check_supplement": _check_supplement,
    "assign_handler": _assign,
    "examine_nature": _examine,
    "search_item": _search,
    "review_secrecy": _secrecy,
    "weigh_disclosure": _weigh,
    "plan_consultations": _plan,
    "draft_consultation": _plain(consult.draft_consultation),
    "draft_co_maker_letter": _plain(consult.draft_co_maker_letter),
    "confirm_silence": _plain(consult.confirm_silence),
    "confirm_consent_by_silence": _plain(consult.confirm_consent_by_silence),
    "weigh_opinions": _weigh_opinions,
    **LAW_STEPS,
    **REMEDY_STEPS,
    **REPORT_STEPS,
    "approve_extension": _opinion(extend.approve_extension),
    "approve_notice": _opinion(notices.approve_notice),
    "sign_notice": _opinion(notices.sign_notice),
    "seal_notice": _sealed(notices.seal_notice),
    "serve_notice": _served(notices.serve_notice),
    "answer_unit": _answer_unit,
    "settle_disagreement": _settle,
    "draft_decision": _draft,
    "review_by_unit": _opinion(review.review_by_unit),
    "review_legality": _opinion(review.review_legality),
    "check_document": _opinion(review.check_document),
    "approve_reply": _opinion(review.approve_reply),
    "endorse_reply": _opinion(review.endorse_reply),
    "sign_as_deputy": _opinion(review.sign_as_deputy),
    "sign_as_head": _opinion(review.sign_as_head),
    "verify_reply": _opinion(review.verify_reply),
    "seal_reply": _sealed(serve.seal_reply),
    "serve_reply": _served(serve.serve_reply),
    "confirm_withdrawal": _confirm_withdrawal,
}
"""Step of a drawing → what its person does."""
