"""The access promise: every page says who may open it, and nobody else does."""

import re

import pytest
from flask import Flask
from sqlalchemy import Engine, MetaData, select

from engine.office import Office
from engine.tools.driver import Driver
from tests.web.conftest import OpenBrowser
from web.access import declaration_of
from web.pages import tasks
from web.wsgi import make_app

PUBLIC = {
    "static", "health.health", "health.ready", "sign_in.sign_in", "sign_in.sign_out", "sign_in.set_up",
    "portal.track", "portal.leave", "apply.apply", "calculator.calculator", "catalogue.catalogue",
    "opinion.enter", "opinion.leave",
}  # fmt: skip
ACCOUNTS = ("dengji", "gongcheng1", "zhihui1", "zhuren", "guanli", "duban", "shoufa")


def test_every_route_declares_who_may_open_it(app: Flask) -> None:
    assert [name for name, page in app.view_functions.items() if declaration_of(page) is None] == []


def test_the_public_pages_are_these(app: Flask) -> None:
    kinds = {name: declaration_of(page) for name, page in app.view_functions.items()}
    assert {name for name, declared in kinds.items() if declared and declared.kind == "public"} == PUBLIC


def test_each_human_step_has_its_page_of_the_same_name(app: Flask, small_office: Office) -> None:
    drawn = set(re.findall(r'userTask id="(\w+)"', "".join(small_office.workflow.catalogue.sources.values())))
    assert set(tasks.SUBJECTS) <= drawn
    for step, subject in tasks.SUBJECTS.items():
        declared = declaration_of(app.view_functions[f"{subject}.{step}"])
        assert declared is not None
        assert declared.step == step


def addresses(app: Flask, **given: object) -> list[tuple[str, str]]:
    """Each route's name and an address of it."""
    values = {
        "application_id": 1, "task_id": 1, "letter_id": 1, "file_id": 1, "person_id": 1, "process_id": "review_reply",
        "consultation_id": 1, "remedy_id": 1, "envelope_id": 1, "photo_id": 1, "absence_id": 1,
        "kind": "same_text", "group_id": 1, "code": 1, "column": 1, "dispatch_id": 1, "entry_id": 1,
        "instance_id": 1, "question_id": 1, "route": 1, "timer_id": 1, "year": 2026,
        "name": "outcome", "exercise": "village-accounts", "topic_id": 1, "agency_id": 1,
        "filename": "mingda.css", "reading": "agency_reply_days", **given,
    }  # fmt: skip
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            built = app.url_map.bind("").build(rule.endpoint, {name: values[name] for name in rule.arguments})
            found.append((rule.endpoint, built))
    return found


def test_nobody_opens_a_page_without_signing_in(app: Flask, browser: OpenBrowser) -> None:
    stranger = browser()
    for endpoint, address in addresses(app):
        if endpoint in PUBLIC:
            continue
        for answer in (stranger.get(address), stranger.post(address)):
            assert answer.status_code in (303, 401, 405), f"{address}: {answer.status}"
            assert answer.status_code != 303 or answer.location.split("?")[0] in ("/sign-in", "/track", "/opinion")


def test_a_page_without_a_declaration_is_closed(app: Flask, browser: OpenBrowser) -> None:
    app.view_functions["library.library"] = lambda: "open"
    assert browser("dengji").get("/library").status_code == 403


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but when a sign-in was last seen."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(*(c for c in table.columns if c.name != "seen_at")))
            ]
            for table in tables.sorted_tables
        }


@pytest.mark.parametrize("account", ACCOUNTS)
def test_looking_at_a_page_writes_nothing(
    app: Flask, browser: OpenBrowser, walker: Driver, small_office: Office, account: str
) -> None:
    walker.run(walker.register().application_id, until="approve_reply")
    walker.register()
    viewer = browser(account)
    before = contents(small_office.engine)
    for _, address in addresses(app):
        assert viewer.get(address).status_code in (200, 303, 403, 404, 405, 409, 422), address
    assert contents(small_office.engine) == before


def test_the_server_is_given_a_factory() -> None:
    assert callable(make_app)
