"""A colleague stands in on the days entered, on no other; history names both, and no rule of four eyes is loosened."""

from datetime import date, datetime
from functools import partial

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from engine.clock import BEIJING
from engine.commands import absences, items, people, remind, report_course, tasks
from engine.commands.absences import AbsenceEntry
from engine.commands.people import DEMO_PASSWORD, PersonEntry
from engine.commands.review import Opinion, review_by_unit
from engine.errors import NotFound, NotPermitted, RuleViolation, TaskNotReady
from engine.office import Office
from engine.permissions import Actor, Role
from engine.queries.case_page import case_page
from engine.queries.listing import Page
from engine.queries.people import Visitor, signed_in
from engine.queries.report_course import office_steps
from engine.queries.tasks import DeskFilter, DeskRow, Tab, desk
from engine.records import Absence, Application, EventName, HistoryEntry, Message, OpenTask, Person
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock
from engine.tools.steps import STEPS
from tests.faults.at_once import at_once, kinds
from tests.statements import counting

FIRST, LAST = date(2026, 3, 5), date(2026, 3, 6)
THURSDAY = datetime(2026, 3, 5, 9, 0, tzinfo=BEIJING)


def person(office: Office, account: str) -> Person:
    with office.reading() as records:
        query = select(Person).options(selectinload(Person.duties)).where(Person.account == account)
        return records.scalars(query).one()


def visitor(office: Office, account: str) -> Visitor:
    """Whoever signs in with this account now."""
    token = people.sign_in(account, DEMO_PASSWORD, address="", office=office)
    found = signed_in(token, office)
    assert found is not None
    return found


def me(office: Office, account: str) -> Actor:
    return visitor(office, account).actor


def away(office: Office, who: str = "gongcheng1", deputy: str = "gongcheng2", **given: object) -> int:
    """This person is away on Thursday and Friday, and that colleague stands in."""
    usual = {
        "person_id": person(office, who).id, "deputy_id": person(office, deputy).id,
        "first_day": FIRST, "last_day": LAST,
    }  # fmt: skip
    entry = AbsenceEntry(**{**usual, **given})  # type: ignore[arg-type]
    return absences.enter_absence(entry, actor=person(office, who).actor(), office=office)


def add(office: Office, account: str, *roles: Role, unit: str = "gongcheng1") -> None:
    """One colleague more, in the unit of another."""
    entry = PersonEntry(
        account=account, name=account, unit_id=person(office, unit).unit_id, roles=frozenset(roles),
        password=DEMO_PASSWORD,
    )  # fmt: skip
    people.add_person(entry, actor=person(office, "guanli").actor(), office=office)


def rows(office: Office, account: str, tab: Tab = Tab.ALL) -> tuple[DeskRow, ...]:
    return desk(DeskFilter(tab=tab, page=Page()), actor=me(office, account), office=office).rows


def entries(office: Office, event: EventName) -> list[HistoryEntry]:
    with office.reading() as records:
        return list(records.scalars(select(HistoryEntry).where(HistoryEntry.event == event).order_by(HistoryEntry.id)))


@pytest.fixture
def step(driver: Driver) -> OpenTask:
    """The search of a case that the first handler of the engineering unit handles, lying with that handler."""
    case = driver.register().application_id
    driver.run(case, until="search_item")
    task = driver.open_tasks(case)[0]
    assert task.assignee_id == person(driver.office, "gongcheng1").id
    return task


def search(driver: Driver, task: OpenTask, actor: Actor) -> None:
    STEPS["search_item"](driver, task, actor, {})


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"last_day": date(2026, 3, 4)}, "last_day", "不能早于第一天"),
        ({"first_day": date(2026, 3, 1), "last_day": date(2026, 3, 3)}, "last_day", "已经过去"),
        ({"deputy_id": None}, "deputy_id", "请选择在岗的同事"),
        ({"deputy_id": 999}, "deputy_id", "请选择在岗的同事"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    office: Office, given: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(RuleViolation, match=words) as refused:
        away(office, **given)
    assert refused.value.field == field


def test_nobody_stands_in_for_oneself(office: Office) -> None:
    with pytest.raises(RuleViolation, match="不能是外出的本人"):
        away(office, deputy="gongcheng1")


def test_a_deputy_without_the_roles_is_refused_and_the_missing_ones_are_named(office: Office) -> None:
    with pytest.raises(RuleViolation, match="没有代办所需的角色：登记人、归档人。"):
        away(office, who="dengji", deputy="shoufa")


def test_a_handler_of_another_unit_cannot_stand_in(office: Office) -> None:
    with pytest.raises(RuleViolation, match="承办人（须为工程管理处的人员）"):
        away(office, deputy="zhihui1")


def test_absences_of_one_person_do_not_overlap(office: Office) -> None:
    away(office)
    with pytest.raises(RuleViolation, match="与已登记的外出（2026年3月5日至2026年3月6日）重叠"):
        away(office, first_day=LAST, last_day=date(2026, 3, 9))
    away(office, first_day=date(2026, 3, 7), last_day=date(2026, 3, 9))


def test_a_deputy_who_is_away_too_is_refused(office: Office) -> None:
    add(office, "bing", Role.HANDLER)
    away(office, who="gongcheng2", deputy="bing", first_day=LAST, last_day=LAST)
    with pytest.raises(RuleViolation, match="也外出，请另选"):
        away(office)


def test_whoever_stands_in_is_not_away_on_the_same_days(office: Office) -> None:
    add(office, "bing", Role.HANDLER)
    away(office)
    with pytest.raises(RuleViolation, match="请先为工程处承办人甲（示例）改请他人代办"):
        away(office, who="gongcheng2", deputy="bing", first_day=LAST, last_day=LAST)


def test_somebody_who_has_left_cannot_stand_in(office: Office) -> None:
    leave(office, "gongcheng2")
    with pytest.raises(RuleViolation, match="请选择在岗的同事"):
        away(office)


def test_only_oneself_or_an_administrator_enters_and_cancels(office: Office) -> None:
    entry = AbsenceEntry(
        person_id=person(office, "gongcheng1").id, deputy_id=person(office, "gongcheng2").id,
        first_day=FIRST, last_day=LAST,
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        absences.enter_absence(entry, actor=me(office, "zhuren"), office=office)
    absence = absences.enter_absence(entry, actor=me(office, "guanli"), office=office)
    with pytest.raises(NotFound):
        absences.cancel_absence(absence, actor=me(office, "gongcheng2"), office=office)
    absences.cancel_absence(absence, actor=me(office, "gongcheng1"), office=office)
    with pytest.raises(RuleViolation, match="不能再取消"):
        absences.cancel_absence(absence, actor=me(office, "guanli"), office=office)
    assert [e.actor_name for e in entries(office, EventName.ABSENCE_CANCELLED)] == ["工程处承办人甲（示例）"]


def test_the_deputy_is_told_when_it_is_entered_and_when_it_is_cancelled(office: Office) -> None:
    absence = away(office)
    absences.cancel_absence(absence, actor=me(office, "gongcheng1"), office=office)
    with office.reading() as records:
        told = records.scalars(select(Message).order_by(Message.id)).all()
    assert {message.person_id for message in told} == {person(office, "gongcheng2").id}
    assert [message.text for message in told] == [
        "工程处承办人甲（示例）2026年3月5日至2026年3月6日外出，由您代办其名下的步骤。",
        "工程处承办人甲（示例）的外出（2026年3月5日至2026年3月6日）已取消，不再由您代办；您已经领取的步骤仍请办完。",
    ]


def test_a_step_of_the_years_report_has_a_deputy_too(office: Office, clock: SetClock) -> None:
    add(office, "deng2", Role.REGISTRAR, Role.MAIL_ROOM, Role.ARCHIVIST, unit="dengji")
    report_course.open_report(2025, actor=person(office, "dengji").actor(), office=office)
    with office.reading() as records:
        task = records.scalars(select(OpenTask).where(OpenTask.report_year == 2025)).one()  # the year
    tasks.claim_task(task.id, actor=me(office, "dengji"), office=office)
    assert office_steps(actor=me(office, "deng2"), office=office) == ()
    away(office, who="dengji", deputy="deng2")
    clock.moment = THURSDAY
    assert [line.task_id for line in office_steps(actor=me(office, "deng2"), office=office)] == [task.id]
    tasks.claim_task(task.id, actor=me(office, "deng2"), office=office)
    assert entries(office, EventName.TASK_CLAIMED)[-1].who == "deng2（代登记员（示例））"


@pytest.mark.parametrize(
    ("moment", "stands_in"),
    [
        (datetime(2026, 3, 4, 23, 59, tzinfo=BEIJING), False),
        (datetime(2026, 3, 5, 0, 0, tzinfo=BEIJING), True),
        (datetime(2026, 3, 6, 23, 59, tzinfo=BEIJING), True),
        (datetime(2026, 3, 7, 0, 0, tzinfo=BEIJING), False),
    ],
)
def test_the_deputy_sees_and_takes_the_step_on_the_days_of_beijing_and_no_other(
    office: Office, step: OpenTask, clock: SetClock, moment: datetime, stands_in: bool
) -> None:
    away(office)
    clock.moment = moment
    assert [row.task_id for row in rows(office, "gongcheng2", Tab.POOL)] == [step.id] * stands_in
    if stands_in:
        tasks.claim_task(step.id, actor=me(office, "gongcheng2"), office=office)
    else:
        with pytest.raises(TaskNotReady, match="已由他人领取"):
            tasks.claim_task(step.id, actor=me(office, "gongcheng2"), office=office)


def test_the_lists_say_who_stands_in(office: Office, step: OpenTask, clock: SetClock) -> None:
    away(office)
    clock.moment = THURSDAY
    assert rows(office, "gongcheng2")[0].lies_with == "工程处承办人甲（示例）（外出，由工程处承办人乙（示例）代办）"


def test_history_names_both_and_the_handler_stays_the_handler(driver: Driver, office: Office, clock: SetClock) -> None:
    case = driver.register().application_id
    driver.run(case, until="examine_nature")
    with office.transaction() as records:
        records.get_one(Application, case).handler_id = person(office, "gongcheng1").id
        records.execute(update(OpenTask).values(assignee_id=person(office, "gongcheng1").id))
    away(office)
    clock.moment = THURSDAY
    task = driver.open_tasks(case)[0]
    tasks.claim_task(task.id, actor=me(office, "gongcheng2"), office=office)
    items.examine_nature(task.id, items.NatureFinding(), actor=me(office, "gongcheng2"), office=office)
    assert entries(office, EventName.NATURE_EXAMINED)[-1].who == "工程处承办人乙（示例）（代工程处承办人甲（示例））"
    assert entries(office, EventName.NATURE_EXAMINED)[-1].actor_id == person(office, "gongcheng2").id
    with office.reading() as records:
        assert records.get_one(Application, case).handler_id == person(office, "gongcheng1").id
    assert driver.open_tasks(case)[0].assignee_id == person(office, "gongcheng1").id


def test_a_step_done_without_claiming_it_first_says_so_too(
    driver: Driver, office: Office, step: OpenTask, clock: SetClock
) -> None:
    away(office)
    clock.moment = THURSDAY
    search(driver, step, me(office, "gongcheng2"))
    assert entries(office, EventName.ITEM_SEARCHED)[-1].acting_for == "工程处承办人甲（示例）"


def test_what_the_deputy_does_for_the_own_part_names_nobody_else(
    driver: Driver, office: Office, clock: SetClock
) -> None:
    away(office)
    clock.moment = THURSDAY
    case = driver.register().application_id
    driver.run(case, until="examine_nature")
    items.examine_nature(
        driver.open_tasks(case)[0].id, items.NatureFinding(), actor=me(office, "gongcheng2"), office=office
    )
    assert entries(office, EventName.NATURE_EXAMINED)[-1].who == "工程处承办人乙（示例）"


def test_what_was_taken_stays_with_the_deputy_afterwards_and_the_rest_is_back(
    driver: Driver, office: Office, step: OpenTask, clock: SetClock
) -> None:
    other = driver.register().application_id
    driver.run(other, until="search_item")
    away(office)
    clock.moment = THURSDAY
    tasks.claim_task(step.id, actor=me(office, "gongcheng2"), office=office)
    clock.moment = datetime(2026, 3, 9, 9, 0, tzinfo=BEIJING)
    assert [row.task_id for row in rows(office, "gongcheng2")] == [step.id]
    assert len(rows(office, "gongcheng1")) == 1
    search(driver, step, me(office, "gongcheng2"))
    assert entries(office, EventName.ITEM_SEARCHED)[-1].acting_for == "工程处承办人甲（示例）"


def test_a_deputy_who_gives_a_step_back_gives_it_to_whoever_was_away(
    driver: Driver, office: Office, step: OpenTask, clock: SetClock
) -> None:
    away(office)
    clock.moment = THURSDAY
    deputy = me(office, "gongcheng2")
    tasks.claim_task(step.id, actor=deputy, office=office)
    tasks.release_task(step.id, actor=deputy, office=office)
    task = driver.open_tasks(step.case_id)[0]
    assert (task.assignee_id, task.acting_for_id) == (person(office, "gongcheng1").id, None)


def test_whoever_is_away_may_still_do_the_own_steps(
    driver: Driver, office: Office, step: OpenTask, clock: SetClock
) -> None:
    away(office)
    clock.moment = THURSDAY
    found = visitor(office, "gongcheng1")
    assert found.away is not None
    assert found.away.name == "工程处承办人乙（示例）"
    search(driver, step, found.actor)
    assert entries(office, EventName.ITEM_SEARCHED)[-1].acting_for == ""


def test_a_deputy_who_lost_the_role_does_not_get_it_by_standing_in(
    office: Office, step: OpenTask, clock: SetClock
) -> None:
    away(office)
    clock.moment = THURSDAY
    change(office, "gongcheng2", Role.DISPATCHER)
    assert rows(office, "gongcheng2") == ()
    with pytest.raises(NotPermitted):
        tasks.claim_task(step.id, actor=me(office, "gongcheng2"), office=office)


def test_cancelling_ends_it_even_for_a_page_that_was_opened_before(
    office: Office, step: OpenTask, clock: SetClock
) -> None:
    absence = away(office)
    clock.moment = THURSDAY
    deputy = me(office, "gongcheng2")
    absences.cancel_absence(absence, actor=me(office, "gongcheng1"), office=office)
    with pytest.raises(TaskNotReady):
        tasks.claim_task(step.id, actor=deputy, office=office)


def test_nobody_takes_from_the_deputy_of_a_deputy(office: Office, step: OpenTask, clock: SetClock) -> None:
    add(office, "bing", Role.HANDLER)
    away(office)
    clock.moment = THURSDAY
    with pytest.raises(TaskNotReady):
        tasks.claim_task(step.id, actor=me(office, "bing"), office=office)


def test_whoever_searched_for_the_handler_does_not_review_the_secrecy_of_the_case(
    driver: Driver, office: Office, step: OpenTask, clock: SetClock
) -> None:
    change(office, "gongcheng2", Role.HANDLER, Role.SECRECY_REVIEWER)
    away(office)
    clock.moment = THURSDAY
    search(driver, step, me(office, "gongcheng2"))
    driver.run(step.case_id, until="review_secrecy")
    review = driver.open_tasks(step.case_id)[0]
    opinion = items.SecrecyOpinion(holds_classified=False, opinion="不涉密。")
    with pytest.raises(RuleViolation, match="承办人以外的人员"):
        items.review_secrecy(review.id, opinion, actor=me(office, "gongcheng2"), office=office)
    items.review_secrecy(review.id, opinion, actor=me(office, "baomi"), office=office)


def test_whoever_drafted_does_not_review_the_draft_as_the_deputy_of_the_head(
    driver: Driver, office: Office, clock: SetClock
) -> None:
    change(office, "gongcheng1", Role.HANDLER, Role.UNIT_HEAD)
    case = driver.register().application_id
    driver.run(case, until="review_by_unit")
    head = person(office, "gongchengchu")
    with office.transaction() as records:
        records.execute(update(OpenTask).values(assignee_id=head.id))
    away(office, who="gongchengchu", deputy="gongcheng1")
    clock.moment = THURSDAY
    task = driver.open_tasks(case)[0]
    with pytest.raises(RuleViolation, match="拟稿人不得审核"):
        review_by_unit(task.id, Opinion(agreed=True), actor=me(office, "gongcheng1"), office=office)


def test_the_sheet_names_who_reviewed_for_whom(driver: Driver, office: Office, clock: SetClock) -> None:
    add(office, "futouchu", Role.UNIT_HEAD)
    case = driver.register().application_id
    driver.run(case, until="review_by_unit")
    with office.transaction() as records:
        records.execute(update(OpenTask).values(assignee_id=person(office, "gongchengchu").id))
    away(office, who="gongchengchu", deputy="futouchu")
    clock.moment = THURSDAY
    review_by_unit(
        driver.open_tasks(case)[0].id, Opinion(agreed=True, words="同意。"), actor=me(office, "futouchu"), office=office
    )
    entry = entries(office, EventName.REVIEWED_BY_UNIT)[-1]
    assert (entry.actor_name, entry.who) == ("futouchu", "futouchu（代工程处处长（示例））")


def test_a_reminder_reaches_the_deputy_too_and_each_once(
    driver: Driver, office: Office, step: OpenTask, clock: SetClock
) -> None:
    away(office)
    clock.moment = THURSDAY
    told = remind.remind(step.case_id, "请抓紧。", actor=me(office, "duban"), office=office)
    assert told == 2  # the handler and the deputy
    with office.reading() as records:
        told_to = select(Person.account).join(Message, Message.person_id == Person.id)
        names = set(records.scalars(told_to.where(Message.application_id == step.case_id)))
    assert names == {"gongcheng1", "gongcheng2"}


def test_an_escalation_reaches_the_deputy_once_though_both_are_told(
    driver: Driver, office: Office, step: OpenTask, clock: SetClock
) -> None:
    away(office, first_day=date(2026, 3, 5), last_day=date(2026, 4, 30))
    clock.moment = datetime(2026, 3, 26, 9, 0, tzinfo=BEIJING)
    driver.tick()
    driver.tick()
    with office.reading() as records:
        query = select(Message).join(Person, Message.person_id == Person.id).where(Person.account == "gongcheng2")
        texts = [message.text for message in records.scalars(query.where(Message.application_id == step.case_id))]
    assert texts
    assert len(texts) == len(set(texts))
    assert all(text.startswith("（代工程处承办人甲（示例））") for text in texts)


def test_a_deputy_who_leaves_stands_in_for_nobody_and_whoever_is_away_is_told(office: Office) -> None:
    away(office)
    leave(office, "gongcheng2")
    with office.reading() as records:
        assert records.scalars(select(Absence)).one().cancelled_at is not None
        message = records.scalars(select(Message).where(Message.key.endswith("cancelled"))).one()
    assert message.person_id == person(office, "gongcheng1").id
    assert "的代办人工程处承办人乙（示例）已离岗" in message.text


def test_of_two_absences_entered_at_once_one_stands(office: Office) -> None:
    outcomes = at_once([partial(away, office)] * 2)
    assert kinds(outcomes) in (["RuleViolation", "int"], ["Conflict", "int"])


def test_of_the_deputy_and_whoever_is_away_who_do_a_step_at_once_one_does(
    driver: Driver, office: Office, step: OpenTask, clock: SetClock
) -> None:
    away(office)
    clock.moment = THURSDAY
    both = [me(office, account) for account in ("gongcheng1", "gongcheng2")]
    outcomes = at_once([partial(search, driver, step, actor) for actor in both])
    assert kinds(outcomes) in (["NoneType", "TaskNotReady"], ["Conflict", "NoneType"])
    assert len(entries(office, EventName.ITEM_SEARCHED)) == 1
    assert consistency.faults(office) == []


def test_a_case_that_only_the_step_shows_is_the_deputys_to_see_on_these_days_alone(
    driver: Driver, office: Office, clock: SetClock
) -> None:
    add(office, "songda", Role.MAIL_ROOM, Role.DISPATCHER, unit="shoufa")
    case = driver.register().application_id
    driver.run(case, until="serve_reply")
    tasks.claim_task(driver.open_tasks(case)[0].id, actor=me(office, "shoufa"), office=office)
    away(office, who="shoufa", deputy="songda")
    with pytest.raises(NotFound):
        case_page(case, actor=me(office, "songda"), office=office)
    clock.moment = THURSDAY
    shown = case_page(case, actor=me(office, "songda"), office=office)
    assert [task.may_do for task in shown.tasks] == [True]
    clock.moment = datetime(2026, 3, 7, 9, 0, tzinfo=BEIJING)
    with pytest.raises(NotFound):
        case_page(case, actor=me(office, "songda"), office=office)


def test_the_deputys_page_asks_the_database_as_often_as_before(office: Office, step: OpenTask, clock: SetClock) -> None:
    away(office)
    asked = []
    for moment in (datetime(2026, 3, 4, 23, 50, tzinfo=BEIJING), datetime(2026, 3, 5, 0, 10, tzinfo=BEIJING)):
        clock.moment = moment
        token = people.sign_in("gongcheng2", DEMO_PASSWORD, address="", office=office)
        with counting(office) as sent:
            found = signed_in(token, office)
            assert found is not None
            desk(DeskFilter(page=Page()), actor=found.actor, office=office)
        asked.append(len(sent))
    assert asked[0] == asked[1]


def change(office: Office, account: str, *roles: Role, active: bool = True) -> None:
    found = person(office, account)
    people.change_person(
        found.id, roles=roles, unit_id=found.unit_id, active=active, actor=person(office, "guanli").actor(),
        office=office,
    )  # fmt: skip


def leave(office: Office, account: str) -> None:
    change(office, account, Role.HANDLER, active=False)
