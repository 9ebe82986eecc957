"""What the desks keep beside the cases: earlier years of the register, taken in from its own sheet."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.records.base import Base, Facts, Moment, Word
from engine.rules.vocabulary import ApplicantKind, ReportRow


class EarlierCase(Base):
    """One line of the register (台账) of a year before this system; `cells` are its words as they were imported."""

    __tablename__ = "earlier_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str] = mapped_column(String(40), unique=True)
    applicant_kind: Mapped[ApplicantKind] = mapped_column(Word(ApplicantKind))
    received_on: Mapped[date] = mapped_column(index=True)
    closed_on: Mapped[date | None]
    report_row: Mapped[ReportRow | None] = mapped_column(Word(ReportRow))
    cells: Mapped[Facts]
    imported_at: Mapped[datetime] = mapped_column(Moment)
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
