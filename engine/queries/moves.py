"""Running cases on older versions of their drawing, and whether they could be moved."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, func, literal, select

from engine.office import Office
from engine.records import Application, PlannedTimer, ProcessInstance, ProcessVersion


@dataclass(frozen=True)
class Move:
    """One run that is not on the current version, and why it must stay there; empty when it may be moved."""

    instance_id: int
    case_number: str
    process_id: str
    number: int
    objections: tuple[str, ...]


def name_of(run: type[ProcessInstance] | type[PlannedTimer]) -> ColumnElement[str]:
    """What a run is about: the number of its case, or the report of its year."""
    return func.coalesce(Application.case_number, cast(run.report_year, String) + literal("年度报告"))


def outdated(office: Office, *, process_id: str = "") -> Iterator[Move]:
    """Every run on an older version, tried on a copy: nothing is changed."""
    current = set(office.workflow.catalogue.current.values())
    query = (
        select(ProcessInstance, name_of(ProcessInstance), ProcessVersion.number)
        .outerjoin(Application, Application.id == ProcessInstance.application_id)
        .join(ProcessVersion, ProcessVersion.spec_hash == ProcessInstance.spec_hash)
        .where(ProcessInstance.is_running, ProcessInstance.spec_hash.not_in(current))
        .order_by(ProcessInstance.id)
    )
    if process_id:
        query = query.where(ProcessInstance.process_id == process_id)
    with office.reading() as records:
        for instance, case_number, number in records.execute(query).all():
            objections = office.workflow.objections(records, instance)
            yield Move(instance.id, case_number, instance.process_id, number, tuple(objections))
