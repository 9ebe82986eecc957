"""Cases worked together share search and legal note; each has its own clock, letter and number. 《条例》第36条"""

from datetime import date

import pytest

from engine.commands import groups
from engine.commands.groups import Grouping, JointSearch
from engine.errors import NotFound, NotPermitted, RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries import groups as queries
from engine.queries import hints
from engine.records import Application, EventName, history
from engine.rules.likeness import GroupKind, is_alike, is_same
from engine.rules.outcome import Held
from engine.rules.vocabulary import Outcome
from engine.tools.driver import Driver

TEXT = "某小区人防工程竣工验收备案文件"
WHY = "同一项目，检索范围相同。"


def registered(driver: Driver, name: str = "甲某", what: str = TEXT, until: str = "search_item") -> int:
    number = driver.register(applicant_name=name, items=(what,)).application_id
    driver.run(number, until=until)
    return number


def join(driver: Driver, kind: GroupKind, first: int, *others: int) -> int:
    return groups.group_cases(
        first,
        Grouping(kind=kind, others=others, reason=WHY),
        actor=driver.actor(Role.OFFICE_HEAD),
        office=driver.office,
    )


def open_search(driver: Driver, application_id: int) -> int:
    return next(task.id for task in driver.open_tasks(application_id) if task.step == "search_item")


def adopt(driver: Driver, application_id: int, joint: JointSearch) -> None:
    task = next(task for task in driver.open_tasks(application_id) if task.step == "search_item")
    groups.adopt_search(task.id, joint, actor=driver.actor_of(task), office=driver.office)


def searches(office: Office, application_id: int) -> list[str]:
    with office.reading() as records:
        entries = history.of(records, records.get_one(Application, application_id))
        return [entry.facts["result"] for entry in entries if entry.event is EventName.ITEM_SEARCHED]


def page(driver: Driver, group_id: int) -> queries.GroupPage:
    return queries.group_page(group_id, actor=driver.actor(Role.OFFICE_HEAD), office=driver.office)


def test_registration_shows_the_applicants_other_cases_and_those_that_ask_for_the_same(driver: Driver) -> None:
    own, same, near, far = (
        registered(driver, what="另一份批复文件", until="check_application"),
        registered(driver, "乙某", f"申请公开：{TEXT}。", until="check_application"),
        registered(driver, "丙某", "某小区人防工程竣工验收备案文件及附图", until="check_application"),
        registered(driver, "丁某", "年度部门预算", until="check_application"),
    )
    new = registered(driver, until="check_application")
    found = hints.hints(new, actor=driver.actor(Role.REGISTRAR), office=driver.office)
    assert [each.id for each in found.own] == [own]
    assert {each.id: each.is_same for each in found.alike} == {same: True, near: False}
    assert far not in {each.id for each in found.alike}


def test_what_was_answered_before_stands_beside_a_new_case_with_our_own_letter(driver: Driver) -> None:
    theirs, mine = registered(driver, "乙某", until=""), registered(driver, until="")
    new = registered(driver, until="check_application")
    found = hints.hints(new, actor=driver.actor(Role.REGISTRAR), office=driver.office)
    assert [(each.id, each.is_same, each.reply is not None) for each in found.alike] == [(theirs, True, True)]
    assert [each.id for each in found.repeated] == [mine]
    reply = found.repeated[0].reply
    assert reply is not None
    assert reply.outcomes == (Outcome.DISCLOSED.label,)
    assert reply.document_number


@pytest.mark.parametrize(
    ("one", "other", "same", "alike"),
    [
        ("甲路1号批复", "申请公开 甲路1号 批复。", True, True),
        ("甲路1号项目的规划许可证", "甲路2号项目的规划许可证", False, True),
        ("甲路批复", "年度预算", False, False),
        ("", "", False, False),
    ],
)
def test_likeness_is_of_words_alone(one: str, other: str, *, same: bool, alike: bool) -> None:
    assert (is_same(one, other), is_alike(one, other)) == (same, alike)


def test_one_search_serves_the_same_text_of_different_people_and_names_its_source(
    office: Office, driver: Driver
) -> None:
    first, second = registered(driver), registered(driver, "乙某")
    join(driver, GroupKind.SAME_TEXT, first, second)
    driver.step(first, "search_item")
    adopt(driver, second, JointSearch(source_id=first, number=1))
    assert searches(office, second) == [f"与2026-0001号申请第1项合并检索：{searches(office, first)[0]}"]


def test_a_joint_search_for_another_text_says_what_it_found_of_it(office: Office, driver: Driver) -> None:
    first, second = registered(driver), registered(driver, what="同一工程的监理合同")
    join(driver, GroupKind.SAME_APPLICANT, first, second)
    driver.step(first, "search_item")
    with pytest.raises(RuleViolation, match="内容不同"):
        adopt(driver, second, JointSearch(source_id=first, number=1))
    adopt(driver, second, JointSearch(source_id=first, number=1, held=Held.NO, result="未检索到监理合同。"))
    assert searches(office, second) == ["与2026-0001号申请第1项合并检索：未检索到监理合同。"]
    driver.run(second, until="approve_reply")
    with office.reading() as records:
        assert records.get_one(Application, second).items[0].outcome is Outcome.DOES_NOT_EXIST


def test_no_search_is_taken_from_a_case_outside_the_group(driver: Driver) -> None:
    first, second = registered(driver), registered(driver, "乙某")
    driver.step(first, "search_item")
    with pytest.raises(RuleViolation, match="一并办理"):
        adopt(driver, second, JointSearch(source_id=first, number=1))


def test_every_case_keeps_its_number_its_clock_and_its_letter(office: Office, driver: Driver) -> None:
    first = driver.register(received_on=date(2026, 3, 2)).application_id
    second = driver.register(received_on=date(2026, 3, 4), applicant_name="乙某").application_id
    group = join(driver, GroupKind.SAME_TEXT, first, second)
    driver.run(first)
    driver.run(second)
    members = page(driver, group).members
    assert [member.case.left.due_on for member in members] == [date(2026, 3, 30), date(2026, 4, 1)]
    assert all(len(member.letters) == 1 for member in members)
    assert len({letter for member in members for letter in member.letters}) == 2


def test_different_answers_to_the_same_text_are_warned_of(office: Office, driver: Driver) -> None:
    first, second = registered(driver), registered(driver, "乙某")
    group = join(driver, GroupKind.SAME_TEXT, first, second)
    driver.run(first, until="approve_reply")
    driver.step(second, "search_item", record={"held": Held.NO, "result": "以上范围内均未检索到相符记录。"})
    driver.run(second, until="approve_reply")
    assert "答复不一致" in page(driver, group).warnings[0]
    assert queries.warnings_for(second, office=office) == page(driver, group).warnings


def test_the_months_tally_is_shown_and_starts_nothing(office: Office, driver: Driver) -> None:
    cases = [driver.register(items=(f"第{number}份文件",)).application_id for number in range(12)]
    group = join(driver, GroupKind.SAME_APPLICANT, *cases[:3])
    tally = page(driver, group).tally
    assert tally is not None
    assert (tally.count, tally.amount) == (12, 200)
    with office.reading() as records:
        events = {e.event for each in cases for e in history.of(records, records.get_one(Application, each))}
    assert not events & {EventName.REASONS_PROPOSED, EventName.FEE_PROPOSED}


def test_the_legal_note_stands_in_every_case(office: Office, driver: Driver) -> None:
    first, second = registered(driver), registered(driver, "乙某")
    group = join(driver, GroupKind.SAME_TEXT, first, second)
    groups.note_law(group, "属于应当公开的信息。", actor=driver.actor(Role.OFFICE_HEAD), office=office)
    with office.reading() as records:
        for each in (first, second):
            assert history.has(records, records.get_one(Application, each), EventName.LEGAL_NOTE_SHARED)


WRONG = {
    "not one applicant": (GroupKind.SAME_APPLICANT, ("乙某", TEXT), "不是同一申请人"),
    "one applicant": (GroupKind.SAME_TEXT, ("甲某", TEXT), "是同一申请人"),
    "another text": (GroupKind.SAME_TEXT, ("乙某", "年度预算"), "内容与此件不同"),
}


@pytest.mark.parametrize("name", WRONG)
def test_only_what_belongs_together_is_worked_together(driver: Driver, name: str) -> None:
    kind, (applicant, what), message = WRONG[name]
    first, other = (
        registered(driver, until="check_application"),
        registered(driver, applicant, what, "check_application"),
    )
    with pytest.raises(RuleViolation, match=message):
        join(driver, kind, first, other)


def test_a_group_of_one_is_none(office: Office, driver: Driver) -> None:
    first, second = registered(driver), registered(driver, "乙某")
    group = join(driver, GroupKind.SAME_TEXT, first, second)
    groups.leave_group(second, "内容其实不同。", actor=driver.actor(Role.OFFICE_HEAD), office=office)
    with pytest.raises(NotFound):
        page(driver, group)


def test_the_same_request_at_other_agencies_is_noted(office: Office, driver: Driver) -> None:
    first = registered(driver)
    head = driver.actor(Role.OFFICE_HEAD)
    groups.note_other_agencies(first, ["某市规划局", " "], actor=head, office=office)
    assert hints.hints(first, actor=head, office=office).other_agencies == ("某市规划局",)


def test_who_only_oversees_groups_nothing(office: Office, driver: Driver) -> None:
    first, second = registered(driver), registered(driver, "乙某")
    grouping = Grouping(kind=GroupKind.SAME_TEXT, others=(second,), reason=WHY)
    with pytest.raises(NotPermitted):
        groups.group_cases(first, grouping, actor=driver.actor(Role.SUPERVISOR), office=office)
