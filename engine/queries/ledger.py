"""台账: every application of a period in the columns inspectors ask for, with totals equal to the report's."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from engine.letters.desk_papers import LedgerFacts
from engine.letters.workbooks import Value, list_workbook
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import visible_to
from engine.queries.morning import agency_facts
from engine.records import (
    Application,
    EarlierCase,
    EventName,
    HistoryEntry,
    Letter,
    LetterState,
    RemedyCase,
    ReportUnit,
    report,
)
from engine.records.joint_replies import letters_of
from engine.rules.ledger import COLUMNS
from engine.rules.report_counting import Answer, Period, count, row_of
from engine.rules.report_form import CARRIED_IN, CARRIED_OUT, RECEIVED

Cells = dict[str, Value]
Days = Mapping[EventName, Sequence[HistoryEntry]]


@dataclass(frozen=True)
class Totals:
    """How many came over, came in, ended and go on, as table three counts the same period; and what was imported."""

    carried_in: int
    received: int
    ended: int
    carried_out: int
    imported: int


@dataclass(frozen=True)
class Ledger:
    """The register of a period."""

    period: Period
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    totals: Totals

    @property
    def labels(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return tuple(COLUMNS[name] for name in self.columns)

    def lines(self) -> Iterable[tuple[Value, ...]]:
        """The rows in the chosen columns."""
        return (tuple(row.get(name) for name in self.columns) for row in self.rows)


def ledger(period: Period, columns: Sequence[str] = (), *, actor: Actor, office: Office) -> Ledger:
    """The register of the period in these columns (none: all), of the cases this actor may see; six queries."""
    chosen = tuple(name for name in columns if name in COLUMNS) or tuple(COLUMNS)
    with office.reading() as records:
        cases = _cases(records, period, actor)
        entries = _entries(records, cases)
        letters = _letters(records, cases)
        remedies = _remedies(records, cases)
        earlier = records.scalars(_earlier(period)).all()
        counted = count((report.record_of(case, entries[case.id]) for case in cases), period)
        rows = [dict(each.cells) for each in earlier]
        rows += [_row(case, entries[case.id], letters[case.id], remedies[case.id]) for case in cases]
    for number, row in enumerate(rows, 1):
        row["number"] = number
    inside = {code: len(counted.cases(code)) for code in (CARRIED_IN, RECEIVED, CARRIED_OUT)}
    ended = inside[CARRIED_IN] + inside[RECEIVED] - inside[CARRIED_OUT]
    totals = Totals(inside[CARRIED_IN], inside[RECEIVED], ended, inside[CARRIED_OUT], len(earlier))
    return Ledger(period, chosen, tuple(rows), totals)


def ledger_workbook(shown: Ledger) -> bytes:
    """The register as a workbook, landscape A3."""
    return list_workbook("政府信息公开申请台账", shown.labels, shown.lines(), is_a3=True)


def _cases(records: Session, period: Period, actor: Actor) -> Sequence[Application]:
    """Cases that were open on some day of the period, by day of receipt."""
    inside = select(ReportUnit.application_id).where(
        ReportUnit.received_on <= period.last,
        ReportUnit.closed_on.is_(None) | (ReportUnit.closed_on >= period.first),
    )
    query = select(Application).where(Application.id.in_(inside), visible_to(actor))
    query = query.options(joinedload(Application.handling_unit), selectinload(Application.items))
    return records.scalars(query.order_by(Application.received_on, Application.id)).all()


def _earlier(period: Period) -> Any:
    return (
        select(EarlierCase)
        .where(EarlierCase.received_on <= period.last)
        .where(EarlierCase.closed_on.is_(None) | (EarlierCase.closed_on >= period.first))
        .order_by(EarlierCase.received_on, EarlierCase.id)
    )


def _entries(records: Session, cases: Sequence[Application]) -> Mapping[int, list[HistoryEntry]]:
    found: dict[int, list[HistoryEntry]] = defaultdict(list)
    query = select(HistoryEntry).where(HistoryEntry.application_id.in_([case.id for case in cases]))
    for entry in records.scalars(query.order_by(HistoryEntry.id)):
        found[entry.application_id or 0].append(entry)
    return found


def _letters(records: Session, cases: Sequence[Application]) -> Mapping[int, list[Letter]]:
    found: dict[int, list[Letter]] = defaultdict(list)
    sent = Letter.state.in_((LetterState.SIGNED, LetterState.SEALED, LetterState.FROZEN, LetterState.SERVED))
    pairs = letters_of([case.id for case in cases])
    query = select(pairs.c.application_id, Letter).join(pairs, pairs.c.letter_id == Letter.id)
    for case, letter in records.execute(query.where(sent, Letter.series == "reply").order_by(Letter.id)):
        found[case].append(letter)
    return found


def _remedies(records: Session, cases: Sequence[Application]) -> Mapping[int, list[RemedyCase]]:
    found: dict[int, list[RemedyCase]] = defaultdict(list)
    query = select(RemedyCase).where(RemedyCase.application_id.in_([case.id for case in cases]))
    for remedy in records.scalars(query.order_by(RemedyCase.id)):
        found[remedy.application_id or 0].append(remedy)
    return found


def _row(
    case: Application, entries: Sequence[HistoryEntry], letters: Sequence[Letter], remedies: Sequence[RemedyCase]
) -> Cells:
    days: dict[EventName, list[HistoryEntry]] = defaultdict(list)
    for entry in entries:
        days[entry.event].append(entry)
    answers = [answer for answer in report.record_of(case, entries).answers if answer.on]
    last = letters[-1] if letters else None
    return {
        "case_number": case.case_number,
        "applicant": case.applicant_name,
        "kind": case.applicant_kind.label,
        "channel": case.channel.label,
        "arrived_on": case.arrived_on,
        "received": _joined(_day(case.received_on), case.receipt_evidence),
        "request": "；".join(item.what for item in case.items) or case.request_text,
        "unit": case.handling_unit.name if case.handling_unit else "",
        "helpers": _words(days, EventName.UNIT_ASKED, lambda entry: str(entry.facts.get("unit", ""))),
        "supplement": _span(days, EventName.SUPPLEMENT_NOTICE_SERVED, EventName.SUPPLEMENT_RECEIVED),
        "consultation": _span(days, EventName.CONSULTATION_SENT, EventName.OPINION_RECEIVED),
        "extension": _words(days, EventName.EXTENSION_NOTIFIED, _extended),
        "due_on": case.due_on,
        "signed_on": last.dated_on if last else None,
        "document_number": last.document_number or "" if last else "",
        "service": _words(days, EventName.REPLY_SERVED, lambda entry: _joined(case.delivery.label, _day(entry.on))),
        "tracking": _words(days, EventName.REPLY_SERVED, lambda entry: str(entry.facts.get("tracking_number", ""))),
        "outcome": "；".join(dict.fromkeys(item.outcome.label for item in case.items if item.outcome)),
        "report_row": _report_row(answers),
        "remedies": "；".join(_joined(each.kind.label, each.number) for each in remedies),
        "file_number": _words(days, EventName.CASE_ARCHIVED, lambda entry: str(entry.facts.get("file_number", ""))),
        "remark": "",
    }


def _report_row(answers: Sequence[Answer]) -> str:
    return row_of(answers[-1]).label if answers else ""


def _extended(entry: HistoryEntry) -> str:
    return f"{entry.facts.get('working_days', '')}个工作日（{_day(entry.on)}告知）"


def _words(days: Days, event: EventName, words: Callable[[HistoryEntry], str]) -> str:
    return "；".join(filter(None, (words(entry) for entry in days.get(event, ()))))


def _span(days: Days, began: EventName, ended: EventName) -> str:
    """The days on which something was asked, and on which an answer came."""
    asked, came = days.get(began, ()), days.get(ended, ())
    return "；".join([*(f"{_day(entry.on)}发出" for entry in asked), *(f"{_day(entry.on)}收到" for entry in came)])


def _joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)


def _day(value: date | None) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def ledger_paper(shown: Ledger, office: Office) -> bytes:
    """The register as PDF, landscape A3."""
    period, totals = shown.period, shown.totals
    facts = LedgerFacts(
        agency=agency_facts(office),
        case_no="",
        period=f"{_day(period.first)}至{_day(period.last)}",
        heads=shown.labels,
        rows=tuple(tuple(_printed(value) for value in line) for line in shown.lines()),
        totals=f"上期结转{totals.carried_in}件，本期收到{totals.received}件，办结{totals.ended}件，结转下期{totals.carried_out}件",
    )
    return office.letters.pdf("register_ledger", facts)


def _printed(value: Value) -> str:
    return _day(value) if isinstance(value, date) else "" if value is None else str(value)
