"""The procedures beside the main course, each step through its page: reasons, fees."""

from datetime import date

from flask import Flask

from engine.office import Office
from engine.rules.vocabulary import DeliveryMethod, Outcome
from engine.tools.driver import Driver, SetClock
from tests.web.browser import errors_of, words_of
from tests.web.conftest import OpenBrowser
from tests.web.test_enquiry_pages import AGREED, case, do, open_steps, page_of, task

WHY = {"why": "两个月内就同一地块分拆提出多件申请，内容相互重复。"}


def notice_out(app: Flask, walker: Driver, number: int) -> None:
    """The notice is approved, signed by the leader, sealed and posted."""
    do(app, walker, number, "approve_notice", AGREED)
    do(app, walker, number, "sign_notice", AGREED)
    do(app, walker, number, "seal_notice", {"register_entry": "用印1"})
    do(app, walker, number, "serve_notice", {"tracking_number": "1234567890123"})


# 说明理由


def test_reasons_are_asked_for_explained_and_judged_through_pages(
    app: Flask, walker: Driver, browser: OpenBrowser, small_office: Office
) -> None:
    number = walker.register().application_id
    walker.run(number, until="examine_nature")
    handler = browser("gongcheng1")
    assert f"/applications/{number}/reasons/ask" in handler.get(f"/applications/{number}").text
    assert "由人判断" in handler.get(f"/applications/{number}/reasons/ask").text
    assert handler.submit(f"/applications/{number}/reasons/ask", WHY).status_code == 303
    person, address = page_of(app, walker, task(walker, number, "draft_reasons_notice"))
    seen = person.submit(address, {"do": "preview"}, form="form[@id='form']")
    assert "您共向本机关提出政府信息公开申请1件" in words_of(seen).split("文书预览")[1]
    do(app, walker, number, "draft_reasons_notice")
    notice_out(app, walker, number)
    given = {"words": "用于核对征收范围。"}
    assert browser("dengji").submit(f"/applications/{number}/reasons", given).status_code == 303
    person, address = page_of(app, walker, task(walker, number, "weigh_reasons"))
    assert "用于核对征收范围" in person.get(address).text
    delayed = {"verdict": "delayed", "words": "理由与申请内容直接相关。"}
    refused = person.submit(address, delayed, form="form[@id='form']")
    assert "无法按期答复" in errors_of(refused)["obstacle"]
    judged = {"verdict": "unreasonable", "words": "理由与所申请的信息没有关联。"}
    do(app, walker, number, "weigh_reasons", judged)
    assert open_steps(walker, number) == ["draft_decision"]
    person, address = page_of(app, walker, task(walker, number, "draft_decision"))
    assert Outcome.EXCESSIVE.label in person.get(address).text
    assert case(small_office, number).due_on == date(2026, 4, 1)


# 信息处理费


def test_a_fee_is_proposed_computed_signed_and_paid_through_pages(
    app: Flask, walker: Driver, browser: OpenBrowser, small_office: Office
) -> None:
    number = walker.register().application_id
    walker.run(number, until="examine_nature")
    handler, counter = browser("gongcheng1"), browser("dengji")
    assert f"/applications/{number}/fee/propose" in handler.get(f"/applications/{number}").text
    assert "系统只算金额" in handler.get(f"/applications/{number}/fee/propose").text
    assert handler.submit(f"/applications/{number}/fee/propose", WHY).status_code == 303
    person, address = page_of(app, walker, task(walker, number, "draft_fee_notice"))
    charge = {"charged": "yes", "method": "by_page", "count": "150"}
    seen = person.submit(address, {**charge, "do": "preview"}, form="form[@id='form']")
    assert "信息处理费1700元" in words_of(seen).split("文书预览")[1]
    free = person.submit(address, {**charge, "count": "30"}, form="form[@id='form']")
    assert "不需要缴费" in errors_of(free)["count"]
    do(app, walker, number, "draft_fee_notice", charge)
    notice_out(app, walker, number)
    assert "登记收费通知签收" in counter.get(f"/applications/{number}").text
    assert counter.submit(f"/applications/{number}/fee/receipt").status_code == 303
    missing = counter.submit(f"/applications/{number}/fee/payment", {"receipt_number": ""})
    assert errors_of(missing) == {"receipt_number": "请填写财政票据号。"}
    assert counter.submit(f"/applications/{number}/fee/payment", {"receipt_number": "财0001"}).status_code == 303
    assert case(small_office, number).due_on == date(2026, 4, 1)
    assert open_steps(walker, number) == ["examine_nature"]


def test_non_payment_is_looked_into_by_a_person(
    app: Flask, walker: Driver, browser: OpenBrowser, clock: SetClock
) -> None:
    number = walker.register().application_id
    walker.run(number, until="examine_nature")
    browser("gongcheng1").submit(f"/applications/{number}/fee/propose", WHY)
    for step in ("draft_fee_notice", "approve_notice", "sign_notice", "seal_notice"):
        walker.step(number, step)
        walker.tick()
    walker.step(number, "serve_notice", method=DeliveryMethod.IN_PERSON)
    clock.advance(days=31)
    walker.tick()
    person, address = page_of(app, walker, task(walker, number, "confirm_unpaid"))
    assert "1700 元" in person.get(address).text
    undated = person.submit(address, {"paid": "yes"}, form="form[@id='form']")
    assert errors_of(undated) == {"paid_on": "请填写缴费完成的日期。"}
    do(app, walker, number, "confirm_unpaid", {"paid": "no", "remark": "财务处查核，没有到账。"})
    assert open_steps(walker, number) == ["draft_decision"]


# 更正本人信息


def test_a_correction_is_recognized_at_the_check_and_examined_on_its_page(
    app: Flask, walker: Driver, small_office: Office
) -> None:
    number = walker.register(items=("更正本人缴费记录中的建筑面积",)).application_id
    do(app, walker, number, "check_application", {"clear": "yes", "correction": "yes"})
    walker.step(number, "assign_handler")
    person, address = page_of(app, walker, task(walker, number, "examine_correction"), "gongcheng1")
    assert "没有规定更正的期限" in person.get(address).text
    found = {"findings": "经核对测绘报告，申请人所述属实。", "result": "corrected", "evidence": "不动产权证书"}
    lacking = person.submit(address, found, form="form[@id='form']")
    assert errors_of(lacking) == {"old_value": "请写明原来的记录。"}
    changed = {"old_value": "89.2平方米", "new_value": "98.2平方米", "corrected_on": "2026-03-04"}
    do(app, walker, number, "examine_correction", {**found, **changed}, account="gongcheng1")
    assert open_steps(walker, number) == ["approve_notice"]


# 另行提供（D32）


def test_what_is_disclosed_later_says_when_where_and_how(app: Flask, walker: Driver) -> None:
    number = walker.register().application_id
    walker.run(number, until="draft_decision")
    person, address = page_of(app, walker, task(walker, number, "draft_decision"))
    nothing = person.submit(address, {}, form="form[@id='form']")
    assert "获取的方式、途径和时间" in words_of(nothing)
    later = {"item-1-available": "请于2026年4月10日起到本机关政府信息查阅点查阅、复制。"}
    do(app, walker, number, "draft_decision", later)
    assert open_steps(walker, number) == ["review_by_unit"]
