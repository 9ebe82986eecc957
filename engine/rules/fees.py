"""Processing fees (信息处理费): two ladders, never both for one application, and never without a person's decision.

By item the ladder climbs over one applicant's applications of a calendar month; by page it climbs inside one
application. Amounts are whole yuan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.vocabulary import Labelled

_FEES = "《收费办法》"
BY_ITEM_ARTICLE = Article(4, source=_FEES)
BY_PAGE_ARTICLE = Article(5, source=_FEES)
METHOD_ARTICLE = Article(3, source=_FEES)


class FeeMethod(Labelled):
    """计收方式. 《收费办法》第3条"""

    BY_ITEM = "by_item", "按件计收"
    BY_PAGE = "by_page", "按量计收"


@dataclass(frozen=True, slots=True)
class Step:
    """One slice of a ladder: numbers `first` to `last` at one rate in yuan."""

    first: int
    last: int
    rate: int

    @property
    def count(self) -> int:
        """How many items or pages lie in the slice."""
        return self.last - self.first + 1

    def span(self, unit: str) -> str:
        """The numbers of the slice as a notice prints them: 第11至30件, or 第12件 alone."""
        return f"第{self.first}{unit}" if self.first == self.last else f"第{self.first}至{self.last}{unit}"

    @property
    def amount(self) -> int:
        """What the slice costs, in yuan."""
        return self.count * self.rate


@dataclass(frozen=True, slots=True)
class Fee:
    """A proposed fee and its computation; a person decides whether it is asked at all."""

    method: FeeMethod
    steps: tuple[Step, ...]
    article: Article

    @property
    def amount(self) -> int:
        """The whole fee in yuan."""
        return sum(step.amount for step in self.steps)

    @property
    def computation(self) -> tuple[str, ...]:
        """One Chinese line for each slice, as the fee notice prints it."""
        unit = "件" if self.method is FeeMethod.BY_ITEM else "页"
        return tuple(
            f"{step.span(unit)}，共{step.count}{unit}，"
            + (f"每{unit}{step.rate}元，计{step.amount}元" if step.rate else "不收费")
            for step in self.steps
        )


def item_rate(number: int) -> int:
    """Yuan for the n-th application of one applicant in a calendar month: 10 free, 20 at 100, then +100 each ten.

    《收费办法》第4条
    """
    if number <= 10:
        return 0
    return 100 if number <= 30 else 200 + 100 * ((number - 31) // 10)


def page_rate(number: int) -> int:
    """Yuan for the n-th page given in one application: 30 free, 70 at 10, 100 at 20, the rest at 40.

    《收费办法》第5条
    """
    if number <= 30:
        return 0
    if number <= 100:
        return 10
    return 20 if number <= 200 else 40


def fee_by_item(items: int, *, earlier_this_month: int = 0) -> Fee:
    """The fee for further applications of an applicant who made `earlier_this_month` in the same calendar month.

    《收费办法》第4条
    """
    _require_count(items, "items", least=1)
    _require_count(earlier_this_month, "earlier_this_month", least=0)
    edges = [10, 30, *range(40, earlier_this_month + items + 10, 10)]
    slices = _slices(earlier_this_month + 1, earlier_this_month + items, edges)
    return Fee(FeeMethod.BY_ITEM, tuple(Step(*one, item_rate(one[0])) for one in slices), BY_ITEM_ARTICLE)


def fee_by_page(pages: int) -> Fee:
    """The fee for the pages given in one application; pages of other applications are never added.

    《收费办法》第5条
    """
    _require_count(pages, "pages", least=1)
    slices = _slices(1, pages, [30, 100, 200])
    return Fee(FeeMethod.BY_PAGE, tuple(Step(*one, page_rate(one[0])) for one in slices), BY_PAGE_ARTICLE)


def earlier_in_month(received: Sequence[date], day: date) -> int:
    """How many of an applicant's other applications lie in the calendar month of `day`, up to that day.

    《收费办法》第4条
    """
    return sum(1 for one in received if (one.year, one.month) == (day.year, day.month) and one <= day)


def require_one_method(methods: Sequence[FeeMethod]) -> None:
    """Nothing, if one application bears fees of one kind at most; RuleViolation when both ladders are used.

    《收费办法》第3条
    """
    if len(set(methods)) > 1:
        raise RuleViolation(
            "同一件申请只能选择按件或者按量一种方式计收信息处理费，请去掉其中一种。",
            str(METHOD_ARTICLE),
            field="method",
        )


def _slices(first: int, last: int, edges: Sequence[int]) -> list[tuple[int, int]]:
    """The numbers from first to last, cut after each edge."""
    slices, start = [], first
    for edge in (*edges, last):
        if start <= (end := min(edge, last)):
            slices.append((start, end))
            start = end + 1
    return slices


def _require_count(number: int, field: str, *, least: int) -> None:
    if number < least:
        raise RuleViolation(f"数量不能小于{least}，请核对。", str(METHOD_ARTICLE), field=field)
