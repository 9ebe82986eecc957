"""Articles of law as values that print themselves: in code, on pages, in letters and in the vocabulary of cases."""

import re
from dataclasses import dataclass

from engine.errors import RuleViolation

REGULATIONS = "《条例》"

_FULL_TITLES = {
    REGULATIONS: "《中华人民共和国政府信息公开条例》",
    "《收费办法》": "《政府信息公开信息处理费管理办法》",
    "《行政复议法》": "《中华人民共和国行政复议法》",
    "《行政诉讼法》": "《中华人民共和国行政诉讼法》",
    "《民事诉讼法》": "《中华人民共和国民事诉讼法》",
    "《民法典》": "《中华人民共和国民法典》",
    "《档案法》": "《中华人民共和国档案法》",
    "《保守国家秘密法》": "《中华人民共和国保守国家秘密法》",
    "《邮政法》": "《中华人民共和国邮政法》",
}
_LAST_ARTICLE = 56
# Articles of the Regulations (2019 text) with more than one paragraph (款), and how many they have.
# fmt: off
_PARAGRAPHS = {
    3: 4, 4: 2, 6: 2, 10: 3, 11: 2, 12: 3, 13: 2, 16: 2, 17: 3, 25: 3, 29: 2, 33: 3,
    39: 2, 42: 2, 44: 2, 47: 2, 49: 2, 50: 2, 55: 2,
}
# fmt: on
# Articles of one paragraph whose items (项) are cited directly, and how many they have.
_ITEMS = {20: 15, 31: 3, 36: 7, 53: 3}
_CODE = re.compile(r"(?P<number>[1-9]\d{0,3})(?:\((?P<first>[1-9]\d?)\))?(?:\((?P<second>[1-9]\d?)\))?")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True, order=True)
class Article:
    """One article, paragraph (款) or item (项) of a law; RuleViolation when the Regulations have no such place."""

    number: int
    paragraph: int | None = None
    item: int | None = None
    source: str = REGULATIONS

    def __post_init__(self) -> None:
        if self.source == REGULATIONS and not self._exists():
            raise RuleViolation(f"《条例》中没有{self._place()}，请核对条、款、项。")

    def __str__(self) -> str:
        """As code and pages cite it: 《条例》第33条第2款, 《条例》第36条第（三）项."""
        return self.source + self._place()

    @property
    def printed(self) -> str:
        """As letters cite it: 《条例》第三十三条第二款."""
        return self.source + self._printed_place()

    @property
    def printed_in_full(self) -> str:
        """As a letter cites it the first time: the full title of the law in front."""
        return _FULL_TITLES.get(self.source, self.source) + self._printed_place()

    @property
    def code(self) -> str:
        """As the cases and the tables write it: 33(2), 36(3)."""
        return "".join([str(self.number), *(f"({part})" for part in (self.paragraph, self.item) if part)])

    @staticmethod
    def parse(code: str, source: str = REGULATIONS) -> "Article":
        """The article that a code such as "36(3)" names; RuleViolation when it names none.

        One number in brackets is an item where the article has items of its own (20, 31, 36, 53 of the
        Regulations), else a paragraph; two are paragraph and item.
        """
        match = _CODE.fullmatch(code.strip())
        if match is None:
            raise RuleViolation(f"无法识别条款“{code}”，请写成“33(2)”这样的形式。")
        number = int(match["number"])
        first, second = (int(part) if part else None for part in match.group("first", "second"))
        if second is None and source == REGULATIONS and number in _ITEMS:
            return Article(number, item=first, source=source)
        return Article(number, first, second, source)

    def _exists(self) -> bool:
        if not 1 <= self.number <= _LAST_ARTICLE:
            return False
        if self.paragraph is not None:
            return 1 <= self.paragraph <= _PARAGRAPHS.get(self.number, 1)
        return self.item is None or 1 <= self.item <= _ITEMS.get(self.number, 0)

    def _place(self) -> str:
        paragraph = f"第{self.paragraph}款" if self.paragraph else ""
        return f"第{self.number}条{paragraph}{self._printed_item()}"

    def _printed_place(self) -> str:
        paragraph = f"第{chinese_number(self.paragraph)}款" if self.paragraph else ""
        return f"第{chinese_number(self.number)}条{paragraph}{self._printed_item()}"

    def _printed_item(self) -> str:
        return f"第（{chinese_number(self.item)}）项" if self.item else ""


def chinese_number(number: int) -> str:
    """A number from 1 to 9999 in Chinese numerals as laws print it: 十四, 三十六, 一百零五, 一千二百六十."""
    if not 1 <= number <= 9999:
        raise ValueError(f"no Chinese numeral for {number}")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(text) and digit == 0
    return text[1:] if text.startswith("一十") else text
