"""Calendar and operations: what an administrator sees before confirming, and does about failures."""

from flask import Flask
from sqlalchemy import select

from engine.office import Office
from engine.records import Application, OutboxEntry
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
