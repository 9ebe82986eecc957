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
    query = select(Application).where(Application.id.in_(ids_of_others(records, application, key=key)))
    return list(records.scalars(query.order_by(Application.received_on, Application.id)))


def ids_of_others(records: Session, application: Application, *, key: bytes) -> list[int]:
    """The same, for whoever needs only which they are: the rows themselves are not read."""
    query = select(Application.id, Application.identity_sealed).where(
        Application.id != application.id,
        Application.applicant_kind == application.applicant_kind,
        Application.applicant_name == application.applicant_name,
        Application.received_on.is_not(None),
    )
    own = _number(application.identity_sealed, application.id, key)
    found = records.execute(query.order_by(Application.received_on, Application.id))
    return [other for other, sealed in found if not own or _number(sealed, other, key) in ("", own)]


def _number(sealed: bytes, case: int, key: bytes) -> str:
    return identity.unseal(sealed, key=key, owner=case).strip().upper()
