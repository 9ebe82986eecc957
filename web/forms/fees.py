"""信息处理费: why a fee is proposed, the notice with its computation, its receipt, the payment."""

from engine.commands.fees import FeeDraft, Payment
from engine.rules.fees import FeeMethod
from web.forms.fields import Day, Line, Number, Prose, YesNo, of_words
from web.forms.form import Form
from web.forms.reasons import beyond_reason

USUAL_PAYMENT = "凭本通知书附送的缴款码，通过政府非税收入收缴代理银行或者非税收入缴费平台缴入国库。"


class ProposeFeeForm(Form):
    """Why a person holds the number or frequency to be clearly beyond reason."""

    why = beyond_reason("超过免费件数、页数本身不是收费的理由。")


class FeeNoticeForm(Form):
    """To charge or not, by which ladder, for how many, and how to pay."""

    charged = YesNo(
        label="是否收费",
        required="请选择是否收费。",
        options=(("yes", "收费，通知书送分管领导签发"), ("no", "不收费，照常办理")),
    )
    reason = Prose(
        label="理由", required="请写明收取或者不收取的理由。", rows=3, most=1000, hint="收费的，会写进通知书。"
    )
    method = of_words(FeeMethod, label="计收方式", as_buttons=True, hint="收费的必选其一，按件、按量不得并用。")
    count = Number(
        label="本件计费的件数或者页数",
        hint="按件：一件申请一般为1件；按量：本件拟提供的页数，各件申请的页数不相加。",
    )
    payment = Prose(label="缴纳方式", rows=3, most=500, hint="写清缴款渠道和缴款码；本系统不经手款项。")

    def draft(self) -> FeeDraft:
        """What the command takes."""
        return FeeDraft(
            charged=self.value("charged"),
            reason=self.value("reason"),
            method=self.value("method") or FeeMethod.BY_ITEM,
            count=self.value("count") or 1,
            payment=self.value("payment"),
        )


class FeeReceiptForm(Form):
    """The day the applicant got the notice."""

    on = Day(
        label="申请人收到收费通知书的日期",
        required="请填写申请人收到的日期。",
        hint="以邮件回执或者签收记录为准；自次日起20个工作日为缴费期限。",
    )


class PaymentForm(Form):
    """The payment and its fiscal receipt."""

    paid_on = Day(label="缴费完成日期", required="请填写缴费完成的日期。", hint="答复期限自次日起重新计算。")
    receipt_number = Line(label="财政票据号", required="请填写财政票据号。", most=60)

    def payment(self) -> Payment:
        """What the command takes."""
        return Payment(paid_on=self.value("paid_on"), receipt_number=self.value("receipt_number"))


class UnpaidForm(Form):
    """Whether the fee was paid in time after all."""

    paid = YesNo(
        label="期限内是否已经缴费",
        required="请选择。",
        options=(("no", "没有缴费，按放弃申请处理"), ("yes", "已经缴费，登记缴费")),
        hint="先向财务、代理银行查明有没有到账而未登记的款项，再作认定。",
    )
    remark = Prose(label="查核情况", rows=2, most=500, hint="没有缴费的必填：向谁查核、结果如何。")
    paid_on = Day(label="缴费完成日期", hint="仅在已经缴费时填写。")
    receipt_number = Line(label="财政票据号", most=60, hint="仅在已经缴费时填写。")

    def payment(self) -> Payment | None:
        """What the command takes; None when nothing was paid or no day is given."""
        if not self.value("paid") or self.value("paid_on") is None:
            return None
        return Payment(paid_on=self.value("paid_on"), receipt_number=self.value("receipt_number"))

    def read(self) -> bool:
        """A payment has its day."""
        sound = super().read()
        if sound and self.value("paid") and self.value("paid_on") is None:
            self["paid_on"].errors.append("请填写缴费完成的日期。")
            return False
        return sound
