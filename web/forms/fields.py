"""What can be typed into one field: its words, its shape, its limit; each says in Chinese what is wrong."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, ClassVar, Protocol

SHORT = 120
LONG = 4_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile(r"\r\n?")


class Refused(ValueError):
    """What was typed cannot be read; the message says what to type instead."""


class Labelled(Protocol):
    """A word of a vocabulary with its Chinese label."""

    value: str

    @property
    def label(self) -> str:
        """The Chinese word."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of text. `required` is the sentence shown when nothing is typed; empty when nothing need be."""

    label: str
    hint: str = ""
    required: str = ""
    most: int = SHORT
    kind: ClassVar[str] = "line"

    def read(self, texts: Sequence[str]) -> Any:
        """The value that was typed; Refused when it is missing, too long or of the wrong shape."""
        text = texts[0].strip() if texts else ""
        if not text:
            if self.required:
                raise Refused(self.required)
            return self.nothing
        if len(text) > self.most:
            raise Refused(f"最多 {self.most} 字，现有 {len(text)} 字，请精简后再提交。")
        return self.value_of(text)

    def value_of(self, text: str) -> Any:
        """The value of a text that is there and not too long."""
        if "\n" in text:
            raise Refused("此处只能填写一行文字。")
        return text

    def show(self, value: Any) -> list[str]:
        """The value as the field shows it."""
        return [] if value is None else [str(value)]

    @property
    def nothing(self) -> Any:
        """The value of an empty field."""
        return ""


@dataclass(frozen=True, kw_only=True)
class Suggested(Line):
    """One line of text for which the browser offers some; anything else may be typed."""

    suggestions: tuple[str, ...] = ()
    kind: ClassVar[str] = "suggested"


@dataclass(frozen=True, kw_only=True)
class Prose(Line):
    """Text of several lines."""

    most: int = LONG
    rows: int = 4
    kind: ClassVar[str] = "prose"

    def value_of(self, text: str) -> str:
        return text


@dataclass(frozen=True, kw_only=True)
class Names(Line):
    """Several names, one a line."""

    most: int = LONG
    rows: int = 3
    kind: ClassVar[str] = "prose"

    def value_of(self, text: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    def show(self, value: Any) -> list[str]:
        return ["\n".join(value or ())]

    @property
    def nothing(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class Secret(Line):
    """A password; never shown again."""

    kind: ClassVar[str] = "secret"

    def read(self, texts: Sequence[str]) -> str:
        text = texts[0] if texts else ""
        if not text and self.required:
            raise Refused(self.required)
        if len(text) > self.most:
            raise Refused(f"最多 {self.most} 个字符。")
        return text


@dataclass(frozen=True, kw_only=True)
class Hidden(Line):
    """A value that the page carries along."""

    kind: ClassVar[str] = "hidden"


@dataclass(frozen=True, kw_only=True)
class Day(Line):
    """A day of the calendar."""

    most: int = 20
    kind: ClassVar[str] = "day"

    def value_of(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Refused("请填写有效的日期，例如 2026-03-02。") from None

    @property
    def nothing(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class TimeOfDay(Line):
    """An hour and a minute."""

    most: int = 20
    kind: ClassVar[str] = "time"

    def value_of(self, text: str) -> time:
        try:
            return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise Refused("请填写有效的时间，例如 14:05。") from None

    def show(self, value: Any) -> list[str]:
        return [] if value is None else [f"{value:%H:%M}"]

    @property
    def nothing(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class Number(Line):
    """A whole number between two bounds."""

    least: int = 1
    largest: int = 100_000
    most: int = 12
    kind: ClassVar[str] = "number"

    def value_of(self, text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or not self.least <= int(text) <= self.largest:
            raise Refused(f"请填写 {self.least} 到 {self.largest} 之间的整数。")
        return int(text)

    @property
    def nothing(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class Pick(Line):
    """One of a few options, each a value and its words."""

    options: tuple[tuple[str, str], ...] = ()
    as_buttons: bool = False

    @property
    def kind(self) -> str:  # type: ignore[override]
        """A list to open, or buttons when the options are few."""
        return "buttons" if self.as_buttons else "pick"

    def value_of(self, text: str) -> Any:
        if text not in dict(self.options):
            raise Refused("请从所列选项中选择。")
        return text


@dataclass(frozen=True, kw_only=True)
class Word(Pick):
    """One word of a vocabulary."""

    words: type[StrEnum]

    def value_of(self, text: str) -> StrEnum:
        return self.words(super().value_of(text))

    @property
    def nothing(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class RowChoice(Pick):
    """One row, by its number."""

    def value_of(self, text: str) -> int:
        return int(super().value_of(text))

    @property
    def nothing(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class YesNo(Pick):
    """Yes or no, neither chosen beforehand unless the form says so."""

    options: tuple[tuple[str, str], ...] = (("yes", "是"), ("no", "否"))
    as_buttons: bool = True

    def value_of(self, text: str) -> bool:
        return bool(super().value_of(text) == "yes")

    def show(self, value: Any) -> list[str]:
        return [] if value is None else ["yes" if value else "no"]

    @property
    def nothing(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class Several(Pick):
    """Any number of the options."""

    kind: ClassVar[str] = "several"

    def read(self, texts: Sequence[str]) -> tuple[str, ...]:
        if not texts and self.required:
            raise Refused(self.required)
        return tuple(str(self.value_of(text)) for text in dict.fromkeys(texts))

    def show(self, value: Any) -> list[str]:
        return [str(each) for each in value or ()]


@dataclass(frozen=True, kw_only=True)
class File(Line):
    """A file to choose; its bytes are read by the page."""

    kind: ClassVar[str] = "file"

    def read(self, texts: Sequence[str]) -> None:
        return None


def of_words(words: type[StrEnum], **given: Any) -> Word:
    """The words of a vocabulary as a field, with their labels."""
    options = tuple((word.value, word.label) for word in words)  # type: ignore[attr-defined]
    return Word(words=words, options=options, **given)


def cleaned(texts: Iterable[str]) -> tuple[list[str], bool]:
    """The texts without control characters and with plain line breaks, and whether there were any to remove."""
    plain = [_BREAK.sub("\n", text) for text in texts]
    clean = [_CONTROL.sub("", text) for text in plain]
    return clean, clean != plain
