"""信息处理费: the amount in view before anybody decides; receipt, payment and non-payment each by a person's hand."""

from flask import Blueprint
from werkzeug.wrappers import Response

from engine.commands import fees as commands
from engine.commands import previews
from engine.permissions import Action
from engine.queries import applications, fees, volume
from engine.queries.steps import StepPage
from web.access import actor, office, permits, task_page
from web.form_page import Answer, answer, typed
from web.forms.fees import USUAL_PAYMENT, FeeNoticeForm, FeeReceiptForm, PaymentForm, ProposeFeeForm, UnpaidForm
from web.forms.form import Typed
from web.step_page import onward, work_on

pages = Blueprint("fees", __name__)


@pages.route("/applications/<row:application_id>/fee/propose", methods=["GET", "POST"])
@permits(Action.PROPOSE_FEE)
def propose_fee(application_id: int) -> Answer:
    """A person has found the number or frequency beyond reason; the notice is drafted next, or the fee waived."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    shown = {
        "volume": volume.volume(application_id, actor=actor(), office=office()),
        "fee": fees.proposal(application_id, actor=actor(), office=office()),
    }

    def act(form: ProposeFeeForm) -> Response:
        commands.propose_fee(application_id, form.value("why"), actor=actor(), office=office())
        return onward(application_id, "已提出收费，请拟写收费通知书；送达申请人以前，答复期限照常计算。")

    return answer("fees/propose.html", ProposeFeeForm(typed()), act, case=case, **shown)


@pages.route("/applications/<row:application_id>/fee/receipt", methods=["GET", "POST"])
@permits(Action.RECORD_PAYMENT)
def record_fee_notice_receipt(application_id: int) -> Answer:
    """It is proven when the applicant got the notice."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    form = FeeReceiptForm(typed(), start={"on": office().clock.today()})

    def act(sent: FeeReceiptForm) -> Response:
        commands.record_fee_notice_receipt(application_id, sent.value("on"), actor=actor(), office=office())
        return onward(application_id, "已登记申请人收到收费通知书的日期，缴费期限自次日起算。")

    return answer("fees/money.html", form, act, case=case, course=_course(application_id), title="登记收费通知签收")


@pages.route("/applications/<row:application_id>/fee/payment", methods=["GET", "POST"])
@permits(Action.RECORD_PAYMENT)
def register_payment(application_id: int) -> Answer:
    """The fee is paid; the answer period runs anew."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    form = PaymentForm(typed(), start={"paid_on": office().clock.today()})

    def act(sent: PaymentForm) -> Response:
        commands.register_payment(application_id, sent.payment(), actor=actor(), office=office())
        return onward(application_id, "已登记缴费，答复期限自缴费完成次日起重新计算。")

    return answer("fees/money.html", form, act, case=case, course=_course(application_id), title="登记缴费")


@pages.route("/tasks/<row:task_id>/draft_fee_notice", methods=["GET", "POST"])
@task_page("draft_fee_notice")
def draft_fee_notice(task_id: int) -> Answer:
    """The notice with its computation, or the reason not to charge."""
    return work_on(
        task_id,
        "draft_fee_notice",
        _notice_form,
        lambda task, form: commands.draft_fee_notice(task, form.draft(), actor=actor(), office=office()),
        beside=lambda page: {
            "volume": volume.volume(page.case.id, actor=actor(), office=office()),
            "fee": fees.proposal(page.case.id, actor=actor(), office=office()),
        },
        preview=lambda task, form: previews.fee_notice(task, form.draft(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/confirm_unpaid", methods=["GET", "POST"])
@task_page("confirm_unpaid")
def confirm_unpaid(task_id: int) -> Answer:
    """A person has looked whether the fee was paid in time after all."""
    return work_on(
        task_id,
        "confirm_unpaid",
        lambda _, given: UnpaidForm(given),
        lambda task, form: commands.confirm_unpaid(
            task, form.payment(), remark=form.value("remark"), actor=actor(), office=office()
        ),
        beside=lambda page: {"course": _course(page.case.id)},
    )


def _notice_form(page: StepPage, given: Typed | None) -> FeeNoticeForm:
    proposed = fees.proposal(page.case.id, actor=actor(), office=office())
    return FeeNoticeForm(given, start={"reason": proposed.why, "payment": USUAL_PAYMENT, "count": 1})


def _course(application_id: int) -> fees.FeeCourse:
    return fees.course(application_id, actor=actor(), office=office())
