"""What an administrator keeps, on both databases: what holds now, and the history from which changes are read."""

from datetime import date

from engine.commands import channels, sister_agencies
from engine.commands.sister_agencies import SisterAgencyEntry
from engine.office import Office
from engine.permissions import Role
from engine.queries.channels import channel_view, open_channels
from engine.queries.sister_agencies import agency, changes, lines
from engine.rules.channels import PublishedChannel
from engine.rules.vocabulary import Channel
from engine.tools.driver import Driver


def test_the_changes_of_one_agency_are_read_from_the_history_of_the_office(office: Office, driver: Driver) -> None:
    keeper = driver.actor(Role.ADMINISTRATOR)
    old, new = (
        sister_agencies.add_agency(
            SisterAgencyEntry(name=name, answers_for="公共数据", phone="027-0"), actor=keeper, office=office
        )
        for name in ("某省大数据中心", "某省数据局")
    )
    sister_agencies.end_agency(old, date(2026, 3, 3), new, actor=keeper, office=office)
    ended = changes(old, office)
    assert [each.what for each in ended] == ["写明截止日期", "列入"]
    assert ended[0].differing == ("截止：2026年3月3日", "承接机关：某省数据局")
    assert [each.what for each in changes(new, office)] == ["列入"]
    assert (agency(old, office).standing, agency(new, office).standing) == ("已截止", "现行")
    assert [line.agency.name for line in lines(office, "大数据")] == ["某省大数据中心"]


def test_a_channel_keeps_its_place_when_it_is_closed_and_opened_again(office: Office, driver: Driver) -> None:
    keeper = driver.actor(Role.ADMINISTRATOR)
    for is_open in (True, False, True):
        fax = PublishedChannel(channel=Channel.FAX, is_open=is_open, details="027-00000031")
        assert channels.set_channels([fax], actor=keeper, office=office) == 1
    assert channels.set_channels([fax], actor=keeper, office=office) == 0
    assert [each.details for each in open_channels(office) if each.channel is Channel.FAX] == ["027-00000031"]
    assert [each.is_open for each in channel_view(actor=keeper, office=office).changes] == [True, False, True]
