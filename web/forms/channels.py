"""申请渠道: which are open, where, and when somebody is there."""

from collections.abc import Sequence
from typing import Any

from engine.rules.channels import NEVER_CLOSED, PublishedChannel
from engine.rules.vocabulary import Channel
from web.forms.fields import Line, YesNo
from web.forms.form import Form

OPEN_OR_CLOSED = (("yes", "开通"), ("no", "关闭"))
CONTACT = "不填的，用机关信息中的联系地址。"


class ChannelsForm(Form):
    """The fields of each channel; what the law keeps open has no switch."""

    in_person_details = Line(label="当面提交的地点", most=160, hint=CONTACT)
    in_person_hours = Line(label="接待时间", most=120, hint="不填的，用机关信息中的办公时间。")
    mail_signed_details = Line(label="邮寄地址和收件人", most=160, hint=CONTACT)
    online_platform_open = YesNo(label="网上申请", required="请选择。", options=OPEN_OR_CLOSED)
    email_designated_open = YesNo(label="电子邮件", required="请选择。", options=OPEN_OR_CLOSED)
    email_designated_details = Line(label="指定的电子邮箱", most=160)
    fax_open = YesNo(label="传真", required="请选择。", options=OPEN_OR_CLOSED)
    fax_details = Line(label="传真号码", most=160)

    @staticmethod
    def start_of(channels: Sequence[PublishedChannel]) -> dict[str, Any]:
        """The channels as they are set now."""
        return {
            f"{each.channel.value}_{name}": value
            for each in channels
            for name, value in (("open", each.is_open), ("details", each.details), ("hours", each.hours))
        }

    def part(self, *names: str) -> list[Any]:
        """The fields of these names, for the page."""
        return [self[name] for name in names]

    def channels(self, known: Sequence[PublishedChannel]) -> list[PublishedChannel]:
        """What the command takes."""
        return [self._channel(each.channel) for each in known]

    def _channel(self, channel: Channel) -> PublishedChannel:
        said = {name: f"{channel.value}_{name}" for name in ("open", "details", "hours")}
        return PublishedChannel(
            channel=channel,
            is_open=channel in NEVER_CLOSED or bool(self.value(said["open"])),
            details=self.value(said["details"]) if said["details"] in self else "",
            hours=self.value(said["hours"]) if said["hours"] in self else "",
        )
