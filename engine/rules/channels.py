"""申请渠道: the ways an application can be handed in, as the office publishes them; two of them are never closed.

《条例》第28条、第29条第1款
"""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.vocabulary import Channel

OFFERED: dict[Channel, str] = {
    Channel.IN_PERSON: "当面提交",
    Channel.MAIL_SIGNED: "邮寄",
    Channel.ONLINE_PLATFORM: "网上申请",
    Channel.EMAIL_DESIGNATED: "电子邮件",
    Channel.FAX: "传真",
}
"""The channels that an office publishes, in the order and the words of its notice to applicants."""

NEVER_CLOSED = frozenset({Channel.IN_PERSON, Channel.MAIL_SIGNED})
"""Letters are a form that the law itself names, and whoever cannot write comes in person. 《条例》第29条第1款"""

ELECTRONIC = frozenset({Channel.ONLINE_PLATFORM, Channel.EMAIL_DESIGNATED, Channel.FAX})
"""数据电文. 《条例》第29条第1款"""

ARTICLE = str(Article(29, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedChannel:
    """One channel: open or closed, where (an address, a number), and when somebody is there.

    `details` and `hours` empty: those of the agency's contact, where the channel is a place.
    """

    channel: Channel
    is_open: bool
    details: str = ""
    hours: str = ""


UNTIL_SET = tuple(
    PublishedChannel(channel=channel, is_open=channel in NEVER_CLOSED or channel is Channel.ONLINE_PLATFORM)
    for channel in OFFERED
)
"""What holds until an administrator says otherwise."""


def require_lawful(wanted: PublishedChannel) -> None:
    """Nothing, if the channel may be published so; RuleViolation names the article.

    《条例》第28条、第29条第1款
    """
    name = wanted.channel.value
    if wanted.channel in NEVER_CLOSED and not wanted.is_open:
        raise RuleViolation("当面和邮寄是法定的申请形式，不能关闭。", ARTICLE, field=f"{name}_open")
    needs_details = wanted.channel in (Channel.EMAIL_DESIGNATED, Channel.FAX)
    if needs_details and wanted.is_open and not wanted.details:
        raise RuleViolation("开通的渠道，请写明号码或者地址。", str(Article(28)), field=f"{name}_details")
    if wanted.channel is Channel.EMAIL_DESIGNATED and wanted.details and "@" not in wanted.details:
        raise RuleViolation("请填写完整的电子邮箱地址。", field=f"{name}_details")


def lacks_electronic(channels: Iterable[PublishedChannel]) -> bool:
    """Whether no channel for 数据电文 is open, which the law names as a form beside letters. 《条例》第29条第1款"""
    return not any(each.is_open for each in channels if each.channel in ELECTRONIC)
