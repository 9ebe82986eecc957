"""申请渠道: applicants see exactly the open ones; the forms that the law names are never closed."""

import pytest
from flask import Flask
from sqlalchemy import select

from engine.commands import channels, register
from engine.errors import NotPermitted, RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries.channels import open_channels
from engine.records import HistoryEntry, RequestedItem
from engine.rules.channels import NEVER_CLOSED, OFFERED, UNTIL_SET, PublishedChannel, lacks_electronic
from engine.rules.vocabulary import Channel
from engine.tools.driver import Driver
from tests.web.browser import Browser, errors_of, words_of
from tests.web.conftest import OpenBrowser
from tests.web.test_apply import applied, at_check
from web.forms.apply import OnlineForm
from web.forms.channels import ChannelsForm

FAX = PublishedChannel(channel=Channel.FAX, is_open=True, details="027-00000031")
SHUT = PublishedChannel(channel=Channel.ONLINE_PLATFORM, is_open=False)


def change(walker: Driver, *wanted: PublishedChannel) -> int:
    return channels.set_channels(wanted, actor=walker.actor(Role.ADMINISTRATOR), office=walker.office)


@pytest.mark.parametrize("channel", sorted(NEVER_CLOSED))
def test_letters_and_coming_in_person_are_never_closed(walker: Driver, channel: Channel) -> None:
    with pytest.raises(RuleViolation, match="不能关闭") as refusal:
        change(walker, PublishedChannel(channel=channel, is_open=False))
    assert refusal.value.article == "《条例》第29条第1款"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (PublishedChannel(channel=Channel.FAX, is_open=True), "fax_details"),
        (PublishedChannel(channel=Channel.EMAIL_DESIGNATED, is_open=True), "email_designated_details"),
        (
            PublishedChannel(channel=Channel.EMAIL_DESIGNATED, is_open=True, details="gongkai"),
            "email_designated_details",
        ),
    ],
)
def test_an_open_channel_can_be_reached(walker: Driver, wanted: PublishedChannel, field: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        change(walker, wanted)
    assert refusal.value.field == field
    assert field in ChannelsForm.specs


def test_an_office_without_any_electronic_channel_is_told_so(walker: Driver, browser: OpenBrowser) -> None:
    assert not lacks_electronic(UNTIL_SET)
    change(walker, SHUT)
    assert "请至少开通一种" in words_of(browser("guanli").get("/channels"))
    change(walker, FAX)
    assert "请至少开通一种" not in words_of(browser("guanli").get("/channels"))


def test_applicants_see_exactly_the_open_ones(app: Flask, walker: Driver, small_office: Office) -> None:
    def seen() -> list[Channel]:
        return [each.channel for each in open_channels(small_office)]

    assert seen() == [Channel.IN_PERSON, Channel.MAIL_SIGNED, Channel.ONLINE_PLATFORM]
    change(walker, FAX)
    assert seen() == [channel for channel in OFFERED if channel is not Channel.EMAIL_DESIGNATED]
    page = words_of(Browser.of(app).get("/apply"))
    assert "传真027-00000031" in page
    assert "邮寄某省某市示例路1号" in page
    assert "电子邮件" not in page


def test_each_change_is_on_record_and_what_stays_is_not(browser: OpenBrowser, small_office: Office) -> None:
    keeper = browser("guanli")
    sent = {"fax_open": "yes", "fax_details": "027-00000031", "in_person_hours": "工作日上午"}
    assert keeper.submit("/channels", sent, form="form[@id='form']").status_code == 303
    assert keeper.submit("/channels", {}, form="form[@id='form']").status_code == 303
    with small_office.reading() as records:
        kept = records.scalars(select(HistoryEntry).where(HistoryEntry.event == "channel_changed")).all()
    assert [(entry.facts["channel"], entry.facts["is_open"]) for entry in kept] == [("in_person", True), ("fax", True)]
    assert "传真：开通 管理员（示例）" in words_of(keeper.get("/channels"))


def test_a_number_that_is_missing_is_asked_for_at_its_field(browser: OpenBrowser) -> None:
    page = browser("guanli").submit("/channels", {"fax_open": "yes"}, form="form[@id='form']")
    assert page.status_code == 422
    assert "请写明号码或者地址" in errors_of(page)["fax_details"]


def test_only_the_administrator_opens_and_closes(walker: Driver, small_office: Office) -> None:
    with pytest.raises(NotPermitted):
        channels.set_channels([SHUT], actor=walker.actor(Role.HANDLER), office=small_office)


def test_a_closed_portal_says_how_to_apply_otherwise_and_loses_nothing_typed(
    app: Flask, browser: OpenBrowser, small_office: Office
) -> None:
    stranger, carried = at_check(app)
    shut = browser("guanli").submit("/channels", {"online_platform_open": "no"}, form="form[@id='form']")
    assert shut.status_code == 303
    page = words_of(stranger.get("/apply"))
    assert "暂不接受网上申请" in page
    assert "某省某市示例路1号" in page
    late = stranger.post("/apply", carried | {"do": "send"})
    assert late.status_code == 409
    assert "竣工验收备案表" in words_of(late)
    with small_office.reading() as records:
        assert records.scalar(select(RequestedItem.id)) is None


def test_the_command_itself_refuses_while_the_portal_is_closed(
    app: Flask, walker: Driver, small_office: Office
) -> None:
    applied(app)
    change(walker, SHUT)
    form = OnlineForm.online(None)
    form.read()
    with pytest.raises(RuleViolation, match="暂不接受网上申请"):
        register.apply_online(form.online_entry(small_office.clock.today()), office=small_office)


def test_whoever_has_applied_still_tracks_while_the_portal_is_closed(app: Flask, walker: Driver) -> None:
    stranger = applied(app)
    change(walker, SHUT)
    assert stranger.get("/track/status").status_code == 200
