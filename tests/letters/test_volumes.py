"""The case as one archived volume, and a day's letters for a printer that prints on both sides."""

import dataclasses
import io
from datetime import date

import pypdf
import pytest

from engine.errors import RuleViolation
from engine.letters.dispatch import CaseContentsFacts, CaseNotesFacts
from engine.letters.volumes import FILE_ORDER, FiledPaper, case_volume, for_printing, in_file_order
from tests.letters.paper import MM, pages, squeezed, text
from tests.letters.press import FORMS, KINDS, SHEETS, Press

NAMES = ["proof_of_service", "disclosed", "application_form", "search_record", "approval_form", "redaction_list"]


def filed(press: Press, name: str, **changes: object) -> FiledPaper:
    """A sample as a paper of the file."""
    sample = press.sample(name)
    paper = FiledPaper(
        kind=sample.template,
        title=KINDS[sample.template].name,
        author=sample.facts.agency.name,
        pdf=press.pdf(name),
        number=sample.facts.doc_number or "",
        dated_on=sample.facts.dated_on,
    )
    return dataclasses.replace(paper, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def papers(press: Press) -> list[FiledPaper]:
    """Six papers in the order of the file."""
    return in_file_order([filed(press, name) for name in NAMES])


@pytest.fixture(scope="module")
def volume(press: Press, papers: list[FiledPaper]) -> bytes:
    """The bound volume."""
    return bound(press, papers)


def bound(press: Press, papers: list[FiledPaper]) -> bytes:
    contents, notes = press.sample("case_contents").facts, press.sample("case_notes").facts
    assert isinstance(contents, CaseContentsFacts)
    assert isinstance(notes, CaseNotesFacts)
    return case_volume(press.renderer, contents, papers, notes)


def test_the_order_of_the_file(press: Press, papers: list[FiledPaper]) -> None:
    """Application, search, redactions, approval, reply, service; papers of one kind by date, unknown ones last."""
    kinds = ["application_form", "search_record", "redaction_list", "approval_form", "reply", "proof_of_service"]
    assert [paper.kind for paper in papers] == kinds
    later, earlier = (filed(press, "disclosed", dated_on=date(2026, month, 1)) for month in (3, 2))
    assert in_file_order([filed(press, "disclosed", kind="note"), later, earlier])[:2] == [earlier, later]


def test_every_paper_of_a_case_has_its_place() -> None:
    """A new kind of paper is not forgotten in the archive."""
    assert set(KINDS) - SHEETS - {"case_contents", "case_notes"} <= set(FILE_ORDER)
    assert FORMS & set(FILE_ORDER)


def test_contents_first_papers_then_the_closing_note(papers: list[FiledPaper], volume: bytes) -> None:
    """The list names each paper with the pages it has in the volume; nothing is lost, nothing reordered."""
    counts = [len(pages(paper.pdf)) for paper in papers]
    printed = pages(volume)
    assert len(printed) == 1 + sum(counts) + 1
    first = 1
    for paper, count in zip(papers, counts, strict=True):
        wanted = str(first) if count == 1 else f"{first}-{first + count - 1}"
        assert any(paper.title in text(line) and text(line).endswith(wanted) for line in printed[0].lines), paper.title
        for offset, page in enumerate(pages(paper.pdf)):
            assert squeezed(page.text) in squeezed(printed[first + offset].text)
        first += count
    assert f"共{len(papers)}件，{sum(counts)}页" in squeezed(printed[0].text)
    assert f"{len(papers)}件，{sum(counts)}页" in squeezed(printed[-1].text)


def test_page_numbers_stand_in_the_outer_upper_corner(volume: bytes) -> None:
    """At the right of a front side, at the left of a back; contents and closing note have none."""
    printed = pages(volume)
    for number, page in enumerate(printed[1:-1], start=1):
        corner = [glyph for glyph in page.glyphs if glyph.top < 15 * MM]
        assert "".join(glyph.text for glyph in corner) == str(number)
        if number % 2:
            assert corner[-1].x1 == pytest.approx(page.width - 10 * MM, abs=3)
        else:
            assert corner[0].x0 == pytest.approx(10 * MM, abs=3)
    assert not [glyph for page in (printed[0], printed[-1]) for glyph in page.glyphs if glyph.top < 15 * MM]


def test_bookmarks_lead_to_the_papers(papers: list[FiledPaper], volume: bytes) -> None:
    """One for each paper, in order, each to its first page."""
    reader = pypdf.PdfReader(io.BytesIO(volume))
    found = [(str(entry.title), reader.get_destination_page_number(entry)) for entry in reader.outline]  # type: ignore[arg-type, union-attr]
    starts = [1 + sum(len(pages(paper.pdf)) for paper in papers[:place]) for place in range(len(papers))]
    titles = [f"{number}. {paper.title}" for number, paper in enumerate(papers, start=1)]
    assert found == [
        ("卷内文件目录", 0),
        *zip(titles, starts, strict=True),
        ("卷内备考表", len(reader.pages) - 1),
    ]


def test_the_same_papers_are_the_same_volume(press: Press, papers: list[FiledPaper], volume: bytes) -> None:
    """Binding again gives the same bytes."""
    assert bound(press, papers) == volume


def test_a_page_that_lies_across_is_numbered_too(press: Press) -> None:
    """A turned scan has its number where the eye sees the upper corner."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(press.pdf("application_form")))
    writer.pages[0].rotate(90)
    written = io.BytesIO()
    writer.write(written)
    printed = pages(bound(press, [filed(press, "application_form", pdf=written.getvalue())]))
    (number,) = [glyph for glyph in printed[1].glyphs if glyph.text == "1" and glyph.size == 12 and glyph.top < 15 * MM]
    assert printed[1].width > printed[1].height
    assert number.x1 == pytest.approx(printed[1].width - 10 * MM, abs=3)


def test_what_cannot_be_bound_is_named(press: Press) -> None:
    """A broken file, a locked one, no paper at all."""
    locked = pypdf.PdfWriter(clone_from=io.BytesIO(press.pdf("disclosed")))
    locked.encrypt("geheim", algorithm="AES-256")
    written = io.BytesIO()
    locked.write(written)
    for pdf, words in ((b"nothing", "不是可以打开的PDF"), (written.getvalue(), "加了密码")):
        with pytest.raises(RuleViolation, match=words):
            bound(press, [filed(press, "disclosed", pdf=pdf)])
    with pytest.raises(RuleViolation, match="没有文件"):
        bound(press, [])


def test_a_days_letters_begin_on_front_sides(press: Press) -> None:
    """Each on an odd page, a blank page after an odd number of pages, bookmarks by title."""
    letters = [(name, press.pdf(name)) for name in ("disclosed", "receipt", "mixed", "disclosed_long")]
    together = for_printing(letters)
    printed, place = pages(together), 0
    reader = pypdf.PdfReader(io.BytesIO(together))
    for entry, (title, pdf) in zip(reader.outline, letters, strict=True):
        assert place % 2 == 0
        assert (entry.title, reader.get_destination_page_number(entry)) == (title, place)  # type: ignore[arg-type, union-attr]
        assert [page.text for page in printed[place : place + len(pages(pdf))]] == [page.text for page in pages(pdf)]
        place += len(pages(pdf))
        if place % 2:
            assert not printed[place].text
            place += 1
    assert place == len(printed)
    with pytest.raises(RuleViolation, match="没有需要打印"):
        for_printing([])
