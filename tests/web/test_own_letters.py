"""Our own served replies beside a new draft: the same outcome and subject, the law asked again, one access filter."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from engine.office import Office
from engine.records import Application, HistoryEntry, OpenTask, RequestedItem, Unit
from engine.rules.catalogue import likeness
from engine.tools.driver import Driver
from tests.web.browser import Browser, words_of

LIKE, OTHER = "2019年示例小区人防工程竣工验收备案表", "出租车营运证发放名单"


def draft_page(app: Flask, walker: Driver, office: Office, what: str) -> str:
    """The words of the draft page of a new case about this."""
    case = walker.register(items=(what,)).application_id
    walker.run(case, until="draft_decision")
    with office.reading() as records:
        task = records.scalar(select(OpenTask.id).where(OpenTask.application_id == case))
    return words_of(Browser.of(app, "gongcheng1").get(f"/tasks/{task}/draft_decision"))


@pytest.fixture
def served(walker: Driver) -> int:
    """A case whose reply has been served."""
    case = walker.register(items=(LIKE,)).application_id
    walker.run(case)
    return case


def test_subjects_are_like_by_the_pairs_of_characters_they_share() -> None:
    assert likeness(LIKE, "示例小区人防工程竣工验收资料") > 0.5
    assert likeness(LIKE, OTHER) == 0
    assert likeness("", LIKE) == 0


@pytest.mark.usefixtures("served")
def test_a_served_reply_on_the_like_subject_is_offered(app: Flask, walker: Driver, small_office: Office) -> None:
    words = draft_page(app, walker, small_office, "2020年示例小区人防工程竣工验收备案表")
    assert "同类答复（1 份）" in words
    assert "结果和依据不变" in words


@pytest.mark.usefixtures("served")
def test_another_subject_is_not_offered(app: Flask, walker: Driver, small_office: Office) -> None:
    assert "同类答复" not in draft_page(app, walker, small_office, OTHER)


def test_whose_law_has_changed_is_marked(app: Flask, walker: Driver, small_office: Office, served: int) -> None:
    with small_office.transaction() as records:
        records.execute(update(RequestedItem).where(RequestedItem.application_id == served).values(articles="36(9)"))
    assert "不要照搬" in draft_page(app, walker, small_office, LIKE)


def test_a_reply_of_a_case_that_is_not_yours_is_never_offered(
    app: Flask, walker: Driver, small_office: Office, served: int
) -> None:
    with small_office.transaction() as records:
        other = records.scalar(select(Unit.id).where(Unit.name == "指挥通信处"))
        records.execute(
            update(Application).where(Application.id == served).values(handling_unit_id=other, handler_id=None)
        )
        records.execute(update(HistoryEntry).where(HistoryEntry.application_id == served).values(actor_id=None))
    assert "同类答复" not in draft_page(app, walker, small_office, LIKE)
