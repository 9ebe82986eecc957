"""The daily look at what lies about: periods of others that end soon, steps nobody took, letters not yet served.

Every reminder is a promise whose key holds the rung and the date: looked at twice, it goes out once.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import BEIJING, beijing_date, beijing_moment
from engine.commands import envelope_watch
from engine.commands.deliver import leave_message, recipients, still_open
from engine.office import Office
from engine.permissions import UNIT_ROLES, Role
from engine.records import Application, Duty, OpenTask, OutboxEntry, Person, PlannedTimer
from engine.records.promises import promise
from engine.rules import standing
from engine.rules.escalation import out_of_quiet_hours
from engine.rules.standing import Watched
from engine.rules.working_days import Calendar

KIND = "standing_reminder"


def remind_standing(office: Office) -> int:
    """Today's reminders are promised, those already promised excepted; returns how many. Nothing on a day off."""
    now, today = office.clock.now(), office.clock.today()
    with office.transaction() as records:
        calendar = office.calendar(records)
        if not calendar.is_working_day(today) or out_of_quiet_hours(now.astimezone(BEIJING)) != now:
            return 0
        due = (*_windows(records, today, calendar, now), *_steps(records, calendar, now), *_todays(records, now))
        wanted = {entry.key: entry for entry in (*due, *envelope_watch.reminders(records, today, calendar, now))}
        known = _known(records, wanted)
        records.add_all(entry for key, entry in wanted.items() if key not in known)
        return len(wanted) - len(known)


def deliver_standing_reminder(entry_id: int, office: Office) -> None:
    """Everybody whom the reminder is for has it in their messages; a step done meanwhile needs none."""
    with office.transaction() as records:
        entry = still_open(records, entry_id)
        if entry is None:
            return
        application = records.get(Application, entry.application_id) if entry.application_id else None
        task = records.get(OpenTask, entry.facts["task_id"]) if "task_id" in entry.facts else None
        if task is not None or "task_id" not in entry.facts:
            text = f"{_name(application, task)}：{entry.facts['words']}"
            people = _people(records, application, task, Role(entry.facts["recipient"]))
            if application is not None and task is not None and entry.facts.get("and_head"):
                people += recipients(records, application, _head(task))
            for person in dict.fromkeys(people):
                leave_message(records, person, entry, text, office)
        entry.done_at = office.clock.now()


def _name(application: Application | None, task: OpenTask | None) -> str:
    """What the reminder is about: a case, or the report of a year."""
    if application is not None:
        return f"{application.case_number} 号申请"
    return f"{task.report_year}年度报告" if task else ""


def _windows(records: Session, today: date, calendar: Calendar, now: datetime) -> Iterator[OutboxEntry]:
    """Periods that end within the next working days; a new end has a reminder of its own."""
    last = beijing_moment(calendar.after(today, standing.WINDOW_WARNING_DAYS) + timedelta(days=1), time(9, 0))
    query = select(PlannedTimer).where(
        PlannedTimer.name.in_(standing.WINDOWS), PlannedTimer.due_at > now, PlannedTimer.due_at <= last
    )
    for timer in records.scalars(query):
        assert timer.due_at is not None  # noqa: S101  # the query says so
        ends = timer.due_at.astimezone(BEIJING)
        day = ends.date() - timedelta(days=1) if ends.time() == time(0, 0) else ends.date()
        words = f"{standing.WINDOWS[timer.name]}到{day.year}年{day.month}月{day.day}日为止，请留意。"
        key = f"window:{timer.application_id}:{timer.name}:{timer.key}:{day.isoformat()}"
        facts = {"recipient": Role.HANDLER, "words": words}
        yield promise(KIND, key, facts, now=now, application_id=timer.application_id)


def _steps(records: Session, calendar: Calendar, now: datetime) -> Iterator[OutboxEntry]:
    """Open steps that lie longer than they may: first their own people hear of it, then the head."""
    today = beijing_date(now)
    query = select(OpenTask).where(OpenTask.opened_at < beijing_moment(today, time(0, 0)))
    for task in records.scalars(query):
        watched = standing.STEPS.get(task.step) or (standing.UNCLAIMED if task.assignee_id is None else None)
        days = calendar.count(beijing_date(task.opened_at), today)
        if watched is None or days < watched.first_after:
            continue
        is_late = days >= watched.head_after
        role, words = _head(task) if is_late else task.role, _words(task, watched, days)
        facts = {"recipient": role, "task_id": task.id, "words": words}
        key = f"step:{task.id}:{2 if is_late else 1}"
        yield promise(KIND, key, facts, now=now, application_id=task.application_id)


def _todays(records: Session, now: datetime) -> Iterator[OutboxEntry]:
    """From five in the afternoon: what came in today and is not yet registered or confirmed, once a case.

    《条例》第31条
    """
    local = now.astimezone(BEIJING)
    if local.time() < standing.TODAYS_WORK_BY:
        return
    came = select(OpenTask).join(OpenTask.application).where(Application.arrived_on == local.date())
    for task in records.scalars(came.where(OpenTask.step.in_(standing.TODAYS_STEPS)).order_by(OpenTask.id)):
        words = f"今天收件，{standing.TODAYS_STEPS[task.step]}，请在下班前办理。"
        facts = {"recipient": task.role, "and_head": True, "task_id": task.id, "words": words}
        key = f"today:{task.application_id}:{local.date().isoformat()}"
        yield promise(KIND, key, facts, now=now, application_id=task.application_id)


def _words(task: OpenTask, watched: Watched, days: int) -> str:
    return f"“{task.title}”已开出{days}个工作日，{watched.words}，请尽快办理。"


def _head(task: OpenTask) -> Role:
    return Role.UNIT_HEAD if task.role in UNIT_ROLES else Role.OFFICE_HEAD


def _people(records: Session, application: Application | None, task: OpenTask | None, role: Role) -> list[Person]:
    """The one who holds the step, else its pool; for the head, and where there is no step, the role's holders."""
    if application is not None and (task is None or role is not task.role):
        return recipients(records, application, role)
    if task is not None and role is task.role and task.assignee_id is not None:
        return [records.get_one(Person, task.assignee_id)]
    query = select(Person).join(Duty).where(Duty.role == role, Person.active)
    if task is not None and task.unit_id is not None:
        query = query.where(Person.unit_id == task.unit_id)
    return list(records.scalars(query.order_by(Person.id)).unique())


def _known(records: Session, keys: Iterable[str]) -> set[str]:
    wanted = list(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        query = select(OutboxEntry.key).where(OutboxEntry.key.in_(wanted[start : start + 500]))
        found.update(records.scalars(query))
    return found
