"""The whole way in a real browser: online, supplement, another unit's help, a third party, to the download."""

from pathlib import Path

import pytest

from tests.journeys.people import UNIT_ID, work_off
from tests.journeys.person import Desk, Fields, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

APPLICATION: Fields = {
    "applicant_name": "张某某", "identity_number": "110101199003074610", "phone": "13800000000",
    "items-0-what": "示例小区人防工程的合同",
}  # fmt: skip
CLEARER = "2019年本机关与示例建设有限公司签订的示例小区人防工程监理合同"
STEPS: dict[str, Fields] = {
    "register": {"bears_level_mark": "no"},
    "confirm_receipt": {"evidence": "3月4日9:20拨打申请人电话，本人确认。"},
    "check_application": {"clear": "no", "remark": "没有写明是哪一份合同。"},
    "draft_supplement_notice": {
        "defects-0-what": "没有写明是哪一份合同。", "defects-0-cure": "请写明合同的名称、签订的单位或者年度。",
        "defects-0-example": "2019年签订的示例小区人防工程监理合同",
    },
    "seal_notice": {"register_entry": "用印2026-1"},
    "register_supplement": {},
    "check_supplement": {"clear": "yes"},
    "assign_handler": {"unit_id": UNIT_ID},
    "search_item": {
        "systems": "公文管理系统\n合同台账", "terms": "监理合同", "years": "2019年", "held": "yes",
        "result": "检索到《示例小区人防工程监理合同》一份，共十二页。",
    },
    "review_secrecy": {"holds_classified": "no", "opinion": "经审查，不涉及国家秘密。"},
    "weigh_disclosure": {"ground": "none", "ask": "third_party"},
    "plan_consultations": {
        "planned-0-name": "示例建设有限公司", "planned-0-sort": "organization", "planned-0-concerns": "商业秘密",
        "planned-0-address": "某省某市示例路2号", "planned-0-information": "示例小区人防工程监理合同",
    },
    "weigh_opinions": {
        "item-1-ground": "none", "item-1-reasons": "第三方同意公开，合同也没有约定保密，本机关认为可以公开。",
    },
    "draft_decision": {"item-1-provided-0-title": "示例小区人防工程监理合同", "item-1-provided-0-pages": "12"},
    "seal_reply": {"register_entry": "用印2026-3"},
    "archive_case": {"file_number": "依申请-2026-1"},
}  # fmt: skip
HANDED_OVER: Fields = {"method": "in_person", "recipient": "示例建设有限公司", "proof": "送达回证1号"}
LOOKED_AT = {
    "register", "confirm_receipt", "check_application", "draft_supplement_notice", "approve_notice", "serve_notice",
    "register_supplement", "check_supplement", "plan_consultations", "draft_consultation", "weigh_opinions",
}  # fmt: skip


def test_the_whole_way_from_the_online_form_to_the_download(desk: Desk, tmp_path: Path) -> None:
    applicant, case_number = _applies(desk)
    done = work_off(desk, case_number, STEPS, looked_at=LOOKED_AT)
    assert done[-1] == "serve_notice"
    _supplements(desk, applicant)
    done += work_off(desk, case_number, STEPS, looked_at=LOOKED_AT, until="search_item")
    _unit_helps(desk)
    done += work_off(desk, case_number, STEPS | {"serve_notice": HANDED_OVER}, looked_at=LOOKED_AT)
    _third_party_agrees(desk)
    applicant.go("/track/status")
    desk.look(applicant, "applicant-consulting")
    done += work_off(desk, case_number, STEPS, looked_at=LOOKED_AT)
    assert done[-1] == "archive_case"
    applicant.go("/track/status")
    desk.look(applicant, "applicant-answered")
    with applicant.page.expect_download() as download:
        applicant.click("下载答复书（PDF）")
    download.value.save_as(tmp_path / "reply.pdf")
    assert (tmp_path / "reply.pdf").read_bytes().startswith(b"%PDF-")
    assert "示例建设有限公司" not in applicant.words
    _look_at_case(desk)
    assert desk.troubles == []


def _applies(desk: Desk) -> tuple[Person, str]:
    """The online form, looked over, with a paper attached; the number and pass phrase open the case again."""
    person = desk.of()
    person.go("/apply")
    desk.look(person, "apply")
    person.enter(APPLICATION)
    person.click("下一步：核对")
    person.enter({"marked": "no"})
    paper = {"name": "说明.txt", "mimeType": "text/plain", "buffer": "补充说明".encode()}
    person.page.set_input_files("#file", paper)
    desk.look(person, "apply-check")
    person.click("确认提交")
    desk.look(person, "apply-done")
    case_number, phrase = person.page.locator(".slip-number").all_inner_texts()
    person.go("/track")
    person.enter({"case_number": case_number, "pass_phrase": phrase})
    person.click("查询")
    return person, case_number


def _supplements(desk: Desk, applicant: Person) -> None:
    """The applicant reads what is missing and writes it."""
    applicant.go("/track/status")
    desk.look(applicant, "applicant-asked-to-supplement")
    with applicant.page.expect_download():
        applicant.click("政府信息公开申请补正告知书（PDF）")
    applicant.click("填写补正")
    applicant.enter({"item_1": CLEARER})
    desk.look(applicant, "applicant-supplement")
    applicant.click("提交补正")
    assert "补正已经提交" in applicant.words


def _unit_helps(desk: Desk) -> None:
    """Another unit is asked and answers; the lead unit reads it."""
    handler, helper = desk.of("gongcheng1"), desk.of("zhihui1")
    handler.go("/applications/1")
    handler.click("请处室协办")
    handler.enter({"unit_id": "3", "question": "贵处是否存有该监理合同的补充协议？"})
    desk.look(handler, "ask-unit")
    handler.click(handler.page.locator('main form button[class*="btn-primary"]').last)
    helper.take("2026-0001")
    helper.enter({"answer": "not_held", "reason": "查阅本处2019年以来的合同台账，没有该合同的补充协议。"})
    desk.look(helper, "answer-unit")
    helper.finish()
    handler.go("/applications/1/consultations")
    assert "没有该合同的补充协议" in handler.words


def _third_party_agrees(desk: Desk) -> None:
    """The third party opens its own page with number and pass phrase, and agrees."""
    handler, party = desk.of("gongcheng1"), desk.of()
    handler.go("/applications/1/consultations")
    handler.click("生成网上答复口令")
    desk.look(handler, "consultations")
    number, phrase = handler.page.locator(".slip-number").all_inner_texts()
    party.go("/opinion")
    desk.look(party, "opinion-enter")
    party.enter({"number": number, "pass_phrase": phrase})
    party.click("下一步")
    assert "张某某" not in party.words
    party.enter({"agrees": "yes", "signed_by": "示例建设有限公司法务部"})
    desk.look(party, "opinion")
    party.click("提交意见")
    assert "已经收到的意见" in party.words
    desk.look(party, "opinion-given")


def _look_at_case(desk: Desk) -> None:
    registrar = desk.of("dengji")
    registrar.go("/applications/1")
    desk.look(registrar, "case")
