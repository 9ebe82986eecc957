"""发文登记簿: every document number of a year in its order, those given up among them with their reason."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from engine import letters as paper
from engine.clock import beijing_date
from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.queries.access import NOT_THERE
from engine.records import Letter, LetterState, NumberSeries, VoidedNumber

_PARTS = re.compile("〔(\\d{4})〕(\\d+)号$")
FAMILY_NAMES = {"reply": "答复书", "notice": "告知书、通知书和函", "defence": "行政复议答复书"}


@dataclass(frozen=True, kw_only=True)
class NumberLine:
    """One number: the letter that bears it, or why it was given up."""

    number: int
    text: str
    title: str
    application_id: int
    case_number: str
    dated_on: date | None
    state: str
    letter_id: int
    voided_because: str = ""
    voided_by: str = ""
    voided_on: date | None = None
    may_void: bool = False

    @property
    def is_voided(self) -> bool:
        """Whether it stands as 作废."""
        return bool(self.voided_because)


@dataclass(frozen=True, kw_only=True)
class Register:
    """The numbers of one family and year, highest first; `missing` are those drawn that stand nowhere."""

    family: str
    year: int
    lines: tuple[NumberLine, ...]
    missing: tuple[int, ...]
    years: tuple[int, ...]


def register(family: str, year: int | None, *, actor: Actor, office: Office) -> Register:
    """The register of one family; the present year without another wish. 内部规定：发文登记"""
    require(actor, Action.VOID_NUMBER)
    if family not in FAMILY_NAMES:
        raise NotFound(NOT_THERE)
    wanted = year or office.clock.today().year
    with office.reading() as records:
        series = list(records.scalars(select(NumberSeries).where(NumberSeries.family == family)))
        lines = [line for line in (*_used(records, family), *_voided(records, family)) if _year(line) == wanted]
    last = next((each.last for each in series if each.year == wanted), 0)
    missing = sorted(set(range(1, last + 1)) - {line.number for line in lines})
    ordered = tuple(sorted(lines, key=lambda line: -line.number))
    years = sorted({each.year for each in series} | {wanted}, reverse=True)
    return Register(family=family, year=wanted, lines=ordered, missing=tuple(missing), years=tuple(years))


def line_of(letter_id: int, *, actor: Actor, office: Office) -> NumberLine:
    """The number that this letter bears; NotFound when it has none."""
    require(actor, Action.VOID_NUMBER)
    with office.reading() as records:
        letter = records.get(Letter, letter_id, options=[joinedload(Letter.application)])
        if letter is None or not letter.document_number:
            raise NotFound(NOT_THERE)
        return _line(letter)


def _used(records: Session, family: str) -> list[NumberLine]:
    query = select(Letter).where(Letter.series == family, Letter.document_number.is_not(None))
    return [_line(letter) for letter in records.scalars(query.options(joinedload(Letter.application)))]


def _line(letter: Letter) -> NumberLine:
    text = letter.document_number or ""
    return NumberLine(
        number=_number(text),
        text=text,
        title=paper.kind_of(letter.template).name,
        application_id=letter.application_id,
        case_number=letter.application.case_number,
        dated_on=letter.dated_on,
        state=letter.state.label,
        letter_id=letter.id,
        may_void=letter.state is LetterState.SIGNED,
    )


def _voided(records: Session, family: str) -> list[NumberLine]:
    query = select(VoidedNumber).where(VoidedNumber.family == family)
    rows = records.scalars(query.options(joinedload(VoidedNumber.letter).joinedload(Letter.application)))
    return [
        NumberLine(
            number=_number(row.document_number),
            text=row.document_number,
            title=paper.kind_of(row.letter.template).name,
            application_id=row.letter.application_id,
            case_number=row.letter.application.case_number,
            dated_on=None,
            state="作废",
            letter_id=row.letter_id,
            voided_because=row.reason,
            voided_by=row.voided_by,
            voided_on=beijing_date(row.voided_at),
        )
        for row in rows
    ]


def _number(text: str) -> int:
    found = _PARTS.search(text)
    return int(found[2]) if found else 0


def _year(line: NumberLine) -> int:
    found = _PARTS.search(line.text)
    return int(found[1]) if found else 0
