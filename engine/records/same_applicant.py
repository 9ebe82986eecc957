"""The other applications of one applicant: the same kind and name, and no identity number that says otherwise.

An identity number is sealed for its own case, so that two are compared in the clear and never in the database.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.records import identity
from engine.records.cases import Application


def others_of(records: Session, application: Application, *, key: bytes) -> list[Application]:
    """Every other application of the same applicant that has a day of receipt, by that day.

    《条例》第35条、第42条
    """
    query = select(Application).where(
        Application.id != application.id,
        Application.applicant_kind == application.applicant_kind,
        Application.applicant_name == application.applicant_name,
        Application.received_on.is_not(None),
    )
    own = _number(application, key)
    found = records.scalars(query.order_by(Application.received_on, Application.id))
    return [other for other in found if not own or _number(other, key) in ("", own)]


def _number(application: Application, key: bytes) -> str:
    return identity.unseal(application.identity_sealed, key=key, owner=application.id).strip().upper()
