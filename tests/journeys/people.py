"""Who holds which role in the sample office, and how they work off a case from their desks."""

from collections.abc import Collection, Mapping

from engine.permissions import Role
from tests.journeys.person import Desk, Fields, Person

ROLES = {
    Role.REGISTRAR: "dengji",
    Role.OFFICE_HEAD: "zhuren",
    Role.HANDLER: "gongcheng1",
    Role.UNIT_HEAD: "gongchengchu",
    Role.LEGAL_REVIEWER: "fazhi",
    Role.SECRECY_REVIEWER: "baomi",
    Role.DOCUMENT_CHECKER: "hegao",
    Role.DEPUTY_LEADER: "fenguan",
    Role.AGENCY_HEAD: "zhuyao",
    Role.SEAL_KEEPER: "yongyin",
    Role.DISPATCHER: "shoufa",
    Role.ARCHIVIST: "dengji",
}
AGREED: Fields = {"agreed": "yes", "words": "同意。"}
UNIT_ID = "2"
"""The engineering unit, whose people stand in `ROLES`."""


def take(desk: Desk, case_number: str) -> tuple[Person, str]:
    """Somebody of its lane has taken the oldest open step of the case; the person and the step."""
    task = desk.walker.open_tasks(1)[0]
    person = desk.of(ROLES[task.role])
    person.take(case_number)
    return person, task.step


def work_off(
    desk: Desk,
    case_number: str,
    typed: Mapping[str, Fields],
    *,
    looked_at: Collection[str] = (),
    until: str = "",
) -> list[str]:
    """One step after another is done, until the step `until` is open or nobody has anything to do; their names."""
    done: list[str] = []
    while (tasks := desk.walker.open_tasks(1)) and tasks[0].step != until:
        person, step = take(desk, case_number)
        assert f"/{step}" in person.path
        person.enter(typed.get(step, AGREED if person.page.locator('[name="agreed"]').count() else {}))
        if step in looked_at:
            desk.look(person, step)
        person.finish()
        desk.walker.tick()
        done.append(step)
    return done
