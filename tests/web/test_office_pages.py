"""Calendar and operations: what an administrator sees before confirming, and does about failures."""

from datetime import datetime

from flask import Flask
from lxml import html
from sqlalchemy import select

from engine.clock import BEIJING
from engine.office import Office
from engine.records import Application, OutboxEntry, ProcessInstance
from engine.tools.driver import Driver, SetClock
from tests.web.browser import Browser, errors_of, words_of


def test_a_day_is_shown_with_its_effect_and_set_when_confirmed(
    app: Flask, small_office: Office, clock: SetClock
) -> None:
    case = Driver(small_office).register().application_id
    administrator = Browser.of(app, "guanli")
    day = {"day": "2026-03-18", "is_working": "no", "source": "国办发明电〔2026〕1号", "do": "preview"}
    shown = administrator.submit("/calendar", day)
    assert "共 1 件在办申请的期限变动" in words_of(shown)
    before = _due(small_office, case)
    done = administrator.send("/calendar", shown, {"do": "confirm"})
    assert done.location == "/calendar"
    assert _due(small_office, case) > before
    assert "2026年3月18日" in words_of(administrator.get("/calendar"))
    administrator.submit("/calendar", {"day": "2026-03-18"}, form="form[contains(@action, 'remove')]")
    assert _due(small_office, case) == before


def test_a_year_is_loaded_and_nonsense_is_refused_at_its_field(app: Flask) -> None:
    administrator = Browser.of(app, "guanli")
    year = {"year": "2027", "source": "国办发明电〔2026〕9号", "off": "2027-02-30"}
    assert "不是有效的日期" in errors_of(administrator.submit("/calendar/year", year))["off"]
    assert "不完整" in errors_of(administrator.submit("/calendar/year", year | {"off": "2027-01-01"}))["off"]
    whole = "2027-01-01 至 2027-01-03\n2027年2月5日至13日"
    answer = administrator.submit("/calendar/year", year | {"off": whole, "working": "2027年2月20日"})
    assert answer.location == "/calendar"


def test_a_failed_promise_is_tried_again_or_skipped_with_a_reason(app: Flask, small_office: Office) -> None:
    now = small_office.clock.now()
    with small_office.transaction() as records:
        for kind in ("webhook", "freeze_letter"):
            records.add(
                OutboxEntry(kind=kind, key=kind, facts={}, created_at=now, next_try_at=now, tries=8, trouble="没有应答")
            )
    administrator = Browser.of(app, "guanli")
    assert "没有应答" in words_of(administrator.get("/operations"))
    assert administrator.post("/operations/promises/1/retry").location == "/operations"
    assert administrator.post("/operations/promises/2/skip", {"reason": "不需要"}).status_code == 422
    assert administrator.post("/operations/promises/1/skip", {"reason": ""}).status_code == 422
    assert administrator.post("/operations/promises/1/skip", {"reason": "接口停用"}).location == "/operations"
    with small_office.reading() as records:
        entries = records.scalars(select(OutboxEntry).order_by(OutboxEntry.id)).all()
    assert [bool(entry.done_at) for entry in entries] == [True, False]


def test_a_quiet_day_says_so(app: Flask) -> None:
    assert "没有需要人工处理的故障" in words_of(Browser.of(app, "guanli").get("/operations"))


def _due(small_office: Office, case: int) -> object:
    with small_office.reading() as records:
        return records.get_one(Application, case).due_on


def test_reminder_days_are_set_on_their_page_and_every_change_is_listed(app: Flask) -> None:
    administrator = Browser.of(app, "guanli")
    assert "没有改过" in words_of(administrator.get("/reminders"))
    refused = administrator.submit("/reminders", {"first": "3", "second": "3", "third": "1"})
    assert refused.status_code == 422
    assert "更接近到期日" in words_of(refused)
    assert administrator.submit("/reminders", {"first": "8", "second": "4", "third": "2"}).location == "/reminders"
    shown = words_of(administrator.get("/reminders"))
    assert "到期前 8 个工作日：承办人，提醒" in shown
    assert "5、3、18、4、2" in shown


def test_the_step_done_last_is_sent_back_from_the_operations_page(app: Flask, small_office: Office) -> None:
    driver = Driver(small_office)
    registered = driver.register()
    case, number = registered.application_id, registered.case_number
    administrator = Browser.of(app, "guanli")
    assert administrator.get("/operations/send-back?case=2026-9999").status_code == 404
    assert "不能退回，请按流程办理更正" in words_of(administrator.get(f"/operations/send-back?case={number}"))
    driver.run(case, until="assign_handler")
    address = f"/operations/send-back?case={number}"
    shown = words_of(administrator.get(address))
    assert "审核申请" in shown
    assert "示例" in shown
    assert administrator.submit(address, {"reason": ""}).status_code == 422
    assert administrator.submit(address, {"reason": "误点"}).location == "/operations"
    assert [task.step for task in driver.open_tasks(case)] == ["check_application"]
    driver.run(case)
    assert "刚刚没有办过步骤" in words_of(administrator.get(address))


def test_a_moved_case_is_listed_and_its_move_undone(app: Flask, small_office: Office) -> None:
    driver = Driver(small_office)
    case = driver.register().application_id
    with small_office.reading() as records:
        run = records.scalars(
            select(ProcessInstance).where(
                ProcessInstance.application_id == case, ProcessInstance.process_id == "handle_application"
            )
        ).one()
    with small_office.transaction() as records:
        run = records.get_one(ProcessInstance, run.id)
        run.former_body, run.former_hash, run.former_step = run.body, run.spec_hash, ""
    administrator = Browser.of(app, "guanli")
    assert "迁移后尚未继续办理的申请" in words_of(administrator.get("/operations"))
    assert administrator.post(f"/operations/runs/{run.id}/undo", {"reason": ""}).status_code == 422
    assert administrator.post(f"/operations/runs/{run.id}/undo", {"reason": "改回"}).location == "/operations"
    assert "迁移后尚未继续办理的申请" not in words_of(administrator.get("/operations"))


def test_from_november_next_years_days_off_lie_on_the_administrators_desk_until_they_are_loaded(
    app: Flask, clock: SetClock
) -> None:
    administrator = Browser.of(app, "guanli")
    assert "机关事务" not in words_of(administrator.get("/"))
    clock.moment = datetime(2026, 11, 2, 9, tzinfo=BEIJING)
    administrator = Browser.of(app, "guanli")
    desk = administrator.get("/")
    assert "录入2027年的放假调休安排" in words_of(desk)
    assert html.fromstring(desk.data).xpath("//section[@aria-labelledby='duties']//a/@href") == ["/calendar/year"]
    assert "机关事务" not in words_of(Browser.of(app, "duban").get("/"))
    year = {"source": "国办发明电〔2026〕9号", "off": "2027-01-01 至 2027-01-03\n2027-02-05 至 2027-02-13"}
    assert administrator.submit("/calendar/year", year | {"working": "2027-02-20"}).location == "/calendar"
    assert "机关事务" not in words_of(administrator.get("/"))
