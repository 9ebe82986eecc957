"""The day of receipt by channel: what counts, what proves it, and what is refused at which field."""

from dataclasses import replace
from datetime import date

import pytest

from engine.errors import RuleViolation
from engine.rules.readings import Readings
from engine.rules.receipt import (
    CONFIRM,
    RECEIPT_RULES,
    SETTLED,
    WRONG_CHANNEL,
    Receipt,
    proposed_received_on,
    require_receipt,
    way_of,
)
from engine.rules.vocabulary import Channel, StrayChannel

TODAY = date(2026, 8, 6)
SIGNED = date(2026, 8, 3)


def a_receipt(channel: Channel = Channel.MAIL_SIGNED) -> Receipt:
    return Receipt(channel=channel, arrived_on=SIGNED, received_on=SIGNED, evidence="EMS 1234567890123，收发室签收")


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_has_a_rule_and_a_good_receipt_passes(channel: Channel) -> None:
    assert RECEIPT_RULES[channel].evidence
    require_receipt(a_receipt(channel), today=TODAY)


ARTICLES = [
    (Channel.IN_PERSON, "31(1)"),
    (Channel.MAIL_SIGNED, "31(2)"),
    (Channel.ORDINARY_LETTER, "31(2)"),
    (Channel.ONLINE_PLATFORM, "31(3)"),
    (Channel.FAX, "31(3)"),
]


@pytest.mark.parametrize(("channel", "code"), ARTICLES)
def test_each_channel_cites_its_item(channel: Channel, code: str) -> None:
    assert RECEIPT_RULES[channel].article.code == code


REFUSED = [
    ({"received_on": date(2026, 8, 7)}, "received_on", "不能晚于今天"),
    ({"arrived_on": date(2026, 8, 7)}, "arrived_on", "不能晚于今天"),
    ({"received_on": date(2026, 8, 6)}, "received_on", "内部流转"),
    ({"evidence": "  "}, "evidence", "邮件号码和签收人"),
    ({"replied_on": date(2026, 7, 31)}, "received_on", "答复日期"),
]


@pytest.mark.parametrize(("change", "field", "message"), REFUSED)
def test_a_wrong_receipt_is_refused_at_its_field(change: dict[str, object], field: str, message: str) -> None:
    with pytest.raises(RuleViolation, match=message) as raised:
        require_receipt(replace(a_receipt(), **change), today=TODAY)
    assert raised.value.field == field
    assert raised.value.article.startswith("《条例》第31条")


def test_a_letter_signed_for_by_the_mail_room_before_it_reached_the_office_counts_from_the_signature() -> None:
    require_receipt(replace(a_receipt(), arrived_on=date(2026, 8, 5)), today=TODAY)


def test_an_unsigned_letter_is_received_on_the_day_of_confirmation_and_not_before_it_came() -> None:
    require_receipt(replace(a_receipt(Channel.ORDINARY_LETTER), received_on=date(2026, 8, 5)), today=TODAY)
    with pytest.raises(RuleViolation, match="与申请人确认的日期"):
        require_receipt(replace(a_receipt(Channel.ORDINARY_LETTER), received_on=date(2026, 7, 31)), today=TODAY)


def test_only_where_no_confirmation_is_needed_the_day_is_proposed() -> None:
    assert proposed_received_on(Channel.MAIL_SIGNED, SIGNED) == SIGNED
    assert proposed_received_on(Channel.ORDINARY_LETTER, SIGNED) is None
    assert proposed_received_on(Channel.ONLINE_PLATFORM, SIGNED) is None
    confirmed = Readings(platform_receipt_confirms=True)
    assert proposed_received_on(Channel.ONLINE_PLATFORM, SIGNED, confirmed) == SIGNED
    assert proposed_received_on(Channel.FAX, SIGNED, confirmed) is None


def test_what_the_platform_confirmed_at_once_is_never_counted_from_a_later_registration() -> None:
    confirms = Readings(platform_receipt_confirms=True)
    registered_later = replace(a_receipt(Channel.ONLINE_PLATFORM), received_on=date(2026, 8, 5))
    require_receipt(registered_later, today=TODAY)
    with pytest.raises(RuleViolation, match="内部流转"):
        require_receipt(registered_later, today=TODAY, readings=confirms)


WAYS = [
    (Channel.MAIL_SIGNED, None, SETTLED),
    (Channel.EMAIL_DESIGNATED, None, CONFIRM),
    (Channel.EMAIL_DESIGNATED, StrayChannel.EMAIL_NON_DESIGNATED, WRONG_CHANNEL),
    (Channel.MAIL_SIGNED, StrayChannel.PRIVATE_COURIER, CONFIRM),
    (Channel.IN_PERSON, StrayChannel.OTHER_OFFICE, CONFIRM),
]


@pytest.mark.parametrize(("channel", "stray", "way"), WAYS)
def test_a_paper_that_arrived_is_handled_and_only_a_mailbox_that_is_no_channel_leads_elsewhere(
    channel: Channel, stray: StrayChannel | None, way: str
) -> None:
    assert way_of(channel, stray) == way
