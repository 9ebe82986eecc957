"""说明理由: why the number is beyond reason, the notice, what the applicant explained, and our judgment of it."""

from engine.commands.reasons import Reasons, ReasonsDraft, ReasonsFinding, ReasonsVerdict
from web.forms.fields import Day, Number, Prose, of_words
from web.forms.form import Form


def beyond_reason(hint: str) -> Prose:
    """The field in which a person says why the number or frequency is clearly beyond reason."""
    asked = "为什么认为数量、频次明显超过合理范围"
    return Prose(label=asked, required=f"请写明{asked}。", rows=3, most=1000, hint=hint)


class AskReasonsForm(Form):
    """Why a person holds the number or frequency to be clearly beyond reason."""

    why = beyond_reason("件数多本身不是理由；写明各件内容的关联、提出的间隔和对办理的影响。")


class ReasonsNoticeForm(Form):
    """The counts and the period of the notice."""

    counts = Prose(
        label="数量、频次的统计",
        required="请写明申请的数量、频次和统计的起止。",
        rows=4,
        most=1000,
        hint="会写进通知书，由系统按登记台账预填，请核对。",
    )
    working_days = Number(
        label="说明期限（工作日）",
        required="请填写说明期限。",
        least=5,
        largest=15,
        hint="自发出之日起算，应早于答复期限届满日；答复期限照常计算。",
    )

    def draft(self) -> ReasonsDraft:
        """What the command takes."""
        return ReasonsDraft(counts=self.value("counts"), working_days=self.value("working_days"))


class ReasonsForm(Form):
    """What the applicant explained, and the day it came."""

    received_on = Day(label="收到说明的日期", required="请填写收到说明的日期。")
    words = Prose(label="申请人说明的理由", required="请写明申请人说明的理由。", rows=5, most=4000)

    def reasons(self) -> Reasons:
        """What the command takes."""
        return Reasons(received_on=self.value("received_on"), words=self.value("words"))


class ReasonsFindingForm(Form):
    """Our judgment, and with a delay the day and why not sooner."""

    verdict = of_words(ReasonsVerdict, label="怎样处理", required="请选择。", as_buttons=True)
    words = Prose(
        label="本机关的判断和依据",
        required="请写明本机关对理由是否合理的判断和依据。",
        rows=4,
        most=2000,
        hint="针对申请人的理由逐条写；不合理的，答复书中要写明为什么不合理。",
    )
    due_on = Day(label="延迟答复至", hint="仅在理由合理但无法按期答复时填写；应当是晚于现在期限的工作日。")
    obstacle = Prose(
        label="无法按期答复的原因",
        rows=3,
        most=1000,
        hint="仅在延迟答复时填写，会写进告知书，例如：涉及十二个年度的案卷，需逐卷核对。",
    )

    def finding(self) -> ReasonsFinding:
        """What the command takes."""
        return ReasonsFinding(
            verdict=self.value("verdict"),
            words=self.value("words"),
            due_on=self.value("due_on"),
            obstacle=self.value("obstacle"),
        )
