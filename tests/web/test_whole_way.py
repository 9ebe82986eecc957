"""One application from the form to the applicant's download, every step through its page."""

import pytest
from flask import Flask

from engine.office import Office
from engine.rules.outcome import Held, ItemFacts
from engine.rules.vocabulary import Outcome
from engine.tools.driver import Driver
from tests.web.browser import Browser, Fields, errors_of
from web.app import create_app
from web.forms.answers import NEEDED, AnswerForm, wanted
from web.pages.tasks import SUBJECTS

PEOPLE = {
    "registrar": "dengji", "office_head": "zhuren", "handler": "gongcheng1", "unit_head": "gongchengchu",
    "legal_reviewer": "fazhi", "secrecy_reviewer": "baomi", "document_checker": "hegao", "deputy_leader": "fenguan",
    "agency_head": "zhuyao", "seal_keeper": "yongyin", "dispatcher": "shoufa", "archivist": "dengji",
}  # fmt: skip
AGREED: Fields = {"agreed": "yes", "words": "同意。"}
TYPED: dict[str, Fields] = {
    "assign_handler": {"unit_id": "2"},
    "search_item": {
        "units": "工程管理处", "systems": "公文管理系统\n机关档案室", "terms": "竣工验收", "years": "2015年至2026年",
        "held": "yes", "result": "检索到备案表一份。",
    },
    "review_secrecy": {"holds_classified": "no", "opinion": "经审查，不涉及国家秘密。"},
    "weigh_disclosure": {"ground": "none"},
    "seal_reply": {"register_entry": "用印2026-1"},
    "serve_reply": {"tracking_number": "1234567890123"},
    "archive_case": {"file_number": "依申请-2026-1"},
}  # fmt: skip


@pytest.fixture
def app(office: Office) -> Flask:
    """The pages on either database: the whole way is walked on both."""
    made = create_app(office)
    made.testing = True
    return made


@pytest.fixture
def walker(office: Office) -> Driver:
    """Does on either database what people do, without pages."""
    return Driver(office)


def finish(app: Flask, walker: Driver, case: int, **more: Fields) -> str:
    """The open step is done by somebody of its lane, through its page; returns its name."""
    task = walker.open_tasks(case)[0]
    person = Browser.of(app, PEOPLE[task.role.value])
    address = person.get(f"/tasks/{task.id}").location
    page = person.get(address)
    assert page.status_code == 200, page.text
    typed = TYPED.get(task.step, AGREED if 'name="agreed"' in page.text else {}) | more.get(task.step, {})
    answer = person.send(address, page, typed)
    assert answer.status_code == 303, (task.step, errors_of(answer))
    walker.tick()
    return task.step


def test_every_step_is_done_on_its_page(app: Flask, walker: Driver) -> None:
    person = Browser.of(app, "dengji")
    entry = {
        "bears_level_mark": "no", "channel": "in_person", "evidence": "窗口当面签收", "applicant_name": "甲某",
        "address": "某市示例路1号", "postcode": "430000", "items-0-what": "某小区人防工程竣工验收备案文件",
    }  # fmt: skip
    assert person.submit("/applications/new", entry).location == "/applications/1/registered"
    document = {"item-1-provided-0-title": "竣工验收备案表", "item-1-provided-0-pages": "3"}
    done = []
    while walker.open_tasks(1):
        done.append(finish(app, walker, 1, draft_decision=document))
        assert Browser.of(app, "zhuren").get("/applications/1").status_code == 200
    assert done[0] == "check_application"
    assert done[-1] == "archive_case"
    plain = {step for step, subject in SUBJECTS.items() if subject in ("handle", "items", "decide", "review", "serve")}
    assert plain - set(done) == {"endorse_reply", "sign_as_head"}
    assert "已归档" in person.get("/applications/1").text


def test_a_search_without_result_prefills_the_answer_that_it_does_not_exist(app: Flask, walker: Driver) -> None:
    walker.facts = ItemFacts(held=Held.NO)
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    handler = Browser.of(app, "gongcheng1")
    address = handler.get(f"/tasks/{walker.open_tasks(case)[0].id}").location
    page = handler.get(address)
    assert "信息不存在" in page.text
    assert "公文管理系统\n机关档案室" in page.text
    assert handler.send(address, page).status_code == 303


def test_a_draft_sent_back_comes_with_the_reason_and_the_earlier_answer(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    walker.run(case, until="review_legality")
    lawyer = Browser.of(app, "fazhi")
    address = lawyer.get(f"/tasks/{walker.open_tasks(case)[0].id}").location
    assert lawyer.submit(address, {"agreed": "no"}).status_code == 422
    assert lawyer.submit(address, {"agreed": "no", "words": "请补充文号。"}).status_code == 303
    handler = Browser.of(app, "gongcheng1")
    page = handler.get(handler.get(f"/tasks/{walker.open_tasks(case)[0].id}").location)
    assert "请补充文号" in page.text
    assert 'value="竣工验收备案表"' in page.text or "provided-0-title" in page.text


def test_a_reviewer_reads_the_letter_beside_the_form(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    walker.run(case, until="approve_reply")
    head = Browser.of(app, "zhuren")
    page = head.get(head.get(f"/tasks/{walker.open_tasks(case)[0].id}").location).text
    assert "/letters/1/preview.pdf" in page
    assert "本机关决定公开以下政府信息" in page
    assert "科室审核：同意" in page
    assert head.get("/letters/1/preview.pdf").data.startswith(b"%PDF-")


def test_an_applicant_who_withdraws_ends_the_case(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    walker.run(case, until="weigh_disclosure")
    person = Browser.of(app, "dengji")
    answer = person.submit(f"/applications/{case}/withdraw", {"identity_checked": "核对身份证原件"})
    assert answer.location == f"/tasks/{walker.open_tasks(case)[0].id}"
    assert finish(app, walker, case, confirm_withdrawal={"remark": "已电话核实。"}) == "confirm_withdrawal"
    again = person.submit(f"/applications/{case}/withdraw", {"identity_checked": "核对身份证原件"})
    assert again.status_code == 409


@pytest.mark.parametrize("outcome", NEEDED)
def test_every_field_that_an_outcome_needs_exists(outcome: Outcome) -> None:
    assert set(wanted(outcome)) <= set(AnswerForm.specs) | set(AnswerForm.row_specs)
