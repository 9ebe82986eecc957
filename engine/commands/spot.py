"""An answer on the spot (当场答复): told or handed over at the counter, on a sheet that the applicant signs.

《条例》第33条第1款
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.commands import decide, files, letters, sister_agencies
from engine.commands.files import Upload
from engine.errors import RuleViolation
from engine.letters import checks, from_json
from engine.letters import facts as paper_facts
from engine.letters.answers import ItemAnswer
from engine.letters.dispatch import SpotAnswerFacts
from engine.letters.facts import ReplyFacts
from engine.office import Office
from engine.permissions import Actor
from engine.records import Application, EventName, Letter, LetterState, RequestedItem, history
from engine.rules.outcome import overall_remedy
from engine.rules.spot import ARTICLE, SPOT_FACTS, require_spot
from engine.rules.vocabulary import DeliveryMethod, Outcome

SETTLED = "answered_on_spot"
"""What the drawing reads of a case that needs no further answer."""


@dataclass(frozen=True, kw_only=True)
class SpotItem:
    """What one item was answered at once, and what that rests on (an earlier reply, the origin of the paper)."""

    item_id: int
    outcome: Outcome
    answer: ItemAnswer
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class SpotAnswer:
    """The talk at the counter: when, in which words, who else was there, and who in the house agreed to it."""

    answered_on: date
    answered_time: str
    words: str
    witness: str
    agreed_by: str
    items: Sequence[SpotItem]


@dataclass(frozen=True, kw_only=True)
class SpotReceipt:
    """The sheet was handed over: signed, or with a note of two members of staff why it was not."""

    received_on: date
    signed: bool
    note: str = ""
    scans: Sequence[Upload] = ()


def answer_on_spot(task_id: int, given: SpotAnswer, *, actor: Actor, office: Office) -> None:
    """Every item is answered at once, and the sheet that says so is made out under the case number.

    RuleViolation when one of them must not be answered without a search or a review. 《条例》第33条第1款
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="answer_on_spot")
        application = task.application
        _require_complete(given, application, actor=actor, today=office.clock.today())
        answered = {each.item_id: each for each in given.items}
        for item in application.items:
            _answer(item, answered.get(item.id), office)
            to, field = answered[item.id].answer.destination, f"item-{item.number}-destination_name"
            sister_agencies.require_current(records, to, office, field=field)
        letter = _sheet(records, application, given, actor=actor, office=office)
        history.add(
            records, application, EventName.ANSWERED_ON_SPOT, actor, office.clock, on=given.answered_on,
            outcomes={str(item.number): item.outcome for item in application.items},
            rows={str(item.number): decide.report_row(item) for item in application.items}, letter_id=letter.id,
            result=given.words, remark=f"经{given.agreed_by}同意，{given.witness}在场", fingerprint=letter.fingerprint,
        )  # fmt: skip
        office.workflow.complete(records, task, {"answered": True}, letter_id=letter.id)


def take_usual_way(task_id: int, reason: str, *, actor: Actor, office: Office) -> None:
    """It cannot be answered at once: the case goes on as any other, its clock unchanged.

    《条例》第33条第2款
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="answer_on_spot")
        if not reason.strip():
            raise RuleViolation("请写明为什么不能当场答复，并告诉申请人。", ARTICLE, field="reason")
        history.add(
            records, task.application, EventName.NOT_ANSWERED_ON_SPOT, actor, office.clock, reason=reason.strip()
        )
        office.workflow.complete(records, task, {"answered": False})


def hand_over_on_spot(task_id: int, receipt: SpotReceipt, *, actor: Actor, office: Office) -> None:
    """The sheet is in the applicant's hands: that day the reply is served and its clock stops.

    国办公开办函〔2016〕235号
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="hand_over_on_spot")
        letter = records.get_one(Letter, task.letter_id)
        _require_receipt(receipt, letter, today=office.clock.today())
        letter.state = LetterState.SERVED
        proof = "申请人在当场答复记录上签名" if receipt.signed else "申请人未签名，两名工作人员已注明情况"
        history.add(
            records, task.application, EventName.REPLY_SERVED, actor, office.clock, on=receipt.received_on,
            method=DeliveryMethod.IN_PERSON.value, proof=proof, remark=receipt.note.strip(), letter_id=letter.id,
            sha256=letter.pdf_sha256,
        )  # fmt: skip
        files.keep_all(records, task.application, receipt.scans, actor=actor, office=office)
        office.workflow.complete(records, task, {"handed_over": True}, standing=SETTLED)
        office.workflow.send_message(records, task.application, "deadline_settled")


def _answer(item: RequestedItem, given: SpotItem | None, office: Office) -> None:
    field = f"item-{item.number}"
    if given is None:
        raise RuleViolation(f"第{item.number}项还没有答复；有一项不能当场答复的，全件照常办理。", ARTICLE, field=field)
    require_spot(given.outcome, given.evidence, field=field)
    item.facts = {**item.facts, **SPOT_FACTS[given.outcome].as_stored()}
    decision = decide.ItemDecision(item_id=item.id, outcome=given.outcome, answer=given.answer)
    decide.propose(item, decision, office, number=item.number)
    item.facts = {**item.facts, "evidence": given.evidence.strip()}


def _sheet(records: Session, application: Application, given: SpotAnswer, *, actor: Actor, office: Office) -> Letter:
    """The record for both sides (D21), drawn up and frozen; it needs no leader's signature."""
    agency = letters.agency_of(records)
    kind = overall_remedy(decide.remedy_of_item(item) for item in application.items)
    about: dict[str, Any] = {
        **letters.applicant_head(records, application),
        "items": tuple(from_json(ItemAnswer, item.answer) for item in application.items),
        "remedy": paper_facts.Remedy(kind=kind.value, review_body=agency.review_body, court=agency.court),
    }
    checks.require_complete(ReplyFacts(**about))
    facts = SpotAnswerFacts(
        **about, answered_on=given.answered_on, answered_time=given.answered_time, answer=given.words,
        handed_over=tuple(paper for each in given.items for paper in each.answer.provided),
        staff=(actor.name, given.witness),
    )  # fmt: skip
    letter = letters.draft_notice(records, application, "D21", facts, actor=actor, office=office)
    letters.sign(records, letter, actor=actor, office=office)
    letters.seal(records, letter, office=office)
    return letter


def _require_complete(given: SpotAnswer, application: Application, *, actor: Actor, today: date) -> None:
    if application.received_on is None or not application.received_on <= given.answered_on <= today:
        raise RuleViolation("答复日期不能早于收到之日，也不能晚于今天。", ARTICLE, field="answered_on")
    wanted = {
        "words": "请写明当场告知了什么。",
        "witness": "请写明另一名在场的工作人员。",
        "agreed_by": "请写明经谁同意当场答复。",
    }
    for field, message in wanted.items():
        if not getattr(given, field).strip():
            raise RuleViolation(message, ARTICLE, field=field)
    if given.witness.strip() == actor.name:
        raise RuleViolation("当场答复应有两名工作人员，请写另一人。", ARTICLE, field="witness")


def _require_receipt(receipt: SpotReceipt, letter: Letter, *, today: date) -> None:
    article = "国办公开办函〔2016〕235号"
    answered_on = date.fromisoformat(letter.facts["answered_on"])
    if not answered_on <= receipt.received_on <= today:
        raise RuleViolation("签收日期不能早于答复日期，也不能晚于今天。", article, field="received_on")
    if not receipt.signed and not receipt.note.strip():
        raise RuleViolation("申请人没有签名的，请写明原因和在场的两名工作人员。", article, field="note")
