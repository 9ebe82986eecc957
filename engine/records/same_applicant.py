"""The other applications of one applicant: the same kind and name, and no identity number that says otherwise.

An identity number is sealed for its own case, so that two are compared in the clear and never in the database.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.records import identity
from engine.records.cases import Application


def others_of(records: Session, application: Application, *, key: bytes) -> list[Application]:
    """Every other application of the same applicant that has a day of receipt, by that day.

    《条例》第35条、第42条
    """
    found = records.scalars(_of_the_name(select(Application), application)).all()
    ours = _whose(application, {other.id: other.identity_sealed for other in found}, key)
    return [other for other in found if other.id in ours]


def ids_of_others(records: Session, application: Application, *, key: bytes) -> list[int]:
    """The same, for whoever needs only which they are: the rows themselves are not read."""
    query = _of_the_name(select(Application.id, Application.identity_sealed), application)
    return _whose(application, dict(records.execute(query).all()), key)


def _of_the_name(query: Select[*tuple[Any, ...]], application: Application) -> Select[*tuple[Any, ...]]:
    return query.where(
        Application.id != application.id,
        Application.applicant_kind == application.applicant_kind,
        Application.applicant_name == application.applicant_name,
        Application.received_on.is_not(None),
    ).order_by(Application.received_on, Application.id)


def _whose(application: Application, sealed: Mapping[int, bytes], key: bytes) -> list[int]:
    """Those of these cases whose identity number does not say otherwise, in their order."""
    own = _number(application.identity_sealed, application.id, key)
    return [other for other, number in sealed.items() if not own or _number(number, other, key) in ("", own)]


def _number(sealed: bytes, case: int, key: bytes) -> str:
    return identity.unseal(sealed, key=key, owner=case).strip().upper()
