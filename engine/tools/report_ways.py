"""The shortest lawful way to each row of table three: the facts reviewers find, and what befalls the case besides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from engine.commands import fees, reasons
from engine.errors import RuleViolation
from engine.permissions import Role
from engine.records import PlannedTimer
from engine.rules.outcome import DISCLOSABLE, Ground, Held, ItemFacts, Nature, Regime, Responsibility
from engine.rules.report_form import ReportForm, code_of
from engine.rules.vocabulary import DeliveryMethod, ReportRow
from engine.tools import demo_acts
from engine.tools.driver import Driver, SetClock

Act = Callable[[Driver, int], None]

IN_PERSON = {"method": DeliveryMethod.IN_PERSON}
UNCLEAR = {"check_application": {"clear": False}}
PUBLISHED = {"search_item": {"record": {"published_at": "本机关门户网站“政府信息公开”栏目2023年第4期"}}}
LONG_ENOUGH = "经统计，同一申请人在一个月内就同类事项提出申请四十余件。"


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a case goes: facts of its item, values of steps, acts at a step and while nothing is open.

    `held` are steps that nobody does, because the case leaves its review before them.
    """

    facts: ItemFacts = DISCLOSABLE
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    at_step: Mapping[str, Act] = field(default_factory=dict)
    when_waiting: tuple[Act, ...] = ()
    held: frozenset[str] = frozenset()
    withdrawn: bool = False


def period_passes(driver: Driver, application_id: int) -> None:
    """The applicant has let the period pass: its alarm has rung and the drawing has gone on."""
    office = driver.office
    mine = (PlannedTimer.application_id == application_id, PlannedTimer.name != "next_rung")
    with office.transaction() as records:
        timers = [timer for timer in records.scalars(select(PlannedTimer).where(*mine)) if timer.due_at]
        if not timers:
            raise RuntimeError(f"case {application_id} waits for no period")
        first = min(timers, key=lambda timer: timer.due_at or office.clock.now())
        assert isinstance(office.clock, SetClock)  # noqa: S101  # the throw-away office is built with one
        assert first.due_at is not None  # noqa: S101  # filtered above
        office.clock.moment = max(first.due_at, office.clock.now())
        office.workflow.wake(records, first.instance)


def _reasons_asked(driver: Driver, application_id: int) -> None:
    reasons.ask_reasons(application_id, LONG_ENOUGH, actor=driver.actor(Role.HANDLER), office=driver.office)


def _reasons_come(driver: Driver, application_id: int) -> None:
    words = reasons.Reasons(received_on=driver.office.clock.today(), words="需要了解全部情况。")
    reasons.submit_reasons(application_id, words, actor=driver.actor(Role.REGISTRAR), office=driver.office)


def _fee_proposed(driver: Driver, application_id: int) -> None:
    fees.propose_fee(application_id, LONG_ENOUGH, actor=driver.actor(Role.HANDLER), office=driver.office)


def _against(ground: Ground, *, severable: bool = False) -> Way:
    return Way(facts=replace(DISCLOSABLE, ground=ground, severable=severable))


def _of_nature(nature: Nature) -> Way:
    return Way(facts=replace(DISCLOSABLE, nature=nature))


WAYS: Mapping[ReportRow, Way] = {
    ReportRow.R1: Way(facts=replace(DISCLOSABLE, already_public=True), given=PUBLISHED),
    ReportRow.R2: _against(Ground.DELIBERATIVE, severable=True),
    ReportRow.R3_1: _against(Ground.STATE_SECRET),
    ReportRow.R3_2: _against(Ground.BY_LAW),
    ReportRow.R3_3: _against(Ground.SECURITY_STABILITY),
    ReportRow.R3_4: replace(
        _against(Ground.THIRD_PARTY), when_waiting=(demo_acts.letters_received, demo_acts.parties_object)
    ),
    ReportRow.R3_5: _against(Ground.INTERNAL_AFFAIRS),
    ReportRow.R3_6: _against(Ground.DELIBERATIVE),
    ReportRow.R3_7: _against(Ground.ENFORCEMENT_FILE),
    ReportRow.R3_8: Way(facts=replace(DISCLOSABLE, regime=Regime.SPECIAL_ACCESS)),
    ReportRow.R4_1: Way(facts=replace(DISCLOSABLE, responsibility=Responsibility.OTHER_AGENCY)),
    ReportRow.R4_2: Way(facts=replace(DISCLOSABLE, held=Held.MUST_BE_MADE)),
    ReportRow.R4_3: Way(
        given={**UNCLEAR, "check_supplement": {"clear": False, "remark": "补正后仍然没有指明具体文件。"}},
        when_waiting=(demo_acts.supplement_arrives,),
    ),
    ReportRow.R5_1: _of_nature(Nature.PETITION_OR_COMPLAINT),
    ReportRow.R5_2: Way(facts=replace(DISCLOSABLE, repeated=True)),
    ReportRow.R5_3: _of_nature(Nature.PUBLICATION),
    ReportRow.R5_4: Way(
        at_step={"examine_nature": _reasons_asked}, when_waiting=(_reasons_come,), held=frozenset({"examine_nature"})
    ),
    ReportRow.R5_5: _of_nature(Nature.CONFIRMATION),
    ReportRow.R6_1: Way(given=UNCLEAR, when_waiting=(period_passes,)),
    ReportRow.R6_2: Way(
        at_step={"examine_nature": _fee_proposed},
        when_waiting=(period_passes,),
        held=frozenset({"examine_nature"}),
    ),
    ReportRow.R6_3: Way(withdrawn=True),
}
"""Row → way. 国办公开办函〔2021〕30号"""


def row_for(code: str, form: ReportForm) -> ReportRow:
    """The row that a code of the form is made with; the one 其他处理 of 2019 by withdrawals.

    RuleViolation where the form has no such outcome.
    """
    rows = [row for row in ReportRow if code_of(row, form) == code]
    if not rows:
        raise RuleViolation(f"{form}年格式的表三没有“{code[:20]}”这一行。", field="table3")
    return rows[-1]
