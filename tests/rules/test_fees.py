"""Both fee ladders on every worked example, and what the fee rules forbid."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RuleViolation
from engine.rules.fees import (
    FeeMethod,
    earlier_in_month,
    fee_by_item,
    fee_by_page,
    item_rate,
    page_rate,
    require_one_method,
)

PAGES = [(1, 0), (30, 0), (31, 10), (68, 380), (100, 700), (101, 720), (150, 1700), (200, 2700), (201, 2740)]
PAGES += [(1500, 54700)]
ITEMS = [(10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (45, 5500), (61, 11500)]


@pytest.mark.parametrize(("pages", "yuan"), PAGES)
def test_by_page(pages: int, yuan: int) -> None:
    assert fee_by_page(pages).amount == yuan


@pytest.mark.parametrize(("items", "yuan"), ITEMS)
def test_by_item(items: int, yuan: int) -> None:
    assert fee_by_item(items).amount == yuan


def test_two_months_are_counted_apart() -> None:
    received = [date(2026, 5, 31)] * 8
    assert earlier_in_month(received, date(2026, 6, 1)) == 0
    assert fee_by_item(8, earlier_this_month=earlier_in_month(received, date(2026, 6, 1))).amount == 0
    assert earlier_in_month(received, date(2026, 5, 31)) == 8


def test_pages_of_two_applications_are_not_added() -> None:
    assert fee_by_page(30).amount + fee_by_page(30).amount == 0


def test_one_application_never_bears_both() -> None:
    require_one_method([])
    require_one_method([FeeMethod.BY_ITEM, FeeMethod.BY_ITEM])
    with pytest.raises(RuleViolation, match="一种方式"):
        require_one_method([FeeMethod.BY_ITEM, FeeMethod.BY_PAGE])


def test_the_computation_can_be_printed() -> None:
    assert fee_by_page(150).computation == (
        "第1至30页，共30页，不收费",
        "第31至100页，共70页，每页10元，计700元",
        "第101至150页，共50页，每页20元，计1000元",
    )
    assert fee_by_item(3, earlier_this_month=29).computation == (
        "第30件，共1件，每件100元，计100元",
        "第31至32件，共2件，每件200元，计400元",
    )


@pytest.mark.parametrize("wrong", [0, -1])
def test_a_count_below_one_is_refused(wrong: int) -> None:
    for fee in (fee_by_item, fee_by_page):
        with pytest.raises(RuleViolation):
            fee(wrong)


@given(st.integers(0, 300), st.integers(1, 300))
def test_the_slices_add_up_to_the_rate_of_each_number(earlier: int, more: int) -> None:
    by_item = fee_by_item(more, earlier_this_month=earlier)
    assert by_item.amount == sum(item_rate(number) for number in range(earlier + 1, earlier + more + 1))
    assert sum(step.count for step in by_item.steps) == more
    assert fee_by_page(more).amount == sum(page_rate(number) for number in range(1, more + 1))


@given(st.integers(0, 100), st.integers(1, 100), st.integers(1, 100))
def test_splitting_a_month_changes_nothing(earlier: int, one: int, other: int) -> None:
    together = fee_by_item(one + other, earlier_this_month=earlier).amount
    apart = fee_by_item(one, earlier_this_month=earlier).amount
    assert together == apart + fee_by_item(other, earlier_this_month=earlier + one).amount
