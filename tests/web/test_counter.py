"""At the counter and on the phone: a note in two clicks, receipts for the hand and for the ear."""

import pytest
from flask import Flask

from engine.rules.vocabulary import Channel
from engine.tools.driver import Driver
from tests.web.browser import Browser, errors_of, words_of

TALK = {"purpose": "explain", "result": "说明了办理期限，对方表示知道了。", "reached": "yes"}


@pytest.fixture
def registrar(app: Flask) -> Browser:
    return Browser.of(app, "dengji")


def test_a_vain_call_is_noted_without_typing_anything(registrar: Browser, walker: Driver) -> None:
    case = walker.register().application_id
    assert "记电话、谈话" in registrar.get(f"/applications/{case}").text
    done = registrar.submit(f"/applications/{case}/contacts", {"reached": "no"})
    assert done.status_code == 303, errors_of(done)
    page = words_of(registrar.get(f"/applications/{case}/contacts"))
    assert "◔ 没有联系上" in page
    assert "谈话不能代替书面" in page


def test_a_talk_needs_its_words(registrar: Browser, walker: Driver) -> None:
    case = walker.register().application_id
    answer = registrar.submit(f"/applications/{case}/contacts", {**TALK, "result": ""})
    assert "谈了什么" in errors_of(answer)["result"]
    assert "联系上了" in registrar.submit(f"/applications/{case}/contacts", {**TALK, "reached": ""}).text


def test_who_wants_to_withdraw_on_the_phone_is_led_to_the_withdrawal(registrar: Browser, walker: Driver) -> None:
    case = walker.register().application_id
    registrar.submit(f"/applications/{case}/contacts", {**TALK, "purpose": "withdraw"})
    page = registrar.get(f"/applications/{case}/contacts")
    assert "不等于已经撤回" in page.text
    assert f"/applications/{case}/withdraw" in page.text
    assert "办理中" in registrar.get(f"/applications/{case}").text


def test_three_vain_calls_open_the_letter_on_the_case_page(registrar: Browser, walker: Driver) -> None:
    case = walker.register().application_id
    for _ in range(3):
        registrar.submit(f"/applications/{case}/contacts", {"reached": "no"})
    assert "已经三次没有打通，请按地址寄信联系" in registrar.get(f"/applications/{case}").text
    assert "请与我们联系" in registrar.get(f"/applications/{case}/contact-letter").text
    sent = registrar.submit(f"/applications/{case}/contacts?way=letter", {"reached": "no", "number": "XA000000001"})
    assert sent.status_code == 303, errors_of(sent)
    assert "请按地址寄信" not in registrar.get(f"/applications/{case}").text


def test_an_unsigned_letter_without_a_number_is_answered_by_a_letter(registrar: Browser, walker: Driver) -> None:
    case = walker.register(channel=Channel.ORDINARY_LETTER, phone="").application_id
    (task,) = walker.open_tasks(case)
    assert "没有留电话，请按地址寄信联系" in registrar.get(f"/tasks/{task.id}/confirm_receipt").text


def test_whoever_left_no_address_gets_no_letter_but_a_word_what_to_do(registrar: Browser, walker: Driver) -> None:
    case = walker.register(channel=Channel.ORDINARY_LETTER, phone="", address="").application_id
    assert "写不了信" in registrar.get(f"/applications/{case}/contact-letter").text


def test_the_receipt_is_one_click_from_the_case(registrar: Browser, walker: Driver) -> None:
    case = walker.register().application_id
    assert f'href="/applications/{case}/receipt.pdf"' in registrar.get(f"/applications/{case}").text
    assert registrar.get(f"/applications/{case}/receipt.pdf").data.startswith(b"%PDF")


def test_the_receipt_is_read_aloud_in_plain_sentences(registrar: Browser, walker: Driver) -> None:
    case = walker.register().application_id
    page = registrar.get(f"/applications/{case}/receipt")
    assert '<html lang="zh-CN">' in page.text
    assert "收到的日期是2026年3月4日。" in words_of(page)
    assert "最迟在2026年4月1日答复您。" in words_of(page)


def test_there_is_no_receipt_before_its_day_is_known(registrar: Browser, walker: Driver) -> None:
    case = walker.register(channel=Channel.ORDINARY_LETTER).application_id
    assert registrar.get(f"/applications/{case}/receipt").status_code == 404


def test_a_complaint_beside_a_request_is_registered_and_judged_later(registrar: Browser, walker: Driver) -> None:
    case = walker.register(items=("举报某公司占用人防工程，并请公开对该公司的处罚决定书",)).application_id
    (task,) = walker.open_tasks(case)
    for address in (f"/applications/{case}/registered", f"/tasks/{task.id}/check_application"):
        assert "照常登记办理，不能退回或者转走" in registrar.get(address).text, address
    walker.run(case, until="examine_nature")
    assert (
        "第39条第1款"
        in Browser.of(registrar.client.application, "gongcheng1")
        .get(f"/tasks/{walker.open_tasks(case)[0].id}/examine_nature")
        .text
    )


def test_an_ordinary_request_shows_no_such_note(registrar: Browser, walker: Driver) -> None:
    case = walker.register().application_id
    assert "不能退回或者转走" not in registrar.get(f"/applications/{case}/registered").text
