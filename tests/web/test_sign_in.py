"""Signing in and out: closed to guesses, ended by time, and nothing typed is lost."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import delete, select

from engine.commands.people import DEMO_PASSWORD
from engine.office import Office
from engine.records import Duty, FormDraft, Person
from engine.tools.driver import SetClock
from tests.web.browser import Browser, words_of
from tests.web.conftest import OpenBrowser
from web.app import create_app


def test_a_person_signs_in_and_goes_on_where_they_wanted_to_be(browser: OpenBrowser) -> None:
    stranger = browser()
    asked = stranger.get("/applications?state=running")
    assert asked.location == "/sign-in?next=/applications?state%3Drunning"
    fields = {"account": "dengji", "password": DEMO_PASSWORD, "next": "/applications?state=running"}
    assert stranger.post("/sign-in", fields).location == "/applications?state=running"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x"])
def test_signing_in_never_leads_to_another_site(browser: OpenBrowser, target: str) -> None:
    answer = browser().post("/sign-in", {"account": "dengji", "password": DEMO_PASSWORD, "next": target})
    assert answer.location == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: OpenBrowser) -> None:
    answer = browser().post("/sign-in", {"account": "dengji", "password": DEMO_PASSWORD})
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("mingda_sign_in="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_an_unknown_account_and_a_wrong_password_read_alike(browser: OpenBrowser) -> None:
    pages = [browser().post("/sign-in", {"account": account, "password": "wrong"}) for account in ("dengji", "nobody")]
    assert {page.status_code for page in pages} == {403}
    assert all("账号或者密码不正确" in page.text for page in pages)


def test_the_sixth_guess_is_not_even_looked_at(browser: OpenBrowser) -> None:
    stranger = browser()
    for _ in range(5):
        stranger.post("/sign-in", {"account": "dengji", "password": "wrong"})
    answer = stranger.post("/sign-in", {"account": "dengji", "password": DEMO_PASSWORD})
    assert answer.status_code == 429
    assert "15 分钟" in answer.text


def test_signing_out_ends_the_sign_in_in_the_database_too(browser: OpenBrowser) -> None:
    person = browser("dengji")
    cookie = person.client.get_cookie("mingda_sign_in")
    assert cookie is not None
    assert person.post("/sign-out").location == "/sign-in"
    person.client.set_cookie("mingda_sign_in", cookie.value)
    assert person.get("/").status_code == 303


def test_an_idle_hour_ends_the_sign_in_and_work_keeps_it(browser: OpenBrowser, clock: SetClock) -> None:
    person = browser("dengji")
    for _ in range(3):
        clock.advance(minutes=45)
        assert person.get("/").status_code == 200
    clock.advance(minutes=61)
    assert person.get("/").status_code == 303


def test_ten_hours_end_the_sign_in_whatever_is_done(browser: OpenBrowser, clock: SetClock) -> None:
    person = browser("dengji")
    for _ in range(13):
        clock.advance(minutes=45)
        assert person.get("/").status_code == 200
    clock.advance(minutes=45)
    assert person.get("/").status_code == 303


def test_what_was_being_sent_when_the_sign_in_ended_comes_back(
    app: Flask, browser: OpenBrowser, clock: SetClock
) -> None:
    person = browser("dengji")
    page = person.get("/applications/new")
    clock.advance(hours=2)
    lost = person.send("/applications/new", page, {"applicant_name": "甲某", "items-0-what": "某文件"})
    assert lost.status_code == 401
    assert "没有丢失" in lost.text
    back = person.send("/sign-in", lost, {"account": "dengji", "password": DEMO_PASSWORD})
    assert back.location == "/applications/new"
    again = person.get("/applications/new")
    assert 'value="甲某"' in again.text
    assert "某文件" in again.text


def test_another_person_does_not_find_the_draft(browser: OpenBrowser, small_office: Office) -> None:
    person = browser("dengji")
    person.client.post(
        "/drafts",
        json={"form": "/applications/new", "fields": {"applicant_name": ["甲某"]}},
        headers={"X-CSRFToken": person.token()},
    )
    with small_office.reading() as records:
        draft = records.scalars(select(FormDraft)).one()
        assert draft.fields == {"applicant_name": ["甲某"]}
    assert "甲某" in person.get("/applications/new").text
    assert person.post("/drafts/discard", {"form": "/applications/new"}).status_code == 303
    assert "甲某" not in person.get("/applications/new").text


@pytest.mark.parametrize(
    "sent",
    [
        None, [], {"form": "/applications/new"}, {"form": "/people/1", "fields": {}},
        {"form": "/applications/new", "fields": {"a": "b"}}, {"form": "/applications/new", "fields": {"a": [1]}},
    ],
)  # fmt: skip
def test_a_draft_of_the_wrong_shape_is_refused(browser: OpenBrowser, sent: object) -> None:
    person = browser("dengji")
    answer = person.client.post("/drafts", json=sent, headers={"X-CSRFToken": person.token()})
    assert answer.status_code == 400


def test_a_draft_may_hold_characters_that_no_database_keeps(browser: OpenBrowser) -> None:
    person = browser("dengji")
    sent = {"form": "/applications/new", "fields": {"applicant_name": ["甲\0\ud800某"]}}
    answer = person.client.post("/drafts", json=sent, headers={"X-CSRFToken": person.token()})
    assert answer.status_code == 204
    assert 'value="甲某"' in person.get("/applications/new").text


def test_the_demo_password_opens_nothing_outside_the_demo(small_office: Office) -> None:
    app = create_app(replace(small_office, settings=replace(small_office.settings, demo=False)))
    answer = Browser.of(app).post("/sign-in", {"account": "dengji", "password": DEMO_PASSWORD})
    assert answer.status_code == 403
    assert "演示密码" in words_of(answer)


def test_the_first_administrator_is_set_up_once(app: Flask, small_office: Office) -> None:
    with small_office.transaction() as records:
        records.execute(delete(Duty))
        records.execute(delete(Person))
    stranger = Browser.of(app)
    assert stranger.get("/sign-in").location == "/set-up"
    secret = "correct horse 9"
    fields = {"unit_name": "综合处", "name": "管理员甲", "account": "admin", "password": secret, "again": secret}
    differing = stranger.post("/set-up", fields | {"again": "correct horse 8"})
    assert differing.status_code == 422
    assert "不一致" in differing.text
    assert stranger.post("/set-up", fields).location == "/sign-in"
    assert stranger.get("/set-up").location == "/sign-in"
    assert stranger.post("/set-up", fields | {"account": "other"}).status_code == 403
    assert Browser.of(app, "admin", "correct horse 9").get("/people").status_code == 200


def test_a_changed_password_ends_every_sign_in_of_the_person(browser: OpenBrowser, app: Flask) -> None:
    here, there = browser("dengji"), browser("dengji")
    answer = here.post("/account", {"password": "a new pass phrase", "again": "a new pass phrase"})
    assert answer.location == "/sign-in"
    assert there.get("/").status_code == 303
    assert Browser.of(app, "dengji", "a new pass phrase").get("/").status_code == 200
