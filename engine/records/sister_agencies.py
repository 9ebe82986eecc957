"""兄弟机关名录: the agencies that answer for what is not ours, each from one day to another."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.records.base import Base, Moment
from engine.rules.sister_agencies import DatedAgency, Directory


class SisterAgency(Base):
    """One agency and how it is reached. None is ever deleted: what letters said of it stays explained."""

    __tablename__ = "sister_agency"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    answers_for: Mapped[str] = mapped_column(String(400))
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    website: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(400), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("sister_agency.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)

    def as_value(self) -> DatedAgency:
        """The same for the rules and the pages."""
        return DatedAgency(**{name: getattr(self, name) for name in DatedAgency.__dataclass_fields__})


def directory(records: Session) -> Directory:
    """Every agency by number, in the order of their names."""
    return {row.id: row.as_value() for row in records.scalars(select(SisterAgency).order_by(SisterAgency.name))}
