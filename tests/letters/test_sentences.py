"""What single letters must say and must not: the later publication, the stopped clock, withdrawal, the new answer."""

import pytest

from tests.letters.press import Press
from tests.letters.test_words import said


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("disclosed_later", ("第三十六条第（二）项", "决定公开该信息", "2026年2月13日", "专栏公布", "行政复议")),
        ("consultation_notice", ("书面征求第三方的意见", "第三十三条第三款", "不计算在答复期限内")),
        ("third_party_decision", ("第三十二条", "公开", "行政复议")),
        ("withdrawal_confirmation", ("撤回",)),
        ("renewed", ("重新", "行政复议")),
    ],
)
def test_a_letter_says_what_its_kind_must(press: Press, name: str, words: tuple[str, ...]) -> None:
    text = "".join(said(press, name))
    assert not [each for each in words if each not in text]


def test_the_stopped_clock_is_told_without_a_name(press: Press) -> None:
    """D14 says that somebody is asked, never who. 《条例》第32条、第33条第3款"""
    text, asked = "".join(said(press, "consultation_notice")), press.sample("third_party_letter").facts
    assert asked.addressee not in text  # type: ignore[attr-defined]
    assert "行政复议" not in text
