"""`mingda clock`: dated events as JSON in, due dates with their explanation as JSON out.

Whatever is wrong with one input is said in its place as `{"error": …}`; the others are answered all the same.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from engine.errors import DisclosureError, RuleViolation
from engine.rules.clock_events import ClockEvent, ClockEventName
from engine.rules.consultation import TERMS
from engine.rules.reply_clock import ReplyClock, reply_clock
from engine.rules.vocabulary import Channel, ConsultedParty, Labelled
from engine.rules.working_days import Calendar

Answer = dict[str, Any]
_Word = TypeVar("_Word", bound=Labelled)

_MOST_EVENTS = 500
_MOST_DAYS = 1000
_YEARS = range(1949, 2101)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INPUT_KEYS = {"channel", "events", "as_of"}
_EVENT_KEYS = {"on", "event", "key", "to", "working_days", "until", "reason_accepted"}
_PROOF = (ClockEventName.CONSULTATION_RECEIVED, ClockEventName.CONSULTATION_RETURNED)


def answer(question: Any, *, today: date, calendar: Calendar) -> Answer | list[Answer]:
    """The clock for one input, or for each input of a list; an `error` stands where one cannot be computed.

    Takes any value that JSON can hold and never raises on it.
    """
    if isinstance(question, list):
        return [_answer_one(one, today=today, calendar=calendar) for one in question]
    return _answer_one(question, today=today, calendar=calendar)


def answer_text(text: str, *, today: date, calendar: Calendar) -> Answer | list[Answer]:
    """The same for the text of a JSON file."""
    try:
        question = json.loads(text)
    except (ValueError, RecursionError):
        return {"error": "文件不是有效的 JSON，请检查引号、逗号和括号。"}
    return answer(question, today=today, calendar=calendar)


def has_error(answers: Answer | list[Answer]) -> bool:
    """Whether any input could not be computed, so that the command ends with status 1."""
    return any("error" in one for one in (answers if isinstance(answers, list) else [answers]))


def as_text(answers: Answer | list[Answer]) -> str:
    """The answers for people: the date, the warnings, and the explanation line by line."""
    return "\n\n".join(_one_as_text(one) for one in (answers if isinstance(answers, list) else [answers]))


def _answer_one(question: Any, *, today: date, calendar: Calendar) -> Answer:
    try:
        unknown: list[str] = []
        case = _mapping(question, _INPUT_KEYS, "输入", unknown)
        events = _with_default_receipts(_events(case.get("events"), unknown))
        as_of = today if case.get("as_of") is None else _date(case["as_of"], "as_of")
        channel = None if case.get("channel") is None else _word(Channel, case["channel"], "channel")
        clock = reply_clock(events, channel=channel, as_of=as_of, calendar=calendar)
    except DisclosureError as error:
        return {"error": error.message}
    return _as_answer(clock, unknown)


def _as_answer(clock: ReplyClock, unknown: list[str]) -> Answer:
    ignored = [f"未识别的字段“{name}”，未采用。" for name in dict.fromkeys(unknown)]
    return {
        "received_on": clock.received_on.isoformat(),
        "base_due_on": clock.base_due_on.isoformat(),
        "due_on": clock.due_on.isoformat() if clock.due_on else None,
        "working_days_used": clock.working_days_used,
        "excluded_days": [day.isoformat() for day in clock.excluded_days],
        "state": clock.state.value,
        "late": clock.late,
        "warnings": [*clock.warnings, *ignored],
        "explanation": [str(line) for line in clock.explanation],
    }


def _events(value: Any, unknown: list[str]) -> list[ClockEvent]:
    if not isinstance(value, list):
        raise RuleViolation("缺少 events：请以列表写明收到申请等事件。", field="events")
    if len(value) > _MOST_EVENTS:
        raise RuleViolation(f"一次最多计算 {_MOST_EVENTS} 个事件。", field="events")
    return [_event(one, place, unknown) for place, one in enumerate(value, 1)]


def _event(value: Any, place: int, unknown: list[str]) -> ClockEvent:
    name = f"第 {place} 个事件"
    row = _mapping(value, _EVENT_KEYS, name, unknown)
    to, until, days = row.get("to"), row.get("until"), row.get("working_days")
    return ClockEvent(
        on=_date(row.get("on"), f"{name}的 on"),
        event=_word(ClockEventName, row.get("event"), f"{name}的 event"),
        key=_key(row.get("key"), f"{name}的 key"),
        to=None if to is None else _word(ConsultedParty, to, f"{name}的 to"),
        working_days=None if days is None else _days(days, f"{name}的 working_days"),
        until=None if until is None else _date(until, f"{name}的 until"),
        reason_accepted=row.get("reason_accepted") is True,
    )


def _with_default_receipts(events: list[ClockEvent]) -> list[ClockEvent]:
    """A consultation whose receipt is not given, and whose letter did not come back, was received when it was sent."""
    told = {event.key for event in events if event.event in _PROOF}
    return events + [
        ClockEvent(event.on, ClockEventName.CONSULTATION_RECEIVED, key=event.key)
        for event in events
        if event.event is ClockEventName.CONSULTATION_SENT and event.key not in told and event.to and TERMS[event.to]
    ]


def _mapping(value: Any, known: set[str], name: str, unknown: list[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RuleViolation(f"{name}应当是一个 JSON 对象。", field="events")
    unknown.extend(_printable(str(key)) for key in value if key not in known)
    return value


def _date(value: Any, name: str) -> date:
    try:
        if isinstance(value, str) and _ISO_DATE.fullmatch(value):
            day = date.fromisoformat(value)
            if day.year in _YEARS:
                return day
    except ValueError:
        pass
    raise RuleViolation(f"{name} 应当是“2026-01-26”这样的日期，现为{_shown(value)}。", field="on")


def _word(words: type[_Word], value: Any, name: str) -> _Word:
    for word in words:
        if word.value == value:
            return word
    known = "、".join(word.value for word in words)
    raise RuleViolation(f"{name} 不能识别：{_shown(value)}；可用的有：{known}。", field="event")


def _days(value: Any, name: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_DAYS:
        return value
    raise RuleViolation(f"{name} 应当是 1 至 {_MOST_DAYS} 的整数，现为{_shown(value)}。", field="working_days")


def _key(value: Any, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    raise RuleViolation(f"{name} 应当是文字，现为{_shown(value)}。", field="key")


def _shown(value: Any) -> str:
    """The value as it stands in the file, cut to a readable length and safe to print."""
    if isinstance(value, dict | list):
        return "一个对象" if isinstance(value, dict) else "一个列表"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return _printable(text if len(text) <= 40 else text[:40] + "…")


def _printable(text: str) -> str:
    """The text without halves of characters, which no file or terminal takes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _one_as_text(one: Answer) -> str:
    if "error" in one:
        return f"无法计算：{one['error']}"
    head = f"答复期限届满日：{one['due_on'] or '暂不能确定'}"
    return "\n".join(
        [head, *(f"注意：{text}" for text in one["warnings"]), *(f"  {text}" for text in one["explanation"])]
    )
