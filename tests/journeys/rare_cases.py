"""Cases at steps that the sample never shows: silence, a bill unpaid, a dispute, work off line, a complaint."""

from dataclasses import replace

from engine.commands import remedies
from engine.commands.consult import PlannedConsultation
from engine.commands.remedies import RemedyNotice
from engine.permissions import Role
from engine.records import RemedyKind
from engine.rules.outcome import DISCLOSABLE, Ground
from engine.rules.vocabulary import ConsultedParty, DeliveryMethod
from engine.tools import demo_acts
from engine.tools.driver import Driver, SetClock
from engine.tools.sample_cases import UNCLEAR, SampleCase

HANDED_OVER = {"method": DeliveryMethod.IN_PERSON, "tracking_number": ""}
CO_MAKER = PlannedConsultation(
    to=ConsultedParty.CO_MAKER, name="某省示例厅", information=("联合印发的通知",), item_numbers=(1,)
)


def weeks_pass(driver: Driver, _: int) -> None:
    """Every period of twenty working days has run out."""
    clock = driver.office.clock
    assert isinstance(clock, SetClock)
    clock.advance(days=35)
    driver.tick()


def bill_left_unpaid(driver: Driver, application_id: int) -> None:
    """The fee notice was handed over, and nothing was paid in time."""
    demo_acts.fee_proposed(driver, application_id)
    for step in ("sign_notice", "seal_notice"):
        driver.step(application_id, step)
        driver.tick()
    driver.step(application_id, "serve_notice", **HANDED_OVER)
    weeks_pass(driver, application_id)


def help_refused(driver: Driver, application_id: int) -> None:
    """A unit that was asked disagrees."""
    demo_acts.help_asked_for(driver, application_id)
    driver.step(application_id, "answer_unit", disagrees=True)


def complained_of(driver: Driver, application_id: int) -> None:
    """A complaint was passed on to us today."""
    today = driver.office.clock.today()
    notice = RemedyNotice(
        kind=RemedyKind.COMPLAINT, claimant="申请人（示例）", body="某省政府办公厅（示例）", filed_on=today,
        notice_received_on=today, answer_due_on=today,
    )  # fmt: skip
    remedies.register_remedy(application_id, notice, actor=driver.actor(Role.LEGAL_REVIEWER), office=driver.office)


def _rare(name: str, until: str, received_before: int = 60, **more: object) -> SampleCase:
    entry = {"applicant_name": f"{name}（示例）", "items": ("某工程竣工验收备案表",)}
    if more.pop("bears_level_mark", False):
        entry["bears_level_mark"] = True
    return SampleCase(entry=entry, until=until, received_before=received_before, **more)  # type: ignore[arg-type]


RARE = (
    _rare("午一", "confirm_not_supplemented", given=UNCLEAR, when_waiting=(weeks_pass,)),
    _rare(
        "午二", "confirm_silence", facts=replace(DISCLOSABLE, ground=Ground.THIRD_PARTY),
        when_waiting=(demo_acts.letters_received, weeks_pass),
    ),
    _rare(
        "午三", "confirm_consent_by_silence", when_waiting=(weeks_pass,),
        given={
            "weigh_disclosure": {"ask": (ConsultedParty.CO_MAKER,)},
            "plan_consultations": {"planned": (CO_MAKER,)}, "serve_notice": HANDED_OVER,
        },
    ),
    _rare("午四", "confirm_unpaid", at_step={"search_item": bill_left_unpaid}),
    _rare("午五", "handle_offline", 1, bears_level_mark=True),
    _rare("午六", "settle_disagreement", 5, at_step={"search_item": help_refused}),
)  # fmt: skip
