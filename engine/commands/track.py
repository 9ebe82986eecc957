"""The applicant names the case number and the pass phrase; nothing else opens the case to them."""

from sqlalchemy import select

from engine.commands.people import TRIES, TRIES_FROM_ONE_ADDRESS, note_failure, require_tries_left
from engine.errors import NotPermitted
from engine.office import Office
from engine.passwords import normal_pass_phrase
from engine.records import Application


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
