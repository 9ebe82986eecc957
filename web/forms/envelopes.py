"""收发登记: what stands on an envelope, what becomes of it, what those on duty write down."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from engine.clock import BEIJING, beijing_moment
from engine.commands.envelope_ends import Filing, Passing
from engine.commands.envelopes import EnvelopeEntry
from engine.queries.envelopes import EnvelopeLine, Receiver
from engine.rules.envelopes import Carrier, Paper, channel_of
from web.forms.fields import Day, File, Hidden, Line, Pick, Prose, RowChoice, TimeOfDay, Word, YesNo, of_words
from web.forms.form import Form, Typed


class EnvelopeForm(Form):
    """One envelope: the level mark first, then sender, carrier, number, who signed for it and when."""

    entry_key = Hidden(label="登记标识", required="页面不完整，请刷新后重新填写。", most=64)
    marked = YesNo(
        label="信封上有没有密级标识？",
        required="请先看信封上有没有“绝密”“机密”“秘密”等密级标识。",
        options=(("no", "没有"), ("yes", "有")),
    )
    sender = Line(label="寄件人", required="请填写寄件人；没有写的，填“未写明”。", most=120)
    addressed_to = Line(label="信封上写的收件人", most=120, hint="写的是其他处室或者个人的，照录。")
    carrier = Word(
        words=Carrier, label="寄递方式", required="请选择寄递方式。", as_buttons=True,
        options=tuple((each.value, each.label) for each in Carrier),
    )  # fmt: skip
    tracking_number = Line(label="单号", most=40, hint="EMS、挂号信、快递必填；平信、专人送达不填。")
    signed_by = Line(label="签收人", required="请填写签收人。", most=60, hint="门卫、值班人代签的，写代签人。")
    signed_on = Day(label="签收日期", required="请填写签收日期。")
    signed_time = TimeOfDay(label="签收时间", required="请填写签收时间。")
    file = File(label="信封照片", hint="拍下邮戳、单号和寄件人，jpg 或者 png，可以选几张。")
    remark = Line(label="备注", most=200, hint="例如：信封破损、附光盘一张。可以不填。")

    @staticmethod
    def beginning(now: datetime, signed_by: str) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return {
            "entry_key": str(uuid4()), "carrier": Carrier.EMS, "signed_by": signed_by, "signed_on": now.date(),
            "signed_time": now.time(),
        }  # fmt: skip

    @staticmethod
    def of(envelope: EnvelopeLine) -> dict[str, Any]:
        """What the form shows of an envelope that was logged."""
        signed = envelope.signed_at.astimezone(BEIJING)
        names = ("sender", "addressed_to", "carrier", "tracking_number", "signed_by", "remark")
        return {name: getattr(envelope, name) for name in names} | {
            "entry_key": envelope.number, "marked": envelope.bears_level_mark, "signed_on": signed.date(),
            "signed_time": signed.time(),
        }  # fmt: skip

    def entry(self) -> EnvelopeEntry:
        """What the command takes."""
        names = ("entry_key", "sender", "addressed_to", "carrier", "tracking_number", "signed_by", "remark")
        return EnvelopeEntry(
            signed_at=beijing_moment(self.value("signed_on"), self.value("signed_time")),
            bears_level_mark=self.value("marked"),
            **{name: self.value(name) for name in names},
        )


class HandOverForm(Form):
    """To whom the ticked envelopes go."""

    to = RowChoice(label="交给", required="请选择接收的登记人。")

    @staticmethod
    def among(receivers: tuple[Receiver, ...], typed: Typed | None) -> "HandOverForm":
        """The form with the registrars; the only one is chosen beforehand."""
        options = tuple((str(each.id), each.name) for each in receivers)
        start = {"to": receivers[0].id} if len(receivers) == 1 else {}
        return HandOverForm(
            typed, specs={"to": RowChoice(label="交给", required="请选择接收的登记人。", options=options)}, start=start
        )


class FilingForm(Form):
    """Which case the envelope belongs to, and what it holds."""

    case_number = Line(label="登记编号", required="请填写案件的登记编号。", most=20, hint="例如：2026-0001。")
    paper = of_words(Paper, label="材料", required="请选择材料的种类。")
    corrects_receipt = Pick(
        label="收到之日晚于签收日的",
        options=(("yes", "按签收日更正收到之日，期限随之重算"),),
        hint="只用于案件已先登记、后来才找到信封的情形；相符的不选。",
    )

    def filing(self) -> Filing:
        """What the command takes."""
        return Filing(
            case_number=self.value("case_number"),
            paper=self.value("paper"),
            corrects_receipt=self.value("corrects_receipt") == "yes",
        )


class PassingForm(Form):
    """Whether the letter asks for information, asked first; to whom it goes, and why."""

    asks_for_information = YesNo(
        label="信里有没有要求公开、提供文件、数据、档案等信息的内容？",
        required="请先看完信再回答。",
        options=(("no", "没有"), ("yes", "有")),
        hint="夹在信访、投诉、举报里的也算。",
    )
    passed_to = Line(label="转给", required="请填写转给谁。", most=120, hint="例如：信访室、财务科、某单位。")
    reason = Prose(
        label="理由", required="请填写转出的理由。", rows=2, most=400, hint="例如：设备公司寄给财务的对账单。"
    )

    def passing(self) -> Passing:
        """What the command takes."""
        return Passing(**{name: self.value(name) for name in self.specs})


class DutyForm(Form):
    """What somebody on duty writes down about a day."""

    day = Day(label="日期", required="请填写日期。")
    on_duty = Line(label="值班人", required="请填写值班人。", most=60)
    note = Line(label="记事", required="请填写记事；没有来件的，写“无来件”。", most=200)


def registration_start(envelope: EnvelopeLine) -> dict[str, Any]:
    """What a registration takes over from the envelope: sender, channel, day, and the proof of the signature."""
    channel, stray = channel_of(envelope.carrier)
    number = f"{envelope.carrier.label} {envelope.tracking_number}".strip()
    signed = f"{envelope.signed_on.year}年{envelope.signed_on.month}月{envelope.signed_on.day}日"
    return {
        "bears_level_mark": True if envelope.bears_level_mark else None,
        "channel": channel,
        "stray_channel": stray,
        "arrived_on": envelope.signed_on,
        "received_on": envelope.signed_on,
        "evidence": f"{number}，{signed}由{envelope.signed_by}签收（{envelope.number}）"[:200],
        "applicant_name": envelope.sender,
    }
