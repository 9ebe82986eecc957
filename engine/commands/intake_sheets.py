"""A sheet of applications comes in: every bad cell is named with its row, and all rows are registered or none is.

《条例》第29条、第31条
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import numbers, register, transfers
from engine.commands.identity_numbers import doubt_about
from engine.commands.register import ApplicationEntry, Registered, Registration
from engine.commands.sheet_rows import Row, rows_of
from engine.commands.sheet_values import Fault, SheetCase, case_of_row
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application

MOST_NAMED = 20


@dataclass(frozen=True)
class SheetReading:
    """What the sheet holds: its cases, what is wrong with which cell, and what to look at though it stops nothing."""

    rows: tuple[Row, ...]
    cases: tuple[SheetCase, ...]
    faults: tuple[Fault, ...]
    doubts: tuple[Fault, ...]


def read_applications(content: bytes, *, actor: Actor, office: Office) -> SheetReading:
    """The sheet as it would be registered; nothing is stored. RuleViolation when it is no sheet of applications."""
    require(actor, Action.ENTER_APPLICATION)
    rows = rows_of(content)
    cases: list[SheetCase] = []
    faults: list[Fault] = []
    for row in rows:
        case, wrong = case_of_row(row, office)
        faults += wrong
        cases += [case] if case else []
    with office.reading() as records:
        faults += _twice(cases)
        faults += [fault for case in cases for fault in _known(records, case, _key(content, case.row))]
    doubts = [Fault(case.row, "identity_number", doubt) for case in cases if (doubt := _doubt(case.entry))]
    return SheetReading(rows, tuple(cases), tuple(sorted(faults, key=lambda each: each.row)), tuple(doubts))


def import_applications(content: bytes, *, actor: Actor, office: Office) -> tuple[Registered, ...]:
    """Every row of the sheet is registered, with its pass phrase, which is shown this once.

    RuleViolation naming the bad cells, and then none is registered. 《条例》第31条
    """
    reading = read_applications(content, actor=actor, office=office)
    if reading.faults:
        words = "；".join(fault.words for fault in reading.faults[:MOST_NAMED])
        raise RuleViolation(f"有问题的单元格没有改正，一件也没有登记：{words}", field="file")
    with office.transaction() as records:
        numbers.hold(records, numbers.CASE, office.clock.today().year)
        return tuple(_register(records, case, _key(content, case.row), actor, office) for case in reading.cases)


def _register(records: Session, case: SheetCase, key: str, actor: Actor, office: Office) -> Registered:
    entry = ApplicationEntry(**{**vars(case.entry), "entry_key": key})
    registration = Registration(received_on=case.received_on, evidence=case.evidence)
    try:
        return register.enter_registered(records, entry, registration, actor=actor, office=office)
    except RuleViolation as error:
        raise RuleViolation(f"第{case.row}行：{error.message}", error.article, field="file") from error


def _key(content: bytes, row: int) -> str:
    """The same for the same row of the same file, so that a file sent twice is noticed."""
    return str(uuid5(NAMESPACE_OID, f"{hashlib.sha256(content).hexdigest()}:{row}"))


def _twice(cases: Sequence[SheetCase]) -> Iterator[Fault]:
    """Rows that say the same as one above, or bear its platform's number."""
    seen: dict[tuple[object, ...], int] = {}
    for case in cases:
        entry, transfer = case.entry, case.entry.transfer
        asked = ("asked", entry.applicant_name, entry.items, entry.arrived_on)
        if transfer is None and asked in seen:
            yield Fault(case.row, "items", f"与第{seen[asked]}行是同一天、同一申请人的同一内容。")
        seen.setdefault(asked, case.row)
        if transfer is not None:
            numbered = ("numbered", transfer.platform, transfer.number)
            if numbered in seen:
                yield Fault(case.row, "number", f"与第{seen[numbered]}行的平台编号“{transfer.number}”重复。")
            seen.setdefault(numbered, case.row)


def _known(records: Session, case: SheetCase, key: str) -> Iterator[Fault]:
    """What stands in the register already."""
    entry = case.entry
    if (number := records.scalar(select(Application.case_number).where(Application.entry_key == key))) is not None:
        yield Fault(case.row, "applicant_name", f"这张表已经导入过，本行登记为 {number}。")
        return
    if entry.transfer is not None:
        taken = transfers.taken_as(records, entry.transfer.platform, entry.transfer.number)
        if taken is not None:
            yield Fault(case.row, "number", f"平台编号“{entry.transfer.number}”已经登记为 {taken}。")
        return
    same = select(Application.case_number).where(
        Application.applicant_name == entry.applicant_name,
        Application.arrived_on == entry.arrived_on,
        Application.request_text == "\n".join(entry.items),
    )
    if (number := records.scalar(same.limit(1))) is not None:
        yield Fault(case.row, "items", f"与已经登记的 {number} 是同一天、同一申请人的同一内容。")


def _doubt(entry: ApplicationEntry) -> str:
    doubt = doubt_about(entry.identity_kind, entry.identity_number)
    return f"{doubt}，请与证件核对；不影响导入。" if doubt else ""
