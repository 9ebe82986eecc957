"""The editable copy of a draft: the letter's words, on the letter's grid, and marked as no letter."""

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from engine.letters.draft_copy import NOTICE, draft_copy
from tests.letters.paper import squeezed
from tests.letters.press import FORMS, SAMPLES, Press


def opened(press: Press, name: str, code: str = "") -> Any:
    """The copy of this sample, as Word would read it."""
    sample = press.sample(name)
    return docx.Document(io.BytesIO(draft_copy(press.renderer.html(sample.template, sample.facts), code=code)))


def said(document: Any) -> str:
    """Every word of the copy in its order."""
    return squeezed("".join(element.text or "" for element in document.element.body.iter(qn("w:t"))))


OFFICIAL = [name for name, each in SAMPLES.items() if each.template not in FORMS and not name.endswith("_extreme")]


@pytest.mark.parametrize("name", ["disclosed", "mixed_long", "fee_notice", "third_party_letter", "approval_form"])
def test_the_words_are_those_of_the_letter(press: Press, name: str) -> None:
    """From the same facts and template, word for word, tables included."""
    sample = press.sample(name)
    assert said(opened(press, name)) == squeezed("".join(press.renderer.paragraphs(sample.template, sample.facts)))


def test_it_says_that_it_is_a_draft(press: Press) -> None:
    """On every page, with the code of the draft; and in its title."""
    document = opened(press, "disclosed", code="3f9a-04bc-7721-e0d5")
    assert document.sections[0].header.paragraphs[0].text == f"{NOTICE}　文稿校验码：3f9a-04bc-7721-e0d5"
    assert document.core_properties.title == "政府信息公开申请答复书（草稿副本）"


def test_the_grid_is_that_of_the_standard(press: Press) -> None:
    """A4, the margins of the 版心, 22 lines of 28 characters, lines of exactly 28.95 points."""
    document = opened(press, "mixed")
    section = document.sections[0]
    millimetres = [round(side.mm) for side in (section.page_width, section.page_height, section.top_margin)]
    assert millimetres == [210, 297, 37]
    assert [round(side.mm) for side in (section.bottom_margin, section.left_margin, section.right_margin)] == [
        35,
        28,
        26,
    ]
    (grid,) = section._sectPr.findall(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert 225 / 25.4 * 72 * 20 / int(grid.get(qn("w:linePitch"))) == pytest.approx(22, abs=0.1)
    assert 156 / 25.4 * 72 / (16 + int(grid.get(qn("w:charSpace"))) / 4096) == pytest.approx(28, abs=0.1)
    assert document.styles["Normal"].paragraph_format.line_spacing.pt == pytest.approx(28.95)


def test_fonts_are_those_of_the_standard_by_name(press: Press) -> None:
    """小标宋 for mark and title, 仿宋 for the text, 黑体 and 楷体 for headings, whatever the script."""
    runs = {run.text: run for paragraph in opened(press, "mixed").paragraphs for run in paragraph.runs}
    wanted = {
        "江汉省人民防空办公室": None,
        "政府信息公开申请答复书": ("方正小标宋简体", 22),
        "一、予以公开的信息": ("黑体", 16),
        "第1项：滨江路18号人民防空工程的平时使用证": ("楷体_GB2312", 16),
        "喆祎堃：": ("仿宋_GB2312", 16),
    }
    for text, look in wanted.items():
        run = runs[text]
        assert look is None or (run.font.name, run.font.size.pt) == look
        assert run._element.rPr.rFonts.get(qn("w:eastAsia")) == run.font.name


def test_a_paragraph_is_two_characters_in(press: Press) -> None:
    """The addressee stands at the margin, the text two characters from it."""
    paragraphs = {paragraph.text: paragraph for paragraph in opened(press, "disclosed").paragraphs}
    indent = paragraphs["您申请公开的政府信息，本机关予以公开。"]._p.pPr.ind
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert paragraphs["喆祎堃："]._p.pPr.ind is None


@pytest.mark.parametrize("name", OFFICIAL)
def test_every_letter_can_be_copied(press: Press, name: str) -> None:
    """No template has a shape that the copy does not know."""
    assert opened(press, name).paragraphs or SAMPLES[name].template in {"mail_labels", "box_label"}


def test_markup_in_a_name_is_a_name(press: Press) -> None:
    """What an applicant typed stays text."""
    page = "<html><head><title>x</title></head><body><p>&lt;w:p&gt;张三&amp;李四</p></body></html>"
    assert said(docx.Document(io.BytesIO(draft_copy(page)))) == "<w:p>张三&李四"
