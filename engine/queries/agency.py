"""The agency as its letters name it."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from engine.office import Office
from engine.records import Agency


@dataclass(frozen=True, kw_only=True)
class AgencyDetails:
    """Name, document code, remedies, contact."""

    name: str
    document_code: str
    review_body: str
    court: str
    contact_office: str
    contact_phone: str
    contact_address: str
    contact_hours: str
    page_form: str = "letter"

    def as_values(self) -> dict[str, Any]:
        """Field → value, for a form."""
        return asdict(self)


def agency(office: Office) -> AgencyDetails | None:
    """The agency; None until an administrator has entered it."""
    with office.reading() as records:
        row = records.scalar(select(Agency))
    if row is None:
        return None
    return AgencyDetails(**{name: getattr(row, name) for name in AgencyDetails.__dataclass_fields__})
