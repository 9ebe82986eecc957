"""Correction of a record about oneself (更正): found right it is corrected, else refused with reasons or passed on.

The Regulation sets no period; the twenty working days shown are the house's own measure.
《条例》第41条
"""

from dataclasses import dataclass
from datetime import date

from engine.commands import letters, sister_agencies
from engine.errors import RuleViolation
from engine.letters import facts as paper_facts
from engine.letters.answers import Destination
from engine.letters.notices import CorrectionReplyFacts, CorrectionResult
from engine.office import Office
from engine.permissions import Actor
from engine.records import EventName, history
from engine.rules.articles import Article
from engine.rules.vocabulary import Remedy

ARTICLE = str(Article(41))


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Which record, the applicant's proof, what was found, and what comes of it.

    Corrected: the old and the new value and the day. Refused: the reasons. Passed on: to whom, and on which day where
    the house itself forwarded it.
    """

    result: CorrectionResult
    record: str
    evidence: str
    findings: str
    reasons: str = ""
    old_value: str = ""
    new_value: str = ""
    corrected_on: date | None = None
    competent_name: str = ""
    competent_contact: str = ""
    forwarded_on: date | None = None


def examine_correction(task_id: int, correction: Correction, *, actor: Actor, office: Office) -> None:
    """The finding is on record and the reply drafted; it goes to be approved and signed.

    RuleViolation when what the result must show is missing, or a day lies ahead. 《条例》第41条
    """
    _require_complete(correction, today=office.clock.today())
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="examine_correction")
        agency = letters.agency_of(records)
        competent = Destination(name=correction.competent_name, contact=correction.competent_contact)
        day = correction.forwarded_on if correction.result is CorrectionResult.FORWARDED else None
        sister_agencies.require_current(records, competent, office, day=day, field="competent_name")
        facts = CorrectionReplyFacts(
            **letters.applicant_head(records, task.application),
            result=correction.result,
            record=correction.record,
            evidence=correction.evidence,
            findings=correction.findings,
            reasons=correction.reasons,
            old_value=correction.old_value,
            new_value=correction.new_value,
            corrected_on=correction.corrected_on,
            competent=competent if correction.competent_name else None,
            forwarded_on=correction.forwarded_on,
            remedy=paper_facts.Remedy(
                kind=Remedy.RA.value, review_body=agency.review_body, court=agency.court
            ),
        )  # fmt: skip
        letter = letters.draft_notice(records, task.application, "D51", facts, actor=actor, office=office)
        letter.series = "notice"  # it goes the way of notices; its number is that of replies
        task.application.handler_id = task.acting_for_id or actor.person_id
        history.add(
            records, task.application, EventName.CORRECTION_EXAMINED, actor, office.clock,
            result=correction.result.value, reason=correction.reasons, letter_id=letter.id,
        )  # fmt: skip
        office.workflow.complete(records, task, {"examined": True}, letter_id=letter.id, notice_signer="deputy_leader")


def _require_complete(correction: Correction, *, today: date) -> None:
    """《条例》第41条"""
    wanted = {
        "record": "请写明申请更正的是哪项记录。",
        "findings": "请写明审核的情况。",
        **_NEEDED[correction.result],
    }
    for field, message in wanted.items():
        if not getattr(correction, field):
            raise RuleViolation(message, ARTICLE, field=field)
    for field in ("corrected_on", "forwarded_on"):
        day = getattr(correction, field)
        if day is not None and day > today:
            raise RuleViolation("日期不能晚于今天：先更正或者转送，再答复。", ARTICLE, field=field)


_NEEDED: dict[CorrectionResult, dict[str, str]] = {
    CorrectionResult.CORRECTED: {
        "evidence": "请写明证明记录不准确的证据。",
        "old_value": "请写明原来的记录。",
        "new_value": "请写明更正后的记录。",
        "corrected_on": "请填写更正记录的日期。",
    },
    CorrectionResult.REFUSED: {"reasons": "请写明不予更正的理由。"},
    CorrectionResult.FORWARDED: {
        "competent_name": "请写明转送的机关。",
        "forwarded_on": "请填写转送的日期。",
    },
    CorrectionResult.REFERRED: {"competent_name": "请写明有权更正的机关。"},
}
"""What each result must show."""
