"""One day's letters together: all as one file for the printer, and the labels for those that are posted."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from engine import letters as paper
from engine.errors import RuleViolation
from engine.letters.dispatch import MailLabel, MailLabelsFacts
from engine.letters.volumes import for_printing
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import visible_to
from engine.queries.letters import LetterFile
from engine.queries.papers import house, recipient
from engine.records import Application, Letter, LetterState


def waiting(day: date, *, actor: Actor, office: Office) -> int:
    """How many letters of this day lie ready, printed or not."""
    with office.reading() as records:
        return len(_letters(records, day, actor))


def for_the_printer(day: date, *, actor: Actor, office: Office) -> LetterFile:
    """The frozen letters dated on this day, each beginning on a front side; RuleViolation when there is none."""
    with office.reading() as records:
        found = [(_title(letter), letter.pdf) for letter in _letters(records, day, actor) if letter.pdf]
    return LetterFile(f"{day.isoformat()}待打印文书.pdf", for_printing(found))


def labels(day: date, *, actor: Actor, office: Office) -> LetterFile:
    """EMS labels of the day's letters that go by post; RuleViolation names the case whose address lacks something.

    《邮政法》第55条
    """
    with office.reading() as records:
        posted = [letter for letter in _letters(records, day, actor) if _goes_by_post(letter)]
        if not posted:
            raise RuleViolation("这一天没有需要邮寄的文书。")
        facts = MailLabelsFacts(**house(records, ""), labels=tuple(_label(records, letter) for letter in posted))
    return LetterFile(f"{day.isoformat()}邮件标签.pdf", office.letters.pdf("mail_labels", facts))


def _letters(records: Session, day: date, actor: Actor) -> Sequence[Letter]:
    query = (
        select(Letter)
        .join(Application, Letter.application_id == Application.id)
        .where(Letter.dated_on == day, visible_to(actor))
        .where(Letter.state.in_((LetterState.FROZEN, LetterState.SERVED)))
        .options(joinedload(Letter.application), undefer(Letter.pdf))
        .order_by(Letter.id)
    )
    return list(records.scalars(query))


def _goes_by_post(letter: Letter) -> bool:
    """Whether a label is printed; of a review body no address is known. 《行政复议法》第48条"""
    if letter.series == "defence":
        return False
    return letter.application.delivery.is_postal or letter.kind in ("D12", "D15", "D16", "D17")


def _label(records: Session, letter: Letter) -> MailLabel:
    try:
        who = recipient(records, letter)
    except RuleViolation as error:
        raise RuleViolation(f"{letter.application.case_number}：{error.message}", field=error.field) from error
    return MailLabel(recipient=who, contents=_title(letter))


def _title(letter: Letter) -> str:
    number = f"（{letter.document_number}）" if letter.document_number else ""
    return f"{paper.kind_of(letter.template).name}{number}"
