"""What an administrator has set of the open readings of the law, change by change; none is taken back or altered."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.records.base import Base, Moment


class ChangedReading(Base):
    """One reading set to a value, yes and no being 1 and 0; the latest row of a name holds.

    An ended case keeps in `readings_kept` the number of the last row by which it was counted.
    """

    __tablename__ = "changed_reading"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[int]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)
