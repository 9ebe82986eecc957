"""The reply letter of a case: drafted from the rows, bound by its fingerprint, numbered, sealed, frozen once.

`design`: what was approved is what is sent. The bytes are stored once and never rendered again.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import letters as paper
from engine.commands import enclosures, numbers, signing, sister_agencies
from engine.commands.reply_facts import reply_facts
from engine.errors import Conflict, NotFound, RuleViolation
from engine.letters import checks
from engine.letters import facts as paper_facts
from engine.letters.facts import LetterFacts
from engine.letters.notices import CorrectionReplyFacts, OutsiderLetterFacts
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import (
    Agency,
    Application,
    EventName,
    Letter,
    LetterState,
    VoidedNumber,
    history,
    intake,
    joint_replies,
    letter_drafts,
)
from engine.records.promises import promise
from engine.rules.articles import Article
from engine.rules.outcome import overall
from engine.rules.vocabulary import Remedy

MIXED_KIND = "D52"
LED_KINDS = frozenset({"D18", "D19", "D20", "D51"})
"""Notices to the applicant that weigh as much as a decision: a leader signs them. 内部规定：签发级别"""
ANOTHER_YEAR = "退回修改后跨年重新签发"


def printed(codes: str) -> str:
    """Article codes of a decision table, such as `36(2) 37`, as a letter prints them."""
    return paper.legal_basis([Article.parse(code) for code in codes.split()])


def agency_of(records: Session) -> Agency:
    """The agency in whose name letters go out; RuleViolation until an administrator has entered it."""
    agency: Agency | None = records.scalar(select(Agency))
    if agency is None:
        raise RuleViolation("尚未填写本机关的名称、文号代字和救济机关，请管理员先在“机关信息”中填写。")
    return agency


def reply_of(records: Session, application: Application) -> Letter:
    """The case's reply letter; RuleViolation when none was drafted."""
    letter = _reply(records, application)
    if letter is None:
        raise RuleViolation("此件还没有拟定答复书。")
    return letter


def draft_reply(
    records: Session, cases: Sequence[Application], remedy: Remedy, *, actor: Actor, office: Office
) -> Letter:
    """The reply to these cases, the leading one first, says what their items say now; earlier approvals have lapsed.

    RuleViolation names what the letter fails to show, or the characters that no configured font can print.
    """
    leading, agency = cases[0], agency_of(records)
    head = applicant_head(records, leading)
    facts = reply_facts(records, cases, remedy, head=head, agency=agency, office=office)
    checks.require_complete(facts)
    signing.require_address(records, leading)
    letter = _unserved_reply(records, leading) or Letter(application=leading)
    letter.kind, letter.template = _kind(cases, office)
    _draft(records, letter, facts, actor=actor, office=office)
    joint_replies.bind(records, letter)
    return letter


def draft_notice(
    records: Session, application: Application, code: str, facts: LetterFacts, *, actor: Actor, office: Office
) -> Letter:
    """A procedural letter of the catalogue kind `code` is drafted with these facts."""
    kind = next(kind for kind in paper.KINDS.values() if code in kind.codes)
    letter = Letter(application=application, kind=code, template=kind.template)
    return _draft(records, letter, facts, actor=actor, office=office)


def applicant_head(records: Session, application: Application) -> dict[str, Any]:
    """What every letter to the applicant begins with, as keyword arguments of its facts class."""
    if application.received_on is None:
        raise RuleViolation("此件尚未确定收到日期，请先登记。", "《条例》第31条")
    return {
        **house_head(records, application),
        **intake.named_in_letters(application),
        "received_on": application.received_on,
        "channel": application.channel.value,
        "request_items": tuple(item.what for item in application.items),
    }


def house_head(records: Session, application: Application) -> dict[str, Any]:
    """In whose name a letter goes out, and the case it belongs to."""
    agency = agency_of(records)
    contact = paper_facts.Contact(
        office=agency.contact_office,
        phone=agency.contact_phone,
        address=agency.contact_address,
        hours=agency.contact_hours,
    )
    page = paper_facts.PageForm(agency.page_form)
    head = paper_facts.Agency(name=agency.name, contact=contact, page=page)
    return {"agency": head, "case_no": application.case_number}


def facts_of(letter: Letter) -> LetterFacts:
    """The letter's facts with its number and date as far as it has them."""
    plain = {
        **letter.facts,
        "doc_number": letter.document_number,
        "dated_on": letter.dated_on.isoformat() if letter.dated_on else None,
    }
    return paper.from_json(paper.kind_of(letter.template).facts, plain)


def needs_leader(letter: Letter) -> bool:
    """Whether a leader signs: letters to somebody who did not apply, and those that ask for money or reasons."""
    return letter.kind in LED_KINDS or issubclass(paper.kind_of(letter.template).facts, OutsiderLetterFacts)


def sign(records: Session, letter: Letter, *, actor: Actor, office: Office) -> None:
    """The letter is signed: it has its number, once for all, and today's date; its fingerprint is the approved one."""
    require_unchanged(records, letter, office)
    if letter.series == "reply":
        for case in joint_replies.answered_by(records, letter):
            enclosures.require_lawful(records, case)
            sister_agencies.require_all_current(records, case, office)
    today = office.clock.today()
    if letter.document_number and letter.dated_on and letter.dated_on.year != today.year:
        give_up_number(records, letter, ANOTHER_YEAR, by=Actor.calendar().name, office=office)
    letter.dated_on = today
    facts = facts_of(letter)
    if isinstance(facts, CorrectionReplyFacts) and facts.forwarded_on is None:
        sister_agencies.require_current(records, facts.competent, office)
    signing.require_lawful(records, letter, facts, actor=actor, office=office)
    if letter.document_number is None and letter.series:
        letter.document_number = numbers.document_number(records, agency_of(records), today.year, letter.series)
    letter.approved_fingerprint = letter.fingerprint
    letter.state = LetterState.SIGNED


def void_number(letter_id: int, reason: str, *, actor: Actor, office: Office) -> None:
    """The signed letter's number is 作废 and stays in the register; the letter has the next number of today's year.

    RuleViolation once the seal is on it, or without a reason. 内部规定：发文登记
    """
    require(actor, Action.VOID_NUMBER)
    with office.transaction() as records:
        letter = records.get(Letter, letter_id)
        if letter is None or letter.document_number is None:
            raise NotFound("没有找到这一文号。")
        if letter.state is not LetterState.SIGNED:
            raise RuleViolation("文书已经用印，文号不能再作废；内容有误的，依法另行作出文书更正。", field="reason")
        if not reason.strip():
            raise RuleViolation("请写明作废的原因。", field="reason")
        voided = letter.document_number
        give_up_number(records, letter, reason.strip(), by=actor.name, office=office)
        year = office.clock.today().year
        letter.document_number = numbers.document_number(records, agency_of(records), year, letter.series)
        letter.dated_on = office.clock.today()
        history.add(
            records, letter.application, EventName.NUMBER_VOIDED, actor, office.clock,
            letter_id=letter.id, old=voided, new=letter.document_number, reason=reason.strip(),
        )  # fmt: skip


def give_up_number(records: Session, letter: Letter, reason: str, *, by: str, office: Office) -> None:
    """The letter's number stands in the register as 作废, and the letter has none."""
    if letter.document_number is None:
        return
    records.add(
        VoidedNumber(
            family=letter.series,
            document_number=letter.document_number,
            letter_id=letter.id,
            reason=reason,
            voided_by=by,
            voided_at=office.clock.now(),
        )
    )
    letter.document_number = None


def seal(records: Session, letter: Letter, *, office: Office) -> None:
    """The seal may be set: the letter is what was signed, and the outbox will freeze it."""
    require_unchanged(records, letter, office)
    if letter.state is not LetterState.SIGNED:
        raise RuleViolation("文书尚未签发，不能用印。", "内部规定：用印登记")
    letter.state = LetterState.SEALED
    promise_freezing(records, letter, office=office)


def require_unchanged(records: Session, letter: Letter, office: Office) -> None:
    """Nothing, if facts and template are what the fingerprint binds; Conflict when the approval has lapsed."""
    if letter.template_version != office.letters.template_version(letter.template):
        raise Conflict("文书模板在拟稿后有更新，请退回承办人重新生成答复书后再签。")
    if letter.fingerprint != _fingerprint(records, letter):
        raise Conflict("答复书内容在审批后有改动，原审批失效，请退回重新审签。")


def promise_freezing(records: Session, letter: Letter, *, office: Office) -> None:
    """The outbox renders the sealed letter once and stores its bytes."""
    key = f"freeze:{letter.id}:{letter.approved_fingerprint}"
    facts = {"letter_id": letter.id}
    records.add(promise("freeze_letter", key, facts, now=office.clock.now(), application_id=letter.application_id))


def store_frozen(records: Session, letter: Letter, pdf: bytes, *, office: Office) -> None:
    """The bytes are the letter from now on, and the drawing knows; a letter already frozen stays as it is."""
    if letter.pdf_sha256:
        return
    if letter.approved_fingerprint != _fingerprint(records, letter):
        raise Conflict("待定稿的答复书与签发时不一致，已停止定稿。")
    letter.pdf, letter.pdf_sha256 = pdf, hashlib.sha256(pdf).hexdigest()
    letter.frozen_at, letter.state = office.clock.now(), LetterState.FROZEN
    history.add(
        records, letter.application, EventName.LETTER_FROZEN, Actor.calendar(), office.clock,
        letter_id=letter.id, sha256=letter.pdf_sha256,
    )  # fmt: skip
    message = "reply_frozen" if letter.series == "reply" else "letter_frozen"
    office.workflow.send_message(records, letter.application, message, letter_id=letter.id)


def _draft(records: Session, letter: Letter, facts: LetterFacts, *, actor: Actor, office: Office) -> Letter:
    letter.series = paper.kind_of(letter.template).series
    letter.template_version = office.letters.template_version(letter.template)
    letter.facts = paper.to_json(facts)
    letter.fingerprint = _fingerprint(records, letter)
    letter.state, letter.drafted_by = LetterState.DRAFTED, actor.person_id
    words = office.letters.paragraphs(letter.template, facts)
    if missing := office.letters.unprintable("".join(words)):
        raise RuleViolation(f"这些字没有可用的字体，请核对是否录入有误：{'、'.join(missing)}")
    records.add(letter)
    records.flush()
    letter_drafts.keep(records, letter, words, office.clock.now())
    return letter


def _reply(records: Session, application: Application) -> Letter | None:
    query = select(Letter).where(Letter.application_id == application.id, Letter.series == "reply")
    return records.scalars(query.order_by(Letter.id.desc())).first()


def _unserved_reply(records: Session, application: Application) -> Letter | None:
    """The reply that is still being written; one already served stays as it went out, a new answer is a new letter."""
    letter = _reply(records, application)
    return letter if letter is not None and letter.state is not LetterState.SERVED else None


def _fingerprint(records: Session, letter: Letter) -> str:
    """A reply is bound together with the bytes of every file that goes out with it, of every case that it answers."""
    cases = joint_replies.answered_by(records, letter)
    enclosed = [sha for case in cases for sha in enclosures.hashes_of(records, case.id)]
    return paper.fingerprint(
        letter.template_version,
        facts_of(letter),
        addressee="\n".join(joint_replies.way_of(case) for case in cases),
        attachments=enclosed if letter.series == "reply" else (),
    )


def _kind(cases: Sequence[Application], office: Office) -> tuple[str, str]:
    outcome = overall(item.outcome for case in cases for item in case.items if item.outcome)
    is_partly = any(partly(case) for case in cases)
    decision = office.workflow.catalogue.decide("reply_letter", {"outcome": outcome, "partly": is_partly})
    return decision.values["letter"] or MIXED_KIND, decision.values["template"] or "reply"


def partly(application: Application) -> bool:
    """Whether a part of what is disclosed over an objection is withheld all the same."""
    return any(item.answer.get("withheld") for item in application.items)
