"""办理单 (D60): what goes out and who said what, printed with the code of the text, for those who sign on paper."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from engine import letters as paper
from engine.errors import NotFound
from engine.letters.chinese import chinese_date
from engine.letters.facts import Agency, Contact, ReplyFacts
from engine.letters.forms import ApprovalFormFacts, Proposal, ReviewOpinion
from engine.letters.steps import ReviewStep
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import NOT_THERE
from engine.queries.agency import AgencyDetails, agency
from engine.queries.facts import case_row
from engine.queries.letters import LetterFile, facts_of, visible_letter
from engine.records import Application, EventName, HistoryEntry, Letter, Person, history, intake
from engine.records.joint_replies import answered_by
from engine.rules.vocabulary import Outcome

STEP_OF = {
    EventName.REVIEWED_BY_UNIT: ReviewStep.UNIT_HEAD,
    EventName.LEGALITY_REVIEWED: ReviewStep.LEGALITY,
    EventName.DOCUMENT_CHECKED: ReviewStep.DOCUMENT,
    EventName.REPLY_APPROVED: ReviewStep.OFFICE_HEAD,
    EventName.REPLY_ENDORSED: ReviewStep.DEPUTY,
    EventName.REPLY_SIGNED: ReviewStep.SIGNATURE,
    EventName.REPLY_VERIFIED: ReviewStep.NUMBERING,
    EventName.NOTICE_APPROVED: ReviewStep.OFFICE_HEAD,
    EventName.NOTICE_SIGNED: ReviewStep.SIGNATURE,
}
NOTICE_STEPS = (ReviewStep.OFFICE_HEAD, ReviewStep.SIGNATURE, ReviewStep.SEALING)


def approval_sheet(letter_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The sheet of one letter as PDF, with the opinions given on its present text; blanks for those to come.

    NotFound when the letter is not this actor's to see, or the case has no date yet. 内部规定：答复审签程序
    """
    house = agency(office)
    with office.reading() as records:
        letter = visible_letter(records, letter_id, actor)
        application = case_row(records, letter.application_id, actor)
        if house is None or application.received_on is None or application.due_on is None:
            raise NotFound(NOT_THERE)
        days = (application.received_on, application.due_on)
        facts = _facts(records, letter, application, house_of(house), days)
    return LetterFile(f"办理单{application.case_number}.pdf", office.letters.pdf("approval_form", facts))


def _facts(
    records: Session, letter: Letter, application: Application, house: Agency, days: tuple[date, date]
) -> ApprovalFormFacts:
    drafter = records.get(Person, letter.drafted_by) if letter.drafted_by else None
    is_reply, cases = letter.series == "reply", answered_by(records, letter)
    return ApprovalFormFacts(
        agency=house,
        case_no=f"{application.case_number}等{len(cases)}件" if cases[1:] else application.case_number,
        paper=paper.kind_of(letter.template).name,
        applicant_name=intake.letter_name(application),
        received_on=days[0],
        due_on=min([days[1], *(case.due_on for case in cases if case.due_on is not None)]),
        request_items=tuple(item.what for case in cases for item in case.items),
        proposals=_proposals(letter),
        handler=drafter.name if drafter else "系统",
        handling_unit=application.handling_unit.name if application.handling_unit else "公开工作机构",
        fingerprint=letter.fingerprint,
        opinions=_opinions(records, letter, cases),
        steps=ReviewStep.usual() if is_reply else NOTICE_STEPS,
    )


def house_of(house: AgencyDetails) -> Agency:
    """The agency as a sheet prints it."""
    contact = Contact(
        office=house.contact_office,
        phone=house.contact_phone,
        address=house.contact_address,
        hours=house.contact_hours,
    )
    return Agency(name=house.name, contact=contact)


def _proposals(letter: Letter) -> tuple[Proposal, ...]:
    facts = facts_of(letter)
    if not isinstance(facts, ReplyFacts):
        return ()
    return tuple(
        Proposal(
            number=item.number,
            what=item.what,
            outcome=Outcome(item.outcome).label,
            legal_basis=item.legal_basis,
            reasons=item.reasons,
        )
        for item in facts.items
    )


def _opinions(records: Session, letter: Letter, cases: Sequence[Application]) -> tuple[ReviewOpinion, ...]:
    """Of those who review or sign, only what was said of the present text counts."""
    entries = history.of(records, letter.application)
    bound = [e for e in entries if e.event in STEP_OF and e.facts.get("fingerprint") == letter.fingerprint]
    before = _before_the_review(entries) if letter.series == "reply" else []
    for case in cases[1:]:
        before += _secrecy(history.of(records, case), of=f"{case.case_number}号")
    return (*before, *(_opinion(entry) for entry in bound))


def _before_the_review(entries: Sequence[HistoryEntry]) -> list[ReviewOpinion]:
    """The handler's proposal as it stands, and what the secrecy reviewer said of each item."""
    drafted = [entry for entry in entries if entry.event is EventName.DECISION_DRAFTED][-1:]
    words = "拟按所附答复书答复，请审核"
    proposed = [ReviewOpinion(step=ReviewStep.PROPOSAL, opinion=words, name=e.who, at=e.at) for e in drafted]
    return proposed + _secrecy(entries)


def _secrecy(entries: Sequence[HistoryEntry], *, of: str = "") -> list[ReviewOpinion]:
    """What the secrecy reviewer said of each item; `of` names the case in a sheet over several."""
    return [
        ReviewOpinion(
            step=ReviewStep.SECRECY,
            opinion=f"{of}第{e.facts['item']}项：{e.facts['opinion'].rstrip('。')}",
            name=e.who,
            at=e.at,
        )
        for e in entries
        if e.event is EventName.SECRECY_REVIEWED
    ]


def _opinion(entry: HistoryEntry) -> ReviewOpinion:
    sheet = entry.facts.get("sheet") or {}
    words = entry.facts.get("words") or "同意"
    signed = f"（{chinese_date(entry.on)}在纸质办理单上签字）" if sheet else ""
    return ReviewOpinion(
        step=STEP_OF[entry.event],
        opinion=f"{words.rstrip('。')}{signed}",
        name=sheet.get("signed_by") or entry.who,
        at=entry.at,
        stands_for=sheet.get("acting_for", ""),
        authority=sheet.get("authorisation", ""),
    )
