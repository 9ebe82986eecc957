"""Whoever judges a draft sees what the handler wrote into the template, and what changed since the draft before."""

from dataclasses import replace

import pytest

from engine.commands import decide
from engine.commands.review import Opinion
from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Role
from engine.queries.draft_changes import DraftChanges, draft_changes
from engine.records import Application, Letter
from engine.rules.differences import Change
from engine.rules.vocabulary import Outcome
from engine.tools.driver import Driver
from engine.tools.sample_answers import sample_answer

FIRST = "本机关在工程档案中查到该件，原件存于机关档案室。"
SECOND = "本机关在工程档案中查到该件，原件存于滨江库房。"


def draft(driver: Driver, case: int, findings: str) -> None:
    task = next(task for task in driver.open_tasks(case) if task.step == "draft_decision")
    with driver.office.reading() as records:
        item = records.get_one(Application, case).items[0]
        number, outcome = item.id, Outcome.DISCLOSED
    answer = replace(sample_answer(outcome, driver.office.clock.today()), findings=findings)
    decision = decide.ItemDecision(item_id=number, outcome=outcome, answer=answer)
    decide.draft_decision(task.id, [decision], actor=driver.actor_of(task), office=driver.office)


def told(changes: DraftChanges, change: Change) -> list[str]:
    assert changes.since is not None
    return [run.text for each in changes.since.paragraphs for run in each if run.change is change]


def of_case(office: Office, driver: Driver, case: int, role: Role) -> DraftChanges:
    with office.reading() as records:
        letter = records.query(Letter).filter_by(application_id=case, series="reply").one().id
    return draft_changes(letter, actor=driver.actor(role), office=office)


@pytest.fixture
def case(driver: Driver) -> int:
    """A first draft, agreed by the unit and by the checker, sent back by the office head, and drafted again."""
    number = driver.register().application_id
    driver.run(number, until="draft_decision")
    draft(driver, number, FIRST)
    driver.run(number, until="approve_reply")
    driver.step(number, "approve_reply", opinion=Opinion(agreed=False, words="请写明存放处。"))
    draft(driver, number, SECOND)
    return number


def test_the_approver_sees_what_changed_since_the_draft_sent_back(driver: Driver, office: Office, case: int) -> None:
    changes = of_case(office, driver, case, Role.OFFICE_HEAD)
    assert changes.since is not None
    assert changes.since.is_own
    assert told(changes, Change.REMOVED) == ["机关档案室"]
    assert told(changes, Change.ADDED) == ["滨江库房"]
    assert (changes.since.removed, changes.since.added) == (5, 4)


def test_who_saw_none_before_is_shown_the_draft_before(driver: Driver, office: Office, case: int) -> None:
    changes = of_case(office, driver, case, Role.AGENCY_HEAD)
    assert changes.since is not None
    assert not changes.since.is_own
    assert told(changes, Change.ADDED) == ["滨江库房"]


def test_the_handlers_words_stand_out_from_the_template(driver: Driver, office: Office, case: int) -> None:
    """Law, remedy and opening are nobody's words; findings are the handler's, whole."""
    found = of_case(office, driver, case, Role.OFFICE_HEAD).from_template
    added = [run.text for each in found.paragraphs for run in each if run.change is Change.ADDED]
    assert any(SECOND.rstrip("。") in text for text in added)
    assert not any("行政复议" in text or "第三十六条" in text for text in added)
    assert found.removed == 0


def test_a_first_draft_has_nothing_before_it(driver: Driver, office: Office) -> None:
    number = driver.register().application_id
    driver.run(number, until="approve_reply")
    assert of_case(office, driver, number, Role.OFFICE_HEAD).since is None


def test_nobody_else_sees_it(driver: Driver, office: Office, case: int) -> None:
    with pytest.raises(NotFound):
        of_case(office, driver, case, Role.ADMINISTRATOR)
