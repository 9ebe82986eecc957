"""The applicant explains reasons, says that a fee is paid; people weigh and find the money. 《条例》第35条、第42条"""

from datetime import timedelta

from sqlalchemy import select

from engine.commands import fees
from engine.commands import reasons as reasons_commands
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, EventName, HistoryEntry, Message
from engine.rules.vocabulary import DeliveryMethod
from engine.tools.driver import Driver, SetClock
from tests.web.browser import Browser, words_of
from tests.web.conftest import OpenBrowser

WHY = "一个月内就同类内容反复提出申请，数量明显超过合理范围。"


def told(walker: Driver, browser: OpenBrowser, *, fee: bool = False) -> tuple[int, Browser]:
    """A case whose applicant was handed the notice, and the applicant's browser, let in by number and pass phrase."""
    made = walker.register()
    walker.run(made.application_id, until="examine_nature")
    handler = walker.actor(Role.HANDLER)
    propose = fees.propose_fee if fee else reasons_commands.ask_reasons
    propose(made.application_id, WHY, actor=handler, office=walker.office)
    for step in ("draft_fee_notice" if fee else "draft_reasons_notice", "approve_notice", "sign_notice", "seal_notice"):
        walker.step(made.application_id, step)
        walker.tick()
    walker.step(made.application_id, "serve_notice", method=DeliveryMethod.IN_PERSON)
    applicant = browser()
    named = {"case_number": made.case_number, "pass_phrase": made.pass_phrase}
    applicant.send("/track", applicant.get("/track"), named)
    return made.application_id, applicant


def events(office: Office, case: int) -> list[EventName]:
    with office.reading() as records:
        query = select(HistoryEntry.event).where(HistoryEntry.application_id == case).order_by(HistoryEntry.id)
        return list(records.scalars(query))


def test_the_applicant_explains_and_a_person_weighs_it(
    browser: OpenBrowser, walker: Driver, small_office: Office
) -> None:
    case, applicant = told(walker, browser)
    assert "请您说明理由" in words_of(applicant.get("/track/status"))
    page = applicant.get("/track/reasons")
    empty = applicant.send("/track/reasons", page, {"words": " "})
    assert (empty.status_code, "请写明申请的理由。" in words_of(empty)) == (422, True)
    assert applicant.send("/track/reasons", page, {"words": "用于核对征收范围，每件所涉地块不同。"}).status_code == 303
    assert EventName.REASONS_SUBMITTED in events(small_office, case)
    weigh = next(task.id for task in walker.open_tasks(case) if task.step == "weigh_reasons")
    assert "每件所涉地块不同" in words_of(browser("gongcheng1").get(f"/tasks/{weigh}/weigh_reasons"))
    assert "您已经说明的" in words_of(applicant.get("/track/reasons"))


def test_nothing_is_explained_once_the_reasons_were_weighed(browser: OpenBrowser, walker: Driver) -> None:
    case, applicant = told(walker, browser)
    page = applicant.get("/track/reasons")
    applicant.send("/track/reasons", page, {"words": "用于核对征收范围。"})
    walker.step(case, "weigh_reasons")
    assert applicant.get("/track/reasons").status_code == 409
    assert "请您说明理由" not in words_of(applicant.get("/track/status"))


def test_a_payment_that_is_only_said_moves_no_clock(browser: OpenBrowser, walker: Driver, small_office: Office) -> None:
    case, applicant = told(walker, browser, fee=True)
    page = applicant.get("/track/fee")
    assert "怎样缴" in words_of(page)
    today = small_office.clock.today()
    given = {"paid_on": today.isoformat(), "words": "缴款人甲某，流水号 20260304001"}
    early = given | {"paid_on": (today - timedelta(days=1)).isoformat()}
    assert applicant.send("/track/fee", page, early).status_code == 422
    assert applicant.send("/track/fee", page, given).status_code == 303
    with small_office.reading() as records:
        assert records.get_one(Application, case).due_on is None
    walker.tick()
    with small_office.reading() as records:
        texts = list(records.scalars(select(Message.text).where(Message.text.contains("告知已于"))))
    assert len(set(texts)) == 1
    assert EventName.FEE_PAID not in events(small_office, case)
    payment = fees.Payment(paid_on=today, receipt_number="鄂财1234567")
    fees.register_payment(case, payment, actor=walker.actor(Role.HANDLER), office=small_office)
    assert applicant.get("/track/fee").status_code == 409


def test_what_was_typed_is_shown_again_when_the_half_hour_is_over(
    browser: OpenBrowser, walker: Driver, clock: SetClock
) -> None:
    _, applicant = told(walker, browser)
    page = applicant.get("/track/reasons")
    clock.advance(minutes=31)
    late = applicant.send("/track/reasons", page, {"words": "每件所涉地块不同。"})
    assert late.status_code == 401
    assert "每件所涉地块不同。" in words_of(late)
    assert applicant.get("/track/reasons").status_code == 303


def test_who_was_asked_nothing_has_nothing_to_pay_or_explain(browser: OpenBrowser, walker: Driver) -> None:
    made = walker.register()
    applicant = browser()
    named = {"case_number": made.case_number, "pass_phrase": made.pass_phrase}
    applicant.send("/track", applicant.get("/track"), named)
    assert applicant.get("/track/fee").status_code == 409
    assert applicant.get("/track/reasons").status_code == 409
    assert browser().get("/track/fee").status_code == 303
