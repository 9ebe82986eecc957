"""Every paper around a letter and a case is reached from its page; redaction, enclosures and the register likewise."""

import io
from datetime import datetime

import pypdf
import pytest

from engine.clock import BEIJING
from engine.commands import enclosures, files, letters, redactions, review
from engine.commands.files import Upload
from engine.commands.redactions import MarkedBlock
from engine.errors import Conflict, NotFound, RuleViolation
from engine.office import Office
from engine.permissions import Actor, Role
from engine.queries import case_papers, numbers, papers
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock
from engine.tools.steps import AGREED
from tests.letters.press import SAMPLES
from tests.web.browser import errors_of
from tests.web.conftest import OpenBrowser

BLOCK = MarkedBlock(
    page=1, left=30, top=60, width=80, height=12, legal_basis="《条例》第十五条", reasons="自然人的联系电话"
)
HEAD = "/applications/{case}"


@pytest.fixture
def pdf(small_office: Office) -> bytes:
    """A paper that is asked for."""
    sample = SAMPLES["does_not_exist"]
    return small_office.letters.pdf(sample.template, sample.facts)


def added(case: int, pdf: bytes, office: Office, actor: Actor, name: str = "备案表.pdf") -> int:
    return files.add_file(case, Upload("拟公开信息", name, pdf), actor=actor, office=office)


def test_the_papers_of_a_finished_case_open_from_its_page(walker: Driver, browser: OpenBrowser) -> None:
    case = walker.register().application_id
    walker.run(case)
    reader = browser("zhuren")
    page = reader.get(HEAD.format(case=case)).text
    for address in (
        "/letters/1/proof.pdf", "/letters/1/envelope.pdf", "/letters/1/sheet.pdf",
        f"/applications/{case}/search_record.pdf", f"/applications/{case}/secrecy_review.pdf",
        f"/applications/{case}/volume.pdf", f"/applications/{case}/box_label.pdf",
    ):  # fmt: skip
        assert address in page, address
        assert reader.get(address).data.startswith(b"%PDF-"), address
    day = walker.office.clock.today().isoformat()
    for address in (f"/letters/day.pdf?day={day}", f"/letters/labels.pdf?day={day}"):
        assert address.replace("&", "&amp;") in reader.get(f"/letters/day?day={day}").text
        assert reader.get(address).data.startswith(b"%PDF-"), address


def test_the_whole_file_is_one_ordered_volume_with_bookmarks(walker: Driver, small_office: Office, pdf: bytes) -> None:
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    head = walker.actor(Role.OFFICE_HEAD)
    added(case, pdf, small_office, head)
    walker.run(case)
    volume = pypdf.PdfReader(io.BytesIO(case_papers.volume(case, actor=head, office=small_office).content))
    titles = [str(mark.title) for mark in volume.outline]  # type: ignore[union-attr]
    assert titles[0] == "卷内文件目录"
    assert titles[-1] == "卷内备考表"
    bare = [title.partition(". ")[2] for title in titles[1:-1]]
    reply = "政府信息公开申请答复书"
    wanted = [
        "政府信息检索记录",
        "政府信息公开保密审查表",
        f"办理单（{reply}）",
        reply,
        f"送达回证（{reply}）",
        "备案表",
    ]
    assert [title for title in bare if title in wanted] == wanted


def test_a_draft_can_be_taken_as_an_editable_copy_until_it_is_sealed(walker: Driver, browser: OpenBrowser) -> None:
    case = walker.register().application_id
    walker.run(case, until="review_legality")
    lawyer = browser("fazhi")
    copy = lawyer.get("/letters/1/draft.docx")
    assert copy.data.startswith(b"PK")
    assert "wordprocessingml" in copy.headers["Content-Type"]
    walker.run(case)
    assert lawyer.get("/letters/1/draft.docx").status_code == 404


def test_an_approver_sees_which_words_are_the_handlers(walker: Driver, browser: OpenBrowser) -> None:
    case = walker.register().application_id
    walker.run(case, until="approve_reply")
    head = browser("zhuren")
    page = head.get(head.get(f"/tasks/{walker.open_tasks(case)[0].id}").location).text
    assert "is-own" in page
    remedy = next(line for line in page.split("<p class=") if "申请行政复议" in line)
    assert "is-own" not in remedy.partition(">")[0]


def test_the_copy_leaves_the_house_and_the_original_never(
    walker: Driver, small_office: Office, pdf: bytes, browser: OpenBrowser
) -> None:
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    handler, head = walker.actor(Role.HANDLER), walker.actor(Role.OFFICE_HEAD)
    original = added(case, pdf, small_office, head)
    again = added(case, pdf, small_office, head, "换个名字.pdf")
    marked = redactions.mark_redaction(original, [BLOCK], actor=handler, office=small_office)
    with pytest.raises(RuleViolation, match="遮盖人以外的人"):
        redactions.check_redaction(marked, actor=handler, office=small_office)
    copy = redactions.check_redaction(marked, actor=head, office=small_office)
    for forbidden in (original, again):
        with pytest.raises(RuleViolation, match="不得对外提供"):
            enclosures.choose(case, {forbidden}, actor=head, office=small_office)
    enclosures.choose(case, {copy}, actor=head, office=small_office)
    content = browser("zhuren").get(f"/files/{copy}").data
    assert not "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).strip()
    assert browser("zhuren").get(f"/files/{original}/redactions.pdf").data.startswith(b"%PDF-")
    walker.run(case)
    assert consistency.faults(small_office) == []
    volume = pypdf.PdfReader(io.BytesIO(case_papers.volume(case, actor=head, office=small_office).content))
    titles = [str(mark.title) for mark in volume.outline]  # type: ignore[union-attr]
    assert sum("区分处理" in title and "清单" in title for title in titles) == 1


def test_redaction_goes_over_its_pages(walker: Driver, small_office: Office, pdf: bytes, browser: OpenBrowser) -> None:
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    file = added(case, pdf, small_office, walker.actor(Role.OFFICE_HEAD))
    marker, checker = browser("gongcheng1"), browser("zhuren")
    fields = {
        "marks-0-page": "1", "marks-0-from_left": "30", "marks-0-from_top": "60", "marks-0-width": "80",
        "marks-0-height": "12", "marks-0-legal_basis": "《条例》第十五条", "marks-0-reasons": "自然人的联系电话",
    }  # fmt: skip
    off = marker.submit(f"/files/{file}/redact", {**fields, "marks-0-page": "99"})
    assert off.status_code == 422
    assert "不存在" in off.text
    assert marker.submit(f"/files/{file}/redact", fields).status_code == 303
    assert "等待遮盖人以外的人复核" in marker.get(f"/files/{file}/redact/check").text
    assert checker.get(f"/files/{file}/redact/preview.pdf").data.startswith(b"%PDF-")
    assert checker.submit(f"/files/{file}/redact/check").status_code == 303
    choice = checker.get(f"/applications/{case}/enclosures").text
    assert "备案表（区分处理件）.pdf" in choice
    assert "不得对外提供" in choice


def test_an_enclosure_changed_after_the_draft_ends_the_approval(
    walker: Driver, small_office: Office, pdf: bytes
) -> None:
    """S-18: who changes what goes out needs a new approval."""
    case = walker.register().application_id
    walker.run(case, until="approve_reply")
    head = walker.actor(Role.OFFICE_HEAD)
    file = added(case, pdf, small_office, head)
    enclosures.choose(case, {file}, actor=head, office=small_office)
    task = walker.open_tasks(case)[0]
    with pytest.raises(Conflict, match="原审批失效"):
        review.approve_reply(task.id, AGREED, actor=head, office=small_office)
    review.approve_reply(
        task.id, review.Opinion(agreed=False, words="文件有变更，请重新送审。"), actor=head, office=small_office
    )
    walker.run(case)
    assert consistency.faults(small_office) == []


def test_a_voided_number_stays_in_the_register_and_is_not_used_again(
    walker: Driver, small_office: Office, browser: OpenBrowser
) -> None:
    case = walker.register().application_id
    walker.run(case, until="seal_reply")
    checker = browser("hegao")
    assert "缺：" not in checker.get("/numbers").text
    refused = checker.submit("/letters/1/void_number", {"reason": ""})
    assert errors_of(refused) == {"reason": "请写明作废的原因。"}
    assert checker.submit("/letters/1/void_number", {"reason": "误用编号"}).status_code == 303
    register = checker.get("/numbers").text
    assert "<s>某防公开〔2026〕1号</s>" in register
    assert "误用编号" in register
    assert "某防公开〔2026〕2号" in register
    walker.run(case)
    assert consistency.faults(small_office) == []
    with pytest.raises(RuleViolation, match="已经用印"):
        letters.void_number(1, "太迟", actor=walker.actor(Role.OFFICE_HEAD), office=small_office)


def test_a_gap_in_the_numbers_is_found(walker: Driver, small_office: Office) -> None:
    case = walker.register().application_id
    walker.run(case)
    with small_office.transaction() as records:
        letters.numbers.draw(records, "reply", 2026)
    assert any("number 2 of reply 2026" in fault for fault in consistency.faults(small_office))


def test_the_stamped_scan_lies_beside_the_frozen_text(
    walker: Driver, small_office: Office, pdf: bytes, browser: OpenBrowser
) -> None:
    case = walker.register().application_id
    walker.run(case, until="seal_reply")
    keeper = browser("yongyin")
    address = keeper.get(f"/tasks/{walker.open_tasks(case)[0].id}").location
    sealed = keeper.submit(
        address, {"register_entry": "印2026-1", "marked": "no", "file": (io.BytesIO(pdf), "用印扫描.pdf")}
    )
    assert sealed.status_code == 303
    assert "用印文书扫描件" in browser("zhuren").get(f"/applications/{case}").text


def test_without_an_address_the_letter_stops_before_anybody_approves_it(walker: Driver, small_office: Office) -> None:
    """S-17: the field is named, no letter is made out."""
    case = walker.register(postcode="").application_id
    with pytest.raises(RuleViolation, match="邮政编码") as stopped:
        walker.run(case)
    assert stopped.value.field == "postcode"
    with pytest.raises(NotFound):
        papers.envelope(1, actor=walker.actor(Role.OFFICE_HEAD), office=small_office)


def test_another_units_people_find_no_paper_at_all(
    walker: Driver, small_office: Office, pdf: bytes, browser: OpenBrowser
) -> None:
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    file = added(case, pdf, small_office, walker.actor(Role.OFFICE_HEAD))
    walker.run(case)
    stranger = browser("zhihui1")
    for address in (
        "/letters/1/proof.pdf", "/letters/1/envelope.pdf", f"/applications/{case}/volume.pdf",
        f"/applications/{case}/search_record.pdf", f"/files/{file}/redact", f"/files/{file}/original.pdf",
    ):  # fmt: skip
        assert stranger.get(address).status_code == 404, address


def test_a_letter_signed_again_after_new_year_leaves_its_old_number_voided(
    walker: Driver, small_office: Office, clock: SetClock
) -> None:
    clock.moment = datetime(2026, 12, 31, 15, 0, tzinfo=BEIJING)
    case = walker.register().application_id
    walker.run(case, until="verify_reply")
    task = walker.open_tasks(case)[0]
    back = review.Opinion(agreed=False, words="成文日期请核对。")
    review.verify_reply(task.id, back, actor=walker.actor(Role.DOCUMENT_CHECKER), office=small_office)
    clock.moment = datetime(2027, 1, 4, 9, 0, tzinfo=BEIJING)
    walker.run(case, until="seal_reply")
    head = walker.actor(Role.OFFICE_HEAD)
    (old,) = numbers.register("reply", 2026, actor=head, office=small_office).lines
    (new,) = numbers.register("reply", 2027, actor=head, office=small_office).lines
    assert (old.text, old.voided_because) == ("某防公开〔2026〕1号", letters.ANOTHER_YEAR)
    assert (new.text, new.is_voided) == ("某防公开〔2027〕1号", False)
    assert not [fault for fault in consistency.faults(small_office) if "number" in fault]
