"""One letter into its items: where the applicant has numbered them, or written them one a line. No word is lost."""

import re

_MARK = (
    r"(?:[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}(?:[、．)）]|\.(?!\d)))"
)
_AT_LINE = re.compile(rf"^\s*{_MARK}\s*", re.MULTILINE)
_IN_LINE = re.compile(rf"(?<=[；;。：:])\s*{_MARK}\s*")


def split_items(text: str) -> tuple[str, ...]:
    """The things that are asked for, one a text: by their numbers, else by lines; one where there is nothing to part.

    What stands before the first number goes with the first item.
    《条例》第29条第2款
    """
    text = text.strip()
    for mark in (_AT_LINE, _IN_LINE):
        starts = list(mark.finditer(text))
        if len(starts) > 1:
            return _between(text, [(found.start(), found.end()) for found in starts])
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(lines)


def _between(text: str, marks: list[tuple[int, int]]) -> tuple[str, ...]:
    ends = [start for start, _ in marks[1:]] + [len(text)]
    parts = [text[begin:end].strip().rstrip("；;") for (_, begin), end in zip(marks, ends, strict=True)]
    before = text[: marks[0][0]].strip()
    if before:
        parts[0] = f"{before}{parts[0]}"
    return tuple(part for part in parts if part)
