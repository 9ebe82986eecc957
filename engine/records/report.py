"""How each application is counted in the annual report, as rows, and the report of a year as it is written and kept."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Select, String, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.records import history
from engine.records.base import Base, Facts, Moment, Word
from engine.records.cases import Application, HistoryEntry
from engine.records.words import EventName
from engine.rules.report_counting import Answer, CaseRecord, CountedUnit, units_of
from engine.rules.vocabulary import OUTCOME_FACTS, ApplicantKind, Outcome, ReportRow

COUNTING = frozenset({EventName.RECEIVED, EventName.APPLICATION_CHECKED, EventName.REPLY_SERVED, EventName.WITHDRAWN})
"""The entries that change how the report counts a case; a decision counts once it is served."""

DECIDING = frozenset({EventName.DECISION_DRAFTED, EventName.ANSWERED_ON_SPOT})
"""The entries that name the row of each item; they count as soon as what they decide is served."""


class ReportUnit(Base):
    """One application as table three counts it: a cache of its history, refreshed by `refresh_units` alone.

    A second answer of the same year makes a second row: `valid_from` and `valid_until` say which one a period reads.
    `mixed` is the counting rule a row belongs to; empty where both rules agree.
    """

    __tablename__ = "report_unit"
    __table_args__ = (Index("ix_report_unit_closed", "closed_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    applicant_kind: Mapped[ApplicantKind] = mapped_column(Word(ApplicantKind))
    number: Mapped[int]
    received_on: Mapped[date]
    closed_on: Mapped[date | None]
    report_row: Mapped[ReportRow | None] = mapped_column(Word(ReportRow))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    mixed: Mapped[str] = mapped_column(String(10), default="")


class YearReport(Base):
    """The report of one year: what people wrote, and once it is submitted the figures with the cases behind them."""

    __tablename__ = "year_report"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column()
    sections: Mapped[Facts] = mapped_column(default=dict)
    table2: Mapped[Facts] = mapped_column(default=dict)
    explanations: Mapped[Facts] = mapped_column(default=dict)
    explained_by: Mapped[Facts] = mapped_column(default=dict, server_default="{}")
    reviewed_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    reviewed_fingerprint: Mapped[str] = mapped_column(String(64), default="", server_default="")
    figures: Mapped[Facts] = mapped_column(default=dict)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[str] = mapped_column(String(60), default="")
    sent_on: Mapped[date | None]
    sent_to: Mapped[str] = mapped_column(String(120), default="", server_default="")
    proof: Mapped[str] = mapped_column(Text, default="")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy declares it an instance variable


def refresh_units(records: Session, application: Application) -> None:
    """The counted rows of the case say what its history says."""
    entries = history.of(records, application, COUNTING | DECIDING)
    want = set(units_of(record_of(application, entries)))
    have = {_unit(row): row for row in records.scalars(_rows(application))}
    if want == have.keys():
        return
    gone = [row.id for unit, row in have.items() if unit not in want]
    if gone:
        records.execute(delete(ReportUnit).where(ReportUnit.id.in_(gone)))
    records.add_all(_row(application, unit) for unit in sorted(want - have.keys(), key=lambda unit: unit.number))


def differences(records: Session, application: Application, entries: Sequence[HistoryEntry]) -> bool:
    """Whether the counted rows of the case say something else than its history."""
    return set(units_of(record_of(application, entries))) != {_unit(row) for row in records.scalars(_rows(application))}


def record_of(application: Application, entries: Sequence[HistoryEntry]) -> CaseRecord:
    """What the report needs of a case, read from its history."""
    received = [] if _asks_correction(entries) else [e.on for e in entries if e.event is EventName.RECEIVED]
    return CaseRecord(
        case_id=str(application.id),
        applicant=application.applicant_kind,
        received_on=received[0] if received else None,
        answers=tuple(_answers(entries)),
    )


def _asks_correction(entries: Sequence[HistoryEntry]) -> bool:
    """Whether it asks to correct a record about oneself: table three does not count that. 《条例》第41条"""
    return any(entry.event is EventName.APPLICATION_CHECKED and entry.facts.get("correction") for entry in entries)


def _answers(entries: Sequence[HistoryEntry]) -> Iterator[Answer]:
    """The replies that were served, each with the rows of the decision it tells; a withdrawal ends the case too."""
    decided: tuple[ReportRow, ...] = ()
    for entry in entries:
        if entry.event in DECIDING:
            decided = _rows_decided(entry)
        elif entry.event is EventName.REPLY_SERVED:
            yield Answer(entry.on, decided)
        elif entry.event is EventName.WITHDRAWN:
            yield Answer(entry.on, (OUTCOME_FACTS[Outcome.WITHDRAWN_OR_OTHER].report_row,))


def _rows_decided(entry: HistoryEntry) -> tuple[ReportRow, ...]:
    rows = entry.facts.get("rows") or {
        number: OUTCOME_FACTS[Outcome(outcome)].report_row for number, outcome in entry.facts["outcomes"].items()
    }
    return tuple(ReportRow(rows[number]) for number in sorted(rows, key=int))


def _rows(application: Application) -> Select[ReportUnit]:
    return select(ReportUnit).where(ReportUnit.application_id == application.id)


def _unit(row: ReportUnit) -> CountedUnit:
    return CountedUnit(
        row.number, row.applicant_kind, row.received_on, row.closed_on, row.report_row, row.valid_from,
        row.valid_until, row.mixed,
    )  # fmt: skip


def _row(application: Application, unit: CountedUnit) -> ReportUnit:
    return ReportUnit(
        application_id=application.id,
        applicant_kind=unit.applicant,
        number=unit.number,
        received_on=unit.received_on,
        closed_on=unit.closed_on,
        report_row=unit.row,
        valid_from=unit.valid_from,
        valid_until=unit.valid_until,
        mixed=unit.mixed,
    )
