"""A consulted party answers for itself: number and pass phrase open its consultation, nothing else does.

《条例》第32条、第34条
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from engine.commands import files
from engine.commands.cases import open_case_of
from engine.commands.consult import Opinion, consultation_of, note_opinion
from engine.commands.files import Upload
from engine.commands.people import TRIES, TRIES_FROM_ONE_ADDRESS, note_failure, require_tries_left
from engine.errors import NotPermitted, RuleViolation
from engine.office import Office
from engine.passwords import normal_pass_phrase
from engine.permissions import Actor
from engine.records import Consultation, Letter, LetterState


def open_own_consultation(number: str, pass_phrase: str, *, address: str, office: Office) -> int:
    """The consultation that number and pass phrase name together.

    NotPermitted, in the same words, when either is wrong; TooManyTries after 5 failures for the number, or 30 from
    the address, within 15 minutes.
    """
    row = _row_of(number)
    subjects = (f"consultation:{row}", f"address:{address}")
    require_tries_left(subjects[0], TRIES, office)
    require_tries_left(subjects[1], TRIES_FROM_ONE_ADDRESS, office)
    with office.reading() as records:
        consultation = records.scalar(select(Consultation).where(Consultation.id == row))
    stored = consultation.pass_phrase_hash if consultation else ""
    if not office.passwords.matches(stored, normal_pass_phrase(pass_phrase)) or consultation is None:
        note_failure(subjects, office)
        raise NotPermitted("编号或者口令不正确，请核对随函的凭条后再试。")
    return consultation.id


def give_opinion(consultation_id: int, opinion: Opinion, uploads: Sequence[Upload] = (), *, office: Office) -> None:
    """The party itself has given its opinion, today; only for a browser that has named its pass phrase.

    《条例》第32条、第34条
    """
    with office.transaction() as records:
        consultation = consultation_of(records, consultation_id)
        application = open_case_of(records, consultation.application_id)
        _require_served(consultation.letter)
        party = Actor(name=consultation.name, roles=frozenset())
        files.keep_all(records, application, uploads, actor=party, office=office)
        on_time = replace(opinion, received_on=office.clock.today())
        note_opinion(records, consultation, on_time, actor=party, office=office)
        office.workflow.send_message(records, application, "opinion_arrived", key=consultation.key)


def _require_served(letter: Letter | None) -> None:
    """Nobody answers a letter that has not gone out."""
    if letter is None or letter.state is not LetterState.SERVED:
        raise RuleViolation("征求意见的文书还没有发出，请收到文书后再填写意见。", "《条例》第32条")


def _row_of(number: str) -> int:
    """The row that a typed number names; none has the number 0."""
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
