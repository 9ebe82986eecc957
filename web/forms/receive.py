"""收到之日、渠道、涉密材料、联系记录: what the registrar types after registering."""

from datetime import datetime
from typing import Any

from engine.clock import beijing_moment
from engine.commands.receive import Confirmation, Contact, Guidance, OfflineHandling
from engine.rules.contacts import Purpose, Way
from web.forms.fields import Day, Line, Prose, TimeOfDay, YesNo, of_words
from web.forms.form import Form


class ConfirmationForm(Form):
    """The day both sides confirmed, and how."""

    confirmed_on = Day(label="确认日期", required="请填写与申请人确认的日期。", hint="这一天就是收到之日。")
    evidence = Line(
        label="确认凭据",
        required="请填写确认凭据。",
        most=200,
        hint="例如：3月4日10:20拨打申请人电话，本人确认。",
    )

    def confirmation(self) -> Confirmation:
        """What the command takes."""
        return Confirmation(confirmed_on=self.value("confirmed_on"), evidence=self.value("evidence"))


class ReadBackForm(ConfirmationForm):
    """The same, for a form that was filled in for the applicant."""

    confirmed_on = Day(
        label="宣读确认日期",
        required="请填写宣读确认的日期。",
        hint="向申请人宣读代填内容并由其确认的日期，即收到之日。",
    )
    evidence = Line(
        label="确认凭据",
        required="请填写确认凭据。",
        most=200,
        hint="例如：申请人在代填的申请表上签名（按指印）。",
    )


class GuidanceForm(Form):
    """What the sender was told about the published channels."""

    told_on = Day(label="告知日期", required="请填写告知日期。")
    words = Prose(
        label="如何告知",
        required="请写明如何告知了申请人正确的申请渠道。",
        rows=3,
        most=1000,
        hint="写明方式、对象和告知的渠道；只作引导，不是拒收。",
    )

    def guidance(self) -> Guidance:
        """What the command takes."""
        return Guidance(told_on=self.value("told_on"), words=self.value("words"))


class OfflineForm(Form):
    """A neutral label, people, day and conclusion; nothing else of a paper with a level mark."""

    label = Line(label="代称", required="请填写代称。", most=60, hint="例如：线下件2026-1。不得写标题、文号和内容。")
    keeper = Line(label="保管人", required="请填写保管人。", most=60)
    reviewer = Line(label="审查人", required="请填写审查人。", most=60)
    handled_on = Day(label="办结日期", required="请填写办结日期。")
    conclusion = Line(
        label="处理结论", required="请填写处理结论。", most=200, hint="例如：已按保密规定在线下办结。不得写涉密内容。"
    )

    def handling(self) -> OfflineHandling:
        """What the command takes."""
        return OfflineHandling(**{name: self.value(name) for name in self.specs})


class ContactForm(Form):
    """One attempt to reach the applicant; whether somebody was reached says the button that sends it."""

    purpose = of_words(Purpose, label="事由", required="请选择事由。", as_buttons=True)
    way = of_words(Way, label="方式", required="请选择联系方式。")
    number = Line(label="号码", most=60, hint="拨打的电话；寄信的填邮件单号。")
    spoke_with = Line(label="对方", most=60, hint="例如：申请人本人、其代理人。")
    on = Day(label="日期", required="请填写联系的日期。")
    time = TimeOfDay(label="时间", required="请填写联系的时间。")
    result = Prose(label="谈话要点", rows=3, most=1000, hint="联系上的必填：说了什么，对方怎么答。没有接通的可以不填。")
    reached = YesNo(label="结果", required="请按“联系上了”或者“没有联系上”记下。")

    @staticmethod
    def beginning(now: datetime, *, phone: str, purpose: Purpose, way: Way) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return {
            "on": now.date(), "time": now.time(), "way": way, "purpose": purpose, "spoke_with": "申请人本人",
            "number": phone if way is Way.PHONE and "*" not in phone else "",
        }  # fmt: skip

    def contact(self) -> Contact:
        """What the command takes."""
        reached = self.value("reached")
        return Contact(
            at=beijing_moment(self.value("on"), self.value("time")),
            spoke_with=self.value("spoke_with") if reached else "",
            reached=reached,
            **{name: self.value(name) for name in ("way", "purpose", "result", "number")},
        )
