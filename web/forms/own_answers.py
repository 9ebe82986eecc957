"""What the applicant fills in about our notices: the reasons, the payment."""

from engine.commands.own_answers import OwnPayment
from web.attachments import AttachmentsForm, sent_along
from web.forms.fields import Day, Prose


class OwnReasonsForm(AttachmentsForm):
    """Why so much, or so often, is asked for."""

    words = Prose(
        label="申请的理由",
        rows=6,
        most=4000,
        required="请写明申请的理由。",
        hint="针对通知书所列的数量、频次，说明为什么需要提出这些申请。",
    )


class OwnPaymentForm(AttachmentsForm):
    """When and how the fee was paid."""

    paid_on = Day(label="缴费日期", required="请填写缴费日期。", hint="以缴款凭证上的日期为准。")
    words = Prose(
        label="缴款信息",
        rows=3,
        most=500,
        required="请写明缴款人、缴款凭证号或者流水号，便于核对。",
        hint="例如：缴款人张某，缴款流水号 20261103001。不要填写银行卡号。",
    )

    def payment(self) -> OwnPayment:
        """What the command takes."""
        uploads = sent_along(self, "缴费凭证")
        return OwnPayment(paid_on=self.value("paid_on"), words=self.value("words"), uploads=uploads)
