"""How other programs and other offices write the words of an application, read as our own words."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, FormOfProvision, Labelled

AnyWord = TypeVar("AnyWord", bound=Labelled)

COLUMNS: Mapping[str, str] = {
    "channel": "申请渠道",
    "arrived_on": "来件日期",
    "received_on": "收到之日",
    "evidence": "收到凭据",
    "applicant_kind": "申请人类别",
    "applicant_name": "申请人",
    "identity_kind": "证件类型",
    "identity_number": "证件号码",
    "phone": "联系电话",
    "email": "电子邮箱",
    "postcode": "邮政编码",
    "address": "通信地址",
    "items": "申请内容",
    "form_wanted": "提供方式",
    "delivery": "送达方式",
    "co_applicants": "共同申请人",
    "agent_name": "代理人",
    "agent_firm": "代理人所在单位",
    "recipient_name": "收件人",
    "recipient_postcode": "收件人邮编",
    "recipient_address": "收件人地址",
    "platform": "上级平台",
    "number": "平台编号",
    "submitted": "平台提交时间",
    "transferred": "平台转办时间",
    "answer_by": "平台反馈期限",
}
"""The columns of a sheet of applications, in the order in which the template shows them."""

NEEDED = ("channel", "arrived_on", "applicant_kind", "applicant_name", "items", "delivery")
"""Columns that every row must fill."""

MOST_ROWS = 100
"""How many applications one sheet may hold."""

IDENTITY_KINDS = (
    "居民身份证", "统一社会信用代码", "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "其他",
)  # fmt: skip
"""身份证明: the kinds of papers by which an applicant or agent is known. 《条例》第29条第2款"""

_KINDS = {"公民": ApplicantKind.NATURAL_PERSON, "个人": ApplicantKind.NATURAL_PERSON, "企业": ApplicantKind.ENTERPRISE}
_DELIVERIES = (
    ("邮寄", DeliveryMethod.POSTAL),
    ("邮件", DeliveryMethod.EMAIL),
    ("邮箱", DeliveryMethod.EMAIL),
    ("自行", DeliveryMethod.IN_PERSON),
    ("当面", DeliveryMethod.IN_PERSON),
    ("领取", DeliveryMethod.IN_PERSON),
    ("网", DeliveryMethod.PLATFORM),
    ("平台", DeliveryMethod.PLATFORM),
)
_FORMS = (
    ("纸", FormOfProvision.PAPER),
    ("电子", FormOfProvision.ELECTRONIC),
    ("光盘", FormOfProvision.COPIED_DATA),
    ("磁盘", FormOfProvision.COPIED_DATA),
    ("查阅", FormOfProvision.INSPECTION),
    ("抄录", FormOfProvision.INSPECTION),
)


def channel_of(text: str) -> Channel | None:
    """The channel of this label; None when it is none of ours."""
    return _labelled(Channel, text)


def kind_of(text: str) -> ApplicantKind | None:
    """The applicant's kind by its label, or as platforms write it; None when it says no more than 法人."""
    return _labelled(ApplicantKind, text) or _KINDS.get(text.strip())


def delivery_of(text: str) -> DeliveryMethod | None:
    """The way of delivery by its label, or by the word in it; None when there is none."""
    return _labelled(DeliveryMethod, text) or _holding(text, _DELIVERIES)


def form_of(text: str) -> FormOfProvision | None:
    """The form of provision by its label, or by the word in it; None when there is none."""
    return _labelled(FormOfProvision, text) or _holding(text, _FORMS)


def identity_kind_of(text: str, kinds: Sequence[str]) -> str:
    """The kind of paper among `kinds` whose name is meant; empty when it is none of them."""
    wanted = text.strip()
    return next((kind for kind in kinds if wanted and (wanted in kind or kind in wanted)), "")


def labels(words: type[Labelled]) -> str:
    """All the words, for an error message."""
    return "、".join(word.label for word in words)


def _labelled(words: type[AnyWord], text: str) -> AnyWord | None:
    return next((word for word in words if word.label == text.strip()), None)


def _holding(text: str, parts: Sequence[tuple[str, AnyWord]]) -> AnyWord | None:
    return next((word for part, word in parts if part in text), None)
