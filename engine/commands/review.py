"""The chain of reviews and signatures over one draft; any of them may send it back with a reason.

内部规定：答复审签程序；《条例》第17条
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from engine.commands import letters
from engine.commands.files import Upload
from engine.commands.sheets import SignedSheet, claim_step
from engine.errors import RuleViolation
from engine.letters.fingerprint import short_code
from engine.office import Office
from engine.permissions import Actor
from engine.records import EventName, Letter, OpenTask, history


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """Agreed or sent back, with words; sending back needs a reason.

    On paper, a leader signs the printed 办理单: then the day, who signed, for whom and by which authorisation, and
    the code printed on that sheet are entered from it.
    """

    agreed: bool
    words: str = ""
    given_on: date | None = None
    signed_by: str = ""
    acting_for: str = ""
    authorisation: str = ""
    sheet_code: str = ""
    scans: Sequence[Upload] = field(default=())

    def sheet(self) -> SignedSheet | None:
        """What was signed on paper; None for an opinion given on screen."""
        if not self.paper_facts() and not self.scans:
            return None
        return SignedSheet(
            signed_by=self.signed_by,
            signed_on=self.given_on,
            acting_for=self.acting_for,
            authorisation=self.authorisation,
            scans=self.scans,
        )

    def paper_facts(self) -> dict[str, str]:
        """What was taken from a signed sheet; empty for an opinion given on screen."""
        facts = {
            "signed_by": self.signed_by,
            "acting_for": self.acting_for,
            "authorisation": self.authorisation,
            "sheet_code": self.sheet_code,
        }
        return {name: value for name, value in facts.items() if value}


def review_by_unit(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The handling unit's head agrees with the draft, or sends it back."""
    _give(task_id, opinion, "review_by_unit", actor=actor, office=office)


def review_legality(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The legal reviewer finds the decision lawful, or sends it back."""
    _give(task_id, opinion, "review_legality", actor=actor, office=office)


def check_document(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The document checker finds form and wording right, or sends it back."""
    _give(task_id, opinion, "check_document", actor=actor, office=office)


def approve_reply(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The head of the disclosure office approves; the approval is bound to the draft's fingerprint."""
    _give(task_id, opinion, "approve_reply", actor=actor, office=office)


def endorse_reply(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The deputy leader agrees that the draft goes to the head of the agency."""
    _give(task_id, opinion, "endorse_reply", actor=actor, office=office)


def sign_as_deputy(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The deputy leader signs: the letter has its number and date."""
    _sign(task_id, opinion, "sign_as_deputy", actor=actor, office=office)


def sign_as_head(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The head of the agency signs: the letter has its number and date."""
    _sign(task_id, opinion, "sign_as_head", actor=actor, office=office)


def verify_reply(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The signed letter is what was approved and complete in form; otherwise it goes back and is signed again."""
    _give(task_id, opinion, "verify_reply", actor=actor, office=office)


EVENTS = {
    "review_by_unit": EventName.REVIEWED_BY_UNIT,
    "review_legality": EventName.LEGALITY_REVIEWED,
    "check_document": EventName.DOCUMENT_CHECKED,
    "approve_reply": EventName.REPLY_APPROVED,
    "endorse_reply": EventName.REPLY_ENDORSED,
    "verify_reply": EventName.REPLY_VERIFIED,
}
"""What the history says when a step of the chain agreed."""


def _give(task_id: int, opinion: Opinion, step: str, *, actor: Actor, office: Office) -> None:
    with office.transaction() as records:
        task = claim_step(records, task_id, opinion.sheet(), step=step, actor=actor, office=office)
        letter = letters.reply_of(records, task.application)
        record_opinion(records, task, letter, opinion, EVENTS[step], actor=actor, office=office)


def _sign(task_id: int, opinion: Opinion, step: str, *, actor: Actor, office: Office) -> None:
    with office.transaction() as records:
        task = claim_step(records, task_id, opinion.sheet(), step=step, actor=actor, office=office)
        letter = letters.reply_of(records, task.application)
        if opinion.agreed:
            letters.sign(records, letter, actor=actor, office=office)
        record_opinion(records, task, letter, opinion, EventName.REPLY_SIGNED, actor=actor, office=office)


def record_opinion(  # noqa: PLR0913  # one flat list of what an opinion leaves behind
    records: Session,
    task: OpenTask,
    letter: Letter,
    opinion: Opinion,
    event: EventName,
    *,
    actor: Actor,
    office: Office,
) -> None:
    """The opinion stands in the history, bound to the fingerprint it was given on, and the drawing moves on."""
    if not opinion.agreed and not opinion.words.strip():
        raise RuleViolation("退回时请写明理由，承办人据此修改。", field="words")
    require_sheet(opinion, letter, today=office.clock.today())
    if opinion.agreed:
        letters.require_unchanged(records, letter, office)
    if actor.person_id is not None and actor.person_id == letter.drafted_by:
        raise RuleViolation("拟稿人不得审核或者签发自己拟定的文书，请退回由其他人办理。")
    history.add(
        records, task.application, event if opinion.agreed else EventName.SENT_BACK, actor, office.clock,
        on=opinion.given_on or office.clock.today(), step=task.step, words=opinion.words, letter_id=letter.id,
        fingerprint=letter.fingerprint, sheet=opinion.paper_facts(),
    )  # fmt: skip
    office.workflow.complete(records, task, {"agreed": opinion.agreed})


def require_sheet(opinion: Opinion, letter: Letter | None, *, today: date) -> None:
    """Nothing, if what was taken from a signed sheet holds: its day has come, its code is that of the present text.

    内部规定：答复审签程序
    """
    if opinion.given_on is not None and opinion.given_on > today:
        raise RuleViolation("签字日期不能晚于今天。", field="given_on")
    if opinion.acting_for and not opinion.authorisation:
        raise RuleViolation("代签的，请填写授权依据。", field="authorisation")
    if letter is not None and opinion.sheet() is not None and not opinion.sheet_code:
        raise RuleViolation("请填写印在办理单上的编码，据以核对签的就是现在的文稿。", field="sheet_code")
    if letter is not None and opinion.sheet_code and not _same_code(opinion.sheet_code, letter.fingerprint):
        raise RuleViolation(
            "办理单编码与现在的文稿不一致：签字之后文稿有改动，或者录错了编码。请核对；有改动的，重新打印送签。",
            field="sheet_code",
        )


def _same_code(typed: str, fingerprint: str) -> bool:
    return "".join(c for c in typed.lower() if c.isalnum()) == short_code(fingerprint).replace("-", "")
