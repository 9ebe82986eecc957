"""The opinion of whoever reviews or signs; the seal, the service, the archive; the withdrawal."""

from engine.commands.review import Opinion
from engine.commands.serve import Archiving, Sealing, Service
from engine.commands.withdraw import Withdrawal
from engine.rules.vocabulary import DeliveryMethod
from web.forms.fields import Day, Line, Number, Pick, Prose, YesNo, of_words
from web.forms.form import Form

RETENTIONS = ("永久", "30年", "10年")


class OpinionForm(Form):
    """Agreed, or sent back with a reason."""

    agreed = YesNo(label="意见", required="请选择同意或者退回。", options=(("yes", "同意"), ("no", "退回修改")))
    words = Prose(label="具体意见", rows=3, most=1000, hint="退回时必须写明理由，承办人据此修改。")

    def opinion(self) -> Opinion:
        """What the command takes."""
        return Opinion(agreed=self.value("agreed"), words=self.value("words"))


class SealingForm(Form):
    """The use of the seal."""

    register_entry = Line(label="用印登记号", required="请填写用印登记号。", most=60)
    copies = Number(label="用印份数", required="请填写用印份数。", largest=99)

    def sealing(self) -> Sealing:
        """What the command takes."""
        return Sealing(register_entry=self.value("register_entry"), copies=self.value("copies"))


class ServiceForm(Form):
    """How and when the letter went out, and what proves it."""

    method = of_words(DeliveryMethod, label="送达方式", required="请选择送达方式。")
    served_on = Day(
        label="送达日期", required="请填写送达日期。", hint="当面的为签收日，邮寄的为交邮日，电子的为发出日。"
    )
    recipient = Line(label="收件人或者签收人", required="请填写收件人或者签收人。", most=120)
    tracking_number = Line(label="邮件号码", most=60, hint="邮寄的必须填写邮政 EMS 或者挂号信单号。")
    proof = Line(label="送达凭证", most=200, hint="例如：送达回证编号、发送记录、邮政收据存放处。")

    def service(self) -> Service:
        """What the command takes."""
        return Service(
            method=self.value("method"),
            served_on=self.value("served_on"),
            recipient=self.value("recipient"),
            tracking_number=self.value("tracking_number"),
            proof=self.value("proof"),
        )


class ArchivingForm(Form):
    """Where the closed file lies."""

    file_number = Line(label="归档号", required="请填写归档号。", most=60)
    retention = Pick(label="保管期限", required="请选择保管期限。", options=tuple((r, r) for r in RETENTIONS))

    def archiving(self) -> Archiving:
        """What the command takes."""
        return Archiving(file_number=self.value("file_number"), retention=self.value("retention"))


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
