"""The letter at its approver's screen, a paper blacked out by two people, the register: in a real browser."""

from engine.commands import files
from engine.commands.files import Upload
from engine.office import Office
from engine.permissions import Role
from engine.tools.driver import Driver
from tests.journeys.person import Desk
from tests.letters.press import SAMPLES

MARKS = {
    "marks-0-page": "1",
    "marks-0-from_left": "30",
    "marks-0-from_top": "60",
    "marks-0-width": "80",
    "marks-0-height": "12",
    "marks-0-legal_basis": "《条例》第十五条",
    "marks-0-reasons": "自然人的联系电话",
}


def a_paper(office: Office) -> bytes:
    sample = SAMPLES["does_not_exist"]
    return office.letters.pdf(sample.template, sample.facts)


def test_a_paper_is_blacked_out_by_one_and_checked_by_another(desk: Desk, walker: Driver, small_office: Office) -> None:
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    upload = Upload("拟公开信息", "备案表.pdf", a_paper(small_office))
    file = files.add_file(case, upload, actor=walker.actor(Role.OFFICE_HEAD), office=small_office)
    marker = desk.of("gongcheng1")
    marker.go(f"/files/{file}/redact")
    marker.enter(MARKS)
    desk.look(marker, "mark")
    marker.click("保存标注，交复核")
    checker = desk.of("zhuren")
    checker.go(f"/files/{file}/redact/check")
    desk.look(checker, "check")
    checker.click("复核无误，生成区分处理件")
    desk.look(checker, "enclosures")
    checker.page.get_by_label("备案表（区分处理件）").check()
    checker.click("保存")
    assert "已保存随答复提供的文件" in checker.words
    assert desk.troubles == []


def test_an_approver_reads_picture_and_words_and_what_the_handler_wrote(desk: Desk, walker: Driver) -> None:
    case = walker.register().application_id
    walker.run(case, until="approve_reply")
    head = desk.of("zhuren")
    head.go(f"/tasks/{walker.open_tasks(case)[0].id}")
    desk.look(head, "approve")
    assert head.page.locator(".is-own").count() > 0
    assert head.page.locator("iframe.letter-frame").count() == 1
    assert desk.troubles == []


def test_a_number_is_voided_in_the_register(desk: Desk, walker: Driver) -> None:
    case = walker.register().application_id
    walker.run(case, until="seal_reply")
    checker = desk.of("hegao")
    checker.go("/numbers")
    checker.click("作废文号")
    checker.enter({"reason": "误用编号"})
    checker.click("作废并另取新号")
    desk.look(checker, "register")
    assert "误用编号" in checker.words
    keeper = desk.of("yongyin")
    keeper.go(f"/tasks/{walker.open_tasks(case)[0].id}")
    desk.look(keeper, "seal")
    walker.run(case)
    reader = desk.of("zhuren")
    reader.go("/letters/day")
    desk.look(reader, "day")
    reader.go(f"/applications/{case}#letters")
    desk.look(reader, "case")
    assert desk.troubles == []
