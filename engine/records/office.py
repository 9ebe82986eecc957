"""What the office itself is: its name, its directory data and the days an administrator added."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.records.base import Base, Moment


class Agency(Base):
    """The one agency that answers, as its letters name it."""

    __tablename__ = "agency"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    document_code: Mapped[str] = mapped_column(String(40))
    review_body: Mapped[str] = mapped_column(String(80))
    court: Mapped[str] = mapped_column(String(80))
    contact_office: Mapped[str] = mapped_column(String(80))
    contact_phone: Mapped[str] = mapped_column(String(60))
    contact_address: Mapped[str] = mapped_column(String(160))
    contact_hours: Mapped[str] = mapped_column(String(120))
    page_form: Mapped[str] = mapped_column(String(20), default="letter", server_default="letter")


class CalendarDay(Base):
    """A day off or a make-up working day that an administrator added after a notice was changed."""

    __tablename__ = "calendar_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    source: Mapped[str] = mapped_column(String(120))
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)


class NumberSeries(Base):
    """The last number drawn in one family and year."""

    __tablename__ = "number_series"
    family: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
