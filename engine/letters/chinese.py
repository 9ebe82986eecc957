"""Dates, numerals and lists as an official letter writes them."""

from collections.abc import Sequence
from datetime import date

_DIGITS = "零一二三四五六七八九"


def chinese_date(day: date) -> str:
    """`2026年1月5日`: Arabic digits, full year, no padding (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def numeral(number: int) -> str:
    """`一` … `九十九`, for headings and items; ValueError beyond."""
    if not 1 <= number <= 99:
        raise ValueError(f"no heading numeral for {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def item_list(numbers: Sequence[int]) -> str:
    """`第1项`, `第1项和第3项`, `第1项、第2项和第4项`."""
    names = [f"第{number}项" for number in numbers]
    return "和".join(("、".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def cited(*printed: str) -> str:
    """Several printed articles of one law, its name once: `《条例》第十四条、第三十六条第（三）项`."""
    source, _, _ = printed[0].partition("》")
    first, *others = printed
    return "、".join([first, *(other.removeprefix(f"{source}》") for other in others)])
