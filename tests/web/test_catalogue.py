"""The catalogue and the guided application: suggestions before filing, no purpose asked."""

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select

from engine.commands import catalogue
from engine.errors import NotPermitted
from engine.office import Office
from engine.permissions import Role
from engine.records import HistoryEntry, RequestedItem
from engine.rules.catalogue import closeness
from engine.tools.driver import Driver
from tests.web.browser import Browser, errors_of, words_of
from tests.web.conftest import OpenBrowser
from tests.web.test_apply import APPLICATION, at_check
from web.forms.apply import OnlineForm

TOPIC = {"title": "应急避难场所名录", "keywords": "避难所、避难场所", "description": "每年更新。", "is_public": "yes",
         "link": "https://example.org/bnsj"}  # fmt: skip
FEES = "人防工程易地建设费标准"


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("请公开2024年易地建设费的收费依据", True),
        ("人防工程易地建设标准", True),
        ("某局出租车营运证发放名单", False),
        ("", False),
    ],
)
def test_a_topic_is_suggested_by_its_keywords_or_most_of_its_title(typed: str, fits: bool) -> None:
    assert bool(closeness(typed, FEES, "易地建设费、收费标准")) is fits


def test_what_is_public_already_is_shown_before_the_application_is_sent(app: Flask) -> None:
    stranger = Browser.of(app)
    page = stranger.submit("/apply", APPLICATION | {"items-0-what": "易地建设费收费标准", "do": "check"})
    assert "也许不用申请" in page.text
    assert "https://example.org/gongkai/biaozhun" in page.text


def test_suggestions_never_come_from_other_peoples_cases(app: Flask, walker: Driver) -> None:
    walker.register(items=("独此一份的地下室平面图",), applicant_name="从不露面的申请人")
    stranger = Browser.of(app)
    page = stranger.submit("/apply", APPLICATION | {"items-0-what": "独此一份的地下室平面图", "do": "check"})
    assert "也许不用申请" not in page.text
    assert "从不露面的申请人" not in page.text


def test_the_guided_answers_become_one_request(app: Flask, small_office: Office) -> None:
    stranger, carried = at_check(
        app, **{"items-0-what": "验收备案表", "items-0-place": "示例小区", "items-0-years": "2019年"}
    )
    assert stranger.post("/apply", carried | {"do": "send"}).location == "/apply/done"
    with small_office.reading() as records:
        assert records.scalar(select(RequestedItem.what)) == "验收备案表（单位、地点或者项目：示例小区；年份：2019年）"


def test_a_place_alone_is_no_request(app: Flask) -> None:
    page = Browser.of(app).submit("/apply", APPLICATION | {"items-0-what": "", "items-0-place": "示例小区"})
    assert page.status_code == 422
    assert "无法查找" in errors_of(page)["items-0-what"]


def test_nobody_is_asked_what_for(app: Flask) -> None:
    page = html.fromstring(Browser.of(app).get("/apply").data)
    labels = " ".join(page.xpath("//main//label//text() | //main//legend//text()"))
    assert not [word for word in ("用途", "目的", "为什么", "理由") if word in labels]
    assert {"purpose", "reason", "use"}.isdisjoint(OnlineForm.specs)


def test_a_topic_of_the_catalogue_fills_the_first_item(app: Flask) -> None:
    stranger = Browser.of(app)
    address = html.fromstring(stranger.get("/catalogue").data).xpath("//main//a[contains(@href, 'topic=')]/@href")[0]
    assert "人防工程竣工验收备案信息</textarea>" in stranger.get(address).text
    assert stranger.get("/apply?topic=9999").status_code == 200


def test_the_catalogue_is_searched_in_the_visitors_own_words(app: Flask) -> None:
    found = words_of(Browser.of(app).get("/catalogue?q=处罚决定书"))
    assert "行政处罚决定信息" in found
    assert FEES not in found
    assert "没有与“火星”相近的事项" in words_of(Browser.of(app).get("/catalogue?q=火星"))


def test_the_administrator_keeps_the_catalogue_and_every_change_is_on_record(
    browser: OpenBrowser, small_office: Office
) -> None:
    keeper = browser("guanli")
    added = keeper.submit("/catalogue/manage", TOPIC, form="form[@id='form']")
    assert added.status_code == 303, errors_of(added)
    page = html.fromstring(keeper.get("/catalogue/manage").data)
    address = page.xpath(f"//a[text()='{TOPIC['title']}']/@href")[0]
    assert keeper.submit(address, {"description": "每两年更新。"}).status_code == 303
    assert "每两年更新。" in browser().get("/catalogue").text
    assert keeper.post(f"{address}/remove").status_code == 303
    assert TOPIC["title"] not in browser().get("/catalogue").text
    with small_office.reading() as records:
        kept = records.scalars(select(HistoryEntry).where(HistoryEntry.event == "catalogue_changed")).all()
    assert [entry.facts["change"] for entry in kept] == ["added", "changed", "removed"]


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "ftp://example.org", "https://example.org/a b"])
def test_what_is_said_to_be_public_has_an_address_that_a_browser_opens(browser: OpenBrowser, link: str) -> None:
    page = browser("guanli").submit("/catalogue/manage", TOPIC | {"link": link}, form="form[@id='form']")
    assert page.status_code == 422
    assert "link" in errors_of(page)


def test_only_the_administrator_changes_the_catalogue(small_office: Office, walker: Driver) -> None:
    with pytest.raises(NotPermitted):
        catalogue.remove_topic(1, actor=walker.actor(Role.HANDLER), office=small_office)
