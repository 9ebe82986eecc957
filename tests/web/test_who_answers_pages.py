"""由谁负责公开 on its pages: two questions, whom the table proposes to ask, and whom the answer names."""

from flask import Flask
from lxml import html

from engine.tools.driver import Driver
from tests.web.browser import errors_of
from tests.web.test_enquiry_pages import do, open_steps, page_of, task

LED = {"source": "led_by_us"}
HANDED_ON = {"transfer": "function_handed_on", "evidence": "职能划转方案载明由某市住房和城乡建设局承接。"}


def at_examination(walker: Driver) -> int:
    number = walker.register().application_id
    walker.run(number, until="examine_nature")
    return number


def test_the_co_maker_is_proposed_where_we_led(app: Flask, walker: Driver) -> None:
    number = at_examination(walker)
    do(app, walker, number, "examine_nature", LED)
    walker.run(number, until="weigh_disclosure")
    person, address = page_of(app, walker, task(walker, number, "weigh_disclosure"))
    page = person.get(address)
    assert "本机关牵头的，由本机关负责公开" in page.text
    assert html.fromstring(page.data).xpath("//input[@name='ask'][@checked]/@value") == ["co_maker"]


def test_the_draft_says_who_is_named_when_the_function_went_on(app: Flask, walker: Driver) -> None:
    number = at_examination(walker)
    do(app, walker, number, "examine_nature", HANDED_ON)
    assert open_steps(walker, number) == ["draft_decision"]
    person, address = page_of(app, walker, task(walker, number, "draft_decision"))
    assert "答复书写明承接职能的机关的名称和联系方式" in person.get(address).text


def test_an_archive_is_named_with_the_day_of_the_transfer(app: Flask, walker: Driver) -> None:
    number = at_examination(walker)
    person, address = page_of(app, walker, task(walker, number, "examine_nature"))
    moved = {"transfer": "archived", "evidence": "移交清单第12号，某省档案馆，移交期限已满。"}
    refused = person.submit(address, moved, form="form[@id='form']")
    assert errors_of(refused) == {"handed_over_on": "请填写移交国家档案馆的日期。"}
    do(app, walker, number, "examine_nature", {**moved, "handed_over_on": "2010-05-01"})
    assert open_steps(walker, number) == ["draft_decision"]
