"""`mingda report check`: published reports fail exactly where their files record it, and no file makes it raise."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RuleViolation
from engine.rules.report_form import COLUMNS, RemedyRoute, ReportForm, rows_of
from engine.rules.report_json import report_from, report_to
from engine.tools.report_check import BREAKS, HOLDS, UNREADABLE, as_text, check, examine, load, run, to_json

FOLDER = Path(__file__).parents[1] / "data/annual_reports"
FILES = sorted(FOLDER.glob("**/*.json"))
SUQIAN_2023, SUQIAN_2024 = FOLDER / "suqian-city_2023.json", FOLDER / "suqian-city_2024.json"
SHANGHAI = FOLDER / "shanghai-gov-office_2019.json"


def suqian() -> Any:
    return deepcopy(json.loads(SUQIAN_2024.read_text(encoding="utf-8")))


def named(failures: Any) -> list[tuple[str, str, Any, Any]]:
    return [(one["id"], one["at"], one["computed"], one["published"]) for one in failures]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_published_report_fails_exactly_where_its_file_says(path: Path) -> None:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    text, status = run(path, as_json=True)
    got = json.loads(text)
    assert sorted(named(got["failing_identities"]), key=str) == sorted(named(recorded["failing_identities"]), key=str)
    assert got["balances"] is recorded["balances"]
    assert status == (BREAKS if recorded["failing_identities"] else HOLDS)


def test_all_published_reports_are_there() -> None:
    assert len(FILES) == 11


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_report_is_written_as_it_was_read(path: Path) -> None:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    report = report_from(load(path))
    written = report_to(report)
    assert report_from(written) == report
    for key in ("agency", "year", "format", "evidence", "table4"):
        assert written[key] == (recorded[key] if recorded["table4"] or key != "table4" else None)
    assert written["table3"]["rows"] == recorded["table3"]["rows"]
    assert written.get("table2") == recorded.get("table2")
    assert written.get("fee_charged") == recorded.get("fee_charged")


def test_the_carry_over_between_two_published_years_holds() -> None:
    assert run(SUQIAN_2024, SUQIAN_2023) == ("勾稽关系全部成立。", HOLDS)


def test_a_broken_carry_over_is_named_and_a_broken_stock_of_rules_only_told() -> None:
    this_year = suqian()
    this_year["table3"]["rows"]["2"] = [119, 3, 0, 0, 0, 0, 122]
    this_year["table2"]["规章"]["in_force"] = 13
    found = examine(this_year, load(SUQIAN_2023))
    carry = [one for one in found.failures if one.identity.value == "T3-CARRY"]
    assert [(one.at, one.computed, one.published) for one in carry] == [
        ("column 自然人", 118, 119),
        ("column 总计", 121, 122),
    ]
    assert [(one.at, one.computed, one.published) for one in found.warnings] == [("规章", 12, 13)]


def test_reports_of_years_apart_are_not_compared() -> None:
    assert "上一年" in run(SUQIAN_2024, SHANGHAI)[0]
    assert run(SUQIAN_2024, SHANGHAI)[1] == UNREADABLE


def test_every_broken_identity_is_told_with_both_numbers() -> None:
    report = suqian()
    report["table3"]["rows"]["3.1"] = [1400, 21, 0, 0, 2, 0, 1431]
    report["table3"]["rows"]["4"] = [118, 5, 0, 0, 1, 1, 126]
    report["table4"]["reconsideration"]["total"] = None
    assert named(one.as_json for one in check(report)) == [
        ("T3-FLOW", "column 总计", 3646, 3647),
        ("T3-SUM37", "column 自然人", 3432, 3440),
        ("T3-ROWTOTAL", "row 3.1", 1423, 1431),
        ("T3-ROWTOTAL", "row 4", 125, 126),
        ("T4-TOTAL", "reconsideration", 170, None),
    ]


def test_a_number_below_zero_is_told() -> None:
    report = suqian()
    report["table3"]["rows"]["3.3.1"] = [2, 0, 0, 0, -1, 1, 2]
    report["table4"]["litigation_direct"].update(upheld=-7, total=11)
    told = [one for one in named(failure.as_json for failure in check(report)) if one[0] == "NEG"]
    assert told == [("NEG", "row 3.3.1 column 法律服务机构", None, -1), ("NEG", "litigation_direct upheld", None, -7)]


def test_columns_in_another_order_are_put_in_ours() -> None:
    report = suqian()
    report["columns"] = report["columns"][::-1]
    report["table3"]["rows"] = {code: row[::-1] for code, row in report["table3"]["rows"].items()}
    assert report_from(report) == report_from(suqian())


@pytest.mark.parametrize("blank", [None, "", "/", " "])
def test_a_blank_is_kept_apart_from_zero_and_counts_as_zero(blank: str | None) -> None:
    report = suqian()
    report["table3"]["rows"]["3.3.2"] = [1, blank, blank, blank, blank, blank, blank]
    found = check(report)
    assert named(one.as_json for one in found) == [("T3-ROWTOTAL-BLANK", "row 3.3.2", 1, None)]
    assert report_to(report_from(report))["table3"]["rows"]["3.3.2"] == [1] + [None] * 6


def test_a_line_names_identity_place_row_and_both_numbers() -> None:
    text = as_text(examine(load(SHANGHAI)))
    assert text.startswith("有 11 处勾稽关系不成立：\n")
    assert "T3-ROWTOTAL-BLANK  row 3.3.8（（三）不予公开 8.属于行政查询事项）：计算 12，公布 空白。" in text


def test_a_report_of_which_too_little_is_known_is_not_called_balanced() -> None:
    assert run(FOLDER / "narrative/suizhou-civil-air-defence_2022.json") == (
        "数据不足，没有可以核对的勾稽关系。",
        HOLDS,
    )


def spoilt(*path: str | int, value: Any) -> Any:
    """The report of Suqian with one value replaced."""
    report = suqian()
    place = report
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return report


def without(*path: str) -> Any:
    report = suqian()
    place = report
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return report


@pytest.mark.parametrize("key", ["table2", "fee_charged"])
@pytest.mark.parametrize("value", [3, "未收取", [], {}, {"规章": 3, "cases": "x"}, {"行政许可": {"decisions": "many"}}])
def test_what_no_identity_rests_on_may_have_any_shape(key: str, value: Any) -> None:
    assert check(spoilt(key, value=value)) == []
    assert check(spoilt("table2", "行政事业性收费_万元", value=float("nan"))) == []


WRONG: list[tuple[Any, str]] = [
    (None, "JSON 对象"),
    ([], "一个列表"),
    (3, "现为3"),
    ({}, "没有 table3"),
    ({"table3": {}}, "year"),
    (without("year"), "year"),
    (spoilt("year", value="2024"), "year"),
    (spoilt("year", value=True), "year"),
    (spoilt("format", value="2020"), "2019"),
    (spoilt("format", value="2019"), "3.6.1"),
    (spoilt("table3", value=3), "table3"),
    (spoilt("table3", "rows", value=[]), "table3.rows"),
    (without("table3", "rows", "3.6.2"), "3.6.2"),
    (spoilt("table3", "rows", "3.6", value=[0] * 7), "3.6"),
    (spoilt("table3", "rows", "3.1", value=[0] * 6), "7 个数"),
    (spoilt("table3", "rows", "3.1", value="0"), "7 个数"),
    (spoilt("table3", "rows", "3.1", 0, value="1408"), "“自然人”"),
    (spoilt("table3", "rows", "3.1", 6, value=1431.0), "“总计”"),
    (spoilt("table3", "rows", "3.1", 6, value=10**4000), "过大"),
    (spoilt("table3", "rows", "3.1", 6, value=False), "False"),
    (spoilt("table3", "rows", "3.1", 6, value="\ud800\n"), "整数"),
    (spoilt("table3", "group_totals", value={"3.9": 1}), "3.9"),
    (spoilt("table4", value=[]), "table4"),
    (spoilt("table4", "appeal", value={}), "appeal"),
    (spoilt("table4", "litigation_direct", value=3), "litigation_direct"),
    (spoilt("table4", "litigation_direct", "lost", value=3), "lost"),
    (spoilt("table4", "litigation_direct", "total", value="x"), "total"),
    (spoilt("columns", value=["总计"]), "七列"),
    (spoilt("columns", value=3), "七列"),
    (spoilt("agency", value=3), "agency"),
]


@pytest.mark.parametrize(("data", "piece"), WRONG, ids=range(len(WRONG)))
def test_what_is_no_report_is_told_in_one_line(data: Any, piece: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        check(data)
    assert piece in caught.value.message
    assert len(caught.value.message.splitlines()) == 1


BYTES = [b"", b"{", b"\xff\xfe{", b"[" * 100_000, b'{"a": 1, "a": 2}', b'{"year": ' + b"9" * 5000 + b"}", b"\x00"]
BYTES += [b'{"table3": NaN}', b'{"table3": Infinity}', b'{"table3": 1e999999999999999999999}', b"null", b"true"]


@pytest.mark.parametrize("content", BYTES, ids=range(len(BYTES)))
def test_no_file_makes_it_raise(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    for as_json in (False, True):
        text, status = run(path, as_json=as_json)
        assert status == UNREADABLE
        assert len(text.splitlines()) == 1


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path, Path("\0")):
        assert run(path)[1] == UNREADABLE


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(b"\xef\xbb\xbf" + SUQIAN_2024.read_bytes())
    assert run(path)[1] == HOLDS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def mostly(good: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(*[good] * 19, JSON)


NUMBERS = mostly(st.none() | st.integers(-2, 9))


def tables(form: ReportForm) -> st.SearchStrategy[Any]:
    row = mostly(st.lists(NUMBERS, min_size=7, max_size=7))
    rows = st.fixed_dictionaries({one.code: row for one in rows_of(form)})
    return st.fixed_dictionaries({"rows": mostly(rows)}, optional={"group_totals": JSON})


GROUP = st.fixed_dictionaries({}, optional=dict.fromkeys(("upheld", "corrected", "other", "pending", "total"), NUMBERS))
REPORTS = st.sampled_from(ReportForm).flatmap(
    lambda form: st.fixed_dictionaries(
        {"year": mostly(st.integers(2019, 2026)), "table3": mostly(tables(form))},
        optional={
            "format": mostly(st.just(form.value)),
            "evidence": mostly(st.sampled_from(["table", "narrative"])),
            "columns": mostly(st.permutations(COLUMNS)),
            "table4": mostly(st.fixed_dictionaries({}, optional={one.value: mostly(GROUP) for one in RemedyRoute})),
            "table2": JSON,
            "fee_charged": JSON,
        },
    )
)


def told(data: Any, previous: Any) -> tuple[str, bool]:
    """What a person reads, and whether it is an error."""
    try:
        found = examine(data, previous)
    except RuleViolation as error:
        return error.message, True
    json.loads(to_json(found))
    return as_text(found), False


@given(JSON | REPORTS, st.none() | REPORTS)
def test_it_answers_or_tells_in_one_line(data: Any, previous: Any) -> None:
    text, is_error = told(data, previous)
    assert text.encode()
    assert not is_error or len(text.splitlines()) == 1
