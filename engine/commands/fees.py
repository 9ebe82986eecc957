"""The processing fee (信息处理费): proposed, decided and told by people.

Payment restarts the clock; silence ends the case once a person has looked. The house issues a notice and notes a
receipt number; it holds no money.
《条例》第42条；《收费办法》第3条至第6条
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.commands import letters
from engine.commands.cases import open_case_of
from engine.commands.merits import close_merits, require_before_signing
from engine.errors import RuleViolation
from engine.letters import facts as paper_facts
from engine.letters.notices import FeeNoticeFacts, FeeStep
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, HistoryEntry, history, same_applicant
from engine.rules import fees
from engine.rules.articles import Article
from engine.rules.clock_events import ClockState
from engine.rules.fees import Fee, FeeMethod
from engine.rules.outcome import Standing
from engine.rules.reply_clock import ReplyClock
from engine.rules.time_limits import FEE_PAYMENT

PROCESS = "collect_fee"
SHORTEST_REASON = 10
ARTICLE, PERIOD = str(Article(42, 1)), str(FEE_PAYMENT.article)
UNITS = {FeeMethod.BY_ITEM: "件", FeeMethod.BY_PAGE: "页"}


@dataclass(frozen=True, kw_only=True)
class FeeDraft:
    """Whether to charge; if so by which ladder, for how many items or pages, why, and how to pay; if not, why not."""

    charged: bool
    reason: str
    method: FeeMethod = FeeMethod.BY_ITEM
    count: int = 1
    payment: str = ""


@dataclass(frozen=True, kw_only=True)
class Payment:
    """The day the fee was paid in full, and the number of the fiscal receipt."""

    paid_on: date
    receipt_number: str


def propose_fee(application_id: int, why: str, *, actor: Actor, office: Office) -> None:
    """A notice is to be drafted, or the fee waived; nothing is asked of the applicant yet.

    RuleViolation when the reply is being signed, no period runs, or a fee was proposed before. 《条例》第42条
    """
    require(actor, Action.PROPOSE_FEE)
    if len(why.strip()) < SHORTEST_REASON:
        raise RuleViolation("请写明为什么认为数量、频次明显超过合理范围。", ARTICLE, field="why")
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        if history.has(records, application, EventName.FEE_PROPOSED):
            raise RuleViolation(
                "此件已经提出过收费；同一件申请只能收取一次，按件、按量不得并用。", str(fees.METHOD_ARTICLE)
            )
        require_before_signing(records, application, office=office)
        _require_running(_clock(records, application, office))
        history.add(records, application, EventName.FEE_PROPOSED, actor, office.clock, reason=why)
        office.workflow.start(records, PROCESS, application, {"application_id": application.id})


def draft_fee_notice(task_id: int, draft: FeeDraft, *, actor: Actor, office: Office) -> None:
    """The notice with its computation goes to the deputy leader, who decides; or the fee is waived with a reason.

    《条例》第42条；《收费办法》第3条至第6条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="draft_fee_notice")
        if not draft.reason.strip():
            raise RuleViolation("请写明收取或者不收取的理由。", ARTICLE, field="reason")
        if not draft.charged:
            history.add(
                records, task.application, EventName.FEE_WAIVED, actor, office.clock, reason=draft.reason
            )  # fmt: skip
            office.workflow.complete(records, task, {"charged": False})
            return
        facts = notice_facts(records, task.application, draft, office)
        letter = letters.draft_notice(records, task.application, "D18", facts, actor=actor, office=office)
        history.add(
            records, task.application, EventName.FEE_NOTICE_DRAFTED, actor, office.clock, letter_id=letter.id,
            ladder=draft.method.value, amount=facts.total,
        )  # fmt: skip
        office.workflow.complete(records, task, {"charged": True}, letter_id=letter.id, notice_signer="deputy_leader")


def notice_facts(records: Session, application: Application, draft: FeeDraft, office: Office) -> FeeNoticeFacts:
    """What the notice says; RuleViolation when nothing is due by the tariff or the period has run out.

    《收费办法》第3条至第6条
    """
    if not draft.payment.strip():
        raise RuleViolation("请写明怎样缴纳。", PERIOD, field="payment")
    _require_running(_clock(records, application, office))
    fee = proposed(records, application, draft.method, draft.count, office=office)
    if not fee.amount:
        raise RuleViolation("按收费标准计算不需要缴费，请选择不收费。", str(fee.article), field="count")
    agency = letters.agency_of(records)
    return FeeNoticeFacts(
        **letters.applicant_head(records, application),
        unit=UNITS[fee.method],
        steps=tuple(_printed(step, UNITS[fee.method]) for step in fee.steps),
        total=str(fee.amount),
        count=sum(step.count for step in fee.steps),
        reason=draft.reason,
        payment=draft.payment,
        working_days=FEE_PAYMENT.working_days,
        remedy=paper_facts.Remedy(kind="RF", review_body=agency.review_body, court=agency.court),
    )


def proposed(records: Session, application: Application, method: FeeMethod, count: int, *, office: Office) -> Fee:
    """The fee by one ladder; by item the applicant's earlier applications of the calendar month count first.

    RuleViolation by page where what is asked for is public already: then only the way to it is told.
    《收费办法》第4条、第5条
    """
    if method is FeeMethod.BY_ITEM:
        return fees.fee_by_item(count, earlier_this_month=earlier_this_month(records, application, office=office))
    if application.items and all(item.facts.get("already_public") for item in application.items):
        raise RuleViolation(
            "所申请的信息已经主动公开，只告知获取途径，不能按量收费。", str(fees.BY_PAGE_ARTICLE), field="method"
        )
    return fees.fee_by_page(count)


def earlier_this_month(records: Session, application: Application, *, office: Office) -> int:
    """How many applications of this applicant came before this one in its calendar month. 《收费办法》第4条"""
    if application.received_on is None:
        return 0
    others = same_applicant.others_of(records, application, key=office.settings.identity_key)
    before = [
        o.received_on
        for o in others
        if o.received_on and (o.received_on, o.id) < (application.received_on, application.id)
    ]
    return fees.earlier_in_month(before, application.received_on)


def record_fee_notice_receipt(application_id: int, on: date, *, actor: Actor, office: Office) -> None:
    """It is proven when the applicant got the notice; the period to pay runs from the next day, and the clock waits.

    《收费办法》第6条
    """
    require(actor, Action.RECORD_PAYMENT)
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        served = _served(records, application)
        if history.has(records, application, EventName.FEE_NOTICE_RECEIVED):
            raise RuleViolation("已经登记过申请人收到收费通知书的日期。", PERIOD)
        if not served.on <= on <= office.clock.today():
            raise RuleViolation("收到日期应在寄出之后、今天或今天以前。", PERIOD, field="on")
        history.add(records, application, EventName.FEE_NOTICE_RECEIVED, actor, office.clock, on=on)


def register_payment(application_id: int, payment: Payment, *, actor: Actor, office: Office) -> None:
    """The fee is paid; a full new answer period runs from the next day.

    RuleViolation when the receipt of the notice is not on record, or the payment came after its period.
    《收费办法》第6条
    """
    require(actor, Action.RECORD_PAYMENT)
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        _served(records, application)
        _add_payment(records, application, payment, actor=actor, office=office)
        office.workflow.send_message(records, application, "fee_arrived")


def confirm_unpaid(task_id: int, payment: Payment | None, *, remark: str, actor: Actor, office: Office) -> None:
    """A person has looked whether the fee was paid in time after all; if not, the application counts as given up.

    《收费办法》第6条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="confirm_unpaid")
        if payment is None and not remark.strip():
            raise RuleViolation("请写明向谁查核、结果如何。", PERIOD, field="remark")
        history.add(
            records, task.application, EventName.UNPAID_CONFIRMED, actor, office.clock,
            paid=payment is not None, remark=remark,
        )  # fmt: skip
        if payment is not None:
            _add_payment(records, task.application, payment, actor=actor, office=office)
        else:
            close_merits(records, task.application, Standing.UNPAID, office=office)
        office.workflow.complete(records, task, {"paid": payment is not None})


def _add_payment(records: Session, application: Application, payment: Payment, *, actor: Actor, office: Office) -> None:
    clock = _clock(records, application, office)
    if clock.fee_due_on is None:
        raise RuleViolation("请先登记申请人收到收费通知书的日期。", PERIOD)
    if history.has(records, application, EventName.FEE_PAID):
        raise RuleViolation("已经登记过缴费。", PERIOD)
    if not payment.receipt_number.strip():
        raise RuleViolation("请填写财政票据号。", PERIOD, field="receipt_number")
    if clock.course.fee_notice is None or not clock.course.fee_notice.on <= payment.paid_on <= office.clock.today():
        raise RuleViolation("缴费日期应在收到通知书之后、今天或今天以前。", PERIOD, field="paid_on")
    if payment.paid_on > clock.fee_due_on:
        raise RuleViolation(
            "缴费已经超过缴费期限，视为放弃申请；确有正当理由的，请法制审核人研究。", PERIOD, field="paid_on"
        )
    history.add(
        records, application, EventName.FEE_PAID, actor, office.clock, on=payment.paid_on,
        receipt_number=payment.receipt_number,
    )  # fmt: skip


def _require_running(clock: ReplyClock) -> None:
    """《收费办法》第6条"""
    if clock.late or clock.state not in (ClockState.RUNNING, ClockState.PAUSED):
        raise RuleViolation("收费通知应当在答复期限内发出；现在期限没有在计算或者已经届满。", PERIOD)


def _clock(records: Session, application: Application, office: Office) -> ReplyClock:
    return office.reply_clock(records, application, history.of(records, application))


def _served(records: Session, application: Application) -> HistoryEntry:
    served = [e for e in history.of(records, application) if e.event is EventName.FEE_NOTICE_SENT]
    if not served:
        raise RuleViolation("此件没有发出收费通知书。", PERIOD)
    return served[-1]


def _printed(step: fees.Step, unit: str) -> FeeStep:
    return FeeStep(range=step.span(unit), count=step.count, price=str(step.rate), amount=str(step.amount))
