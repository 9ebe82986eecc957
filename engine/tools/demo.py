"""The demo office: a database of its own, people in every role, and cases made by running the processes."""

import secrets
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

from engine import bootstrap, resources
from engine.clock import Clock, beijing_date, beijing_moment
from engine.commands.people import DEMO_PASSWORD
from engine.office import Office
from engine.records import database, migrations
from engine.rules.working_days import Calendar
from engine.settings import Settings
from engine.tools.demo_absence import send_to_training
from engine.tools.demo_mail import log_mail
from engine.tools.driver import Driver, SetClock
from engine.tools.sample_cases import CASES, SampleCase
from engine.tools.sample_intake import INTAKE
from engine.tools.sample_office import PEOPLE, found_office

FOLDER = resources.build_folder() / "demo"
DONE = "ready"


def environment(folder: Path, *, host: str, port: int) -> dict[str, str]:
    """The MINGDA_* variables of the demo; its secrets are drawn once and kept in its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "MINGDA_DATABASE_URL": f"sqlite:///{folder / 'office.db'}",
        "MINGDA_SECRET_KEY": _kept_secret(folder / "secret-key"),
        "MINGDA_IDENTITY_KEY": _kept_secret(folder / "identity-key"),
        "MINGDA_PUBLIC_URL": f"http://{host}:{port}",
        "MINGDA_HOST": host,
        "MINGDA_PORT": str(port),
        "MINGDA_DEMO": "1",
    }


def prepare(settings: Settings, *, echo: Callable[[str], object]) -> None:
    """The demo's database is complete; a half-made one is thrown away and made again."""
    place = Path(settings.database_url.removeprefix("sqlite:///"))
    done = place.with_suffix(f".{DONE}")
    if not done.exists():
        for leftover in place.parent.glob("office.db*"):
            leftover.unlink()
    engine = database.connect(settings.database_url)
    migrations.upgrade(engine)
    engine.dispose()
    if not done.exists():
        echo(f"正在准备演示机关和 {len(CASES) + len(INTAKE)} 件样例申请……")
        fill(settings, today=Clock())
        done.touch()


def fill(settings: Settings, *, today: Clock) -> Office:
    """The office is founded and every sample case stands where it should, its days having passed on a set clock."""
    clock = SetClock(today.now())
    office = bootstrap.build(settings, clock=clock)
    found_office(office)
    for case in (*CASES, *INTAKE):
        make_case(office, clock, case, today)
    log_mail(office)
    send_to_training(office)
    return office


def make_case(office: Office, clock: SetClock, case: SampleCase, today: Clock) -> int:
    """One sample case, received `received_before` working days ago and worked on day by day until now."""
    calendar = Calendar.official().provisional()
    received_on = calendar.before(today.today(), case.received_before)
    clock.moment = beijing_moment(received_on, time(9, 30))
    driver = Driver(office, facts=case.facts)
    application_id = driver.register(received_on=received_on, **case.entry).application_id
    at_step, waiting = dict(case.at_step), list(case.when_waiting)
    while (steps := [task.step for task in driver.open_tasks(application_id)]) or waiting:
        if case.until in steps:
            break
        act = next((at_step.pop(step) for step in steps if step in at_step), None)
        if act is None and not steps:
            act = waiting.pop(0)
        if act is None:
            driver.step(application_id, steps[0], **case.given.get(steps[0], {}))
        else:
            act(driver, application_id)
        driver.tick()
        clock.moment = min(_next_morning(clock.moment, case.pace, calendar), today.now())
    if case.withdrawn:
        driver.withdraw(application_id)
    clock.moment = today.now()
    driver.tick()
    for act in case.afterwards:
        act(driver, application_id)
    return application_id


def sign_ins(settings: Settings) -> str:
    """What a visitor needs to know, in a few lines."""
    roles = "\n".join(
        f"  {person.account:<12} {person.name}：{'、'.join(role.label for role in person.roles)}" for person in PEOPLE
    )
    return f"\n明答演示机关：{settings.public_url}\n所有账号的密码都是 {DEMO_PASSWORD}\n{roles}\n按 Ctrl-C 停止。\n"


def _next_morning(moment: datetime, days: int, calendar: Calendar) -> datetime:
    """`days` working days on, at ten; with none, twenty minutes later."""
    if not days:
        return moment + timedelta(minutes=20)
    return beijing_moment(calendar.after(beijing_date(moment), days), time(10, 0))


def _kept_secret(place: Path) -> str:
    if not place.exists():
        place.write_text(secrets.token_hex(32), encoding="ascii")
        place.chmod(0o600)
    return place.read_text(encoding="ascii")
