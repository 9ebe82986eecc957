"""Many papers as one file: the case as a volume to be archived, and a day's letters to be printed on both sides."""

import dataclasses
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pypdf
from pypdf.errors import PyPdfError

from engine.errors import RuleViolation
from engine.letters.dispatch import CaseContentsFacts, CaseNotesFacts, ContentsEntry, PageNumbersFacts
from engine.letters.render import LetterRenderer

_MILLIMETRE = 72 / 25.4
_STAMP_WIDTH, _STAMP_HEIGHT, _STAMP_EDGE = 24 * _MILLIMETRE, 8 * _MILLIMETRE, 10 * _MILLIMETRE

# The order of the papers in a volume: the application and what proves it, its registration, what was asked of others,
# search and reviews, the approval, the reply with what it gives, its service; papers of review and court come last.
FILE_ORDER = (
    "application_form", "identity", "authorization_check", "register_form", "receipt",
    "supplement_notice", "supplement", "fee_notice", "reasons_notice", "extension_notice", "delay_notice",
    "consultation_notice", "third_party_letter", "third_party_opinion_form", "co_maker_letter", "co_maker_opinion_form",
    "agency_enquiry", "internal_enquiry",
    "search_record", "secrecy_review", "redaction_list", "approval_form",
    "spot_answer", "reply", "no_further_processing", "correction_reply", "third_party_decision",
    "withdrawal_confirmation", "given", "proof_of_service",
    "reconsideration_reply", "review",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class FiledPaper:
    """One paper of the file: its kind (a template; or identity, supplement, given, review), its maker and its PDF."""

    kind: str
    title: str
    author: str
    pdf: bytes
    number: str = ""
    dated_on: date | None = None
    remarks: str = ""


def in_file_order(papers: Sequence[FiledPaper]) -> list[FiledPaper]:
    """The papers as a volume orders them; those of one kind by their date, others as they come, unknown kinds last.

    《条例》第45条
    """
    rank = {kind: place for place, kind in enumerate(FILE_ORDER)}
    return sorted(papers, key=lambda paper: (rank.get(paper.kind, len(rank)), paper.dated_on or date.min))


def case_volume(
    renderer: LetterRenderer, contents: CaseContentsFacts, papers: Sequence[FiledPaper], notes: CaseNotesFacts
) -> bytes:
    """One PDF: the list of contents, every paper in the given order with its page numbers, the closing note.

    Page numbers run through the papers alone, in the outer upper corner; each paper has a bookmark. Entries, counts and
    pages of `contents` and `notes` are filled in here. RuleViolation names a paper that is no readable PDF.
    《条例》第45条
    """
    if not papers:
        raise RuleViolation("卷内没有文件，不能立卷。", field="papers")
    readers = [_reader(paper) for paper in papers]
    counts = [len(reader.pages) for reader in readers]
    entries = tuple(_entry(paper, sum(counts[:place]), counts[place]) for place, paper in enumerate(papers))
    contents = dataclasses.replace(contents, entries=entries, pages=sum(counts))
    notes = dataclasses.replace(notes, papers=len(papers), pages=sum(counts))
    stamps = PageNumbersFacts(agency=contents.agency, case_no=contents.case_no, count=sum(counts))
    writer = pypdf.PdfWriter()
    _append(writer, _read(renderer.pdf("case_contents", contents)), "卷内文件目录")
    first = len(writer.pages)
    for number, (paper, reader) in enumerate(zip(papers, readers, strict=True), start=1):
        _append(writer, reader, f"{number}. {paper.title}")
    _stamp(writer.pages[first:], _read(renderer.pdf("page_numbers", stamps)))
    _append(writer, _read(renderer.pdf("case_notes", notes)), "卷内备考表")
    return _finished(writer, contents.title)


def for_printing(letters: Sequence[tuple[str, bytes]]) -> bytes:
    """Letters (title and PDF) as one file for printing on both sides: each begins on a front side, with a bookmark."""
    if not letters:
        raise RuleViolation("没有需要打印的文书。", field="letters")
    writer = pypdf.PdfWriter()
    for title, pdf in letters:
        _append(writer, _read(pdf), title)
        if len(writer.pages) % 2:
            writer.add_blank_page()
    return _finished(writer, "待打印文书")


def _reader(paper: FiledPaper) -> pypdf.PdfReader:
    try:
        reader = _read(paper.pdf)
        if reader.is_encrypted or not len(reader.pages):
            raise RuleViolation(f"“{paper.title}”加了密码或者没有内容，请换成可以打开的PDF后再立卷。", field="papers")
    except PyPdfError as error:
        raise RuleViolation(f"“{paper.title}”不是可以打开的PDF，请转换后再立卷。", field="papers") from error
    return reader


def _read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def _entry(paper: FiledPaper, before: int, count: int) -> ContentsEntry:
    first, last = before + 1, before + count
    return ContentsEntry(
        author=paper.author,
        title=paper.title,
        pages=str(first) if first == last else f"{first}-{last}",
        number=paper.number,
        dated_on=paper.dated_on,
        remarks=paper.remarks,
    )


def _append(writer: pypdf.PdfWriter, reader: pypdf.PdfReader, title: str) -> None:
    """The pages without the bookmarks they had; one bookmark for all of them."""
    first = len(writer.pages)
    for page in reader.pages:
        writer.add_page(page)
    writer.add_outline_item(title=title, page_number=first)


def _stamp(pages: Sequence[pypdf.PageObject], numbers: pypdf.PdfReader) -> None:
    """A page number in the upper outer corner of each page: at the right of a front side, at the left of a back."""
    for place, page in enumerate(pages):
        if page.rotation:
            page.transfer_rotation_to_content()
        box = page.cropbox
        left = _STAMP_EDGE if place % 2 else float(box.width) - _STAMP_EDGE - _STAMP_WIDTH
        move = pypdf.Transformation().translate(
            float(box.left) + left, float(box.top) - _STAMP_EDGE / 2 - _STAMP_HEIGHT
        )
        page.merge_transformed_page(numbers.pages[place], move)


def _finished(writer: pypdf.PdfWriter, title: str) -> bytes:
    writer.metadata = None
    writer.add_metadata({"/Title": title})
    writer.compress_identical_objects()
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
