"""Letters that complain and ask at once: they are registered like any other, and what they are is found out later.

《条例》第39条第1款
"""

WORDS = ("信访", "上访", "投诉", "举报", "控告", "检举", "申诉", "反映")
"""Words by which a complaint inside an application is noticed; they decide nothing."""


def complaint_words(text: str) -> tuple[str, ...]:
    """Those of the words that stand in the text, so that whoever registers it is told not to turn it away.

    《条例》第39条第1款
    """
    return tuple(word for word in WORDS if word in text)
