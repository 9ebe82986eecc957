"""行政复议答复书: our answer to the review body, a letter like any other, with the list of evidence bound to it.

《行政复议法》第48条、第54条、第70条
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import letters
from engine.commands.remedies import Submission, keep_submission, remedy_of
from engine.commands.serve import Service
from engine.errors import RuleViolation
from engine.letters.defence import ContestedReply, Evidence, ReconsiderationReplyFacts
from engine.office import Office
from engine.permissions import Actor
from engine.records import (
    Application,
    EventName,
    Letter,
    LetterState,
    OpenTask,
    RemedyCase,
    history,
    joint_replies,
)

KIND = "D70"


def draft_defence(task_id: int, words: str, *, actor: Actor, office: Office) -> None:
    """The answer to the review body with its list of evidence goes to those who approve and sign it.

    《行政复议法》第48条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="draft_defence")
        facts = letter_facts(records, task, words)
        letter = letters.draft_notice(records, task.application, KIND, facts, actor=actor, office=office)
        remedy = remedy_of(records, task)
        remedy.facts = {**remedy.facts, "defence": words.strip(), "letter_id": letter.id}
        history.add(
            records, task.application, EventName.DEFENCE_DRAFTED, actor, office.clock, key=task.subject_key,
            letter_id=letter.id,
        )  # fmt: skip
        office.workflow.complete(records, task, {"drafted": True}, letter_id=letter.id, notice_signer="deputy_leader")


def letter_facts(records: Session, task: OpenTask, words: str) -> ReconsiderationReplyFacts:
    """What the answer says; RuleViolation while it has no words. 《行政复议法》第48条"""
    if not words.strip():
        raise RuleViolation("请写明答复意见。", "《行政复议法》第48条", field="words")
    application, remedy = task.application, remedy_of(records, task)
    return ReconsiderationReplyFacts(
        **letters.house_head(records, application),
        addressee=remedy.body,
        claimant=remedy.claimant,
        notice_number=remedy.number,
        claims=remedy.claims.strip(),
        is_simple=remedy.is_simple,
        received_on=application.received_on,
        request_items=tuple(item.what for item in application.items),
        contested=_contested(records, application),
        words=tuple(line.strip() for line in words.splitlines() if line.strip()),
        evidence=tuple(Evidence(**line) for line in remedy.facts["evidence"]),
    )


def submitted(records: Session, letter: Letter, service: Service, actor: Actor, office: Office) -> None:
    """The review body has our answer, and the review knows. 《行政复议法》第48条、第70条"""
    query = select(RemedyCase).where(RemedyCase.application_id == letter.application_id)
    remedy = next(each for each in records.scalars(query) if each.facts.get("letter_id") == letter.id)
    proof = service.tracking_number or service.proof or f"{service.recipient}签收"
    sent = Submission(submitted_on=service.served_on, way=service.method.label, proof=proof)
    keep_submission(records, letter.application, remedy, sent, actor=actor, office=office)


def _contested(records: Session, application: Application) -> ContestedReply | None:
    """The reply served last; None when none was."""
    query = select(Letter).where(joint_replies.answers(application.id), Letter.series == "reply")
    letter = records.scalars(query.where(Letter.state == LetterState.SERVED).order_by(Letter.id.desc())).first()
    served = history.last(history.of(records, application), EventName.REPLY_SERVED)
    if letter is None or letter.dated_on is None or served is None:
        return None
    return ContestedReply(number=letter.document_number or "", dated_on=letter.dated_on, served_on=served.on)
