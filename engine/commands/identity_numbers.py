"""Numbers with check digits (GB 11643, GB 32100): a slip of the finger is noticed, and never more than noticed.

The copy may be hard to read, the paper a foreign one, the register wrong: whoever applies is not turned away for it.
《条例》第28条、第29条
"""

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError

CHECKED_BY = {"居民身份证": ric.validate, "统一社会信用代码": uscc.validate}
"""Kinds of numbers that carry check digits."""

REGISTERED_AS_GIVEN = "证件号码校验不符，照申请人所填登记"
"""What the history says of a number that does not add up."""

_DOUBTS: dict[type[ValidationError], str] = {
    InvalidLength: "应为18位",
    InvalidFormat: "含有不该有的字符",
    InvalidChecksum: "末位校验码不符",
    InvalidComponent: "其中的地区或者出生日期不符",
}


def doubt_about(kind: str, number: str) -> str:
    """What speaks against the number, in words; empty when nothing does or its kind has no check digits."""
    if not number or kind not in CHECKED_BY:
        return ""
    try:
        CHECKED_BY[kind](number)
    except ValidationError as error:
        return f"{kind}号码{_DOUBTS.get(type(error), '不符合规则')}"
    return ""
