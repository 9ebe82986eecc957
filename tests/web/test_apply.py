"""在线申请 and what the applicant does afterwards: supplement, withdraw, download; nobody asks what for."""

import io
import re
from datetime import date

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.commands import register
from engine.letters.notices import Defect
from engine.office import Office
from engine.records import Application, HistoryEntry, Representation, StoredFile
from engine.rules.representation import doubts_about
from engine.rules.vocabulary import Channel
from engine.tools.driver import Driver, SetClock
from tests.web.browser import Browser, Fields, errors_of

APPLICATION: Fields = {
    "applicant_name": "张某某", "identity_number": "110101199003074610", "phone": "13800000000",
    "items-0-what": "2019年示例小区人防工程竣工验收备案表\n（含附图）",
}  # fmt: skip
UNCLEAR = {"check_application": {"clear": False}}


def carried_by(page: TestResponse) -> Fields:
    """What the form of the page would send."""
    form = html.fromstring(page.data).xpath("//main//form[@method='post']")[0]
    sent: Fields = {}
    for name, value in form.form_values():
        sent[name] = [*sent[name], value] if name in sent else [value]
    return sent


def at_check(app: Flask, **more: str) -> tuple[Browser, Fields]:
    """A stranger at the page to look over, and what it carries along."""
    stranger = Browser.of(app)
    page = stranger.submit("/apply", APPLICATION | {"do": "check"} | more)
    assert page.status_code == 200, errors_of(page)
    assert "请核对后提交" in page.text
    return stranger, carried_by(page)


def applied(app: Flask) -> Browser:
    """A stranger who has just applied."""
    stranger, carried = at_check(app)
    assert stranger.post("/apply", carried | {"do": "send"}).location == "/apply/done"
    return stranger


def tracked(app: Flask, walker: Driver, **given: object) -> tuple[Browser, int]:
    """The applicant of a case that waits for a supplement."""
    registered = walker.register(**given)
    stranger = Browser.of(app)
    named = {"case_number": registered.case_number, "pass_phrase": registered.pass_phrase}
    assert stranger.post("/track", named).location == "/track/status"
    return stranger, registered.application_id


def history_of(office: Office, event: str) -> list[HistoryEntry]:
    with office.reading() as records:
        return list(records.scalars(select(HistoryEntry).where(HistoryEntry.event == event)))


def test_an_application_is_looked_over_and_then_entered_with_a_phrase_shown_once(
    app: Flask, small_office: Office
) -> None:
    stranger = applied(app)
    page = stranger.get("/apply/done")
    assert "2026-0001" in page.text
    assert "只在这里显示一次" in page.text
    assert "只在这里显示一次" not in stranger.get("/apply/done").text
    assert "与您确认" not in stranger.get("/track/status").text
    with small_office.reading() as records:
        application = records.scalars(select(Application)).one()
        assert application.channel is Channel.ONLINE_PLATFORM
        assert [item.what for item in application.items] == [APPLICATION["items-0-what"]]


def test_the_form_asks_for_no_purpose(app: Flask) -> None:
    page = Browser.of(app).get("/apply").text
    assert "不需要说明申请的用途" in page
    for word in ("purpose", "reason", "use"):
        assert f'name="{word}"' not in page


def test_everything_that_is_missing_is_said_at_once_and_nothing_typed_is_lost(app: Flask) -> None:
    page = Browser.of(app).submit("/apply", {"email": "甲@example.org", "do": "check"})
    assert page.status_code == 422
    assert set(errors_of(page)) == {"applicant_name", "identity_number", "phone", "items-0-what"}
    assert "甲@example.org" in page.text


def test_a_mistyped_identity_number_is_noticed_and_keeps_nobody_from_applying(app: Flask) -> None:
    stranger = Browser.of(app)
    page = stranger.submit("/apply", APPLICATION | {"identity_number": "110101199003074611", "do": "check"})
    assert page.status_code == 200
    assert "末位校验码不符" in page.text
    assert "直接提交即可" in page.text


def test_going_back_keeps_what_was_typed(app: Flask, small_office: Office) -> None:
    stranger, carried = at_check(app)
    page = stranger.post("/apply", carried | {"do": "back"})
    assert "含附图" in page.text
    assert not history_of(small_office, "application_entered")


def test_a_repeated_click_enters_once_and_shows_a_phrase_that_opens(app: Flask, small_office: Office) -> None:
    stranger, carried = at_check(app)
    for _ in range(2):
        assert stranger.post("/apply", carried | {"do": "send"}).location == "/apply/done"
    assert len(history_of(small_office, "application_entered")) == 1
    phrase = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", stranger.get("/apply/done").text)
    assert phrase
    named = {"case_number": "2026-0001", "pass_phrase": phrase[0]}
    assert Browser.of(app).post("/track", named).location == "/track/status"


@pytest.mark.parametrize(
    ("marked", "name", "field", "told"),
    [
        ("", "说明.txt", "marked", "请先回答"),
        ("yes", "说明.txt", "marked", "没有保存"),
        ("yes", "", "marked", "没有保存"),
        ("no", "说明.exe", "file", "与扩展名不符"),
    ],
)
def test_no_paper_enters_unless_it_is_said_to_bear_no_level_mark(
    app: Flask, small_office: Office, marked: str, name: str, field: str, told: str
) -> None:
    stranger, carried = at_check(app)
    sent = carried | {"do": "send", "marked": marked}
    if name:
        sent["file"] = (io.BytesIO("说明".encode()), name)
    page = stranger.post("/apply", sent, content_type="multipart/form-data")
    assert page.status_code == 422
    assert told in errors_of(page)[field]
    assert "含附图" in page.text
    with small_office.reading() as records:
        assert not records.scalars(select(Application)).all()
        assert not records.scalars(select(StoredFile)).all()


def test_papers_without_a_mark_lie_in_the_case(app: Flask, small_office: Office) -> None:
    stranger, carried = at_check(app)
    files = [(io.BytesIO("甲".encode()), "甲.txt"), (io.BytesIO("乙".encode()), "乙.txt")]
    sent = carried | {"do": "send", "marked": "no", "file": files}
    assert stranger.post("/apply", sent, content_type="multipart/form-data").location == "/apply/done"
    with small_office.reading() as records:
        assert sorted(records.scalars(select(StoredFile.name))) == ["乙.txt", "甲.txt"]


def test_one_address_cannot_flood_the_register(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "MOST_FROM_ONE_ADDRESS", 1)
    applied(app)
    stranger, carried = at_check(app)
    page = stranger.post("/apply", carried | {"do": "send"})
    assert page.status_code == 429
    assert "含附图" in page.text


# 补正


def test_the_applicant_supplements_after_reading_what_is_missing(
    app: Flask, walker: Driver, small_office: Office
) -> None:
    stranger, case = tracked(app, walker, items=("第一份文件", "第二份文件"))
    walker.run(case, given=UNCLEAR)
    assert "请您补正" in stranger.get("/track/status").text
    page = stranger.get("/track/supplement")
    assert "请写明所需文件的名称" in page.text
    same = stranger.send("/track/supplement", page)
    assert "与原申请相同" in errors_of(same)["words"]
    sent = stranger.send("/track/supplement", page, {"item_2": "2019年的第二份文件"})
    assert sent.location == "/track/status"
    assert "补正已经提交" in stranger.get("/track/status").text
    assert history_of(small_office, "supplement_submitted")[0].facts["items"] == ["第一份文件", "2019年的第二份文件"]
    assert [task.step for task in walker.open_tasks(case)] == ["register_supplement"]
    assert stranger.get("/track/supplement").status_code == 409


def test_nobody_supplements_what_is_clear(app: Flask, walker: Driver) -> None:
    stranger, _ = tracked(app, walker)
    assert stranger.get("/track/supplement").status_code == 409


def test_a_supplement_after_its_last_day_is_told_whom_to_call(app: Flask, walker: Driver, clock: SetClock) -> None:
    registered = walker.register()
    walker.run(registered.application_id, given=UNCLEAR)
    clock.advance(days=30)
    stranger = Browser.of(app)
    stranger.post("/track", {"case_number": registered.case_number, "pass_phrase": registered.pass_phrase})
    page = stranger.get("/track/status").text
    assert "已经过去" in page
    assert "填写补正" not in page


def test_the_notice_to_supplement_can_be_downloaded_and_its_cure_is_shown(app: Flask, walker: Driver) -> None:
    defect = Defect(what="时间不明", cure="请写明年度", example="2019年")
    stranger, case = tracked(app, walker)
    walker.run(case, given=UNCLEAR | {"draft_supplement_notice": {"defects": (defect,)}})
    assert "例如：2019年" in stranger.get("/track/supplement").text
    assert stranger.get("/track/letters/1.pdf").data.startswith(b"%PDF-")


# 撤回


def test_a_withdrawal_is_signed_with_the_applicants_name(app: Flask, walker: Driver, small_office: Office) -> None:
    stranger, case = tracked(app, walker, applicant_name="申请人甲")
    wrong = stranger.submit("/track/withdraw", {"signed_by": "申请人乙"})
    assert "署名与申请人的姓名或者名称不一致" in errors_of(wrong)["signed_by"]
    assert stranger.submit("/track/withdraw", {"signed_by": "申请人甲"}).location == "/track/status"
    assert "已撤回" in stranger.get("/track/status").text
    assert "2026-0001" in history_of(small_office, "withdrawn")[0].facts["words"]
    assert [task.step for task in walker.open_tasks(case)] == ["confirm_withdrawal"]
    assert stranger.get("/track/withdraw").status_code == 409


# 代理人

AGENT: Fields = {
    "agent_name": "李律师", "agent_firm": "某某律师事务所", "agent_phone": "027-00000021",
    "agent_identity_kind": "其他", "agent_identity_number": "示例执业证号0001",
    "power_scope": ["apply", "receive"], "granted_on": "2026-03-01", "valid_until": "2026-12-31",
}  # fmt: skip
POWER = ("授权委托书.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")


def represented(office: Office) -> Representation:
    with office.reading() as records:
        return records.scalars(select(Representation)).one()


def test_whoever_applies_in_person_never_opens_the_fold_of_the_agent(app: Flask, small_office: Office) -> None:
    page = html.fromstring(Browser.of(app).get("/apply").data)
    fold = page.xpath("//details[.//input[@name='agent_name']]")[0]
    assert fold.get("open") is None
    assert not fold.xpath(".//*[@aria-required]")
    applied(app)
    with small_office.reading() as records:
        assert records.scalar(select(Representation)) is None


def test_an_agent_stands_beside_the_applicant_with_the_power_of_attorney(app: Flask, small_office: Office) -> None:
    stranger, carried = at_check(app, **AGENT)
    assert "代为提出申请、代收文书" in stranger.post("/apply", carried | {"do": "check"}).text
    name, content = POWER
    sent = carried | {"do": "send", "marked": "no", "power": (io.BytesIO(content), name)}
    assert stranger.post("/apply", sent, content_type="multipart/form-data").location == "/apply/done"
    row = represented(small_office)
    assert (row.agent_name, row.agent_firm, row.has_power) == ("李律师", "某某律师事务所", True)
    assert (row.power_scope, row.valid_until, row.recipient_name) == ("apply receive", date(2026, 12, 31), "")
    with small_office.reading() as records:
        assert records.scalars(select(StoredFile.purpose)).all() == ["授权委托书"]
        assert records.scalars(select(Application.applicant_name)).one() == APPLICATION["applicant_name"]


def test_an_agent_without_a_power_of_attorney_is_turned_away_by_nobody(app: Flask, small_office: Office) -> None:
    stranger, carried = at_check(app, agent_name="某亲友")
    assert stranger.post("/apply", carried | {"do": "send"}).location == "/apply/done"
    row = represented(small_office)
    assert row.power is not None
    assert [doubt.what for doubt in doubts_about(row.power, today=date(2026, 3, 4))] == ["代理人没有提交授权委托书"]


def test_letters_go_to_the_agent_where_the_applicant_wishes_so(app: Flask, small_office: Office) -> None:
    to_agent = {"answer_to": "agent", "delivery": "postal", "recipient_address": "某市示例路9号"}
    stranger, carried = at_check(app, **AGENT, **to_agent)
    assert stranger.post("/apply", carried | {"do": "send"}).location == "/apply/done"
    row = represented(small_office)
    assert (row.recipient_name, row.recipient_phone, row.recipient_address) == (
        "李律师", "027-00000021", "某市示例路9号",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"agent_firm": "某某律师事务所"}, "agent_name"),
        ({**AGENT, "valid_until": "2026-02-01"}, "valid_until"),
        ({**AGENT, "applicant_kind": "legal_service"}, "applicant_kind"),
        ({"agent_name": "某亲友", "answer_to": "agent", "delivery": "postal"}, "address"),
    ],
)
def test_what_is_said_of_the_agent_is_refused_at_its_field_and_the_fold_stays_open(
    app: Flask, fields: Fields, field: str
) -> None:
    page = Browser.of(app).submit("/apply", APPLICATION | {"do": "check"} | fields)
    assert page.status_code == 422
    assert field in errors_of(page)
    assert html.fromstring(page.data).xpath("//details[.//input[@name='agent_name']]/@open") == [""]
