"""What an administrator does: people, roles, units, the agency; and the process library for everybody."""

from flask import Flask
from lxml import html

from engine.commands.review import Opinion
from engine.tools.driver import Driver
from tests.web.browser import Browser, errors_of, words_of

SECRET = "correct horse 9"


def test_an_administrator_adds_somebody_who_can_then_sign_in(app: Flask) -> None:
    administrator = Browser.of(app, "guanli")
    entry = {"name": "新人", "account": "xinren", "password": SECRET, "unit_id": "1"}
    missing = administrator.submit("/people/new", entry)
    assert errors_of(missing)["roles"] == "请至少选择一个角色。"
    assert administrator.submit("/people/new", entry | {"roles": ["registrar", "mail_room"]}).location == "/people"
    assert "登记申请" in Browser.of(app, "xinren", SECRET).get("/").text


def test_a_weak_password_and_a_taken_account_are_refused_at_their_fields(app: Flask) -> None:
    administrator = Browser.of(app, "guanli")
    entry = {"name": "新人", "account": "dengji", "password": SECRET, "unit_id": "1", "roles": "registrar"}
    assert "已被使用" in errors_of(administrator.submit("/people/new", entry))["account"]
    weak = administrator.submit("/people/new", entry | {"account": "xinren", "password": "short"})
    assert "至少 10 位" in errors_of(weak)["password"]
    assert "short" not in weak.text


def test_somebody_who_has_left_is_out_at_once(app: Flask) -> None:
    leaving = Browser.of(app, "shoufa")
    administrator = Browser.of(app, "guanli")
    answer = administrator.submit("/people/2", {"active": "no"})
    assert answer.location == "/people"
    assert leaving.get("/").status_code == 303


def test_an_administrator_cannot_take_the_own_role_away(app: Flask) -> None:
    administrator = Browser.of(app, "guanli")
    page = administrator.get("/people")
    me = next(part.split('"')[0] for part in page.text.split("/people/")[1:] if "管理员（示例）" in part[:60])
    refused = administrator.submit(f"/people/{me}", {"roles": "registrar"})
    assert refused.status_code == 422
    assert "不能取消自己的管理员身份" in words_of(refused)


def test_a_reset_password_works_and_the_old_one_does_not(app: Flask) -> None:
    Browser.of(app, "guanli").submit("/people/1/password", {"password": SECRET, "again": SECRET})
    assert Browser.of(app, "dengji", SECRET).get("/").status_code == 200
    assert Browser.of(app).post("/sign-in", {"account": "dengji", "password": "mingda-demo-2026"}).status_code == 403


def test_units_are_added_once(app: Flask) -> None:
    administrator = Browser.of(app, "guanli")
    assert administrator.submit("/units/new", {"name": "审批处", "handles_applications": "yes"}).location == "/people"
    again = administrator.submit("/units/new", {"name": "审批处", "handles_applications": "yes"})
    assert "已有同名处室" in errors_of(again)["name"]


def test_the_agencys_details_are_what_the_next_letter_says(app: Flask, walker: Driver) -> None:
    administrator = Browser.of(app, "guanli")
    assert administrator.submit("/agency", {"contact_phone": ""}).status_code == 422
    assert administrator.submit("/agency", {"contact_phone": "010-00000000"}).location == "/agency"
    case = walker.register().application_id
    walker.run(case, until="approve_reply")
    head = Browser.of(app, "zhuren")
    assert "010-00000000" in head.get(head.get(f"/tasks/{walker.open_tasks(case)[0].id}").location).text


def test_the_library_shows_every_drawing_and_table_with_its_articles(app: Flask) -> None:
    person = Browser.of(app, "shoufa")
    library = person.get("/library").text
    for process in ("handle_application", "answer_application", "review_reply", "escalate_deadline"):
        assert f"/library/drawings/{process}" in library
        assert person.get(f"/library/drawings/{process}.bpmn").mimetype == "application/xml"
    assert "《条例》第36条、第37条" in person.get("/library/drawings/answer_application").text
    table = person.get("/library/tables/outcome").text
    assert "《条例》第30条" in table
    assert "补正后仍不明确" in table
    assert "《条例》第36条第（五）项、第10条第3款" in person.get("/library/tables/who_answers").text


def test_the_case_page_marks_the_open_step_and_says_who_did_what(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    page = Browser.of(app, "dengji").get(f"/applications/{case}").text
    assert 'data-now="draft_decision"' in page
    assert "当前环节：拟定答复决定" in page
    assert 'data-now="answer_application"' in page
    assert "工程处承办人甲（示例）" in page


def test_what_was_sent_back_is_no_longer_marked_as_done(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    walker.run(case, until="approve_reply")
    walker.step(case, opinion=Opinion(agreed=False, words="请修改。"))
    page = Browser.of(app, "dengji").get(f"/applications/{case}").text
    assert 'data-now="draft_decision"' in page
    assert 'data-done="review_by_unit' not in page


def test_the_ledger_adds_up_on_the_page(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    tree = html.fromstring(Browser.of(app, "dengji").get(f"/applications/{case}").data)
    days = [cell.text_content().strip() for cell in tree.xpath("//table[contains(@class,'ledger')]//td[4]")]
    numbers = [int(text) for text in days if text]
    assert sum(numbers[:-1]) == numbers[-1]


def test_the_receipt_is_a_letter_of_the_agency(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    answer = Browser.of(app, "dengji").get(f"/applications/{case}/receipt.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert Browser.of(app, "zhuren").get(f"/applications/{case}/receipt.pdf").status_code == 403


def test_watchers_of_the_machine_get_their_answers(app: Flask) -> None:
    stranger = Browser.of(app)
    assert (stranger.get("/health").text, stranger.get("/ready").text) == ("ok", "ready")
