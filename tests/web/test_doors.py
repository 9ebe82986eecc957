"""The one access filter at every door: what exists and is not yours reads like what does not exist."""

import pytest
from flask import Flask

from engine.commands import files
from engine.commands.files import Upload
from engine.office import Office
from engine.permissions import Role
from engine.tools.driver import Driver
from tests.web.browser import Browser, words_of
from tests.web.conftest import OpenBrowser

MISSING = 999

DOORS = (
    "/applications/{case}",
    "/applications/{case}/drawings/review_reply.bpmn",
    "/letters/{letter}.pdf",
    "/letters/{letter}/preview.pdf",
    "/files/{file}",
    "/tasks/{task}",
    "/tasks/{task}/seal_reply",
    "/tasks/{task}/reassign",
)


@pytest.fixture
def sealed_case(walker: Driver, small_office: Office) -> dict[str, int]:
    """A case of the engineering unit that waits for the seal, with a letter and an attachment."""
    case = walker.register(applicant_name="只归工程处的申请人").application_id
    walker.run(case, until="seal_reply")
    upload = Upload("其他", "说明.txt", "说明".encode())
    file = files.add_file(case, upload, actor=walker.actor(Role.REGISTRAR), office=small_office)
    return {"case": case, "letter": 1, "file": file, "task": walker.open_tasks(case)[0].id}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("account", ["zhihui1", "zhihuichu"])
def test_another_units_people_find_nothing_at_the_door(
    browser: OpenBrowser, sealed_case: dict[str, int], door: str, account: str
) -> None:
    person = browser(account)
    theirs = person.get(door.format(**sealed_case))
    nothing = person.get(door.format(**dict.fromkeys(sealed_case, MISSING)))
    assert theirs.status_code in (403, 404, 409)
    assert (theirs.status_code, words_of(theirs)) == (nothing.status_code, words_of(nothing))


def test_another_unit_can_add_nothing_to_the_case(browser: OpenBrowser, sealed_case: dict[str, int]) -> None:
    answer = browser("zhihui1").post(f"/applications/{sealed_case['case']}/files", {"purpose": "其他"})
    assert answer.status_code == 404


@pytest.mark.parametrize("deed", ["claim", "release"])
def test_taking_a_step_of_an_unseen_case_reads_like_taking_none(
    browser: OpenBrowser, sealed_case: dict[str, int], deed: str
) -> None:
    person = browser("zhihui1")
    theirs, nothing = (person.post(f"/tasks/{task}/{deed}") for task in (sealed_case["task"], MISSING))
    assert theirs.status_code == nothing.status_code == 409
    assert words_of(theirs) == words_of(nothing)


def test_lists_searches_and_counts_leave_out_what_is_not_yours(
    browser: OpenBrowser, sealed_case: dict[str, int]
) -> None:
    person = browser("zhihui1")
    for address in ("/applications", "/applications?q=只归工程处", "/", "/?tab=waiting", "/?tab=done", "/?tab=pool"):
        page = person.get(address)
        assert page.status_code == 200
        assert "只归工程处" not in page.text.replace('value="只归工程处"', "")
        assert "2026-0001" not in page.text


def test_the_units_own_people_and_those_who_oversee_see_the_case(
    browser: OpenBrowser, sealed_case: dict[str, int]
) -> None:
    for account in ("dengji", "gongcheng1", "gongcheng2", "gongchengchu", "fazhi", "zhuren", "duban", "yongyin"):
        assert browser(account).get(f"/applications/{sealed_case['case']}").status_code == 200, account


def test_whoever_took_part_goes_on_seeing_the_case(browser: OpenBrowser, walker: Driver) -> None:
    case = walker.register().application_id
    keeper = browser("yongyin")
    assert keeper.get(f"/applications/{case}").status_code == 404
    walker.run(case)
    assert keeper.get(f"/applications/{case}").status_code == 200


def test_an_administrator_manages_people_and_reads_no_case(browser: OpenBrowser, sealed_case: dict[str, int]) -> None:
    administrator = browser("guanli")
    assert administrator.get("/people").status_code == 200
    assert administrator.get("/applications").status_code == 403
    assert administrator.get(f"/applications/{sealed_case['case']}").status_code == 403


def test_a_step_of_another_role_is_refused_by_name(browser: OpenBrowser, sealed_case: dict[str, int]) -> None:
    answer = browser("dengji").get(f"/tasks/{sealed_case['task']}/seal_reply")
    assert answer.status_code == 403
    assert "用印人" in answer.text


def test_telephone_numbers_are_masked_except_for_those_who_call(
    browser: OpenBrowser, sealed_case: dict[str, int]
) -> None:
    address = f"/applications/{sealed_case['case']}"
    assert "13800000000" in browser("gongcheng1").get(address).text
    assert "13800000000" not in browser("fazhi").get(address).text


def test_the_applicant_sees_one_case_by_number_and_phrase(app: Flask, walker: Driver) -> None:
    mine, other = walker.register(), walker.register()
    stranger = Browser.of(app)
    wrong = stranger.post("/track", {"case_number": mine.case_number, "pass_phrase": other.pass_phrase})
    unknown = stranger.post("/track", {"case_number": "2026-9999", "pass_phrase": other.pass_phrase})
    assert (wrong.status_code, unknown.status_code) == (403, 403)
    assert words_of(wrong) == words_of(unknown)
    right = {"case_number": mine.case_number, "pass_phrase": mine.pass_phrase.lower().replace("-", " ")}
    assert stranger.post("/track", right).location == "/track/status"
    assert mine.case_number in stranger.get("/track/status").text
    assert stranger.get("/track/letters/1.pdf").status_code == 404


def test_guessing_pass_phrases_ends_after_five(app: Flask, walker: Driver) -> None:
    mine = walker.register()
    stranger = Browser.of(app)
    for _ in range(5):
        stranger.post("/track", {"case_number": mine.case_number, "pass_phrase": "AAAAA-AAAAA"})
    answer = stranger.post("/track", {"case_number": mine.case_number, "pass_phrase": mine.pass_phrase})
    assert answer.status_code == 429


def test_the_applicants_page_closes_after_half_an_hour_and_on_leaving(app: Flask, walker: Driver) -> None:
    mine = walker.register()
    stranger = Browser.of(app)
    named = {"case_number": mine.case_number, "pass_phrase": mine.pass_phrase}
    stranger.post("/track", named)
    stranger.post("/track/leave")
    assert stranger.get("/track/status").status_code == 303
    stranger.post("/track", named)
    walker.office.clock.advance(minutes=31)  # type: ignore[attr-defined]
    assert stranger.get("/track/status").status_code == 303


def test_the_applicants_cookie_cannot_be_written_by_hand(app: Flask, walker: Driver) -> None:
    walker.register()
    stranger = Browser.of(app)
    stranger.client.set_cookie("mingda_track", '{"row": 1, "until": "2999-01-01T00:00:00+00:00"}')
    assert stranger.get("/track/status").status_code == 303


def test_the_applicants_page_tells_the_date_and_why_and_nothing_internal(app: Flask, walker: Driver) -> None:
    mine = walker.register(applicant_name="申请人甲")
    walker.run(mine.application_id, until="approve_reply")
    stranger = Browser.of(app)
    stranger.post("/track", {"case_number": mine.case_number, "pass_phrase": mine.pass_phrase})
    page = stranger.get("/track/status").text
    assert "2026年4月1日" in page
    assert "《条例》第33条第2款" in page
    for internal in ("工程处", "科室", "法制", "保密", "申请人甲", "示例）"):
        assert internal not in page


def test_the_applicant_downloads_the_very_bytes_that_were_frozen(app: Flask, walker: Driver) -> None:
    mine = walker.register()
    walker.run(mine.application_id)
    stranger = Browser.of(app)
    stranger.post("/track", {"case_number": mine.case_number, "pass_phrase": mine.pass_phrase})
    letter = stranger.get("/track/letters/1.pdf")
    assert letter.data == Browser.of(app, "dengji").get("/letters/1.pdf").data
    assert letter.data.startswith(b"%PDF-")
    assert letter.headers["Content-Disposition"].startswith("attachment")
