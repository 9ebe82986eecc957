"""What a person who knows the facts enters at each step, and on which day; None where the facts do not say."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.commands.consult import PlannedConsultation
from engine.commands.decide import admissible
from engine.commands.items import UNDETERMINED
from engine.commands.weigh import Ruling
from engine.letters.notices import Defect
from engine.office import Office
from engine.records import Application, Consultation, OpenTask, RequestedItem
from engine.rules.objection import ObjectionRuling
from engine.rules.outcome import Held, ItemFacts
from engine.rules.vocabulary import ConsultedParty, DeliveryMethod, Outcome
from engine.tools import replay_facts, replay_volume
from engine.tools.replay_answers import PLACE, answer_for, documents_of, right_of
from engine.tools.replay_cases import Facts

if TYPE_CHECKING:
    from engine.tools.replay_walk import Walk

Given = Mapping[str, Any] | None

UNCLEAR = {"unclear", "partly", "broad", "unclear_then_corrected"}
DEFECTS = {
    "identity_proof": Defect(what="没有身份证明", cure="请附身份证件复印件。"),
    "form_of_access": Defect(what="没有写明获取信息的方式、途径", cure="请写明纸质、电子等形式和领取、邮寄等途径。"),
}
CONTENT = Defect(what="申请内容不明确", cure="请写明所需文件的名称、文号，或者便于查询的其他特征。")
OWN_JUDGMENT = "本机关逐页审查了对方所述理由和有关材料，独立作出判断。"
EVIDENCE = "已核对文件来源、职责分工、文号和此前的答复。"


def given_for(walk: "Walk", task: OpenTask) -> Given:
    """What the step is told beyond the usual; None when the facts do not carry its answer."""
    return GIVEN[task.step](walk, task) if task.step in GIVEN else None


def day_of(walk: "Walk", task: OpenTask) -> date:
    """The first day on which the facts let this step be done."""
    agenda = walk.agenda
    if task.letter_id and task.step in NOTICE_STEPS:
        return {"D10": agenda.notice, "D11": agenda.extension or agenda.start, "D17": agenda.decision}.get(
            walk.letter_kind(task), agenda.letter
        )
    days = {
        "draft_supplement_notice": agenda.notice,
        "register_supplement": agenda.supplemented,
        "plan_consultations": agenda.letter,
        "draft_consultation": agenda.letter,
        "draft_co_maker_letter": agenda.letter,
        "approve_extension": agenda.extension or agenda.start,
        "serve_reply": agenda.reply or agenda.decision,
    }
    return days.get(task.step, agenda.decision if task.step in DECISION_STEPS else agenda.start)


def needs_supplement(facts: Facts) -> bool:
    """Whether the application is not clear or not complete as it came in. 《条例》第29条、第30条"""
    if facts.flag("correction.requested") or facts.words("missing"):
        return True
    return facts.word("clarity") in UNCLEAR and not (
        facts.word("clarity") == "broad" and facts.flag("volume.excessive") is True
    )


def outcome_of(item: RequestedItem, office: Office) -> Outcome | None:
    """What the decision table says of the item's recorded facts; None while it can't say."""
    decision = office.workflow.catalogue.decide("outcome", ItemFacts.from_stored(item.facts).as_inputs())
    return None if decision.values["outcome"] == UNDETERMINED else Outcome(decision.values["outcome"])


def _always(_: "Walk", __: OpenTask) -> Given:
    return {}


def _confirm(walk: "Walk", _: OpenTask) -> Given:
    return {"confirmed_on": walk.agenda.start}


def _check(walk: "Walk", _: OpenTask) -> Given:
    return {"clear": not needs_supplement(walk.whole)}


def _draft_supplement(walk: "Walk", _: OpenTask) -> Given:
    lacking = tuple(DEFECTS[word] for word in walk.whole.words("missing") if word in DEFECTS)
    return {"defects": lacking or (CONTENT,)}


def _notice(walk: "Walk", task: OpenTask) -> Given:
    """A notice goes out when the facts say that it did."""
    kind = walk.letter_kind(task)
    if kind == "D10":
        went_out = walk.whole.flag("correction.requested") or walk.whole.word("clarity") == "unclear_then_corrected"
    elif kind == "D11":
        went_out = True
    elif kind == "D19":
        went_out = replay_volume.were_asked(walk)
    elif kind == "D18":
        went_out = replay_volume.was_charged(walk.whole)
    else:
        asked = [one for one in walk.consultations() if one.letter_id == task.letter_id]
        went_out = any(_was_asked(walk, one) for one in asked)
    return {} if went_out else None


def _serve_notice(walk: "Walk", task: OpenTask) -> Given:
    if _notice(walk, task) is None:
        return None
    posted = bool(walk.agenda.letter_received) and walk.letter_kind(task) in {"D12", "D15"}
    return {"served_on": walk.today} if posted else {"served_on": walk.today, "method": DeliveryMethod.IN_PERSON}


def _register_supplement(walk: "Walk", _: OpenTask) -> Given:
    return {"received_on": walk.today}


def _not_supplemented(walk: "Walk", _: OpenTask) -> Given:
    return {"arrived_in_time": False} if walk.whole.flag("correction.responded") is False else None


def _check_supplement(walk: "Walk", _: OpenTask) -> Given:
    return {"clear": not walk.whole.flag("correction.still_unclear")}


def _examine(walk: "Walk", task: OpenTask) -> Given:
    reading = replay_facts.nature_of(walk.facts_of(task))
    return None if reading is None else {"finding": {**_plain(reading), "evidence": EVIDENCE}}


def _search(walk: "Walk", task: OpenTask) -> Given:
    reading = replay_facts.search_of(walk.facts_of(task))
    if reading is None:
        return None
    found = "以上范围内均未检索到相符记录。" if reading.held is Held.NO else "检索到相符的文件或者素材。"
    place = PLACE.where if reading.already_public else ""
    papers = documents_of(walk.facts_of(task)) if reading.held is Held.YES else ()
    return {"record": {**_plain(reading), "published_at": place, "result": found, "found": papers}}


def _secrecy(walk: "Walk", task: OpenTask) -> Given:
    return {"holds_classified": bool(walk.facts_of(task).flag("secret.classified"))}


def _weigh(walk: "Walk", task: OpenTask) -> Given:
    reading = replay_facts.disclosure_of(walk.facts_of(task))
    return None if reading is None else {"finding": _plain(reading)}


def _plan(walk: "Walk", _: OpenTask) -> Given:
    return {"planned": tuple(plan for item in _waiting(walk) for plan in _plans(walk, item))}


def _plans(walk: "Walk", item: RequestedItem) -> list[PlannedConsultation]:
    facts = walk.facts[item.number - 1]
    several = facts.word("third_party.response") == "one_refuse_one_silent"
    parties = [party for party in item.facts["ask"] for _ in range(2 if several and party == "third_party" else 1)]
    return [
        PlannedConsultation(
            to=ConsultedParty(party),
            name=f"示例单位{item.number}-{number}",
            address="某省某市示例路2号",
            information=(item.what,),
            concerns=right_of(facts),
            item_numbers=(item.number,),
        )
        for number, party in enumerate(parties, 1)
    ]


def _rule(walk: "Walk", _: OpenTask) -> Given:
    rulings = []
    for item in _waiting(walk):
        reading = replay_facts.ruling_of(walk.facts[item.number - 1])
        if reading is None:
            return None
        rulings.append(
            Ruling(
                item_id=item.id,
                ground=reading.ground,
                severable=reading.severable,
                reasons=OWN_JUDGMENT,
                objection=ObjectionRuling(reasonable=walk.facts[item.number - 1].flag("third_party.reason_shown")),
            )
        )
    return {"rulings": rulings}


def _decide(walk: "Walk", task: OpenTask) -> Given:
    with walk.office.reading() as records:
        items = records.get_one(Application, task.application_id).items
        outcomes = {item.number: admissible(item, walk.office)[0] for item in items}
    return {
        "answers": {
            number: answer_for(walk.facts[number - 1], outcome, walk.today) for number, outcome in outcomes.items()
        }
    }


def _after_decision(walk: "Walk", _: OpenTask) -> Given:
    """The letter is signed and goes out when the facts say that an answer was given."""
    return {} if walk.agenda.reply or walk.whole.has("delivery") else None


def _serve_reply(walk: "Walk", _: OpenTask) -> Given:
    return {"served_on": walk.today}


def _was_asked(walk: "Walk", consultation: Consultation) -> bool:
    facts = walk.facts_behind(consultation)
    asked = "joint_agency" if consultation.to is ConsultedParty.CO_MAKER else "third_party"
    return facts.word(f"{asked}.consulted") in {"yes", "in_progress"} or facts.has(f"{asked}.response")


def _waiting(walk: "Walk") -> list[RequestedItem]:
    with walk.office.reading() as records:
        return [i for i in records.get_one(Application, walk.application_id).items if i.facts.get("ask")]


def _plain(reading: object) -> dict[str, Any]:
    return {name: getattr(reading, name) for name in reading.__slots__}  # type: ignore[attr-defined]


NOTICE_STEPS = {"approve_notice", "sign_notice", "seal_notice", "serve_notice"}
REVIEW_STEPS = (
    "review_by_unit", "review_legality", "check_document", "approve_reply", "endorse_reply", "sign_as_deputy",
    "sign_as_head", "verify_reply", "seal_reply",
)  # fmt: skip
DECISION_STEPS = {"draft_decision", *REVIEW_STEPS}

GIVEN: dict[str, Callable[["Walk", OpenTask], Given]] = {
    "confirm_receipt": _confirm,
    "read_back": _confirm,
    "lead_to_channel": _always,
    "check_application": _check,
    "draft_supplement_notice": _draft_supplement,
    "register_supplement": _register_supplement,
    "confirm_not_supplemented": _not_supplemented,
    "check_supplement": _check_supplement,
    "assign_handler": _always,
    "examine_nature": _examine,
    "search_item": _search,
    "review_secrecy": _secrecy,
    "weigh_disclosure": _weigh,
    "plan_consultations": _plan,
    "draft_consultation": _always,
    "draft_co_maker_letter": _always,
    "confirm_silence": _always,
    "confirm_consent_by_silence": _always,
    "weigh_opinions": _rule,
    "draft_reasons_notice": _always,
    "weigh_reasons": replay_volume.weigh,
    "draft_fee_notice": replay_volume.draft_fee,
    "confirm_unpaid": replay_volume.confirm_unpaid,
    "approve_extension": _always,
    "approve_notice": _notice,
    "sign_notice": _notice,
    "seal_notice": _notice,
    "serve_notice": _serve_notice,
    "draft_decision": _decide,
    **dict.fromkeys(REVIEW_STEPS, _after_decision),
    "serve_reply": _serve_reply,
}
"""Step of a drawing → what is given; a step that is not here waits for somebody of whom the facts say nothing."""
