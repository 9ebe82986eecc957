"""What befalls a sample case besides its steps: a supplement, an opinion, more days, help from other units."""

from collections.abc import Callable

from sqlalchemy import select

from engine.commands import assist, consult, dispatch, extend, fees, joint_reply, reasons, supplement
from engine.permissions import Role
from engine.records import Application, Letter, LetterState, Unit, same_applicant
from engine.tools.driver import Driver

Act = Callable[[Driver, int], None]


def supplement_arrives(driver: Driver, application_id: int) -> None:
    """The applicant has handed in the supplement."""
    supplement.submit_supplement(application_id, actor=driver.actor(Role.REGISTRAR), office=driver.office)


def letters_received(driver: Driver, application_id: int) -> None:
    """It is proven that the parties asked have our letters."""
    for number in _consultations(driver, application_id):
        consult.record_letter_receipt(
            number, driver.office.clock.today(), actor=driver.actor(Role.REGISTRAR), office=driver.office
        )


def parties_agree(driver: Driver, application_id: int) -> None:
    """Every party asked has agreed."""
    _answer(driver, application_id, agrees=True, words="同意公开。")


def parties_object(driver: Driver, application_id: int) -> None:
    """Every party asked has objected, with a reason."""
    _answer(
        driver,
        application_id,
        agrees=False,
        words="合同含报价组成和技术方案，本公司采取了保密措施，公开将损害竞争利益。",
    )


def days_asked_for(driver: Driver, application_id: int) -> None:
    """An extension has been asked for."""
    wanted = extend.ExtensionRequest(working_days=10, reason="涉及多个年度的档案，需逐卷核对。")
    extend.request_extension(application_id, wanted, actor=driver.actor(Role.HANDLER), office=driver.office)


def answered_with_the_other(driver: Driver, application_id: int) -> None:
    """The reply that is being drafted here answers the applicant's other application as well."""
    task = next(task for task in driver.open_tasks(application_id) if task.step == "draft_decision")
    with driver.office.reading() as records:
        leading = records.get_one(Application, application_id)
        others = same_applicant.ids_of_others(records, leading, key=driver.office.settings.identity_key)
    joint_reply.answer_together(task.id, others, actor=driver.actor_of(task), office=driver.office)


def reasons_given(driver: Driver, application_id: int) -> None:
    """The handler has found the number beyond reason and asked why; the applicant has explained."""
    why = "两个月内就同一地块分拆提出多件申请，内容相互重复。"
    reasons.ask_reasons(application_id, why, actor=driver.actor(Role.HANDLER), office=driver.office)
    for step in ("draft_reasons_notice", "approve_notice", "sign_notice", "seal_notice"):
        driver.step(application_id, step)
        driver.tick()
    driver.step(application_id, "serve_notice")
    given = reasons.Reasons(received_on=driver.office.clock.today(), words="想了解全市情况。")
    reasons.submit_reasons(application_id, given, actor=driver.actor(Role.REGISTRAR), office=driver.office)


def fee_proposed(driver: Driver, application_id: int) -> None:
    """The handler has proposed a fee, and the notice lies with the deputy leader."""
    why = "本月就同类内容反复提出申请，本件涉及一百五十页，数量明显超过合理范围。"
    fees.propose_fee(application_id, why, actor=driver.actor(Role.HANDLER), office=driver.office)
    for step in ("draft_fee_notice", "approve_notice"):
        driver.step(application_id, step)


def help_asked_for(driver: Driver, application_id: int) -> None:
    """Another unit and a subordinate body have been asked."""
    today = driver.office.clock.today()
    with driver.office.reading() as records:
        calendar = driver.office.calendar(records)
        units = records.scalars(select(Unit).where(Unit.name.in_(("指挥通信处", "人防质量监督站")))).all()
    for unit in units:
        days = 5 if unit.name.endswith("站") else 3
        question = assist.Question(
            unit_id=unit.id, question="请核实是否保存相关材料、能否公开。", due_on=calendar.after(today, days)
        )
        assist.ask_unit(application_id, question, actor=driver.actor(Role.HANDLER), office=driver.office)


def reply_returned(driver: Driver, application_id: int) -> None:
    """The reply served last has come back today, and is to be served again."""
    served = select(Letter).where(Letter.application_id == application_id, Letter.state == LetterState.SERVED)
    with driver.office.reading() as records:
        letter_id = records.scalars(served.order_by(Letter.id.desc())).all()[0].id
    given = dispatch.Return(
        letter_id=letter_id, returned_on=driver.office.clock.today(), reason="邮局退回：收件人电话无人接听，逾期未领。"
    )
    dispatch.return_letter(application_id, given, actor=driver.actor(Role.REGISTRAR), office=driver.office)


def _answer(driver: Driver, application_id: int, *, agrees: bool, words: str) -> None:
    for number in _consultations(driver, application_id):
        opinion = consult.Opinion(received_on=driver.office.clock.today(), agrees=agrees, words=words)
        consult.register_opinion(number, opinion, actor=driver.actor(Role.REGISTRAR), office=driver.office)


def _consultations(driver: Driver, application_id: int) -> list[int]:
    with driver.office.reading() as records:
        return [consultation.id for consultation in consult.consultations(records, application_id)]
