"""不予公开情况: by ground beside what was put right, in the order of the law. 《条例》第13条、第37条"""

from dataclasses import replace
from datetime import date

import pytest

from engine.errors import NotPermitted, RuleViolation
from engine.permissions import Role
from engine.queries import refusals
from engine.records import RemedyCase, RemedyDecision, RemedyKind
from engine.rules.evidence import require_ground_evidence
from engine.rules.outcome import DISCLOSABLE, Ground
from engine.rules.vocabulary import OUTCOME_FACTS, Outcome
from engine.tools.driver import Driver
from tests.web.conftest import OpenBrowser


def answered(driver: Driver, ground: Ground) -> int:
    driver.facts = replace(DISCLOSABLE, ground=ground)
    number = driver.register().application_id
    driver.run(number)
    return number


def of_year(driver: Driver) -> dict[Outcome, tuple[int, int]]:
    page = refusals.refusals(None, actor=driver.actor(Role.OFFICE_HEAD), office=driver.office)
    return {ground.outcome: (ground.items, ground.corrected) for ground in page.grounds if ground.items}


def test_each_ground_stands_beside_what_was_put_right(walker: Driver) -> None:
    kept, righted = answered(walker, Ground.INTERNAL_AFFAIRS), answered(walker, Ground.INTERNAL_AFFAIRS)
    with walker.office.transaction() as records:
        records.add(
            RemedyCase(
                application_id=righted, kind=RemedyKind.RECONSIDERATION, is_after_reconsideration=False,
                is_simple=False, counted_here=True, claimant="甲某", body="某省人民政府", number="", claims="",
                filed_on=date(2026, 3, 10), notice_received_on=date(2026, 3, 12), ended_on=date(2026, 4, 10),
                decision=RemedyDecision.SET_ASIDE, decision_number="", facts={},
            )
        )  # fmt: skip
    assert kept != righted
    assert of_year(walker) == {Outcome.WITHHELD_INTERNAL_AFFAIRS: (2, 1)}


def test_nothing_found_stands_in_the_same_list_and_the_order_is_the_laws() -> None:
    assert Outcome.DOES_NOT_EXIST in refusals.NOT_GIVEN
    order = [OUTCOME_FACTS[outcome].report_row for outcome in refusals.NOT_GIVEN]
    assert Outcome.DISCLOSED not in refusals.NOT_GIVEN
    assert len(order) == len(refusals.NOT_GIVEN)


def test_only_who_oversees_sees_it(walker: Driver, browser: OpenBrowser) -> None:
    with pytest.raises(NotPermitted):
        refusals.refusals(None, actor=walker.actor(Role.HANDLER), office=walker.office)
    assert browser("gongcheng1").get("/refusals").status_code == 403
    page = browser("duban").get("/refusals")
    assert page.status_code == 200
    assert "不排名" in page.text


MARKS = ["该文件属于工作秘密。", "首页标有“内部资料”字样。", "系内部文件，不宜公开。", "材料是工作秘密。"]


@pytest.mark.parametrize("evidence", MARKS)
def test_a_mark_is_no_ground(evidence: str) -> None:
    for ground in (Ground.INTERNAL_AFFAIRS, Ground.DELIBERATIVE, Ground.SECURITY_STABILITY):
        with pytest.raises(RuleViolation, match="不是定密"):
            require_ground_evidence(ground, evidence)
