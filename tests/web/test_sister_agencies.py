"""兄弟机关名录 on its pages: kept by the administrator on record, and put into the answer "not ours"."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select

from engine.commands import letters
from engine.commands import sister_agencies as commands
from engine.commands.sheet_rows import rows_of
from engine.commands.sister_agencies import SisterAgencyEntry
from engine.errors import NotFound, NotPermitted, RuleViolation
from engine.letters.notices import CorrectionResult
from engine.office import Office
from engine.permissions import Role
from engine.records import HistoryEntry, Letter, RequestedItem, SisterAgency
from engine.rules.outcome import DISCLOSABLE, Responsibility
from engine.tools.driver import Driver
from tests.web.browser import Browser, errors_of, words_of
from tests.web.conftest import OpenBrowser
from tests.web.test_enquiry_pages import page_of, task
from tests.web.test_who_answers_pages import HANDED_ON, do

HOUSING, NATURE, LAND = "某省住房和城乡建设厅", "某省自然资源厅", "某省国土资源厅"
CONTACT = "地址：某省某市示例路2号，电话：027-00000002，网址：https://example.org/zhujian"
NAME, REACHED = "item-1-destination_name", "item-1-destination_contact"
NEW = {"name": "某省数据局", "answers_for": "公共数据、数据开放", "phone": "027-00000009"}


def number_of(office: Office, name: str) -> int:
    with office.reading() as records:
        return records.scalars(select(SisterAgency.id).where(SisterAgency.name == name)).one()


def at_draft(app: Flask, walker: Driver) -> tuple[Browser, str, int]:
    """A request for housing papers, found not to be ours, whose answer is to be drafted."""
    case = walker.register(items=("某小区商品房预售许可证",)).application_id
    walker.run(case, until="examine_nature")
    do(app, walker, case, "examine_nature", HANDED_ON)
    person, address = page_of(app, walker, task(walker, case, "draft_decision"))
    return person, address, case


def sent(person: Browser, address: str, **fields: Any) -> Any:
    return person.submit(address, {"do": "finish", **fields}, form="form[@id='form']")


# 维护名录


def test_every_change_of_the_directory_is_on_record_and_nobody_is_deleted(
    browser: OpenBrowser, small_office: Office
) -> None:
    keeper = browser("guanli")
    added = keeper.submit("/sister-agencies/new", NEW, form="form[@id='form']")
    assert added.status_code == 303, errors_of(added)
    keeper.submit(added.location, {"phone": "027-00000010"}, form="form[@id='form']")
    ended = {"valid_to": "2026-02-28", "successor_id": str(number_of(small_office, HOUSING))}
    assert keeper.submit(f"{added.location}/end", ended, form="form[@id='form']").status_code == 303
    page = words_of(keeper.get(added.location))
    assert "电话：027-00000010" in page
    assert f"承接机关：{HOUSING}" in page
    assert "到2026年2月28日为止" in words_of(keeper.get("/sister-agencies"))
    with small_office.reading() as records:
        kept = records.scalars(select(HistoryEntry).where(HistoryEntry.event == "sister_agency_changed")).all()
    assert [entry.facts["change"] for entry in kept] == ["added", "changed", "ended"]
    assert {entry.actor_name for entry in kept} == {"管理员（示例）"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"answers_for": ""}, "answers_for"),
        ({"phone": ""}, "address"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"name": HOUSING}, "name"),
    ],
)
def test_an_agency_has_a_name_of_its_own_subjects_and_a_way_to_reach_it(
    browser: OpenBrowser, fields: dict[str, str], field: str
) -> None:
    page = browser("guanli").submit("/sister-agencies/new", NEW | fields, form="form[@id='form']")
    assert page.status_code == 422
    assert field in errors_of(page)


def test_a_successor_that_did_not_stand_yet_is_refused(walker: Driver, small_office: Office) -> None:
    later = SisterAgencyEntry(name="某新局", answers_for="示例", phone="027-0", valid_from=date(2026, 3, 1))
    keeper = walker.actor(Role.ADMINISTRATOR)
    follower = commands.add_agency(later, actor=keeper, office=small_office)
    with pytest.raises(RuleViolation, match="次日并不履行职责"):
        commands.end_agency(
            number_of(small_office, HOUSING), date(2026, 1, 31), follower, actor=keeper, office=small_office
        )


def test_a_successor_is_an_agency_of_the_directory_and_another_one(walker: Driver, small_office: Office) -> None:
    keeper, housing = walker.actor(Role.ADMINISTRATOR), number_of(small_office, HOUSING)
    with pytest.raises(NotFound):
        commands.end_agency(housing, date(2026, 1, 31), 999, actor=keeper, office=small_office)
    with pytest.raises(RuleViolation, match="不能是它自己"):
        commands.end_agency(housing, date(2026, 1, 31), housing, actor=keeper, office=small_office)


def test_an_end_that_was_entered_by_mistake_is_taken_back_on_record(browser: OpenBrowser, small_office: Office) -> None:
    keeper, address = browser("guanli"), f"/sister-agencies/{number_of(small_office, HOUSING)}"
    keeper.submit(f"{address}/end", {"valid_to": "2026-01-31"}, form="form[@id='form']")
    assert "已截止" in words_of(keeper.get(address))
    keeper.submit(f"{address}/end", {"valid_to": ""}, form="form[@id='form']")
    assert "已截止" not in words_of(keeper.get(address))
    assert "撤销截止日期" in words_of(keeper.get(address))


def test_only_the_administrator_changes_the_directory(walker: Driver, small_office: Office) -> None:
    entry = SisterAgencyEntry(**NEW)
    with pytest.raises(NotPermitted):
        commands.add_agency(entry, actor=walker.actor(Role.HANDLER), office=small_office)


def test_everybody_in_the_house_looks_agencies_up_by_name_or_subject(browser: OpenBrowser) -> None:
    handler = browser("gongcheng1")
    found = words_of(handler.get("/sister-agencies?q=商品房"))
    assert HOUSING in found
    assert "某省信访局" not in found
    assert "没有与“火星”相近的机关" in words_of(handler.get("/sister-agencies?q=火星"))
    assert f"承接：{NATURE}" in words_of(handler.get("/sister-agencies?q=国土"))
    assert "列入一个机关" not in words_of(handler.get("/sister-agencies"))


# 表格


def imported(keeper: Browser, sheet: str | bytes) -> Any:
    content = sheet.encode() if isinstance(sheet, str) else sheet
    return keeper.post(
        "/sister-agencies/import", {"file": (BytesIO(content), "名录.csv")}, content_type="multipart/form-data"
    )


def test_a_sheet_of_agencies_is_listed_row_by_row(browser: OpenBrowser, small_office: Office) -> None:
    rows = "机关名称,职责事项,电话,起始日期\n某省数据局,公共数据,027-9,2023-10-25\n某省司法厅,律师管理,027-8,\n"
    assert imported(browser("guanli"), rows).status_code == 303
    with small_office.reading() as records:
        found = records.scalars(select(SisterAgency).where(SisterAgency.name == "某省数据局")).one()
        kept = records.scalars(select(HistoryEntry).where(HistoryEntry.event == "sister_agency_changed")).all()
    assert found.valid_from == date(2023, 10, 25)
    assert len(kept) == 2


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("机关名称,职责事项,电话\n某省数据局,公共数据,027-9\n,律师管理,027-8\n", "第 3 行"),
        ("机关名称,职责事项,电话,起始日期\n某省数据局,公共数据,027-9,去年\n", "有效的日期"),
        (f"机关名称,职责事项,电话\n某省数据局,公共数据,027-9\n{HOUSING},施工许可,027-8\n", "第3行：名录中已有同名"),
        ("机关名称,电话\n某省数据局,027-9\n", "表头缺少：职责事项"),
        ("机关名称,职责事项\n", "表中没有机关：请从第二行起，一行填写一个机关"),
    ],
)
def test_one_bad_row_and_none_is_listed(browser: OpenBrowser, small_office: Office, rows: str, fault: str) -> None:
    assert fault in words_of(imported(browser("guanli"), rows))
    with small_office.reading() as records:
        assert records.scalar(select(SisterAgency.id).where(SisterAgency.name == "某省数据局")) is None


def test_what_is_given_out_has_the_headings_that_are_read(browser: OpenBrowser) -> None:
    content = browser("gongcheng1").get("/sister-agencies/list.xlsx").data
    assert [row["name"] for row in rows_of(content, commands.SHEET)].count(HOUSING) == 1


# 用在答复里


def test_the_agency_that_answers_for_the_subject_is_proposed_and_filled_in(app: Flask, walker: Driver) -> None:
    person, address, _ = at_draft(app, walker)
    page = person.get(address)
    chosen = html.fromstring(page.data).xpath(f"//li[.//b[text()='{HOUSING}']]//button/@value")
    assert len(chosen) == 1
    filled = person.send(address, page, {"row": chosen[0], "item-1-reasons": "先前写下的理由"}, form="form[@id='form']")
    tree = html.fromstring(filled.data)
    assert tree.xpath(f"//input[@name='{NAME}']/@value") == [HOUSING]
    assert tree.xpath(f"//input[@name='{REACHED}']/@value") == [CONTACT]
    assert "先前写下的理由" in filled.text


def test_a_part_of_the_name_finds_the_agency_and_an_unknown_one_may_be_written(app: Flask, walker: Driver) -> None:
    person, address, _ = at_draft(app, walker)
    asked = {"row": f"{NAME}?", NAME: "自然资源"}
    assert NATURE in words_of(person.submit(address, asked, form="form[@id='form']"))
    unknown = person.submit(address, asked | {NAME: "某市火星局"}, form="form[@id='form']")
    assert "名录中没有与“某市火星局”相近的机关。可以照常填写" in words_of(unknown)
    assert sent(person, address, **{NAME: "某市火星局", REACHED: "027-00000011"}).status_code == 303


def test_the_contact_of_a_listed_agency_is_printed_without_being_typed(
    app: Flask, walker: Driver, small_office: Office
) -> None:
    person, address, case = at_draft(app, walker)
    assert sent(person, address, **{NAME: HOUSING}).status_code == 303
    with small_office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.application_id == case)).one()
        words = "".join(small_office.letters.paragraphs(letter.template, letters.facts_of(letter)))
    assert f"向{HOUSING}（{CONTACT}）提出申请" in words


def test_an_agency_that_has_ended_is_refused_at_its_field_with_its_successor(app: Flask, walker: Driver) -> None:
    person, address, _ = at_draft(app, walker)
    page = sent(person, address, **{NAME: LAND, REACHED: "027-00000004"})
    assert page.status_code == 422
    assert f"请改填承接其职能的“{NATURE}”" in errors_of(page)[NAME]
    offered = html.fromstring(page.data).xpath(f"//datalist[@id='{NAME}-list']/option/@value")
    assert NATURE in offered
    assert LAND not in offered


def test_an_agency_that_ends_before_the_signature_stops_the_signature(walker: Driver, small_office: Office) -> None:
    """The reply was drafted while the agency stood; on the day it is signed, the applicant would be sent to nobody."""
    walker.facts = replace(DISCLOSABLE, responsibility=Responsibility.OTHER_AGENCY)
    case = walker.register().application_id
    walker.run(case, until="sign_as_deputy")
    with small_office.reading() as records:
        named = records.scalars(select(RequestedItem.answer)).one()["destination"]["name"]
    keeper = walker.actor(Role.ADMINISTRATOR)
    entry = SisterAgencyEntry(name=named, answers_for="示例", phone="027-0")
    listed = commands.add_agency(entry, actor=keeper, office=small_office)
    commands.end_agency(listed, date(2026, 3, 3), None, actor=keeper, office=small_office)
    with pytest.raises(RuleViolation, match="履行职责到2026年3月3日为止"):
        walker.step(case, "sign_as_deputy")


def test_what_was_forwarded_while_the_agency_stood_stays_forwarded(walker: Driver, small_office: Office) -> None:
    keeper, housing = walker.actor(Role.ADMINISTRATOR), number_of(small_office, HOUSING)
    commands.end_agency(housing, date(2026, 3, 3), None, actor=keeper, office=small_office)
    case = walker.register(received_on=date(2026, 3, 2)).application_id
    walker.run(case, until="examine_correction", given={"check_application": {"correction": True}})
    walker.step(
        case, "examine_correction", result=CorrectionResult.FORWARDED, competent_name=HOUSING,
        competent_contact="027-00000002", forwarded_on=date(2026, 3, 3),
    )  # fmt: skip
    walker.run(case)
    assert walker.open_tasks(case) == []


def test_a_correction_is_referred_to_nobody_who_has_ended(walker: Driver, small_office: Office) -> None:
    case = walker.register().application_id
    walker.run(case, until="examine_correction", given={"check_application": {"correction": True}})
    referred = {"result": CorrectionResult.REFERRED, "competent_contact": "027-00000004"}
    with pytest.raises(RuleViolation, match=NATURE) as refusal:
        walker.step(case, "examine_correction", competent_name=LAND, **referred)
    assert refusal.value.field == "competent_name"
    walker.step(case, "examine_correction", competent_name=HOUSING, **referred)
    walker.run(case, until="sign_notice")
    keeper, housing = walker.actor(Role.ADMINISTRATOR), number_of(small_office, HOUSING)
    commands.end_agency(housing, date(2026, 3, 3), None, actor=keeper, office=small_office)
    with pytest.raises(RuleViolation, match="履行职责到2026年3月3日为止"):
        walker.step(case, "sign_notice")
