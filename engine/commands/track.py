"""The applicant names the case number and the pass phrase; nothing else opens the case to them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from engine.commands import contacts, supplement, withdraw
from engine.commands.cases import case_of
from engine.commands.contacts import ContactDetails
from engine.commands.files import Upload
from engine.commands.people import TRIES, TRIES_FROM_ONE_ADDRESS, note_failure, require_tries_left
from engine.commands.withdraw import Withdrawal
from engine.errors import NotPermitted, RuleViolation
from engine.office import Office
from engine.passwords import normal_pass_phrase
from engine.permissions import Actor
from engine.records import Application

OWN_IDENTITY = "核验登记编号和查询口令，署名与申请一致"


def open_own_case(case_number: str, pass_phrase: str, *, address: str, office: Office) -> int:
    """The case that number and pass phrase name together.

    NotPermitted, in the same words, when either is wrong; TooManyTries after 5 failures for the number, or 30 from
    the address, within 15 minutes.
    """
    subjects = (f"case:{case_number}"[:120], f"address:{address}")
    require_tries_left(subjects[0], TRIES, office)
    require_tries_left(subjects[1], TRIES_FROM_ONE_ADDRESS, office)
    with office.reading() as records:
        application = records.scalar(select(Application).where(Application.case_number == case_number))
    stored = application.pass_phrase_hash if application else ""
    if not office.passwords.matches(stored, normal_pass_phrase(pass_phrase)) or application is None:
        note_failure(subjects, office)
        raise NotPermitted("登记编号或者查询口令不正确，请核对凭条后再试。")
    return application.id


def supplement_own(
    application_id: int, *, items: Sequence[str], words: str, uploads: Sequence[Upload], office: Office
) -> None:
    """What the applicant sent as supplement waits to be registered; only for a browser that has named its pass phrase.

    RuleViolation when it says nothing that was not there before. 《条例》第30条
    """
    with office.reading() as records:
        application = case_of(records, application_id)
        before = [item.what.strip() for item in application.items]
    if before == [text.strip() for text in items] and not words.strip() and not uploads:
        raise RuleViolation("内容与原申请相同。请按补正告知书修改申请内容，或者写明补充说明、附上材料。", field="words")
    applicant = Actor.applicant(application.applicant_name)
    supplement.submit_supplement(
        application_id, items=items, words=words, uploads=uploads, actor=applicant, office=office
    )


def withdraw_own(application_id: int, *, signed_by: str, words: str, office: Office) -> None:
    """The applicant has taken the application back in writing; only for a browser that has named its pass phrase.

    RuleViolation at `signed_by` when it is not signed with the applicant's name.
    """
    with office.reading() as records:
        application = case_of(records, application_id)
    if signed_by.strip() != application.applicant_name:
        raise RuleViolation("署名与申请人的姓名或者名称不一致，请照申请时的写法填写。", field="signed_by")
    statement = f"申请撤回登记编号为{application.case_number}的政府信息公开申请。{words.strip()}"
    withdrawal = Withdrawal(stated_on=office.clock.today(), identity_checked=OWN_IDENTITY, words=statement)
    applicant = Actor.applicant(application.applicant_name)
    withdraw.record_withdrawal(application_id, withdrawal, actor=applicant, office=office)


def change_own_contacts(
    application_id: int, wanted: ContactDetails, *, seen: Mapping[str, str] | None = None, office: Office
) -> None:
    """The applicant has given new contact details; only for a browser that has named its pass phrase."""
    with office.reading() as records:
        application = case_of(records, application_id)
    applicant = Actor.applicant(application.applicant_name)
    contacts.change_contacts(application_id, wanted, seen=seen, actor=applicant, office=office)
