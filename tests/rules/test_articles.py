"""Articles print themselves alike everywhere and refuse to name a place that the Regulations do not have."""

import pytest

from engine.errors import RuleViolation
from engine.rules.articles import Article, chinese_number

FORMS = [
    (Article(30), "《条例》第30条", "《条例》第三十条", "30"),
    (Article(33, 2), "《条例》第33条第2款", "《条例》第三十三条第二款", "33(2)"),
    (Article(36, item=3), "《条例》第36条第（三）项", "《条例》第三十六条第（三）项", "36(3)"),
    (Article(20, item=15), "《条例》第20条第（十五）项", "《条例》第二十条第（十五）项", "20(15)"),
    (Article(29, 2, 3), "《条例》第29条第2款第（三）项", "《条例》第二十九条第二款第（三）项", "29(2)(3)"),
]


@pytest.mark.parametrize(("article", "text", "printed", "code"), FORMS)
def test_an_article_has_three_printed_forms(article: Article, text: str, printed: str, code: str) -> None:
    assert (str(article), article.printed, article.code) == (text, printed, code)


@pytest.mark.parametrize(("article", "code"), [(form[0], form[3]) for form in FORMS])
def test_a_code_names_the_article_it_came_from(article: Article, code: str) -> None:
    assert Article.parse(code) == article


def test_the_number_in_brackets_is_an_item_only_where_the_article_has_items() -> None:
    assert Article.parse("31(2)") == Article(31, item=2)
    assert Article.parse("16(2)") == Article(16, 2)
    assert Article.parse("10(3)") == Article(10, 3)
    assert Article.parse("39(1)") == Article(39, 1)


@pytest.mark.parametrize(
    "code", ["", "0", "57", "36(8)", "36(0)", "33(4)", "30(2)", "31(4)", "x", "36(三)", "36(3", "-1"]
)
def test_a_place_that_does_not_exist_is_refused(code: str) -> None:
    with pytest.raises(RuleViolation):
        Article.parse(code)


def test_other_laws_keep_their_name() -> None:
    article = Article.parse("23(1)(4)", "《行政复议法》")
    assert str(article) == "《行政复议法》第23条第1款第（四）项"
    assert article.printed_in_full == "《中华人民共和国行政复议法》第二十三条第一款第（四）项"


def test_articles_sort_as_in_the_law() -> None:
    assert Article(14) < Article(32) < Article(36)


NUMERALS = [(1, "一"), (10, "十"), (14, "十四"), (20, "二十"), (56, "五十六"), (100, "一百"), (105, "一百零五")]
NUMERALS += [(110, "一百一十"), (201, "二百零一"), (1001, "一千零一"), (1260, "一千二百六十")]


@pytest.mark.parametrize(("number", "text"), NUMERALS)
def test_chinese_numerals(number: int, text: str) -> None:
    assert chinese_number(number) == text
