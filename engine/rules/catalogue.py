"""Which topics of the catalogue an applicant's own words point to; a suggestion only, the applicant decides."""

import re

from engine.rules.likeness import plain

ENOUGH = 0.5
"""From this share of a title's pairs of characters on it is suggested. 内部规定：目录提示"""

_BETWEEN = re.compile(r"[、，,；;\s]+")


def closeness(typed: str, title: str, keywords: str) -> float:
    """How well the typed words fit a topic: its keywords found, and the share of its title; 0 when it does not fit.

    《条例》第36条第（一）项
    """
    text = plain(typed)
    found = sum(len(word) > 1 and word in text for word in map(plain, _BETWEEN.split(keywords)))
    pairs = _pairs(plain(title))
    share = len(pairs & _pairs(text)) / len(pairs) if pairs else 0.0
    return found + share if found or share >= ENOUGH else 0.0


def likeness(one: str, other: str) -> float:
    """The share of pairs of characters that two subjects have in common, from 0 to 1. 内部规定：同类答复提示"""
    first, second = _pairs(plain(one)), _pairs(plain(other))
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}
