"""Whether two requested items ask for the same thing, by their words alone; a person decides what follows."""

import re
from difflib import SequenceMatcher

from engine.rules.vocabulary import Labelled

LIKE = 0.85
"""From this share of common characters on two texts are shown to a person as alike. 内部规定：相同申请提示"""

_NOISE = re.compile(r"[\s\W_]+")
_POLITE = re.compile(r"(?:本人|我|现)?(?:申请|请求|要求|请)(?:贵单位|贵机关|贵办|贵局|你单位)?(?:依法)?(?:公开|提供)")


class GroupKind(Labelled):
    """并案的缘由: why cases are worked together. 《条例》第36条"""

    SAME_APPLICANT = "same_applicant", "同一申请人的多件申请"
    SAME_TEXT = "same_text", "不同申请人的相同申请"


def plain(text: str) -> str:
    """The text without blanks, marks and the words by which one asks."""
    return _POLITE.sub("", _NOISE.sub("", text)).lower()


def is_same(one: str, other: str) -> bool:
    """Whether nothing but blanks, marks and politeness differs."""
    return bool(plain(one)) and plain(one) == plain(other)


def is_alike(one: str, other: str) -> bool:
    """Whether most of the words are common to both, so that somebody should look."""
    first, second = plain(one), plain(other)
    if not first or not second or min(len(first), len(second)) < LIKE / 2 * max(len(first), len(second)):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE
