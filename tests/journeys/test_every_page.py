"""Every page in a real browser on the demo office: nothing shuts anybody out, nothing scrolls sideways on a phone.

The pages of steps are looked at while the sample cases are made, each when it is open for the first time; every other
route of the table afterwards, by somebody it is for. The pictures lie in build/screens.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from sqlalchemy import select, update
from werkzeug.routing import Rule
from werkzeug.serving import make_server

from engine import bootstrap
from engine.clock import BEIJING
from engine.commands import files, groups, register, report, report_course
from engine.commands.files import Upload
from engine.commands.groups import Grouping
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, Base, Consultation, OpenTask, database, migrations
from engine.rules.likeness import GroupKind
from engine.rules.report_form import SECTIONS
from engine.rules.vocabulary import Channel
from engine.tools import demo, remedy_acts
from engine.tools.driver import Driver, SetClock
from engine.tools.sample_cases import SampleCase
from engine.tools.sample_office import found_office
from tests.conftest import QUICK_PASSWORDS, settings_for
from tests.journeys.conftest import SCREENS
from tests.journeys.people import ROLES
from tests.journeys.person import Desk, Person
from tests.journeys.rare_cases import RARE, complained_of
from tests.letters.press import SAMPLES
from tests.web.browser import Browser
from tests.web.route_table import APPLICANT, AUDIENCES, LANES, PARTY
from web.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1500)]

ACCOUNTS = ROLES | {Role.SUPERVISOR: "duban", Role.ADMINISTRATOR: "guanli", Role.MAIL_ROOM: "shoufa"}
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=BEIJING)
PHRASE = "7KQ2M-9XPTA"
TABLES = {
    "application_id": "application", "task_id": "open_task", "letter_id": "letter", "file_id": "stored_file",
    "group_id": "case_group", "remedy_id": "remedy_case", "consultation_id": "consultation", "person_id": "person",
    "question_id": "unit_question", "topic_id": "catalogue_topic", "timer_id": "planned_timer", "entry_id": "outbox",
    "dispatch_id": "dispatch", "instance_id": "process_instance", "agency_id": "sister_agency",
}  # fmt: skip
"""Argument of an address → the table whose row it names; another argument `x_id` names a row of table `x`."""
WORDS: dict[str, tuple[object, ...]] = {
    "process_id": ("review_reply",), "name": ("outcome",), "exercise": ("village-accounts",), "kind": ("same_text",),
    "code": ("1",), "column": ("1",), "route": ("reconsideration",), "reading": ("supplement_period_days",),
}  # fmt: skip
MOST_TRIED = 40
ANSWERED = 1
"""The case made first: answered and archived."""
OWN_PAGES = {"running": ("contacts", "withdraw"), "waiting_for_applicant": ("supplement",)}
"""State of a case → what its applicant may do then."""

NOT_OPENED = frozenset({
    "papers.box_sheet", "papers.days_file", "papers.labels", "redactions.preview", "redactions.redaction_list",
    "report.file", "report.reports", "sign_in.set_up", "tasks.task",
})  # fmt: skip
"""What answers with a file, what only leads elsewhere, what a founded office no longer has; other tests open them."""
ASKED = {"operations.last_steps": "?case=2026-0001"}
"""What a page must be asked for."""


@dataclass
class Walk:
    """What has been looked at so far, and what nobody could open."""

    desk: Desk
    office: Office
    clock: SetClock
    now: Any
    seen: set[str] = field(default_factory=set)
    shut: list[str] = field(default_factory=list)

    def step(self, driver: Driver, task: OpenTask) -> None:
        """The page of this step, if none of its kind was seen yet; the clock stands at today meanwhile."""
        if task.step in self.seen:
            return
        self.seen.add(task.step)
        moment, self.clock.moment = self.clock.moment, self.now
        person = self.desk.of(self._account(driver, task))
        person.go(f"/tasks/{task.id}")
        assert f"/{task.step}" in person.path, person.path
        self.desk.look(person, task.step)
        self.clock.moment = moment

    def page(self, endpoint: str, account: str, address: str) -> None:
        """One page of the table."""
        person = self.desk.of(account)
        person.go(address)
        self.desk.look(person, endpoint)
        self.seen.add(endpoint)

    def _account(self, driver: Driver, task: OpenTask) -> str:
        name = driver.actor_of(task).name
        return next(person.account for person in demo.PEOPLE if person.name == name)


@pytest.fixture
def walk(chromium: Chromium, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """The demo office with its cases; each step's page was looked at on the way."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    engine = database.connect(url)
    migrations.upgrade(engine)
    engine.dispose()
    clock, today = SetClock(NOW), SetClock(NOW)
    office = bootstrap.build(settings_for(url), clock=clock, passwords=QUICK_PASSWORDS)
    found_office(office)
    server = make_server("127.0.0.1", 0, create_app(office), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    desk = Desk(chromium, f"http://127.0.0.1:{server.server_port}", Driver(office), SCREENS, "page")
    walked = Walk(desk, office, clock, clock.moment)

    class Looking(Driver):
        """Looks at the page of a step before doing it."""

        def do(self, task: OpenTask, **given: Any) -> None:
            walked.step(self, task)
            super().do(task, **given)

    monkeypatch.setattr(demo, "Driver", Looking)
    plain = [case for case in demo.CASES if _is_plain(case)]
    for case in (*plain[:2], *(case for case in demo.CASES if case not in plain), *demo.INTAKE, *RARE):
        demo.make_case(office, clock, case, today)
    clock.moment = walked.now
    demo.log_mail(office)
    _more(office, Looking(office))
    with office.reading() as records:
        resting = records.scalars(select(OpenTask).order_by(OpenTask.id)).all()
    for task in resting:
        walked.step(Driver(office), task)
    yield walked
    desk.close()
    server.shutdown()
    thread.join()
    office.engine.dispose()


def _is_plain(case: SampleCase) -> bool:
    """Whether the case goes straight to the archive: two of the kind show every page that it has."""
    return not (case.until or case.at_step or case.when_waiting or case.afterwards or case.given)


def _more(office: Office, driver: Driver) -> None:
    """What the sample cases lack: a paper, a group, an online form, a report, and pass phrases that are known."""
    sample = SAMPLES["does_not_exist"]
    paper = Upload("拟公开信息", "备案表.pdf", office.letters.pdf(sample.template, sample.facts))
    with office.reading() as records:
        case = records.scalars(select(OpenTask.application_id).where(OpenTask.step == "draft_decision")).first()
    assert case is not None
    _group(office, driver)
    register.apply_online(driver.entry(channel=Channel.ONLINE_PLATFORM), office=office)
    _report(office, driver)
    complained_of(driver, ANSWERED)
    remedy_acts.suit_filed(driver, ANSWERED)
    driver.run(ANSWERED, until="confirm_final")
    files.add_file(case, paper, actor=driver.actor(Role.REGISTRAR), office=office)
    secret = office.passwords.hash(PHRASE)
    with office.transaction() as records:
        for table in (Application, Consultation):
            records.execute(update(table).values(pass_phrase_hash=secret))


def _report(office: Office, driver: Driver) -> None:
    """Last year's report is made, step by step, and rests before it is submitted."""
    year = office.clock.today().year - 1
    clerk = driver.actor(Role.REGISTRAR)
    report_course.open_report(year, actor=clerk, office=office)
    report.write_sections(year, ["已经写好。" for _ in SECTIONS], actor=clerk, office=office)
    for _ in range(3):
        with office.reading() as records:
            task = records.scalars(select(OpenTask).where(OpenTask.report_year == year)).one()
        driver.do(task)


def _group(office: Office, driver: Driver) -> None:
    """Two people's cases that ask for the same are worked together."""
    cases = [driver.register(applicant_name=name).application_id for name in ("同一甲", "同一乙")]
    for case in cases:
        driver.run(case, until="search_item")
    wanted = Grouping(kind=GroupKind.SAME_TEXT, others=(cases[1],), reason="同一项目，检索范围相同。")
    groups.group_cases(cases[0], wanted, actor=driver.actor(Role.OFFICE_HEAD), office=office)


def test_no_page_shuts_anybody_out_or_scrolls_sideways(walk: Walk) -> None:
    _staff(walk)
    _outside(walk)
    walk.shut += sorted(set(LANES) - walk.seen)
    assert "\n".join(walk.desk.troubles) == ""
    assert " ".join(sorted(set(walk.shut))) == ""


def _staff(walk: Walk) -> None:
    """Whatever is not a step, by an account of each audience until one opens it."""
    app = create_app(walk.office)
    browsers: dict[str, Browser] = {}
    for rule in app.url_map.iter_rules():
        endpoint = rule.endpoint
        subject, _, name = endpoint.partition(".")
        if "GET" not in (rule.methods or ()) or name in LANES or subject in ("static", "health"):
            continue
        if endpoint in (*APPLICANT, *PARTY, *NOT_OPENED):
            continue
        roles = AUDIENCES.get(endpoint, frozenset())
        accounts = dict.fromkeys(ACCOUNTS[role] for role in sorted(roles) if role in ACCOUNTS) or {"": None}
        for account, address in islice(product(accounts, _addresses(walk.office, rule)), MOST_TRIED):
            browser = browsers.setdefault(account, Browser.of(app, account))
            answer = browser.get(address)
            assert answer.status_code < 500, address
            if answer.status_code == 200:
                if answer.mimetype == "text/html":
                    walk.page(endpoint, account, address)
                break
        else:
            walk.shut.append(endpoint)


def _addresses(office: Office, rule: Rule) -> Iterator[str]:
    names = sorted(rule.arguments)
    for values in product(*(_values(office, name) for name in names)):
        yield rule.build(dict(zip(names, values, strict=True)))[1] + ASKED.get(rule.endpoint, "")


def _values(office: Office, name: str) -> list[object]:
    if name in WORDS:
        return list(WORDS[name])
    if name == "year":
        return [office.clock.today().year]
    table = Base.metadata.tables.get(TABLES.get(name, name.removesuffix("_id")))
    if table is None:
        return [1]
    order = table.c.id.desc() if name == "task_id" else table.c.id
    with office.reading() as records:
        return list(records.scalars(select(table.c.id).order_by(order).limit(MOST_TRIED))) or [1]


def _outside(walk: Walk) -> None:
    """The applicant's pages at each turn of the case, and the consulted party's."""
    with walk.office.reading() as records:
        cases = {case.state.value: case.case_number for case in records.scalars(select(Application))}
    for state, number in cases.items():
        person = walk.desk.of()
        _enter(person, "/track", {"case_number": number, "pass_phrase": PHRASE}, "查询")
        walk.desk.look(person, f"portal.status-{state}")
        for page in OWN_PAGES.get(state, ()):
            person.go(f"/track/{page}")
            walk.desk.look(person, f"portal.{page}")
    with walk.office.reading() as records:
        asked = records.scalars(select(Consultation)).all()
    for consultation in [each for each in asked if each.letter_id is not None][:2]:
        person = walk.desk.of()
        _enter(person, "/opinion", {"number": consultation.key, "pass_phrase": PHRASE}, "下一步")
        walk.desk.look(person, "opinion.give")


def _enter(person: Person, door: str, fields: dict[str, str], button: str) -> None:
    person.go(door)
    person.enter(fields)
    person.click(button)
    assert person.path != door, f"{door}: {fields}"
