"""The ways aside, each step through its page: receipt, supplement, consultation, extension, help from units."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from engine.commands.register import apply_online
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, HistoryEntry, OpenTask, Person, StoredFile, Unit
from engine.rules.outcome import DISCLOSABLE, Ground
from engine.rules.vocabulary import Channel, ConsultedParty
from engine.tools.driver import Driver, SetClock
from tests.web.browser import Browser, Fields, errors_of, words_of
from tests.web.conftest import OpenBrowser

PEOPLE = {
    Role.REGISTRAR: "dengji", Role.OFFICE_HEAD: "zhuren", Role.HANDLER: "gongcheng1", Role.DEPUTY_LEADER: "fenguan",
    Role.SECRECY_REVIEWER: "baomi", Role.SEAL_KEEPER: "yongyin", Role.DISPATCHER: "shoufa",
}  # fmt: skip
UNCLEAR = {"check_application": {"clear": False}}
AGREED: Fields = {"agreed": "yes"}
NEW: Fields = {
    "bears_level_mark": "no", "channel": "in_person", "evidence": "窗口当面签收", "applicant_name": "甲某",
    "address": "某市示例路1号", "items-0-what": "某小区人防工程竣工验收备案文件",
}  # fmt: skip


def case(office: Office, application_id: int) -> Application:
    with office.reading() as records:
        return records.get_one(Application, application_id)


def task(walker: Driver, application_id: int, step: str) -> OpenTask:
    return next(task for task in walker.open_tasks(application_id) if task.step == step)


def page_of(app: Flask, walker: Driver, open_task: OpenTask, account: str = "") -> tuple[Browser, str]:
    """A browser of whoever holds the step, or could, and the address of its form."""
    if not account and open_task.assignee_id is not None:
        with walker.office.reading() as records:
            account = records.get_one(Person, open_task.assignee_id).account
    return Browser.of(app, account or PEOPLE[open_task.role]), f"/tasks/{open_task.id}/{open_task.step}"


def do(app: Flask, walker: Driver, application_id: int, step: str, fields: Fields | None = None, **who: str) -> None:
    """The step is done through its page."""
    person, address = page_of(app, walker, task(walker, application_id, step), **who)
    answer = person.submit(address, fields, form="form[@id='form']")
    assert answer.status_code == 303, (step, errors_of(answer))
    walker.tick()


def open_steps(walker: Driver, application_id: int) -> list[str]:
    return [each.step for each in walker.open_tasks(application_id)]


# 登记与收到之日


def test_the_level_mark_is_asked_before_anything_else(browser: OpenBrowser) -> None:
    page = browser("dengji").get("/applications/new").text
    assert page.index("纸件是否带有密级标识") < page.index('name="channel"') < page.index('name="items-0-what"')
    unanswered = browser("dengji").submit("/applications/new", {**NEW, "bears_level_mark": ""})
    assert "密级标识" in errors_of(unanswered)["bears_level_mark"]


def test_of_a_marked_paper_nothing_but_a_label_is_kept(
    app: Flask, browser: OpenBrowser, walker: Driver, small_office: Office
) -> None:
    marked = {**NEW, "bears_level_mark": "yes", "applicant_name": "不该录入的名字", "items-0-what": "不该录入的内容"}
    refused = browser("dengji").submit("/applications/new", marked)
    assert errors_of(refused) == {"label": "请填写代称。"}
    browser("dengji").submit("/applications/new", {**marked, "label": "线下件2026-1"})
    kept = case(small_office, 1)
    assert (kept.request_text, kept.applicant_name) == ("线下件2026-1", "不录入（线下办理）")
    do(app, walker, 1, "handle_offline", {"label": "线下件2026-1", "keeper": "保密员", "conclusion": "已在线下办结。"})
    assert open_steps(walker, 1) == ["archive_case"]


def test_a_letter_that_nobody_signed_for_is_confirmed_after_the_attempts_are_noted(
    app: Flask, browser: OpenBrowser, walker: Driver, small_office: Office
) -> None:
    registered = browser("dengji").submit("/applications/new", {**NEW, "channel": "ordinary_letter", "evidence": ""})
    assert registered.location == "/applications/1/registered"
    noted = {
        "purpose": "confirm_receipt",
        "way": "phone",
        "number": "13800000000",
        "reached": "no",
        "result": "无人接听。",
    }
    assert browser("dengji").submit("/applications/1/contacts", noted).status_code == 303
    person, address = page_of(app, walker, task(walker, 1, "confirm_receipt"))
    assert "没有联系上" in person.get(address).text
    do(app, walker, 1, "confirm_receipt", {"evidence": "电话确认"})
    assert case(small_office, 1).received_on == date(2026, 3, 4)


def test_an_oral_application_is_read_back(app: Flask, walker: Driver, small_office: Office) -> None:
    number = walker.register(channel=Channel.ORAL).application_id
    do(app, walker, number, "read_back", {"evidence": "申请人在代填的申请表上签名"})
    assert case(small_office, number).received_on == date(2026, 3, 4)


def test_a_message_to_another_mailbox_is_led_to_a_channel(app: Flask, browser: OpenBrowser, walker: Driver) -> None:
    astray = {**NEW, "channel": "email_designated", "stray_channel": "email_non_designated", "evidence": ""}
    browser("dengji").submit("/applications/new", astray)
    do(app, walker, 1, "lead_to_channel", {"words": "电话告知公开指南列明的渠道。"})
    assert open_steps(walker, 1) == ["archive_case"]


def test_what_came_online_is_registered_without_a_day_that_is_not_known_yet(
    app: Flask, walker: Driver, small_office: Office
) -> None:
    number = apply_online(walker.entry(channel=Channel.ONLINE_PLATFORM), office=small_office).application_id
    person, address = page_of(app, walker, task(walker, number, "register"))
    assert 'name="received_on"' not in person.get(address).text
    do(app, walker, number, "register", {"bears_level_mark": "no"})
    assert open_steps(walker, number) == ["confirm_receipt"]


# 补正与发文


def test_a_supplement_from_the_notice_to_the_clear_request(
    app: Flask, walker: Driver, browser: OpenBrowser, small_office: Office
) -> None:
    number = walker.register(items=("人防工程档案", "监理合同")).application_id
    walker.run(number, until="draft_supplement_notice", given=UNCLEAR)
    typed = {"defects-0-what": "没有写明是哪个小区", "defects-0-cure": "写明小区名称。"}
    person, address = page_of(app, walker, task(walker, number, "draft_supplement_notice"))
    seen = person.submit(address, {**typed, "do": "preview"}, form="form[@id='form']")
    assert seen.status_code == 200
    assert "没有写明是哪个小区" in words_of(seen).split("文书预览")[1]
    assert open_steps(walker, number) == ["draft_supplement_notice"]
    do(app, walker, number, "draft_supplement_notice", typed)
    do(app, walker, number, "approve_notice", AGREED)
    do(app, walker, number, "seal_notice", {"register_entry": "用印1"})
    do(app, walker, number, "serve_notice", {"tracking_number": "1234567890123"})
    assert browser("dengji").submit(f"/applications/{number}/supplement").status_code == 303
    do(app, walker, number, "register_supplement", {"evidence": "当面递交", "item-1-what": "某小区人防工程档案"})
    assert case(small_office, number).request_text == "某小区人防工程档案\n监理合同"
    person, address = page_of(app, walker, task(walker, number, "check_supplement"))
    assert "原为人防工程档案补正为某小区人防工程档案" in words_of(person.get(address))
    do(app, walker, number, "check_supplement", {"clear": "yes"})
    assert open_steps(walker, number) == ["assign_handler"]


def test_nobody_ends_a_case_without_looking(app: Flask, walker: Driver, clock: SetClock) -> None:
    number = walker.register().application_id
    walker.run(number, given=UNCLEAR)
    clock.advance(days=30)
    walker.tick()
    do(app, walker, number, "confirm_not_supplemented", {"arrived_in_time": "yes"})
    assert open_steps(walker, number) == ["register_supplement"]


def test_an_opinion_taken_from_the_sheet_needs_the_code_of_the_present_text(app: Flask, walker: Driver) -> None:
    number = walker.register().application_id
    walker.run(number, until="approve_notice", given=UNCLEAR)
    head, address = page_of(app, walker, task(walker, number, "approve_notice"))
    page = head.get(address)
    code = page.text.split('现在的文稿编码：<b class="hash">')[1].split("<")[0]
    sheet = {**AGREED, "signed_by": "公开办主任", "given_on": "2026-03-04", "acting_for": "主任"}
    assert set(errors_of(head.send(address, page, sheet))) == {"sheet_code", "authorisation"}
    sheet |= {"authorisation": "授权书", "sheet_code": "0000-0000-0000-0000"}
    assert "不一致" in errors_of(head.send(address, page, sheet))["sheet_code"]
    assert head.get("/letters/1/sheet.pdf").data.startswith(b"%PDF-")
    assert head.send(address, page, {**sheet, "sheet_code": code}).status_code == 303


# 征求意见


@pytest.fixture
def waiting(walker: Driver) -> int:
    """A case whose item waits for somebody's opinion."""
    walker.facts = replace(DISCLOSABLE, ground=Ground.THIRD_PARTY)
    number = walker.register().application_id
    walker.run(number, until="plan_consultations")
    return number


PARTY: Fields = {
    "planned-0-name": "示例建设有限公司",
    "planned-0-sort": "organization",
    "planned-0-concerns": "商业秘密",
}


def sent(app: Flask, walker: Driver, number: int, draft: str, **plan: str) -> None:
    """The letter to the party is on its way."""
    do(app, walker, number, "plan_consultations", {**PARTY, **plan})
    person, address = page_of(app, walker, task(walker, number, draft))
    letter = words_of(person.get(address)).split("文书预览")[1].split("法律要求")[0]
    assert "示例建设有限公司" in letter
    assert "甲某" not in letter
    do(app, walker, number, draft)
    do(app, walker, number, "approve_notice", AGREED)
    do(app, walker, number, "sign_notice", AGREED)
    do(app, walker, number, "seal_notice", {"register_entry": "用印1"})
    person, address = page_of(app, walker, task(walker, number, "serve_notice"))
    assert 'value="示例建设有限公司"' in person.get(address).text
    do(app, walker, number, "serve_notice", {"tracking_number": "1234567890123"})


def test_an_objection_by_post_is_weighed_by_ourselves(
    app: Flask, walker: Driver, browser: OpenBrowser, waiting: int
) -> None:
    sent(app, walker, waiting, "draft_consultation")
    registrar = browser("dengji")
    page = registrar.get(f"/applications/{waiting}/consultations")
    assert "等待签收证明" in page.text
    handed = registrar.post("/consultations/1/pass-phrase")
    assert "口令只在这里显示一次" in registrar.get(handed.location).text
    assert "口令只在这里显示一次" not in registrar.get(handed.location).text
    assert registrar.submit("/consultations/1/receipt", {"on": "2026-03-04"}).status_code == 303
    missing = registrar.submit("/consultations/1/opinion", {"agrees": "no"})
    assert "写明理由" in errors_of(missing)["words"]
    said = {"agrees": "no", "words": "属于商业秘密，合同约定保密。"}
    assert registrar.submit("/consultations/1/opinion", said).status_code == 303
    handler, address = page_of(app, walker, task(walker, waiting, "weigh_opinions"))
    assert "合同约定保密" in handler.get(address).text
    echoed = {"item-1-ground": "third_party", "item-1-objection_reasonable": "yes", "item-1-reasons": "不同意。"}
    short = handler.submit(address, echoed, form="form[@id='form']")
    assert short.status_code == 422
    assert "本机关自己的判断" in short.text
    own = {"item-1-ground": "none", "item-1-reasons": "该合同已随招标公告公开，对方所称保密不成立。"}
    unruled = handler.submit(address, own, form="form[@id='form']")
    assert "请认定第三方的理由是否合理" in unruled.text
    own["item-1-objection_reasonable"] = "no"
    do(app, walker, waiting, "weigh_opinions", own)
    assert open_steps(walker, waiting) == ["draft_decision", "approve_notice"]  # who objected is told as well


def test_a_silent_co_maker_is_looked_for_before_it_counts(
    app: Flask, walker: Driver, clock: SetClock, waiting: int, browser: OpenBrowser
) -> None:
    sent(app, walker, waiting, "draft_co_maker_letter", **{"planned-0-to": ConsultedParty.CO_MAKER.value})
    browser("dengji").submit("/consultations/1/receipt", {"on": "2026-03-04"})
    clock.advance(days=30)
    walker.tick()
    handler, address = page_of(app, walker, task(walker, waiting, "confirm_consent_by_silence"))
    half = handler.submit(address, {"arrived": "yes"}, form="form[@id='form']")
    assert set(errors_of(half)) == {"received_on", "agrees"}
    late = {"arrived": "yes", "received_on": "2026-03-20", "agrees": "no", "words": "涉及未公布事项。"}
    do(app, walker, waiting, "confirm_consent_by_silence", late)
    assert open_steps(walker, waiting) == ["weigh_opinions"]


def test_a_silent_third_party_leaves_the_decision_with_us(
    app: Flask, walker: Driver, clock: SetClock, waiting: int, browser: OpenBrowser
) -> None:
    sent(app, walker, waiting, "draft_consultation")
    browser("dengji").submit("/consultations/1/receipt", {"on": "2026-03-04"})
    clock.advance(days=30)
    walker.tick()
    do(app, walker, waiting, "confirm_silence", {"arrived": "no"})
    assert "逾期未答" in browser("dengji").get(f"/applications/{waiting}/consultations").text


# 延期与协办


def test_the_new_date_is_seen_before_the_extension_is_asked_for_and_before_it_is_approved(
    app: Flask, walker: Driver, browser: OpenBrowser
) -> None:
    number = walker.register().application_id
    walker.run(number, until="search_item")
    assert f"/applications/{number}/extension" in browser("gongcheng1").get(f"/applications/{number}").text
    page = browser("gongcheng1").get(f"/applications/{number}/extension").text
    assert "10 个工作日，至2026年4月16日" in page
    wanted = {"working_days": "10", "reason": "需调阅多年档案。"}
    assert browser("gongcheng1").submit(f"/applications/{number}/extension", wanted).status_code == 303
    head, address = page_of(app, walker, task(walker, number, "approve_extension"))
    assert "2026年4月16日" in head.get(address).text
    do(app, walker, number, "approve_extension", AGREED)
    do(app, walker, number, "approve_notice", AGREED)


def test_nothing_can_be_extended_after_the_period_has_run_out(
    walker: Driver, browser: OpenBrowser, clock: SetClock
) -> None:
    number = walker.register().application_id
    walker.run(number, until="search_item")
    clock.advance(days=40)
    page = browser("gongcheng1").get(f"/applications/{number}/extension")
    assert "不能提请延期" in page.text
    assert 'name="working_days"' not in page.text


def test_a_unit_answers_and_its_disagreement_is_settled(
    app: Flask, walker: Driver, browser: OpenBrowser, small_office: Office
) -> None:
    number = walker.register().application_id
    walker.run(number, until="search_item")
    with small_office.reading() as records:
        unit = records.scalars(select(Unit.id).where(Unit.name == "指挥通信处")).one()
    asked = {"unit_id": str(unit), "question": "贵处是否存有该图纸？"}
    assert browser("gongcheng1").submit(f"/applications/{number}/ask", asked).status_code == 303
    reply = {"answer": "suggest_withholding", "reason": "图纸载有口部位置。", "disagrees": "yes"}
    do(app, walker, number, "answer_unit", reply, account="zhihui1")
    do(app, walker, number, "settle_disagreement", {"ruling": "遮盖口部位置后提供其余部分。"})
    page = browser("gongcheng1").get(f"/applications/{number}/consultations").text
    assert "建议不公开" in page
    assert "遮盖口部位置" in page


# 门


@pytest.mark.parametrize("path", ["extension", "ask", "contacts", "consultations"])
def test_a_case_of_another_unit_is_not_there(browser: OpenBrowser, walker: Driver, path: str) -> None:
    number = walker.register().application_id
    walker.run(number, until="search_item")
    assert browser("zhihui1").get(f"/applications/{number}/{path}").status_code == 404


def test_a_consultation_of_another_unit_is_not_there(
    app: Flask, browser: OpenBrowser, walker: Driver, waiting: int
) -> None:
    do(app, walker, waiting, "plan_consultations", PARTY)
    stranger = browser("zhihui1")
    for path in ("receipt", "returned", "opinion"):
        assert stranger.get(f"/consultations/1/{path}").status_code == 404
    assert stranger.post("/consultations/1/pass-phrase").status_code == 404


def test_a_file_uploaded_by_mistake_is_sealed_and_its_copies_are_listed(
    browser: OpenBrowser, walker: Driver, small_office: Office
) -> None:
    number = walker.register().application_id
    registrar = browser("dengji")
    pdf = b"%PDF-1.7\n%%EOF"

    def upload(marked: str) -> int:
        fields = {"marked": marked, "purpose": "其他", "file": (BytesIO(pdf), "不该来的.pdf")}
        return registrar.post(f"/applications/{number}/files", fields, content_type="multipart/form-data").status_code

    assert upload("yes") == 422
    assert upload("no") == 303
    assert "不该来的" in registrar.get("/files/1/seal").text
    sealed = registrar.submit("/files/1/seal")
    page = registrar.get(sealed.location).text
    assert "数据库备份" in page
    assert "不该来的" not in page + registrar.get(f"/applications/{number}").text
    assert registrar.get("/files/1").status_code == 404
    with small_office.reading() as records:
        assert records.get_one(StoredFile, 1).content == b""
        assert records.scalars(select(HistoryEntry.event)).all().count("file_sealed") == 1
