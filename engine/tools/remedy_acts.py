"""What befalls a sample case after its answer: a review is asked for, a suit is brought, a redo begins."""

from engine.commands import remedies
from engine.commands.remedies import RemedyNotice
from engine.permissions import Role
from engine.records import RemedyKind
from engine.tools.driver import Driver

REVIEW_BODY = "示例省人民政府"
COURT = "示例市某区人民法院"


def review_filed(driver: Driver, application_id: int) -> None:
    """The notice of a review has come today."""
    _register(driver, application_id, RemedyKind.RECONSIDERATION, REVIEW_BODY, "示政复答〔2026〕31号")


def suit_filed(driver: Driver, application_id: int) -> None:
    """The copy of a suit has come today."""
    _register(driver, application_id, RemedyKind.LITIGATION, COURT, "（2026）示0106行初58号")


def redo_begun(driver: Driver, application_id: int) -> None:
    """The order to answer again is being carried out: the case lies with its handler once more."""
    for step in ("carry_out", "check_application", "assign_handler"):
        driver.step(application_id, step)


def _register(driver: Driver, application_id: int, kind: RemedyKind, body: str, number: str) -> None:
    today = driver.office.clock.today()
    notice = RemedyNotice(
        kind=kind,
        claimant="申请人（示例）",
        body=body,
        number=number,
        claims="撤销原答复，责令重新答复。",
        filed_on=today,
        notice_received_on=today,
    )
    remedies.register_remedy(application_id, notice, actor=driver.actor(Role.LEGAL_REVIEWER), office=driver.office)
