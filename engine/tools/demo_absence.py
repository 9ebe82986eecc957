"""One of the two engineering handlers is at a training (made up); the other stands in."""

from datetime import timedelta

from sqlalchemy import select

from engine.commands import absences, tasks
from engine.commands.absences import AbsenceEntry
from engine.office import Office
from engine.permissions import Role
from engine.records import IS_OPEN, Application, OpenTask, Person
from engine.tools.driver import Driver

AWAY, STANDS_IN = "gongcheng2", "gongcheng1"
DAYS = 4


def send_to_training(office: Office) -> None:
    """The one has a step of an open case, and is away from today on; the other finds it on the desk."""
    driver = Driver(office)
    with office.reading() as records:
        away, deputy = (
            records.scalars(select(Person).where(Person.account == account)).one() for account in (AWAY, STANDS_IN)
        )
        steps = select(OpenTask.id).join(Application, OpenTask.application_id == Application.id)
        handlers = steps.where(IS_OPEN, OpenTask.role == Role.HANDLER, OpenTask.unit_id == away.unit_id)
        step = records.scalar(handlers.order_by(OpenTask.id.desc()).limit(1))
        actor = away.actor()
    if step is not None:
        tasks.reassign_task(step, away.id, "分担承办（示例）。", actor=driver.actor(Role.OFFICE_HEAD), office=office)
    today = office.clock.today()
    entry = AbsenceEntry(
        person_id=away.id, deputy_id=deputy.id, first_day=today, last_day=today + timedelta(days=DAYS),
        note="参加培训（示例）",
    )  # fmt: skip
    absences.enter_absence(entry, actor=actor, office=office)
