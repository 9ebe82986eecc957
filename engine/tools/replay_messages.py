"""What comes in from outside while a case is walked, and what people do beside its main course."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.commands import assist, consult, extend, supplement
from engine.errors import DisclosureError
from engine.permissions import Role
from engine.records import Consultation, EventName, Unit
from engine.rules.vocabulary import ConsultedParty
from engine.tools import replay_volume
from engine.tools.replay_cases import Facts
from engine.tools.replay_questions import Question, questions

if TYPE_CHECKING:
    from engine.tools.replay_walk import Walk

OBJECTION = "公开会损害我方的合法权益，不同意公开。"
EXTENSION = "extension"


def take(walk: "Walk") -> bool:
    """Whether something came in or was done today; it is on record then, and timers and outbox have gone on."""
    done = any(act(walk) for act in ACTS)
    if done:
        walk.settle()
    return done


def coming_days(walk: "Walk") -> Iterator[date]:
    """The days on which something is still to come in or to run out."""
    if walk.agenda.extension and EXTENSION not in walk.marks:
        yield walk.agenda.extension
    if walk.awaits("supplement_arrived"):
        if is_supplemented(walk.whole):
            yield walk.agenda.supplemented
        elif walk.whole.flag("correction.responded") is False:
            yield from walk.alarms("supplement_period")
    if walk.awaits("fee_arrived") and walk.whole.flag("fee.paid_in_time") is False:
        yield from walk.alarms("fee_period")
    if walk.awaits("opinion_arrived"):
        yield from _days_of_opinions(walk)


def is_supplemented(facts: Facts) -> bool:
    """Whether a corrected application came in, even one that was refused at the door."""
    said = facts.flag("correction.responded")
    if said is None:
        came = facts.flag("correction.still_unclear") or facts.flag("correction.agency_refused_delivery")
        return bool(came) or facts.word("clarity") == "unclear_then_corrected"
    return said


def response_of(walk: "Walk", consultation: Consultation) -> str:
    """What the party says: `refuse`, `agree`, `silent`, or nothing yet."""
    facts = walk.facts_behind(consultation)
    if consultation.to is ConsultedParty.CO_MAKER:
        return facts.word("joint_agency.response")
    if facts.word("third_party.consulted") in {"no", "in_progress"}:
        return ""
    response = facts.word("third_party.response")
    if response != "one_refuse_one_silent":
        return response
    first = next(one for one in walk.consultations() if one.item_numbers == consultation.item_numbers)
    return "refuse" if consultation.id == first.id else "silent"


def _days_of_opinions(walk: "Walk") -> Iterator[date]:
    if walk.agenda.letter_received:
        yield walk.agenda.letter_received
    waiting = [response_of(walk, one) for one in walk.consultations() if one.agrees is None]
    if {"refuse", "agree"} & set(waiting):
        yield walk.agenda.answered
    if "silent" in waiting:
        yield from walk.alarms("opinion_window")


def _extend(walk: "Walk") -> bool:
    """《条例》第33条第2款"""
    day = walk.agenda.extension
    if day is None or EXTENSION in walk.marks or day > walk.today or not walk.is_open():
        return False
    walk.marks.add(EXTENSION)
    wanted = extend.ExtensionRequest(reason="涉及文件较多，需要时间逐份核对。")
    try:
        extend.request_extension(walk.application_id, wanted, actor=walk.actor(Role.OFFICE_HEAD), office=walk.office)
    except DisclosureError as error:
        walk.refusals.append(error)
    return True


def _bring_supplement(walk: "Walk") -> bool:
    """《条例》第30条"""
    due = is_supplemented(walk.whole) and walk.agenda.supplemented <= walk.today
    if not due or not walk.awaits("supplement_arrived"):
        return False
    supplement.submit_supplement(walk.application_id, actor=walk.actor(Role.REGISTRAR), office=walk.office)
    return True


def _prove_receipts(walk: "Walk") -> bool:
    day = walk.agenda.letter_received
    if day is None or day > walk.today:
        return False
    unproven = walk.keys_of(EventName.CONSULTATION_SENT) - walk.keys_of(EventName.CONSULTATION_RECEIVED)
    for key in sorted(unproven, key=int):
        consult.record_letter_receipt(int(key), day, actor=walk.actor(Role.REGISTRAR), office=walk.office)
    return bool(unproven)


def _bring_opinions(walk: "Walk") -> bool:
    """《条例》第32条、第34条"""
    if walk.agenda.answered > walk.today:
        return False
    sent, registrar = walk.keys_of(EventName.CONSULTATION_SENT), walk.actor(Role.REGISTRAR)
    for one in walk.consultations():
        response = response_of(walk, one)
        if one.key in sent and one.agrees is None and response in {"refuse", "agree"}:
            words = OBJECTION if response == "refuse" else "同意公开。"
            opinion = consult.Opinion(received_on=walk.today, agrees=response == "agree", words=words)
            consult.register_opinion(one.id, opinion, actor=registrar, office=walk.office)
            return True
    return False


def _ask_units(walk: "Walk") -> bool:
    """内部规定：协办答复"""
    todo = [question for question in questions(walk) if question.code not in walk.marks]
    if not todo or not walk.is_open():
        return False
    for question in todo:
        walk.marks.add(question.code)
        _ask(walk, question)
    return True


def _ask(walk: "Walk", question: Question) -> None:
    with walk.office.reading() as records:
        unit = records.scalars(select(Unit.id).where(Unit.name == question.unit)).one()
    asked = assist.Question(unit_id=unit, question=question.text, due_on=walk.calendar.after(walk.today, 3))
    assist.ask_unit(walk.application_id, asked, actor=walk.actor(Role.OFFICE_HEAD), office=walk.office)


ACTS: tuple[Callable[["Walk"], bool], ...] = (
    _extend,
    _bring_supplement,
    _prove_receipts,
    _bring_opinions,
    _ask_units,
    replay_volume.ask,
    replay_volume.explain,
    replay_volume.charge,
    replay_volume.pay,
)
"""What may happen beside the course, in the order in which it is looked for."""
