"""上级平台转入: its own number and times, the receipt by the law, the answer there before the archive."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from engine.clock import BEIJING
from engine.commands.files import Upload
from engine.commands.transfers import Transfer
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, Message, PlannedTimer, PlatformRecord
from engine.rules.platform_record import day_in, moment_in, read_record
from engine.rules.requested_items import split_items
from engine.rules.vocabulary import Channel, DeliveryMethod
from engine.tools.driver import Driver, SetClock

PASTED = """某省政府信息公开统一平台转办单
申请编号：GK-2026-0031
提交时间：2026-03-02 21:40
转办时间：2026年3月3日 9:15
反馈期限：2026-04-10
申请人类型：自然人
姓名：张某某
手机号码：13800000000
所需信息内容描述：1.某小区人防工程竣工验收备案表；
2.该工程平时使用证
信息用途：了解情况
"""


def _transfer(**given: object) -> Transfer:
    usual: dict[str, object] = {
        "platform": "某省统一平台",
        "number": "GK-2026-0031",
        "submitted_at": datetime(2026, 3, 2, 21, 40, tzinfo=BEIJING),
        "transferred_at": datetime(2026, 3, 3, 9, 15, tzinfo=BEIJING),
    }
    return Transfer(**{**usual, **given})  # type: ignore[arg-type]


def _case(driver: Driver, **given: object) -> int:
    return driver.register(
        channel=Channel.HIGHER_PLATFORM, arrived_on=date(2026, 3, 3), transfer=_transfer(**given)
    ).application_id


def test_a_pasted_record_is_read_by_its_labels_and_the_rest_is_named() -> None:
    read = read_record(PASTED)
    assert read.values["number"] == "GK-2026-0031"
    assert read.values["applicant_name"] == "张某某"
    assert moment_in(read.values["transferred"]) == (date(2026, 3, 3), time(9, 15))
    assert day_in(read.values["answer_by"]) == date(2026, 4, 10)
    assert split_items(read.values["items"])[0] == "某小区人防工程竣工验收备案表"
    assert split_items(read.values["items"])[1] == "该工程平时使用证"
    assert read.unused == ("某省政府信息公开统一平台转办单", "信息用途：了解情况")


def test_a_word_with_a_colon_inside_the_request_stays_in_the_request() -> None:
    read = read_record("申请内容：下列文件\n说明：含附图\n联系电话：13800000000")
    assert read.values["items"] == "下列文件\n说明：含附图"
    assert read.values["phone"] == "13800000000"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1.甲文件\n2.乙文件", ("甲文件", "乙文件")),
        ("请公开：\n（一）甲文件；\n（二）乙文件。", ("请公开：甲文件", "乙文件。")),
        ("一、甲文件\n二、乙文件", ("甲文件", "乙文件")),
        ("请公开：1、甲文件；2、乙文件", ("请公开：甲文件", "乙文件")),
        ("甲文件\n乙文件", ("甲文件", "乙文件")),
        ("2019年1.5米以下的通道图纸", ("2019年1.5米以下的通道图纸",)),
        ("", ()),
    ],
)
def test_one_letter_is_parted_where_the_applicant_parted_it(text: str, items: tuple[str, ...]) -> None:
    assert split_items(text) == items


def test_the_platforms_number_and_times_stand_beside_the_case(office: Office, driver: Driver) -> None:
    case = _case(driver)
    with office.reading() as records:
        record = records.get_one(PlatformRecord, case)
        application = records.get_one(Application, case)
    assert (record.number, record.submitted_at) == ("GK-2026-0031", datetime(2026, 3, 2, 21, 40, tzinfo=BEIJING))
    assert (application.arrived_on, application.received_on) == (date(2026, 3, 3), None)


def test_the_day_of_receipt_is_that_of_the_confirmation_by_both_sides(office: Office, driver: Driver) -> None:
    """《条例》第31条第（三）项: neither the submission on the platform nor the transfer is the receipt."""
    case = _case(driver)
    driver.step(case, "confirm_receipt", confirmed_on=date(2026, 3, 4))
    with office.reading() as records:
        assert records.get_one(Application, case).received_on == date(2026, 3, 4)


def test_a_record_that_was_taken_before_is_named_and_not_taken_again(driver: Driver) -> None:
    first = driver.register(channel=Channel.HIGHER_PLATFORM, transfer=_transfer())
    with pytest.raises(RuleViolation, match=first.case_number) as refused:
        _case(driver)
    assert refused.value.field == "number"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"platform": " "}, "platform"),
        ({"number": ""}, "number"),
        ({"transferred_at": datetime(2026, 3, 5, tzinfo=BEIJING)}, "transferred_on"),
        ({"submitted_at": datetime(2026, 3, 3, 10, 0, tzinfo=BEIJING)}, "submitted_on"),
    ],
)
def test_a_record_whose_number_or_times_cannot_be_is_refused(
    driver: Driver, given: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        _case(driver, **given)
    assert refused.value.field == field


def test_the_platform_is_answered_after_the_reply_and_before_the_archive(office: Office, driver: Driver) -> None:
    case = _case(driver)
    done = driver.run(case, until="serve_reply")
    assert "answer_platform" not in done
    driver.step(case, "serve_reply")
    with pytest.raises(RuleViolation, match="没有反馈到该平台，不能归档"):
        driver.step(case, "archive_case")
    with pytest.raises(RuleViolation, match="回执号") as refused:
        driver.step(case, "answer_platform", receipt_number=" ")
    assert refused.value.field == "receipt_number"
    driver.step(case, "answer_platform", receipt_number="HZ-77")
    driver.step(case, "archive_case")
    assert driver.open_tasks(case) == []


def test_a_picture_of_the_platforms_page_is_proof_too(driver: Driver) -> None:
    case = _case(driver)
    driver.run(case, until="serve_reply")
    driver.step(case, "serve_reply")
    proof = Upload("上级平台反馈凭证", "截图.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20)
    driver.step(case, "answer_platform", receipt_number="", proofs=(proof,))
    assert [task.step for task in driver.open_tasks(case)] == ["archive_case"]


def test_a_withdrawn_transfer_is_told_on_the_platform_too(driver: Driver) -> None:
    case = _case(driver)
    driver.withdraw(case)
    assert "answer_platform" in [task.step for task in driver.open_tasks(case)]


def test_the_registrars_are_reminded_on_the_day_the_platform_wants_it(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    case = _case(driver, answer_by=date(2026, 3, 10))
    driver.run(case, until="serve_reply")
    driver.step(case, "serve_reply", method=DeliveryMethod.POSTAL)
    with office.reading() as records:
        timer = records.scalars(select(PlannedTimer).where(PlannedTimer.name == "platform_answer")).one()
    assert timer.due_at == datetime(2026, 3, 10, 8, 30, tzinfo=BEIJING)
    clock.advance(days=6)
    driver.tick()
    registrar = driver.actor(Role.REGISTRAR).person_id
    with office.reading() as records:
        told = records.scalars(select(Message.text).where(Message.person_id == registrar)).all()
    assert any("上级平台要求的反馈日期已到" in text for text in told)
    assert "answer_platform" in [task.step for task in driver.open_tasks(case)]
