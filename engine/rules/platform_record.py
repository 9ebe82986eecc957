"""A record of a platform of a higher authority, pasted as lines of 字段：值: which line says what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

FIELDS: Mapping[str, tuple[str, ...]] = {
    "platform": ("平台名称", "来源平台", "平台", "转办平台", "来源"),
    "number": ("平台编号", "申请编号", "受理编号", "办件编号", "查询编号", "编号", "申请单号", "流水号"),
    "submitted": ("提交时间", "申请时间", "申请日期", "提交日期", "网上提交时间"),
    "transferred": ("转办时间", "转入时间", "交办时间", "分发时间", "转办日期", "转交时间", "派发时间"),
    "answer_by": ("反馈期限", "反馈截止日期", "要求反馈日期", "办理期限", "反馈截止时间"),
    "applicant_kind": ("申请人类别", "申请人类型", "申请主体类型", "申请人性质"),
    "applicant_name": ("申请人", "申请人姓名", "姓名", "名称", "申请人姓名或者名称", "申请人名称", "单位名称"),
    "identity_kind": ("证件类型", "证件名称", "证件种类"),
    "identity_number": ("证件号码", "证件号", "身份证号", "身份证号码", "统一社会信用代码", "社会信用代码"),
    "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式"),
    "email": ("电子邮箱", "邮箱", "电子邮件", "E-mail", "Email"),
    "postcode": ("邮政编码", "邮编"),
    "address": ("通信地址", "联系地址", "地址", "邮寄地址", "通讯地址"),
    "items": (
        "申请内容", "所需信息内容描述", "所需政府信息", "信息内容", "申请公开的内容", "所需信息的内容描述", "内容描述",
        "所需信息描述", "申请公开内容", "名称、文号或者其他特征性描述",
    ),
    "form_wanted": ("提供方式", "信息提供方式", "获取信息的形式", "提供政府信息的方式", "希望的提供方式", "介质形式"),
    "delivery": ("送达方式", "获取信息的方式", "获取方式", "获取信息方式", "希望的送达方式", "答复方式"),
}  # fmt: skip
"""What the record says → the labels under which platforms print it."""

_NOT_OURS = frozenset(
    {"用途", "信息用途", "所需信息用途", "所需信息的用途", "申请用途", "办理状态", "当前状态", "附件", "备注"}
)
"""Labels of lines that end the request and are not taken over; what it is wanted for is nobody's to ask."""

_LINE = re.compile(r"^\s*[【\[]?(?P<label>[^：:\]】]{1,24})[】\]]?\s*[：:]\s*(?P<value>.*)$")
_DATE = re.compile(
    r"(?P<year>\d{4})\s*[年/.-]\s*(?P<month>\d{1,2})\s*[月/.-]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[T\s]*(?P<hour>\d{1,2})\s*[:：时]\s*(?P<minute>\d{1,2}))?"
)
_BY_LABEL = {label: name for name, labels in FIELDS.items() for label in labels}


@dataclass(frozen=True)
class PastedRecord:
    """What was understood, and the lines that were not, which a person must look at."""

    values: Mapping[str, str]
    unused: tuple[str, ...]


def read_record(text: str) -> PastedRecord:
    """Every line under its field; a line without a label goes on with the value before it."""
    values: dict[str, str] = {}
    unused: list[str] = []
    current = ""
    for line in text.splitlines():
        found = _LINE.match(line)
        label = re.sub(r"\s", "", found["label"]) if found else ""
        name = _BY_LABEL.get(label)
        if found and name and name not in values:
            values[name], current = found["value"].strip(), name
        elif found and not name and (current != "items" or label in _NOT_OURS):
            unused.append(line.strip())
            current = ""
        elif line.strip() and current:
            values[current] = f"{values[current]}\n{line.strip()}".strip()
        elif line.strip():
            unused.append(line.strip())
    return PastedRecord(values, tuple(unused))


def moment_in(text: str) -> tuple[date, time] | None:
    """The first date of the text and its time of day, midnight where it has none; None when there is no date."""
    found = _DATE.search(text)
    if found is None:
        return None
    year, month, day, hour, minute = (int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute"))
    try:
        return date(year, month, day), time(hour, minute)
    except ValueError:
        return None


def day_in(text: str) -> date | None:
    """The first date of the text; None when there is none."""
    found = moment_in(text)
    return found[0] if found else None
