"""Posted letters go by the postal enterprise and at the agency's cost."""

import pytest

from engine.errors import RuleViolation
from engine.rules.posting import require_lawful_posting
from engine.rules.vocabulary import Carrier


def test_the_postal_enterprise_at_our_cost_is_lawful() -> None:
    require_lawful_posting(Carrier.POSTAL_ENTERPRISE, recipient_pays=False)


def test_a_private_courier_carries_no_official_document() -> None:
    with pytest.raises(RuleViolation, match="民营快递") as refused:
        require_lawful_posting(Carrier.PRIVATE_COURIER, recipient_pays=False)
    assert (refused.value.article, refused.value.field) == ("《邮政法》第55条", "carrier")


def test_cash_on_delivery_is_a_charge_that_the_law_has_done_away_with() -> None:
    with pytest.raises(RuleViolation, match="到付") as refused:
        require_lawful_posting(Carrier.POSTAL_ENTERPRISE, recipient_pays=True)
    assert (refused.value.article, refused.value.field) == ("《条例》第42条第1款", "recipient_pays")
