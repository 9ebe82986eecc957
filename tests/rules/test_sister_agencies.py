"""兄弟机关: a reform on a day is followed by the successor, over any number of reforms."""

from datetime import date

import pytest

from engine.errors import RuleViolation
from engine.rules.sister_agencies import (
    DatedAgency,
    named,
    nearest,
    require_current,
    require_period,
    require_successor,
    successor_on,
)

REFORM, LATER = date(2018, 10, 31), date(2024, 3, 31)


def an_agency(number: int, name: str, *, answers_for: str = "", begins: date | None = None, ends: date | None = None,
              successor: int | None = None) -> DatedAgency:  # fmt: skip
    return DatedAgency(
        id=number, name=name, answers_for=answers_for, address="某市示例路1号", phone="027-00000000", website="",
        note="", valid_from=begins, valid_to=ends, successor_id=successor,
    )  # fmt: skip


LAND = an_agency(1, "某省国土资源厅", ends=REFORM, successor=2)
NATURE = an_agency(2, "某省自然资源厅", begins=date(2018, 11, 1), ends=LATER, successor=3)
NEWEST = an_agency(3, "某省自然资源和规划厅", begins=date(2024, 4, 1))
DIRECTORY = {each.id: each for each in (LAND, NATURE, NEWEST)}


@pytest.mark.parametrize(
    ("day", "stands"), [(date(2000, 1, 1), True), (REFORM, True), (date(2018, 11, 1), False)]
)  # fmt: skip
def test_the_last_day_is_the_agencys_own(day: date, stands: bool) -> None:
    assert LAND.is_valid_on(day) is stands


@pytest.mark.parametrize(("day", "follower"), [(date(2020, 1, 1), NATURE), (date(2026, 3, 4), NEWEST)])
def test_whoever_followed_stands_on_that_day(day: date, follower: DatedAgency) -> None:
    assert successor_on(LAND, DIRECTORY, day) == follower


def test_a_ring_of_successors_ends_nowhere() -> None:
    ring = {1: an_agency(1, "甲", ends=REFORM, successor=2), 2: an_agency(2, "乙", ends=REFORM, successor=1)}
    assert successor_on(ring[1], ring, LATER) is None


def test_an_agency_that_ended_is_refused_with_the_name_of_its_successor() -> None:
    with pytest.raises(RuleViolation, match="2018年10月31日为止，请改填承接其职能的“某省自然资源和规划厅”") as refusal:
        require_current("某省国土资源厅", DIRECTORY, date(2026, 3, 4), field="to")
    assert (refusal.value.field, refusal.value.article) == ("to", "《条例》第36条第（五）项")


def test_an_agency_that_ended_without_a_successor_is_refused_all_the_same() -> None:
    with pytest.raises(RuleViolation, match="没有写明承接机关，请查明后填写"):
        require_current("甲", {1: an_agency(1, "甲", ends=REFORM)}, LATER)


def test_an_agency_that_begins_later_is_refused_until_then() -> None:
    with pytest.raises(RuleViolation, match="自2024年4月1日起才履行职责"):
        require_current("某省自然资源和规划厅", DIRECTORY, date(2023, 1, 1))


@pytest.mark.parametrize("name", ["某省自然资源和规划厅", " 某省自然资源和规划厅 ", "名录中没有的机关"])
def test_who_stands_today_or_is_not_listed_may_be_named(name: str) -> None:
    require_current(name, DIRECTORY, date(2026, 3, 4))


def test_a_name_used_again_means_the_agency_that_stands() -> None:
    again = an_agency(4, "某省国土资源厅", begins=date(2025, 1, 1))
    assert named("某省国土资源厅", {**DIRECTORY, 4: again}, date(2026, 3, 4)) == again


def test_one_name_stands_once_on_each_day() -> None:
    require_period(date(2018, 11, 1), None, [LAND], name=LAND.name)
    with pytest.raises(RuleViolation, match="时间重叠"):
        require_period(REFORM, None, [LAND], name=LAND.name)
    with pytest.raises(RuleViolation, match="早于起始日期"):
        require_period(LATER, REFORM, [], name="甲")


def test_the_successor_stands_on_the_day_after() -> None:
    require_successor(NATURE, REFORM)
    with pytest.raises(RuleViolation, match="次日并不履行职责"):
        require_successor(NEWEST, REFORM)


def test_words_of_a_request_and_parts_of_a_name_both_find() -> None:
    housing = an_agency(5, "某省住房和城乡建设厅", answers_for="商品房预售许可、施工许可")
    listed = [LAND, housing]
    assert nearest("请公开某小区商品房预售许可证及附件", listed, most=3) == (housing,)
    assert nearest("国土", listed, most=3) == (LAND,)
    assert nearest("火星", listed, most=3) == nearest("", listed, most=3) == ()


def test_the_contact_is_what_a_letter_prints() -> None:
    assert LAND.contact == "地址：某市示例路1号，电话：027-00000000"
