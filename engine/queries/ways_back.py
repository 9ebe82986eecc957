"""What an administrator may take back: the step done last in a case, and a move to another version of a drawing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.queries.drawings import step_names
from engine.queries.operations import process_names
from engine.queries.picture import STEP_OF_EVENT
from engine.records import Application, HistoryEntry, ProcessInstance, history

SHOWN = 50


@dataclass(frozen=True)
class WayBack:
    """One run that can stand where it stood: after a move where no step is named."""

    instance_id: int
    case_number: str
    process: str
    step: str = ""
    who: str = ""
    at: datetime | None = None
    is_returnable: bool = True


def last_steps(case_number: str, *, actor: Actor, office: Office) -> tuple[WayBack, ...]:
    """The step done last in each run of the case while nothing else has happened to the run since; often none.

    NotFound when no case has this number.
    """
    require(actor, Action.RETRY_FAILURES)
    processes, steps = process_names(office), step_names(office)
    with office.reading() as records:
        application = records.scalar(select(Application).where(Application.case_number == case_number.strip()))
        if application is None:
            raise NotFound("没有这个编号的申请。")
        runs = records.scalars(_kept().where(ProcessInstance.application_id == application.id)).all()
        found = []
        for run in runs:
            if run.former_step:
                last = _last(records, application, run.former_step)
                found.append(
                    WayBack(
                        run.id, application.case_number, processes.get(run.process_id, run.process_id),
                        steps.get(run.former_step, run.former_step), last.actor_name if last else "",
                        last.at if last else None, run.is_returnable,
                    )
                )  # fmt: skip
    return tuple(found)


def undoable_moves(*, actor: Actor, office: Office) -> tuple[WayBack, ...]:
    """Every run that was moved to another version and has not gone on since, the latest first."""
    require(actor, Action.RETRY_FAILURES)
    processes = process_names(office)
    query = _kept().where(ProcessInstance.former_step == "").order_by(ProcessInstance.id.desc()).limit(SHOWN)
    with office.reading() as records:
        return tuple(
            WayBack(run.id, run.application.case_number, processes.get(run.process_id, run.process_id))
            for run in records.scalars(query.where(ProcessInstance.application_id.is_not(None)))
        )


def _kept() -> Select[ProcessInstance]:
    return select(ProcessInstance).where(ProcessInstance.is_running, ProcessInstance.former_hash.is_not(None))


def _last(records: Session, application: Application, step: str) -> HistoryEntry | None:
    """The entry that this step left; an opinion names its step itself."""
    entries = history.of(records, application)
    by_step = [e for e in entries if step in (STEP_OF_EVENT.get(e.event), e.facts.get("step"))]
    return by_step[-1] if by_step else None
