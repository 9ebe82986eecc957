"""法律适用口径: every open reading is shown as it holds, with its question, its source and where it is set."""

from dataclasses import fields, replace
from datetime import date

import pytest
from flask import Flask

from engine.commands.readings import set_reading
from engine.office import Office
from engine.permissions import Role
from engine.queries.readings import readings
from engine.records import Application
from engine.rules.reading_changes import NewReading
from engine.rules.readings import DEFAULT, QUESTIONS, Readings
from engine.rules.report_counting import MixedLetters
from engine.settings import Settings
from engine.tools.driver import Driver
from tests.web.browser import Browser, errors_of, words_of
from tests.web.conftest import OpenBrowser


def test_every_reading_has_its_question_and_its_source() -> None:
    assert list(QUESTIONS) == [field.name for field in fields(Readings)]
    assert all(each.question.endswith("？") and each.source for each in QUESTIONS.values())


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_value_can_be_said_in_words(name: str) -> None:
    value, question = getattr(DEFAULT, name), QUESTIONS[name]
    assert question.in_words(value)
    assert not isinstance(value, bool) or (question.yes and question.no)
    assert isinstance(value, bool) or not isinstance(value, int) or question.unit


def test_what_can_be_set_is_a_setting_that_is_read() -> None:
    required = {"MINGDA_DATABASE_URL": "sqlite://", "MINGDA_SECRET_KEY": "x", "MINGDA_IDENTITY_KEY": "00" * 32}
    plain = Settings.from_environment(required)
    for name, question in QUESTIONS.items():
        if question.setting:
            other = next(word for word in type(getattr(DEFAULT, name)) if word is not getattr(DEFAULT, name))
            chosen = Settings.from_environment({**required, question.setting: other.value})
            assert getattr(plain, name) == getattr(DEFAULT, name).value
            assert getattr(chosen, name) == other.value


def test_an_administrator_sees_the_effect_before_confirming_and_everybody_reads_what_was_changed(
    app: Flask, small_office: Office
) -> None:
    case, administrator = Driver(small_office).register().application_id, Browser.of(app, "guanli")
    page = "/library/readings/count_receipt_day"
    assert page in administrator.get("/library/readings").text
    assert page not in Browser.of(app, "fazhi").get("/library/readings").text
    shown = administrator.submit(page, {"answer": "yes", "reason": "法制审核会议纪要〔2026〕3号", "do": "preview"})
    assert "共 1 件在办申请的期限变动" in words_of(shown)
    before = _due(small_office, case)
    assert administrator.send(page, shown, {"do": "confirm"}).location == "/library/readings"
    assert _due(small_office, case) < before
    read = words_of(Browser.of(app, "fazhi").get("/library/readings"))
    assert "算，当日为第一天 本机关选定" in read
    assert "法制审核会议纪要〔2026〕3号" in read


def test_the_words_beside_the_calculator_follow_the_readings(app: Flask, small_office: Office) -> None:
    anybody, keeper = Browser.of(app), Driver(small_office).actor(Role.ADMINISTRATOR)
    said = words_of(anybody.get("/calculator"))
    assert "收到之日不计，次日起算" in said
    assert "发出次日到收到意见（" in said
    assert "最多只扣除 5 个工作日" in said
    answers = {
        "count_receipt_day": True, "exclude_sending_day": True, "exclude_answer_day": False,
        "unproven_consultation_days": 8,
    }  # fmt: skip
    for name, value in answers.items():
        set_reading(NewReading(name=name, value=value, reason="法制审核会议纪要"), actor=keeper, office=small_office)
    said = words_of(anybody.get("/calculator"))
    assert "收到之日计为第一天" in said
    assert "发出当日到收到意见的前一天（" in said
    assert "最多只扣除 8 个工作日" in said


def test_restoring_takes_the_office_back_to_where_it_began(app: Flask, small_office: Office) -> None:
    administrator, page = Browser.of(app, "guanli"), "/library/readings/agency_reply_days"
    assert "恢复默认" not in words_of(administrator.get(page))
    shown = administrator.submit(page, {"answer": "15", "reason": "法制审核会议纪要", "do": "preview"})
    administrator.send(page, shown, {"do": "confirm"})
    assert "恢复默认（10个工作日）" in words_of(administrator.get(page))
    shown = administrator.submit(page, {"answer": "15", "reason": "会议纪要已经废止", "do": "restore"})
    assert "由15个工作日改为10个工作日" in words_of(shown)
    administrator.send(page, shown, {"do": "confirm"})
    assert all(line.is_cautious for line in readings(small_office))


def test_what_is_no_answer_comes_back_at_its_field(browser: OpenBrowser) -> None:
    administrator, page = browser("guanli"), "/library/readings/agency_reply_days"
    assert "1 到 30" in errors_of(administrator.submit(page, {"answer": "31", "reason": "法制审核会议纪要"}))["answer"]
    assert "与现在的口径相同" in errors_of(administrator.submit(page, {"reason": "法制审核会议纪要"}))["answer"]
    assert "理由" in errors_of(administrator.submit(page, {"answer": "12"}))["reason"]
    for elsewhere in ("mixed_letters", "platform_receipt_confirms", "no_such_reading"):
        assert administrator.get(f"/library/readings/{elsewhere}").status_code == 404


def test_every_reading_that_can_be_changed_has_a_page(browser: OpenBrowser) -> None:
    administrator = browser("guanli")
    for name, question in QUESTIONS.items():
        if question.is_settable:
            shown = words_of(administrator.get(f"/library/readings/{name}"))
            assert question.question in shown
            assert question.in_words(getattr(DEFAULT, name)) in shown


def test_the_page_shows_what_holds_and_what_would_be_cautious(browser: OpenBrowser, small_office: Office) -> None:
    page = words_of(browser("fazhi").get("/library/readings"))
    assert "不算，自次日起算 稳妥" in page
    assert "本机关选定" not in page
    chosen = replace(small_office, readings=Readings(mixed_letters=MixedLetters.SPLIT))
    line = next(each for each in readings(chosen) if each.name == "mixed_letters")
    assert (line.is_cautious, line.now) == (False, MixedLetters.SPLIT.label)


def _due(office: Office, case: int) -> date:
    with office.reading() as records:
        due_on = records.get_one(Application, case).due_on
    assert due_on is not None
    return due_on
