"""Each route's answer for each role and for nobody, as `route_table` states it, and the one filter behind all doors."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import select, update

from engine.commands import people
from engine.commands.people import DEMO_PASSWORD, PersonEntry
from engine.office import Office
from engine.permissions import Role
from engine.records import OpenTask, Unit
from engine.tools.driver import Driver, SetClock
from tests.conftest import MORNING, office_on
from tests.web.browser import Browser, words_of
from tests.web.route_table import ANYBODY, APPLICANT, AUDIENCES, LANES, PARTY, SHEET_CLERKS, SHEET_STEPS, STAFF
from web.access import Declaration, declaration_of
from web.app import create_app

MISSING = 999
VALUES = {
    "process_id": "review_reply", "name": "outcome", "exercise": "village-accounts", "filename": "mingda.css",
    "reading": "agency_reply_days",
}  # fmt: skip
TRIED = frozenset({Role.REGISTRAR, Role.HANDLER, Role.DOCUMENT_CHECKER, Role.SUPERVISOR})
"""Some who see every case, and one who sees none: each tries each step."""
SIGN_IN_DOORS = ("/sign-in", "/track", "/opinion")


@pytest.fixture(scope="module")
def house(founded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with one person more for each role, alone in a unit of their own, and one case of another unit."""
    place = tmp_path_factory.mktemp("matrix") / "office.db"
    shutil.copy(founded_file, place)
    office = office_on(f"sqlite:///{place}", SetClock(MORNING))
    driver = Driver(office)
    administrator = driver.actor(Role.ADMINISTRATOR)
    unit = people.add_unit("无关处", True, actor=administrator, office=office)
    for role in STAFF:
        entry = PersonEntry(
            account=f"only-{role.value}", name=f"只任{role.label}", unit_id=unit, roles=frozenset({role}),
            password=DEMO_PASSWORD,
        )  # fmt: skip
        people.add_person(entry, actor=administrator, office=office)
    driver.run(driver.register(applicant_name="只归工程处的申请人").application_id, until="approve_reply")
    yield office
    office.engine.dispose()


@pytest.fixture(scope="module")
def pages(house: Office) -> Flask:
    """The pages of that office."""
    app = create_app(house)
    app.testing = True
    return app


def declared(app: Flask) -> dict[str, Declaration]:
    found = {name: declaration_of(page) for name, page in app.view_functions.items()}
    return {name: declaration for name, declaration in found.items() if declaration is not None}


def answers(app: Flask, browser: Browser, row: int) -> dict[tuple[str, str], tuple[int, str]]:
    """(endpoint, method) → status and words, every row number in the address being `row`."""
    found = {}
    for rule in app.url_map.iter_rules():
        values = {name: VALUES.get(name, row) for name in rule.arguments}
        with app.test_request_context():
            address = app.url_map.bind("").build(rule.endpoint, values)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            if rule.endpoint in ("sign_in.sign_out", "tasks.discard_draft", "messages.mark_read", "static"):
                continue
            answer = browser.get(address) if method == "GET" else browser.post(address)
            words = answer.location or (words_of(answer) if answer.mimetype == "text/html" and answer.data else "")
            found[rule.endpoint, method] = answer.status_code, words
    return found


def test_every_page_stands_in_the_table_once_and_nothing_else_does(pages: Flask) -> None:
    kinds = declared(pages)
    stated = [*ANYBODY, *APPLICANT, *PARTY, *AUDIENCES]
    assert len(stated) == len(set(stated))
    assert set(stated) == {name for name, each in kinds.items() if each.kind != "task"}
    assert {each.step for each in kinds.values() if each.step} <= LANES.keys()


def test_each_step_lies_in_the_lane_that_the_table_names(house: Office) -> None:
    drawn: dict[str, str] = {}
    for name, source in house.workflow.catalogue.sources.items():
        if name.endswith(".bpmn"):
            tree = etree.fromstring(source.encode())
            tasks = set(tree.xpath("//*[local-name()='userTask']/@id"))
            for lane in tree.xpath("//*[local-name()='lane']"):
                nodes = {str(node.text) for node in lane}
                drawn |= {step: str(lane.get("name")) for step in nodes & tasks}
    assert drawn == {step: LANES[step].label for step in drawn}


@pytest.mark.parametrize("role", sorted(STAFF))
def test_each_role_opens_what_the_table_says_and_is_refused_the_rest(pages: Flask, role: Role) -> None:
    person = Browser.of(pages, f"only-{role.value}")
    for (endpoint, method), (status, words) in answers(pages, person, MISSING).items():
        what = f"{role.label} {method} {endpoint}: {status}"
        if endpoint in AUDIENCES and role not in AUDIENCES[endpoint]:
            assert status == 403, what
        elif endpoint in (*APPLICANT, *PARTY):
            assert status == 303, what
            assert words in SIGN_IN_DOORS, what
        else:
            assert status in (200, 204, 303, 400, 403, 404, 409, 422), what
            assert status != 403 or endpoint in ANYBODY, what


def test_nobody_is_sent_to_the_door_by_every_page_that_is_not_public(pages: Flask) -> None:
    for (endpoint, method), (status, words) in answers(pages, Browser.of(pages), 1).items():
        if endpoint not in ANYBODY:
            assert status in (303, 401), f"{method} {endpoint}: {status}"
            assert status == 401 or words.split("?")[0] in SIGN_IN_DOORS, f"{method} {endpoint}: {words}"


def test_the_step_of_another_lane_is_opened_by_no_other_role(pages: Flask, house: Office) -> None:
    people_of = {role: Browser.of(pages, f"only-{role.value}") for role in TRIED}
    with house.reading() as records:
        of_case = select(OpenTask.id, OpenTask.step, OpenTask.role).where(OpenTask.application_id.is_not(None))
        task, step, role = records.execute(of_case).one()
    subjects = {each.step: name for name, each in declared(pages).items() if each.step}
    opened = []
    for other, lane in LANES.items():
        with house.transaction() as records:
            records.execute(update(OpenTask).where(OpenTask.id == task).values(step=other, role=lane))
        clerks = SHEET_CLERKS if other in SHEET_STEPS else frozenset()
        strangers = sorted(TRIED - clerks - {lane}) if other in subjects else []
        statuses = {who: people_of[who].get(f"/tasks/{task}/{other}").status_code for who in strangers}
        opened += [(other, who.value) for who, status in statuses.items() if status not in (403, 409)]
    with house.transaction() as records:
        records.execute(update(OpenTask).where(OpenTask.id == task).values(step=step, role=role))
    assert opened == []


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SEAL_KEEPER])
def test_s19_what_exists_and_is_not_yours_answers_like_what_does_not_exist(pages: Flask, role: Role) -> None:
    person = Browser.of(pages, f"only-{role.value}")
    there, nothing = (answers(pages, person, row) for row in (1, MISSING))
    about_people = {name for name in AUDIENCES if name.startswith("people.")}
    assert {key: value for key, value in there.items() if key[0] not in about_people} == {
        key: value for key, value in nothing.items() if key[0] not in about_people
    }
    assert "只归工程处的申请人" not in "".join(words for _, words in there.values())


def test_s19_no_list_count_or_search_holds_what_is_not_yours(pages: Flask, house: Office) -> None:
    with house.reading() as records:
        assert records.scalar(select(Unit.id).where(Unit.name == "无关处")) is not None
    stranger = Browser.of(pages, "only-handler")
    for address in LISTS:
        page = stranger.get(address)
        assert page.status_code == 200, address
        assert "2026-0001" not in page.text, address
        assert "只归工程处的申请人" not in page.text.replace('value="只归工程处的申请人"', ""), address


LISTS = ("/", "/?tab=pool", "/?tab=waiting", "/?tab=done", "/messages", "/applications", "/applications?state=running",
         "/applications?q=只归工程处的申请人")  # fmt: skip
