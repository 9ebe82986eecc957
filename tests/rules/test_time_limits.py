"""The statutory lengths, as the law has them."""

from datetime import date

import pytest

from engine.rules import time_limits
from engine.rules.articles import Article
from engine.rules.time_limits import TimeLimit
from engine.rules.working_days import Calendar

LENGTHS = [
    (time_limits.SUPPLEMENT_NOTICE, "7个工作日", "《条例》第30条"),
    (time_limits.REPLY, "20个工作日", "《条例》第33条第2款"),
    (time_limits.EXTENSION, "20个工作日", "《条例》第33条第2款"),
    (time_limits.THIRD_PARTY_OPINION, "15个工作日", "《条例》第32条"),
    (time_limits.CO_MAKER_OPINION, "15个工作日", "《条例》第34条"),
    (time_limits.FEE_PAYMENT, "20个工作日", "《收费办法》第6条"),
    (time_limits.REPLY_AFTER_PAYMENT, "20个工作日", "《收费办法》第6条"),
    (time_limits.PROACTIVE_PUBLICATION, "20个工作日", "《条例》第26条"),
    (time_limits.RECONSIDERATION, "60日", "《行政复议法》第20条第1款"),
    (time_limits.LITIGATION, "6个月", "《行政诉讼法》第46条"),
    (time_limits.LITIGATION_AFTER_RECONSIDERATION, "15日", "《行政诉讼法》第45条"),
    (time_limits.RECONSIDERATION_ANSWER, "10个工作日", "《行政复议法》第48条"),
    (time_limits.RECONSIDERATION_ANSWER_SIMPLE, "5个工作日", "《行政复议法》第54条"),
]


@pytest.mark.parametrize(("limit", "length", "article"), LENGTHS)
def test_each_length_stands_beside_its_article(limit: TimeLimit, length: str, article: str) -> None:
    assert (str(limit), str(limit.article)) == (length, article)


def test_a_length_has_exactly_one_unit() -> None:
    with pytest.raises(ValueError, match="exactly one"):
        TimeLimit(working_days=1, months=1, article=Article(33))
    with pytest.raises(ValueError, match="exactly one"):
        TimeLimit(article=Article(33))


def test_a_document_on_the_proactive_list_is_published_within_twenty_working_days() -> None:
    length = time_limits.PROACTIVE_PUBLICATION.working_days
    assert Calendar.official().after(date(2026, 2, 6), length) == date(2026, 3, 12)
