"""Letters that tell of a consultation: to the applicant that it goes on, to who objected that we disclose all the same.

《条例》第32条、第33条第3款
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import consult, letters
from engine.commands.cases import open_case_of
from engine.errors import RuleViolation
from engine.letters.facts import Remedy as RemedyFacts
from engine.letters.notices import ConsultationNoticeFacts, ThirdPartyDecisionFacts
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, Consultation, EventName, Letter, history
from engine.rules.outcome import Ground
from engine.rules.vocabulary import ConsultedParty, Outcome, Remedy

DISCLOSING_GROUNDS = (Ground.NONE, Ground.THIRD_PARTY_OVERRIDDEN)
DISCLOSING_OUTCOMES = (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.DISCLOSED_OVER_OBJECTION)


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """Why we disclose over the objection, and not before which day (default: after the office's interval)."""

    reasons: str
    disclosed_from: date | None = None


def announce_disclosure(consultation_id: int, wanted: Announcement, *, actor: Actor, office: Office) -> None:
    """The notice to the third party who objected is on its way out, anew where an earlier one was sent back.

    《条例》第32条
    """
    require(actor, Action.REGISTER_OPINION)
    with office.transaction() as records:
        consultation = consult.consultation_of(records, consultation_id)
        open_case_of(records, consultation.application_id)
        draft_announcement(records, consultation, wanted, actor=actor, office=office)


def draft_announcement(
    records: Session, consultation: Consultation, wanted: Announcement, *, actor: Actor, office: Office
) -> None:
    """What is disclosed, why, and from which day, goes to be approved and signed beside the main course.

    RuleViolation when the party did not object, gives no reasons, or leaves no interval. 《条例》第32条
    """
    if consultation.to is not ConsultedParty.THIRD_PARTY or consultation.agrees is not False:
        raise RuleViolation("只有不同意公开的第三方，才须告知决定公开的内容和理由。", "《条例》第32条")
    if not wanted.reasons.strip():
        raise RuleViolation("请写明决定公开的理由。", "《条例》第32条", field="reasons")
    letter = letters.draft_notice(
        records, consultation.application, "D17", _decision_facts(records, consultation, wanted, office),
        actor=actor, office=office,
    )  # fmt: skip
    history.add(
        records, consultation.application, EventName.DISCLOSURE_ANNOUNCED, actor, office.clock,
        key=consultation.key, letter_id=letter.id, reason=wanted.reasons,
    )  # fmt: skip
    _issue(records, letter, "deputy_leader", office, key=consultation.key)


def announce_to_objectors(
    records: Session,
    application: Application,
    reasons: Sequence[tuple[int, Ground, str]],
    *,
    actor: Actor,
    office: Office,
) -> None:
    """Each third party who objected to what we now mean to disclose has its notice drafted, from our own reasons.

    `reasons`: the number of the item, the ground that stands, and why. 《条例》第32条
    """
    for consultation in consult.consultations(records, application.id):
        if consultation.to is not ConsultedParty.THIRD_PARTY or consultation.agrees is not False:
            continue
        why = [
            words
            for number, ground, words in reasons
            if number in consultation.item_numbers and ground in DISCLOSING_GROUNDS
        ]
        if why:
            wanted = Announcement(reasons="；".join(dict.fromkeys(text.strip(" 。；") for text in why)) + "。")
            draft_announcement(records, consultation, wanted, actor=actor, office=office)


def announce_consultation(application_id: int, *, actor: Actor, office: Office) -> None:
    """The notice to the applicant, that others are being asked and since when, is on its way out.

    RuleViolation before anybody is asked, or when one is on its way already. 《条例》第33条第3款
    """
    require(actor, Action.REGISTER_OPINION)
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        sent = [e for e in history.of(records, application) if e.event is EventName.CONSULTATION_SENT]
        if not sent:
            raise RuleViolation("征求意见书还没有发出，不必告知申请人。", "《条例》第33条第3款")
        if _is_under_way(records, application, office) or _notices(records, application, served="D14"):
            raise RuleViolation("征求意见情况已经告知申请人，或者正在发文。")
        every = [item.number for item in application.items]
        facts = ConsultationNoticeFacts(
            **letters.applicant_head(records, application), consulted=_consulted(records, application),
            began_on=sent[0].on, objection_reasonable=_ruling_on(application, every).get("objection_reasonable"),
        )  # fmt: skip
        letter = letters.draft_notice(records, application, "D14", facts, actor=actor, office=office)
        history.add(records, application, EventName.CONSULTATION_ANNOUNCED, actor, office.clock, letter_id=letter.id)
        _issue(records, letter, "office_head", office)


def require_announced(records: Session, application: Application, served_on: date, office: Office) -> None:
    """Nothing, if everybody who objected to what goes out was told, and the day they were told of has come.

    《条例》第32条
    """
    told = {letter.facts["addressee"]: (letter, day) for letter, day in _notices(records, application, served="D17")}
    for consultation in _overruled(records, application):
        if consultation.name not in told:
            raise RuleViolation(
                f"第三方“{consultation.name}”不同意公开，须先书面告知决定公开的内容和理由，再提供信息；"
                "告知书在“征求意见与协办”页拟写。",
                "《条例》第32条",
            )
        letter, day = told[consultation.name]
        rest = office.calendar(records).after(day, office.readings_over_time(records).now.disclosure_interval_days)
        free_from = max(date.fromisoformat(letter.facts["disclosed_from"]), rest)
        if served_on < free_from:
            raise RuleViolation(
                f"已告知第三方“{consultation.name}”自{free_from.year}年{free_from.month}月{free_from.day}日起提供，"
                "在此之前不得送达答复和信息。",
                "《条例》第32条",
                field="served_on",
            )


def _decision_facts(
    records: Session, consultation: Consultation, wanted: Announcement, office: Office
) -> ThirdPartyDecisionFacts:
    agency = letters.agency_of(records)
    earliest = office.calendar(records).after(
        office.clock.today(), office.readings_over_time(records).now.disclosure_interval_days
    )
    if wanted.disclosed_from is not None and wanted.disclosed_from < earliest:
        raise RuleViolation(
            f"告知第三方之后须留出合理的间隔，最早为{earliest.year}年{earliest.month}月{earliest.day}日。",
            "《条例》第32条",
            field="disclosed_from",
        )
    objected = [
        e.on
        for e in history.of(records, consultation.application)
        if e.event is EventName.OPINION_RECEIVED and e.facts.get("key") == consultation.key
    ]
    return ThirdPartyDecisionFacts(
        **letters.house_head(records, consultation.application),
        addressee=consultation.name,
        is_organization=consultation.is_organization,
        information=tuple(consultation.information.split("\n")),
        objected_on=objected[-1] if objected else None,
        **_ruling_on(consultation.application, consultation.item_numbers),
        reasons=wanted.reasons,
        disclosed_from=wanted.disclosed_from or earliest,
        remedy=RemedyFacts(kind=Remedy.RT.value, review_body=agency.review_body, court=agency.court),
    )


def _ruling_on(application: Application, numbers: Sequence[int]) -> dict[str, Any]:
    """What was found of the objection to these items: reasonable where it is for one of them, and the balance."""
    about = [item.facts.get("objection") for item in application.items if item.number in numbers]
    found = [each for each in about if each]
    if not found:
        return {}
    balances = dict.fromkeys(text for each in found if (text := each["public_interest"].strip(" 。；")))
    return {"objection_reasonable": any(each["reasonable"] for each in found), "public_interest": "；".join(balances)}


def _issue(records: Session, letter: Letter, signer: str, office: Office, **about: str) -> None:
    """The letter runs through its own 发文, beside the main course."""
    begin = {"application_id": letter.application_id, "letter_id": letter.id, "notice_signer": signer, **about}
    office.workflow.start(records, "issue_letter", letter.application, begin)


def _overruled(records: Session, application: Application) -> list[Consultation]:
    given = {item.number for item in application.items if item.outcome in DISCLOSING_OUTCOMES}
    return [
        consultation
        for consultation in consult.consultations(records, application.id)
        if consultation.to is ConsultedParty.THIRD_PARTY
        and consultation.agrees is False
        and given & set(consultation.item_numbers)
    ]


def _notices(records: Session, application: Application, *, served: str) -> list[tuple[Letter, date]]:
    """The notices of this kind that were served, each with its day."""
    entries = [
        e
        for e in history.of(records, application)
        if e.event is EventName.NOTICE_SERVED and e.facts.get("kind") == served
    ]
    return [(records.get_one(Letter, e.facts["letter_id"]), e.on) for e in entries]


def _is_under_way(records: Session, application: Application, office: Office) -> bool:
    """Whether a notice to the applicant runs through its own 发文 now."""
    if not any(run.process_id == "issue_letter" for run in office.workflow.instances(records, application)):
        return False
    query = select(Letter.id).where(Letter.application_id == application.id, Letter.kind == "D14")
    return records.scalars(query).first() is not None


def _consulted(records: Session, application: Application) -> str:
    """第三方 is never named; an agency is."""
    asked = consult.consultations(records, application.id)
    names = ["第三方"] if any(c.to is ConsultedParty.THIRD_PARTY for c in asked) else []
    return "、".join([*names, *(c.name for c in asked if c.to is not ConsultedParty.THIRD_PARTY)])
