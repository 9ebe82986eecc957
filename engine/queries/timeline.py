"""What happened to a case, one line an event, in words: who, when, what, and what was said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from engine.letters.chinese import chinese_date
from engine.permissions import Role
from engine.records import EventName, HistoryEntry
from engine.rules.contacts import Purpose
from engine.rules.vocabulary import DeliveryMethod, Outcome

OPINIONS = {
    EventName.REVIEWED_BY_UNIT,
    EventName.LEGALITY_REVIEWED,
    EventName.DOCUMENT_CHECKED,
    EventName.REPLY_APPROVED,
    EventName.REPLY_ENDORSED,
    EventName.REPLY_SIGNED,
    EventName.REPLY_VERIFIED,
    EventName.SENT_BACK,
    EventName.SECRECY_REVIEWED,
}


class Stream(StrEnum):
    """The kinds of lines, so that a reader can look at one kind alone."""

    STEP = "step"
    LETTER = "letter"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The Chinese word of the filter."""
        return {"step": "流程", "letter": "文书", "system": "系统"}[self.value]


STREAMS = {
    EventName.LETTER_FROZEN: Stream.LETTER,
    EventName.REPLY_SIGNED: Stream.LETTER,
    EventName.REPLY_SEALED: Stream.LETTER,
    EventName.REPLY_SERVED: Stream.LETTER,
    EventName.DECISION_DRAFTED: Stream.LETTER,
    EventName.TASK_CLAIMED: Stream.SYSTEM,
    EventName.TASK_RELEASED: Stream.SYSTEM,
    EventName.TASK_REASSIGNED: Stream.SYSTEM,
    EventName.HANDLER_CHANGED: Stream.SYSTEM,
    EventName.DEADLINE_ESCALATED: Stream.SYSTEM,
    EventName.DUE_DATE_CHANGED: Stream.SYSTEM,
}


@dataclass(frozen=True)
class Line:
    """One event; `on` is the day it happened, `at` the moment it was entered."""

    event: EventName
    stream: Stream
    on: date
    at: datetime
    who: str
    what: str
    details: tuple[str, ...]
    is_warning: bool


def lines(entries: Sequence[HistoryEntry], steps: Mapping[str, str]) -> tuple[Line, ...]:
    """The history as lines, oldest first; `steps` are the names of the steps in the drawings."""
    return tuple(line(entry, steps) for entry in entries)


def line(entry: HistoryEntry, steps: Mapping[str, str]) -> Line:
    """One entry of the history in words."""
    return Line(
        event=entry.event,
        stream=STREAMS.get(entry.event, Stream.STEP),
        on=entry.on,
        at=entry.at,
        who=entry.who,
        what=_what(entry, steps),
        details=tuple(_details(entry.facts)),
        is_warning=entry.event in (EventName.SENT_BACK, EventName.DEADLINE_ESCALATED),
    )


def opinions(entries: Sequence[HistoryEntry], steps: Mapping[str, str]) -> tuple[Line, ...]:
    """What those who reviewed the draft said, oldest first."""
    return tuple(line(entry, steps) for entry in entries if entry.event in OPINIONS)


def _what(entry: HistoryEntry, steps: Mapping[str, str]) -> str:
    step = steps.get(str(entry.facts.get("step", "")), "")
    if entry.event is EventName.SENT_BACK:
        return f"{step}：退回修改" if step else "退回修改"
    if entry.event in (EventName.TASK_CLAIMED, EventName.TASK_RELEASED, EventName.TASK_REASSIGNED):
        return f"{entry.event.label}“{step}”" if step else entry.event.label
    if entry.event in OPINIONS and "words" in entry.facts:
        return f"{step or entry.event.label}：同意"
    return entry.event.label


_WORDS = {
    "remark": "备注",
    "envelope": "收发登记号",
    "paper": "材料",
    "way": "方式",
    "spoke_with": "通话对象",
    "changed": "改动",
    "words": "意见",
    "evidence": "依据",
    "who_answers": "由谁负责公开",
    "unit": "处室",
    "to_name": "转给",
    "reason": "理由",
    "systems": "检索范围",
    "terms": "检索词",
    "years": "年度",
    "units": "检索单位",
    "result": "结果",
    "opinion": "意见",
    "register_entry": "用印登记号",
    "copies": "份数",
    "tracking_number": "单号",
    "proof": "送达凭证",
    "platform_number": "平台编号",
    "receipt_number": "平台回执",
    "file_number": "归档号",
    "retention": "保管期限",
    "identity_checked": "身份核验",
    "purpose": "材料类别",
    "old": "原到期日",
    "new": "现到期日",
    "cause": "起因",
    "sha256": "文件指纹",
    "action": "措施",
    "leading": "答复书所在的申请",
    "joined": "一并答复的申请",
}


def _details(facts: Mapping[str, Any]) -> list[str]:
    found = [f"第 {facts['item']} 项"] if "item" in facts else []
    found += [f"{words}：{_text(facts[name])}" for name, words in _WORDS.items() if facts.get(name)]
    found += _signatures(facts.get("sheet") or {})
    if facts.get("due_on"):  # reminders bear the legal date, questions to a unit their own
        found.append(f"{'法定到期日' if 'rung' in facts else '答复日期'}：{_text(facts['due_on'])}")
    for number, ruled in (facts.get("objections") or {}).items():
        found.append(f"第 {number} 项：第三方的理由{'合理' if ruled['reasonable'] else '不合理'}")
    if facts.get("agrees") is not None:
        found.append("同意公开" if facts["agrees"] else "不同意公开")
    if "holds_classified" in facts:
        found.append(f"涉密：{'是' if facts['holds_classified'] else '否'}")
    if "method" in facts:
        found.append(f"送达方式：{DeliveryMethod(facts['method']).label}")
    if facts.get("about"):
        found.insert(0, f"事由：{Purpose(facts['about']).label}")
    if facts.get("recipient"):
        found.append(f"提醒：{Role(facts['recipient']).label}")
    return found + [f"第 {number} 项：{Outcome(value).label}" for number, value in facts.get("outcomes", {}).items()]


def _signatures(sheet: Mapping[str, str]) -> list[str]:
    """Who signed on paper, 代 whom, and by which authorisation; who entered it stands at the head of the line."""
    if not sheet.get("signed_by"):
        return []
    if "acting_for" not in sheet:
        return [f"纸质签字：{sheet['signed_by']}"]
    authorisation = sheet.get("authorisation", "")
    return [f"纸质签字：{sheet['signed_by']}（代{sheet['acting_for']}签，授权：{authorisation}）"]


_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ACTIONS = {"remind": "提醒", "urge": "督办"}


def _text(value: Any) -> str:
    """A stored fact in the reader's words: lists joined, dates in Chinese."""
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    text = str(value)
    return chinese_date(date.fromisoformat(text)) if _ISO_DATE.fullmatch(text) else _ACTIONS.get(text, text)
