"""The tick of the timers and a change of the calendar, beside what the database itself needs for as many rows."""

from datetime import timedelta
from statistics import mean, median

from sqlalchemy import func, insert, select, update

from engine.clock import beijing_moment
from engine.commands import calendar_days, deliver, review
from engine.commands.calendar_days import DayEntry
from engine.office import Office
from engine.permissions import Role
from engine.records import OPEN_STATES, Application, EventName, HistoryEntry, PlannedTimer
from engine.rules.escalation import REMINDER_AT
from engine.tools import seed
from engine.tools.driver import Driver
from engine.tools.seed import copies_of
from engine.tools.steps import AGREED
from tests.bench import many
from tests.bench.site import WARM, Measured, in_turn, milliseconds
from tests.bench.steps import STEP, open_at_step

PLANNED = 1_000_000
DUE = 1_000
STEPS = 100
"""Human steps that the floor of a timer is measured on."""
OPEN = 30_000


def tick(database: str, office: Office) -> list[Measured]:
    """A million planned and none due; then a thousand due, each beside a human step of the same cases."""
    driver = Driver(office)
    far, case = driver.register().application_id, driver.register().application_id
    driver.run(case, until=STEP)
    cases = copies_of(case, DUE, office)
    _plan(office, far, PLANNED)
    idle = in_turn(50, lambda _: deliver.wake_due(office), lambda _: _any_due(office))
    step = _step(office, driver, cases[:STEPS])
    _all_due(office, cases)
    woken = milliseconds(lambda: deliver.wake_due(office, most=DUE))
    assert not deliver.wake_due(office), "a thousand were due, no more"
    return [
        Measured("tick", database, *idle, 2.0),
        Measured("tick_due", database, woken / DUE, step, 1.3),
    ]


def recalendar(database: str, office: Office) -> list[Measured]:
    """A day off more and taken back, over thirty thousand open cases."""
    seed.seed(office, OPEN, open_cases=OPEN, echo=lambda _: None)
    administrator = Driver(office).actor(Role.ADMINISTRATOR)
    with office.reading() as records:
        day = office.calendar(records).after(office.clock.today(), 2)
    entry = DayEntry(day=day, is_working=False, source="国办发明电〔2026〕9号")
    turns = (
        lambda: calendar_days.set_day(entry, actor=administrator, office=office),
        lambda: calendar_days.remove_day(day, actor=administrator, office=office),
    )
    ours = [milliseconds(turn) for turn in turns]
    floor = [milliseconds(lambda days=days: _moved(office, timedelta(days))) for days in (1, -1)]
    return [Measured("recalendar", database, median(ours), median(floor), 5.0)]


def _plan(office: Office, case: int, count: int) -> None:
    """So many alarms more, all of them of one case that is not woken, and with its own a year from now."""
    table, later = PlannedTimer.table(), office.clock.now() + timedelta(days=365)
    with office.engine.begin() as connection:
        connection.execute(update(table).where(table.c.application_id == case).values(due_at=later))
        of_case = select(table).where(table.c.application_id == case, table.c.name == "next_rung")
        first = connection.execute(of_case).one()
        values = {c.name: value for c, value in zip(table.c, first, strict=True)} | {"due_at": later}
        last = connection.scalar(select(func.max(table.c.id))) or 0
        rows = [values | {"id": last + n, "key": f"bench{last + n}"} for n in range(1, many.BASE + 1)]
        connection.execute(insert(table), rows)
        many.doubled(connection, table, last, count, key="bench")


def _any_due(office: Office) -> None:
    """The one indexed query."""
    table = PlannedTimer.table()
    with office.engine.connect() as connection:
        connection.execute(select(table.c.id).where(table.c.due_at <= office.clock.now()).limit(1)).all()


def _step(office: Office, driver: Driver, cases: list[int]) -> float:
    """One human step, each in another case: as the thousand alarms the mean, for both are taken in one go."""
    checker = driver.actor(Role.DOCUMENT_CHECKER)
    times = [
        milliseconds(lambda task=task: review.check_document(task, AGREED, actor=checker, office=office))
        for task in open_at_step(office, cases)
    ]
    return mean(times[WARM:])


def _all_due(office: Office, cases: list[int]) -> None:
    """The clock stands at the first reminder of these cases."""
    with office.reading() as records:
        moments = select(PlannedTimer.due_at).where(
            PlannedTimer.application_id.in_(cases), PlannedTimer.due_at.is_not(None)
        )
        office.clock.moment = max(records.scalars(moments))


def _moved(office: Office, by: timedelta) -> None:
    """Thirty thousand dates and their alarms moved, thirty thousand entries written, in one transaction."""
    cases, timers = Application.table(), PlannedTimer.table()
    is_open = cases.c.state.in_(OPEN_STATES)
    with office.engine.begin() as connection:
        open_ids = list(connection.scalars(select(cases.c.id).where(is_open)))
        due_on = office.clock.today() + timedelta(days=20) + by
        connection.execute(update(cases).where(is_open).values(due_on=due_on))
        of_open = timers.c.application_id.in_(select(cases.c.id).where(is_open))
        connection.execute(update(timers).where(of_open).values(due_at=beijing_moment(due_on, REMINDER_AT)))
        common = {
            "event": EventName.DUE_DATE_CHANGED, "on_day": office.clock.today(), "at": office.clock.now(),
            "actor_name": "工作日历", "facts": {"old": due_on.isoformat(), "new": due_on.isoformat()},
        }  # fmt: skip
        connection.execute(insert(HistoryEntry.table()), [common | {"application_id": case} for case in open_ids])
