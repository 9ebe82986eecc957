"""期限计算: anybody types dated events and sees the due date with its explanation; nothing is stored."""

import re

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from engine.office import Office
from tests.web.browser import Browser, Fields, errors_of

PAGE = "/calculator"


def events(*rows: str) -> Fields:
    """Each row: day, event, and what more belongs to it as name=value."""
    fields: Fields = {}
    for place, row in enumerate(rows):
        on, event, *more = row.split()
        fields |= {f"events-{place}-on": on, f"events-{place}-event": event}
        fields |= {f"events-{place}-{name}": value for name, _, value in (each.partition("=") for each in more)}
    return fields


VECTORS = {
    "plain": (events("2024-01-15 received"), "2024年2月9日"),
    "extended": (events("2026-01-05 received", "2026-01-20 extension_notified working_days=10"), "2026年2月14日"),
    "overlap": (
        events(
            "2026-04-08 opinion_received key=乙",
            "2026-03-04 received",
            "2026-03-10 consultation_sent key=甲 to=other_agency",
            "2026-03-27 opinion_received key=甲",
            "2026-03-16 consultation_sent key=乙 to=other_agency",
        ),
        "2026年4月30日",
    ),
    "silent third party": (
        events(
            "2026-01-26 received", "2026-01-30 consultation_sent to=third_party", "2026-02-03 consultation_received",
            "2026-03-24 reply_served",
        ),
        "2026年3月24日",
    ),
    "fee": (
        events("2026-04-08 received", "2026-04-29 fee_notice_received", "2026-05-12 fee_paid"),
        "2026年6月9日",
    ),
    "supplement": (
        events("2025-09-26 received", "2025-09-30 supplement_notice_served", "2025-10-15 supplement_received"),
        "2025年11月12日",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VECTORS)
def test_the_due_date_and_its_explanation_appear(app: Flask, name: str) -> None:
    typed, due = VECTORS[name]
    page = Browser.of(app).submit(PAGE, typed | {"as_of": "2026-06-01"} if name == "fee" else typed)
    assert page.status_code == 200, errors_of(page)
    assert re.search(rf"答复期限届满日：{due}", page.text)
    assert page.text.count("<tr") > 2


def test_what_was_typed_stays_on_the_page(app: Flask) -> None:
    page = Browser.of(app).submit(PAGE, events("2026-01-05 received"))
    assert 'value="2026-01-05"' in page.text


WRONG = {
    "no receipt": (events("2026-01-05 extension_notified"), "没有收到申请"),
    "half a row": ({"events-0-on": "2026-01-05", "events-0-event": ""}, "请选择这一天发生了什么"),
    "no day": ({"events-0-event": "received"}, "请填写这一事件的日期"),
    "nobody asked": (events("2026-01-05 received", "2026-01-06 consultation_sent"), "请选择征求谁的意见"),
    "missing year": (events("2049-12-04 received"), "2049年.*放假安排尚未录入"),
    "no date": ({"events-0-on": "昨天", "events-0-event": "received"}, "请填写有效的日期"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_reckoned_is_said(app: Flask, name: str) -> None:
    typed, message = WRONG[name]
    page = Browser.of(app).submit(PAGE, typed)
    assert page.status_code == 422
    assert any(re.search(message, error) for error in errors_of(page).values())


def test_late_notices_change_nothing_and_are_warned_of(app: Flask) -> None:
    late = events("2026-01-05 received", "2026-02-03 extension_notified working_days=10")
    page = Browser.of(app).submit(PAGE, late)
    assert "答复期限届满日：2026年2月2日" in page.text
    assert "alert-warning" in page.text


def test_nothing_is_stored(app: Flask, small_office: Office) -> None:
    def rows() -> dict[str, int]:
        tables = MetaData()
        tables.reflect(small_office.engine)
        with small_office.reading() as records:
            return {name: len(records.execute(select(table)).all()) for name, table in tables.tables.items()}

    before = rows()
    assert Browser.of(app).submit(PAGE, VECTORS["overlap"][0]).status_code == 200
    assert rows() == before


def test_the_portal_leads_to_it(app: Flask) -> None:
    assert f'href="{PAGE}"' in Browser.of(app).get("/track").text
