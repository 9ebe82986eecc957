"""A case is found by any of its words: two characters, a number, what its letter says, the name of its file."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from engine.clock import Clock
from engine.office import Office
from engine.permissions import Role
from engine.queries import applications as applications_query
from engine.queries import listing
from engine.queries.applications import ListFilter, applications
from engine.queries.listing import Page
from engine.records import Application, Letter, SearchTerm, StoredFile
from engine.tools import consistency
from engine.tools.driver import Driver
from engine.tools.reindex import reindex
from tests.statements import counting


def found(office: Office, driver: Driver, words: str, role: Role = Role.REGISTRAR) -> list[int]:
    asked = ListFilter(words=words, page=Page())
    return [row.id for row in applications(asked, actor=driver.actor(role), office=office).rows]


@pytest.fixture
def case(driver: Driver) -> int:
    driver.register(items=("青石路地下室的维护协议",), applicant_name="王某")
    return driver.register(items=("东湖公园A12人防工程的竣工备案表",), applicant_name="欧阳某").application_id


@pytest.mark.parametrize("words", ["东湖", "人防 备案", "a12", "A12人防工程", "欧阳", "竣工备案表", "欧"])
def test_a_case_is_found_by_what_it_asks_and_who_asks(office: Office, driver: Driver, case: int, words: str) -> None:
    assert found(office, driver, words) == [case]


def test_a_case_is_found_by_its_number_whole_or_in_part(office: Office, driver: Driver, case: int) -> None:
    with office.reading() as records:
        number = records.get_one(Application, case).case_number
    assert found(office, driver, number) == [case]
    assert case in found(office, driver, number[:6])


@pytest.mark.parametrize("words", ["东湖", "人防 备案", "a12", "竣工备案表"])
def test_a_word_that_very_many_cases_have_finds_the_same(
    office: Office, driver: Driver, case: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_LED_BY", 0)
    assert found(office, driver, words) == [case]


def test_a_long_list_counts_only_so_far_and_shows_every_page(
    office: Office, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applications_query, "MOST_FOUND", 20)
    for _ in range(45):
        driver.register(items=("东湖公园的竣工备案表",))
    pages = [
        applications(ListFilter(words="东湖", page=Page(number)), actor=driver.actor(Role.REGISTRAR), office=office)
        for number in (1, 2, 3, 4)
    ]
    assert [(page.total, page.has_more, len(page.rows)) for page in pages] == [
        (20, True, 20), (20, True, 20), (20, True, 5), (20, True, 0),
    ]  # fmt: skip
    assert len({row.id for page in pages for row in page.rows}) == 45


@pytest.mark.parametrize("words", ["", "东湖", "竣工备案表 东湖"])
def test_the_list_and_the_search_ask_as_often_for_thirty_cases_as_for_one(
    office: Office, driver: Driver, words: str
) -> None:
    asked = []
    for more in (1, 29):
        for _ in range(more):
            driver.register(items=("东湖公园的竣工备案表",))
        with counting(office) as said:
            found(office, driver, words)
        asked.append(len([sentence for sentence in said if sentence.startswith("SELECT")]))
    assert asked[0] == asked[1]


def test_all_words_must_stand_in_the_case(office: Office, driver: Driver, case: int) -> None:
    assert found(office, driver, "东湖 青石") == []


def test_a_case_is_found_by_its_letter_and_the_name_of_its_file(office: Office, driver: Driver, case: int) -> None:
    driver.run(case, until="approve_reply")
    with office.transaction() as records:
        letter = records.query(Letter).filter_by(application_id=case).first()
        assert letter is not None
        letter.facts = letter.facts | {"subject": "锅炉房验收"}
        records.add(_file(case, "通风系统图纸.pdf", office.clock))
    assert found(office, driver, "锅炉") == [case]
    assert found(office, driver, "通风图纸.pdf") == []
    assert found(office, driver, "图纸.pdf") == [case]


def test_a_changed_word_is_found_and_the_old_one_no_longer(office: Office, driver: Driver, case: int) -> None:
    with office.transaction() as records:
        application = records.get_one(Application, case)
        application.request_text = "龙泉医疗点"
        for item in application.items:
            item.what = "龙泉医疗点"
    assert (found(office, driver, "龙泉"), found(office, driver, "东湖")) == ([case], [])
    assert consistency.faults(office) == []


def test_only_cases_that_one_may_see_are_found(office: Office, driver: Driver, case: int) -> None:
    outsider = replace(driver.actor(Role.HANDLER), person_id=10_000, units=frozenset())
    asked = ListFilter(words="东湖", page=Page())
    assert applications(asked, actor=outsider, office=office).total == 0


def test_a_stale_index_is_named_and_mended(office: Office, driver: Driver, case: int) -> None:
    with office.transaction() as records:
        records.execute(delete(SearchTerm).where(SearchTerm.application_id == case))
    assert [fault for fault in consistency.faults(office) if "reindex" in fault]
    assert reindex(office) == 2
    assert consistency.faults(office) == []


def test_a_step_that_changes_no_word_pays_nothing(small_office: Office) -> None:
    number = Driver(small_office).register().application_id
    with counting(small_office) as said, small_office.transaction() as records:
        records.get_one(Application, number).phone = "025-00000000"
    assert not [sentence for sentence in said if "search_term" in sentence]


def _file(case: int, name: str, clock: Clock) -> StoredFile:
    return StoredFile(
        application_id=case, purpose="other", name=name, media_type="application/pdf", size=1, sha256="0" * 64,
        added_at=clock.now(), content=b"x",
    )  # fmt: skip
