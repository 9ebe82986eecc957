"""`mingda clock`: the JSON contract, and that no input whatever makes it raise."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.clock_events import ClockEventName
from engine.rules.vocabulary import Channel, ConsultedParty
from engine.rules.working_days import Calendar
from engine.tools.clock_file import answer, answer_text, as_text, has_error

TODAY = date(2026, 11, 25)
CALENDAR = Calendar.official()
KEYS = ["received_on", "base_due_on", "due_on", "working_days_used", "excluded_days", "state", "late", "warnings"]
KEYS += ["explanation"]
EXAMPLE: dict[str, Any] = {
    "channel": "mail_signed",
    "events": [
        {"on": "2026-01-26", "event": "received"},
        {"on": "2026-01-30", "event": "consultation_sent", "to": "third_party", "key": "a"},
        {"on": "2026-02-03", "event": "consultation_received", "key": "a"},
        {"on": "2026-02-20", "event": "opinion_received", "key": "a"},
    ],
    "as_of": "2026-03-20",
}


def ask(question: Any) -> Any:
    return answer(question, today=TODAY, calendar=CALENDAR)


def test_one_input_gives_one_output_in_the_agreed_form() -> None:
    got = ask(EXAMPLE)
    assert list(got) == KEYS
    assert (got["received_on"], got["base_due_on"], got["due_on"]) == ("2026-01-26", "2026-02-28", "2026-03-16")
    assert (got["state"], got["late"], got["warnings"], len(got["excluded_days"])) == ("running", True, [], 11)
    assert json.loads(json.dumps(got)) == got


def test_a_list_gives_a_list_with_errors_in_their_places() -> None:
    missing = {"events": [{"on": "2026-12-04", "event": "received"}], "as_of": "2026-12-07"}
    got = ask([EXAMPLE, {"events": []}, missing, EXAMPLE])
    assert ["error" in one for one in got] == [False, True, True, False]
    assert "2027" in got[2]["error"]
    assert has_error(got)
    assert not has_error(got[0])
    assert ask([]) == []


def test_without_as_of_today_is_the_day_of_judgment() -> None:
    assert ask({"events": [{"on": "2026-11-02", "event": "received"}]})["working_days_used"] == 17


def test_a_consultation_counts_as_received_on_the_day_it_was_sent() -> None:
    sent = {"on": "2026-01-30", "event": "consultation_sent", "to": "third_party"}
    question = {"events": [{"on": "2026-01-26", "event": "received"}, sent], "as_of": "2026-02-02"}
    got = ask(question)
    assert (len(got["excluded_days"]), got["excluded_days"][-1], got["state"]) == (15, "2026-02-27", "paused")


def test_a_letter_that_came_back_was_never_received() -> None:
    sent = {"on": "2026-01-30", "event": "consultation_sent", "to": "third_party"}
    back = {"on": "2026-02-04", "event": "consultation_returned"}
    question = {"events": [{"on": "2026-01-26", "event": "received"}, sent, back], "as_of": "2026-02-05"}
    assert len(ask(question)["excluded_days"]) == 3


def test_an_unknown_field_is_named_and_not_used() -> None:
    got = ask({"events": [{"on": "2026-01-26", "event": "received", "workingdays": 3}], "as_of": "2026-01-27"})
    assert got["warnings"] == ["未识别的字段“workingdays”，未采用。"]


RECEIVED = {"on": "2026-01-26", "event": "received"}
WRONG: list[tuple[Any, str]] = [
    (None, "JSON 对象"),
    ("x", "JSON 对象"),
    ({}, "events"),
    ({"events": "x"}, "events"),
    ({"events": [1]}, "第 1 个事件"),
    ({"events": [RECEIVED], "channel": "pigeon"}, "channel"),
    ({"events": [RECEIVED], "as_of": "20260126"}, "as_of"),
    ({"events": [RECEIVED], "as_of": "2026-01-25"}, "没有收到申请的记录"),
    ({"events": [{"on": "2026-02-30", "event": "received"}]}, "2026-02-30"),
    ({"events": [{"on": "2026-1-26", "event": "received"}]}, "日期"),
    ({"events": [{"on": "２０２６-01-26", "event": "received"}]}, "日期"),
    ({"events": [{"on": 20260126, "event": "received"}]}, "日期"),
    ({"events": [{"event": "received"}]}, "on"),
    ({"events": [{"on": "2026-01-26"}]}, "event"),
    ({"events": [{"on": "2026-01-26", "event": "recieved"}]}, "recieved"),
    ({"events": [RECEIVED, {"on": "2026-01-27", "event": "consultation_sent"}]}, "征求意见的对象"),
    ({"events": [RECEIVED, {"on": "2026-01-27", "event": "consultation_sent", "to": "me"}]}, "third_party"),
    ({"events": [RECEIVED, {"on": "2026-01-27", "event": "delay_announced"}]}, "延迟答复截止日期"),
    ({"events": [RECEIVED, {"on": "2026-01-27", "event": "extension_notified", "working_days": 0}]}, "整数"),
    ({"events": [RECEIVED, {"on": "2026-01-27", "event": "extension_notified", "working_days": True}]}, "整数"),
    ({"events": [RECEIVED, {"on": "2026-01-27", "event": "extension_notified", "working_days": 1e400}]}, "整数"),
    ({"events": [{**RECEIVED, "key": []}]}, "key"),
    ({"events": [RECEIVED] * 501}, "500"),
    ({"events": [{"on": "2009-12-01", "event": "received"}], "as_of": "2009-12-02"}, "2009年"),
]


@pytest.mark.parametrize(("question", "piece"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_input_gives_an_error_that_says_what_is_wrong(question: Any, piece: str) -> None:
    got = ask(question)
    assert list(got) == ["error"]
    assert piece in got["error"]


@pytest.mark.parametrize("text", ["", "{", "nonsense", "[" * 100_000, '{"events": ' + "9" * 5000 + "}"])
def test_a_file_that_is_no_json_gives_an_error(text: str) -> None:
    assert "JSON" in answer_text(text, today=TODAY, calendar=CALENDAR)["error"]


def test_the_answer_for_people_shows_date_and_explanation() -> None:
    text = as_text(ask([EXAMPLE, {}]))
    assert text.startswith("答复期限届满日：2026-03-16\n")
    assert "征求第三方意见" in text
    assert "无法计算：" in text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
DATES = st.dates(date(2009, 11, 1), date(2027, 3, 1)).map(date.isoformat) | st.dates().map(date.isoformat)
NEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat)


def mostly(good: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(good, good, good, JSON)


EVENTS = st.fixed_dictionaries(
    {"on": mostly(NEAR | DATES), "event": mostly(st.sampled_from([name.value for name in ClockEventName]))},
    optional={
        "to": mostly(st.sampled_from([party.value for party in ConsultedParty])),
        "key": mostly(st.sampled_from(["a", "b"])),
        "working_days": mostly(st.integers(-5, 2000)),
        "until": mostly(NEAR | DATES),
        "reason_accepted": mostly(st.booleans()),
    },
)
QUESTIONS = st.fixed_dictionaries(
    {"events": mostly(st.lists(mostly(EVENTS), max_size=8))},
    optional={"channel": mostly(st.sampled_from([one.value for one in Channel])), "as_of": mostly(NEAR | DATES)},
)


@given(JSON | QUESTIONS | st.lists(QUESTIONS, max_size=3), st.sampled_from([CALENDAR, CALENDAR.provisional()]))
def test_it_never_raises_and_always_answers_in_json(question: Any, calendar: Calendar) -> None:
    got = answer(question, today=TODAY, calendar=calendar)
    assert isinstance(got, list) == isinstance(question, list)
    for one in got if isinstance(got, list) else [got]:
        assert list(one) in (["error"], KEYS)
    json.dumps(got, ensure_ascii=False, allow_nan=False).encode()
    as_text(got).encode()


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    assert isinstance(answer_text(text, today=TODAY, calendar=CALENDAR), dict | list)
