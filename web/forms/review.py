"""The opinion of whoever reviews or signs; the seal, the service, the archive; the withdrawal."""

from collections.abc import Sequence
from typing import ClassVar

from engine.commands.files import Upload
from engine.commands.review import Opinion
from engine.commands.serve import Archiving, Sealing, Service
from engine.commands.withdraw import Withdrawal
from engine.rules.retention import Retention
from engine.rules.vocabulary import Carrier, DeliveryMethod
from web.attachments import AttachmentsForm
from web.forms.fields import Day, Line, Number, Prose, YesNo, of_words
from web.forms.form import Form


class OpinionForm(AttachmentsForm):
    """Agreed, or sent back with a reason; on screen, or taken from the signed sheet."""

    agreed = YesNo(label="意见", required="请选择同意或者退回。", options=(("yes", "同意"), ("no", "退回修改")))
    words = Prose(label="具体意见", rows=3, most=1000, hint="退回时必须写明理由，承办人据此修改。")
    signed_by = Line(label="签字人", most=60)
    given_on = Day(label="签字日期", hint="办理单上写的日期，不是录入的日期。")
    sheet_code = Line(label="办理单编码", most=30, hint="印在办理单上的文稿编码，四位一组。")
    acting_for = Line(label="代谁签字", most=60, hint="代签的才填。")
    authorisation = Line(label="授权依据", most=200, hint="代签的必须填，例如：某年某月某日授权书。")

    PAPER: ClassVar = ("signed_by", "given_on", "sheet_code", "acting_for", "authorisation")

    has_code: ClassVar = True

    @property
    def is_on_paper(self) -> bool:
        """Whether anything of the signed sheet was typed."""
        return any(text.strip() for name in self.PAPER for text in self[name].texts)

    def read(self) -> bool:
        """What comes from a sheet says who signed it and when, and by which right for somebody else."""
        sound = super().read()
        if sound and self.is_on_paper:
            needed = {"signed_by": "请填写签字人。", "given_on": "请填写签字日期。", "sheet_code": "请填写办理单编码。"}
            if not self.has_code:
                del needed["sheet_code"]
            if self.value("acting_for"):
                needed["authorisation"] = "代签的，请填写授权依据。"
            for name, message in needed.items():
                if not self.value(name):
                    self[name].errors.append(message)
        return sound and not list(self.problems())

    def opinion(self, scans: Sequence[Upload] = ()) -> Opinion:
        """What the command takes."""
        return Opinion(scans=scans, **{name: self.value(name) for name in ("agreed", "words", *self.PAPER)})


class ExtensionOpinionForm(OpinionForm):
    """An opinion on a request for which no letter is drawn up yet: its sheet bears no code."""

    has_code: ClassVar = False


class SealingForm(AttachmentsForm):
    """The use of the seal, and the scan of what was stamped."""

    register_entry = Line(label="用印登记号", required="请填写用印登记号。", most=60)
    copies = Number(label="用印份数", required="请填写用印份数。", largest=99)

    def sealing(self, scans: Sequence[Upload] = ()) -> Sealing:
        """What the command takes."""
        return Sealing(register_entry=self.value("register_entry"), copies=self.value("copies"), scans=scans)


class ServiceForm(Form):
    """How and when the letter went out, and what proves it."""

    method = of_words(DeliveryMethod, label="送达方式", required="请选择送达方式。")
    served_on = Day(
        label="送达日期", required="请填写送达日期。", hint="当面的为签收日，邮寄的为交邮日，电子的为发出日。"
    )
    recipient = Line(label="收件人或者签收人", required="请填写收件人或者签收人。", most=120)
    tracking_number = Line(label="邮件号码", most=60, hint="邮寄的必须填写邮政 EMS 或者挂号信单号。")
    carrier = of_words(Carrier, label="寄递企业", hint="邮寄的必须由邮政企业寄递。")
    recipient_pays = YesNo(label="邮费由谁付", options=(("no", "本机关付"), ("yes", "收件人到付")), as_buttons=False)
    proof = Line(label="送达凭证", most=200, hint="例如：送达回证编号、发送记录、邮政收据存放处。")

    USUAL: ClassVar = {"carrier": Carrier.POSTAL_ENTERPRISE, "recipient_pays": False}

    def service(self) -> Service:
        """What the command takes."""
        return Service(
            method=self.value("method"),
            served_on=self.value("served_on"),
            recipient=self.value("recipient"),
            tracking_number=self.value("tracking_number"),
            proof=self.value("proof"),
            carrier=self.value("carrier") or Carrier.POSTAL_ENTERPRISE,
            recipient_pays=bool(self.value("recipient_pays")),
        )


class ArchivingForm(Form):
    """Where the closed file lies."""

    file_number = Line(label="归档号", required="请填写归档号。", most=60)
    retention = of_words(Retention, label="保管期限", required="请选择保管期限。")
    reason = Line(label="理由", most=200, hint="保管期限比保管期限表定的短，才需要写明。")

    def archiving(self) -> Archiving:
        """What the command takes."""
        return Archiving(
            file_number=self.value("file_number"), retention=self.value("retention").value, reason=self.value("reason")
        )


class WithdrawalForm(Form):
    """The applicant's statement."""

    stated_on = Day(label="撤回日期", required="请填写撤回日期。", hint="申请人书面提出撤回的日期。")
    identity_checked = Line(
        label="身份核验",
        required="请写明如何核验了申请人的身份。",
        most=200,
        hint="例如：核对身份证件原件，与申请表一致。",
    )

    def withdrawal(self) -> Withdrawal:
        """What the command takes."""
        return Withdrawal(stated_on=self.value("stated_on"), identity_checked=self.value("identity_checked"))


class ConfirmationForm(Form):
    """The registrar's note on a withdrawal."""

    remark = Prose(label="确认情况", rows=3, most=1000, hint="例如：已电话核实，撤回系申请人真实意思。")
