"""移交: nothing stays with somebody who leaves; each case says where it went and why."""

from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from engine.commands import hand_over, people, tasks
from engine.commands.hand_over import HandedOver
from engine.errors import Conflict, NotFound, NotPermitted, RuleViolation, TaskNotReady
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import Application, EventName, HistoryEntry, OpenTask, Person
from engine.tools import consistency
from engine.tools.driver import Driver
from tests.faults.at_once import at_once


def person(office: Office, account: str) -> Person:
    with office.reading() as records:
        query = select(Person).options(selectinload(Person.duties)).where(Person.account == account)
        return records.scalars(query).one()


def actor(office: Office, account: str) -> Actor:
    return person(office, account).actor()


@pytest.fixture
def cases(driver: Driver) -> list[int]:
    """Two cases of the first engineering handler, and one that the registrar holds."""
    made = [driver.register().application_id for _ in range(3)]
    for case in made[:2]:
        driver.run(case, until="search_item")
    tasks.claim_task(driver.open_tasks(made[2])[0].id, actor=actor(driver.office, "dengji"), office=driver.office)
    return made


def give(office: Office, heir: str | None, who: str = "gongcheng1", reason: str = "调离本机关。") -> HandedOver:
    to = person(office, heir).id if heir else None
    return hand_over.hand_over_steps(person(office, who).id, to, reason, actor=actor(office, "guanli"), office=office)


def entries(office: Office, event: EventName) -> list[HistoryEntry]:
    with office.reading() as records:
        return list(records.scalars(select(HistoryEntry).where(HistoryEntry.event == event).order_by(HistoryEntry.id)))


def handlers(office: Office, cases: list[int]) -> list[str]:
    with office.reading() as records:
        found = [records.get_one(Application, case).handler for case in cases]
        return [handler.account if handler else "" for handler in found]


def test_all_steps_and_cases_go_to_one_colleague_with_an_entry_in_each_case(
    driver: Driver, office: Office, cases: list[int]
) -> None:
    assert give(office, "gongcheng2") == HandedOver(given=2, pooled=0, cases=2)
    assert [task.assignee_id for case in cases[:2] for task in driver.open_tasks(case)] == [
        person(office, "gongcheng2").id
    ] * 2
    given = entries(office, EventName.TASK_REASSIGNED)
    assert [(entry.application_id, entry.facts["to_name"], entry.facts["reason"]) for entry in given] == [
        (case, "工程处承办人乙（示例）", "调离本机关。") for case in cases[:2]
    ]
    assert handlers(office, cases[:2]) == ["gongcheng2"] * 2


def test_the_next_steps_of_the_case_come_to_the_heir(driver: Driver, office: Office, cases: list[int]) -> None:
    give(office, "gongcheng2")
    driver.run(cases[0], until="weigh_disclosure")
    assert driver.open_tasks(cases[0])[0].assignee_id == person(office, "gongcheng2").id


def test_without_an_heir_everything_is_in_its_pool_and_the_cases_have_no_handler(
    driver: Driver, office: Office, cases: list[int]
) -> None:
    assert give(office, None) == HandedOver(given=0, pooled=2, cases=2)
    assert {task.assignee_id for case in cases[:2] for task in driver.open_tasks(case)} == {None}
    assert handlers(office, cases[:2]) == ["", ""]
    driver.run(cases[0], until="weigh_disclosure")
    assert driver.open_tasks(cases[0])[0].assignee_id is None


def test_what_the_heir_has_no_role_for_goes_to_its_pool(driver: Driver, office: Office, cases: list[int]) -> None:
    found = person(office, "gongcheng2")
    roles = {Role.HANDLER, Role.REGISTRAR}
    admin = actor(office, "guanli")
    people.change_person(found.id, roles=roles, unit_id=found.unit_id, active=True, actor=admin, office=office)
    tasks.reassign_task(
        driver.open_tasks(cases[2])[0].id, found.id, "代为审核。", actor=actor(office, "zhuren"), office=office
    )
    tasks.reassign_task(
        driver.open_tasks(cases[0])[0].id, found.id, "分担。", actor=actor(office, "zhuren"), office=office
    )
    assert give(office, "gongcheng1", who="gongcheng2") == HandedOver(given=1, pooled=1, cases=0)


@pytest.mark.parametrize(
    ("heir", "reason", "told"),
    [
        ("gongcheng2", " ", ("reason", "请写明移交的理由。")),
        ("gongcheng1", "调离", ("heir_id", "请选择另一位在岗人员，或者退回待领取。")),
        ("zhihui1", "调离", ("heir_id", "指挥处承办人（示例）没有办理这些步骤的角色，请另选一位，或者退回待领取。")),
    ],
)
def test_what_cannot_be_changes_nothing(
    driver: Driver, office: Office, cases: list[int], heir: str, reason: str, told: tuple[str, str]
) -> None:
    with pytest.raises(RuleViolation) as refused:
        give(office, heir, reason=reason)
    assert (refused.value.field, refused.value.message) == told
    assert driver.open_tasks(cases[0])[0].assignee_id == person(office, "gongcheng1").id
    assert handlers(office, cases[:1]) == ["gongcheng1"]


def test_only_an_administrator_hands_over_and_only_from_somebody_who_is_there(office: Office) -> None:
    with pytest.raises(NotPermitted):
        hand_over.hand_over_steps(1, None, "调离", actor=actor(office, "zhuren"), office=office)
    with pytest.raises(NotFound):
        hand_over.hand_over_steps(999, None, "调离", actor=actor(office, "guanli"), office=office)


def test_a_step_done_while_it_is_handed_over_ends_in_one_place(driver: Driver, office: Office) -> None:
    for number in range(5):
        case = driver.register().application_id
        driver.run(case, until="search_item")
        who, heir = ("gongcheng1", "gongcheng2") if number % 2 == 0 else ("gongcheng2", "gongcheng1")
        give(office, who, who=heir)
        outcomes = at_once([partial(driver.step, case, "search_item"), partial(give, office, heir, who=who)])
        assert isinstance(outcomes[0], str | TaskNotReady | Conflict)
        assert isinstance(outcomes[1], HandedOver | Conflict)
        if isinstance(outcomes[1], HandedOver):
            assert {task.assignee_id for task in driver.open_tasks(case)} <= {None, person(office, heir).id}
    assert consistency.faults(office) == []


def test_somebody_who_leaves_without_handing_over_keeps_nothing(
    driver: Driver, office: Office, cases: list[int]
) -> None:
    found = person(office, "gongcheng1")
    people.change_person(
        found.id, roles=[Role.HANDLER], unit_id=found.unit_id, active=False, actor=actor(office, "guanli"),
        office=office,
    )  # fmt: skip
    assert {task.assignee_id for case in cases[:2] for task in driver.open_tasks(case)} == {None}
    assert handlers(office, cases[:2]) == ["", ""]
    assert [entry.facts["step"] for entry in entries(office, EventName.TASK_RELEASED)] == ["search_item"] * 2
    assert len(entries(office, EventName.HANDLER_CHANGED)) == 2  # one a case


def test_a_change_that_leaves_the_role_leaves_the_work(driver: Driver, office: Office, cases: list[int]) -> None:
    found = person(office, "gongcheng1")
    people.change_person(
        found.id, roles=[Role.HANDLER, Role.DISPATCHER], unit_id=found.unit_id, active=True,
        actor=actor(office, "guanli"), office=office,
    )  # fmt: skip
    assert driver.open_tasks(cases[0])[0].assignee_id == found.id
    assert handlers(office, cases[:1]) == ["gongcheng1"]


def test_several_steps_are_reassigned_each_on_its_own(driver: Driver, office: Office, cases: list[int]) -> None:
    ids = [driver.open_tasks(case)[0].id for case in cases]
    to = person(office, "gongcheng2").id
    said = tasks.reassign_tasks([*ids, 999], to, "分担。", actor=actor(office, "zhuren"), office=office)
    assert [bool(words) for words in said.values()] == [False, False, True, True]
    assert "登记人" in said[ids[2]]
    with office.reading() as records:
        assert set(records.scalars(select(OpenTask.assignee_id).where(OpenTask.id.in_(ids[:2])))) == {to}
