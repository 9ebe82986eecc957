"""One application from the sign-in page to the applicant's download, every step in a real browser."""

import hashlib
from pathlib import Path

import pytest

from tests.journeys.people import UNIT_ID, work_off
from tests.journeys.person import Desk, Fields

pytestmark = pytest.mark.browser

APPLICATION: Fields = {
    "bears_level_mark": "no", "channel": "in_person", "evidence": "窗口当面签收", "applicant_name": "甲某",
    "phone": "13800000000", "items-0-what": "2019年示例小区人防工程竣工验收备案表", "delivery": "platform",
}  # fmt: skip
STEPS: dict[str, Fields] = {
    "assign_handler": {"unit_id": UNIT_ID},
    "search_item": {
        "systems": "公文管理系统\n机关档案室", "terms": "竣工验收\n备案表", "years": "2015年至2026年", "held": "yes",
        "result": "检索到《人防工程竣工验收备案表》一份，共三页。",
    },
    "review_secrecy": {"holds_classified": "no", "opinion": "经审查，不涉及国家秘密。"},
    "weigh_disclosure": {"ground": "none"},
    "draft_decision": {"item-1-provided-0-title": "人防工程竣工验收备案表", "item-1-provided-0-pages": "3"},
    "seal_reply": {"register_entry": "用印2026-1"},
    "archive_case": {"file_number": "依申请-2026-1"},
}  # fmt: skip
LOOKED_AT = {"check_application", "search_item", "draft_decision", "sign_as_deputy", "serve_reply"}


def test_an_application_goes_from_the_counter_to_the_applicants_download(desk: Desk, tmp_path: Path) -> None:
    registrar = desk.of("dengji")
    desk.look(registrar, "empty-desk")
    registrar.click("登记申请")
    registrar.enter(APPLICATION)
    desk.look(registrar, "register")
    registrar.finish()
    desk.look(registrar, "registered")
    case_number, phrase = registrar.page.locator(".slip-number").all_inner_texts()

    done = work_off(desk, case_number, STEPS, looked_at=LOOKED_AT)
    assert (done[0], done[-1]) == ("check_application", "archive_case")
    assert "serve_reply" in done

    applicant = desk.of()
    applicant.go("/track")
    applicant.enter({"case_number": case_number, "pass_phrase": phrase})
    applicant.click("查询")
    desk.look(applicant, "applicant")
    with applicant.page.expect_download() as download:
        applicant.click("下载答复书（PDF）")
    letter = tmp_path / "reply.pdf"
    download.value.save_as(letter)
    assert letter.read_bytes().startswith(b"%PDF-")
    assert hashlib.sha256(letter.read_bytes()).hexdigest() in applicant.page.content()

    registrar.go("/applications/1")
    desk.look(registrar, "case")
    assert desk.troubles == []
