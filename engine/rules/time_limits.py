"""Every statutory length once, beside its article: a change of law is a change of one line here."""

from dataclasses import dataclass

from engine.rules.articles import Article

_FEES = "《收费办法》"
_RECONSIDERATION = "《行政复议法》"
_LITIGATION = "《行政诉讼法》"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """A length in exactly one unit (working days, calendar days or months) and the article that sets it."""

    working_days: int = 0
    calendar_days: int = 0
    months: int = 0
    article: Article

    def __post_init__(self) -> None:
        if sum(1 for length in (self.working_days, self.calendar_days, self.months) if length > 0) != 1:
            raise ValueError("a time limit has exactly one positive length")

    def __str__(self) -> str:
        """The length in Chinese: 20个工作日, 60日, 6个月."""
        if self.working_days:
            return f"{self.working_days}个工作日"
        return f"{self.calendar_days}日" if self.calendar_days else f"{self.months}个月"


@dataclass(frozen=True, slots=True)
class YearlyDate:
    """A day of each year by which something is due; a rest day does not move it. 《条例》第49条"""

    month: int
    day: int
    article: Article


# The application and its answer.
SUPPLEMENT_NOTICE = TimeLimit(working_days=7, article=Article(30))
REPLY = TimeLimit(working_days=20, article=Article(33, 2))
EXTENSION = TimeLimit(working_days=20, article=Article(33, 2))  # in total, however many grants
THIRD_PARTY_OPINION = TimeLimit(working_days=15, article=Article(32))
CO_MAKER_OPINION = TimeLimit(working_days=15, article=Article(34))
FEE_PAYMENT = TimeLimit(working_days=20, article=Article(6, source=_FEES))
REPLY_AFTER_PAYMENT = TimeLimit(working_days=20, article=Article(6, source=_FEES))

# Publication and the yearly report.
PROACTIVE_PUBLICATION = TimeLimit(working_days=20, article=Article(26))
DEPARTMENT_REPORT = YearlyDate(1, 31, Article(49, 1))
GOVERNMENT_REPORT = YearlyDate(3, 31, Article(49, 2))

# Remedies. Days are calendar days, except where the law says working days.
RECONSIDERATION = TimeLimit(calendar_days=60, article=Article(20, 1, source=_RECONSIDERATION))
RECONSIDERATION_UNTOLD = TimeLimit(months=12, article=Article(20, 3, source=_RECONSIDERATION))
RECONSIDERATION_ANSWER = TimeLimit(working_days=10, article=Article(48, source=_RECONSIDERATION))
RECONSIDERATION_ANSWER_SIMPLE = TimeLimit(working_days=5, article=Article(54, source=_RECONSIDERATION))
DEFENCE_IN_COURT = TimeLimit(calendar_days=15, article=Article(67, 1, source=_LITIGATION))
APPEAL = TimeLimit(calendar_days=15, article=Article(85, source=_LITIGATION))
LITIGATION = TimeLimit(months=6, article=Article(46, source=_LITIGATION))
LITIGATION_AFTER_RECONSIDERATION = TimeLimit(calendar_days=15, article=Article(45, source=_LITIGATION))
