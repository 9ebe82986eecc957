"""The file that is kept: every word on paper, every glyph from the chain, PDF/A-2a, the same bytes each time."""

import dataclasses
import hashlib
import io
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from weasyprint import HTML

from engine.errors import DisclosureError, RuleViolation
from engine.letters import LetterRenderer
from engine.letters.facts import ReplyFacts, Seal
from engine.letters.fonts import FontHouse, Typefaces
from engine.letters.render import _closed_fetcher, words
from tests.letters.paper import pages, squeezed
from tests.letters.press import Press

RARE = "喆祎堃龑㛃䶮𬱖𰻝"
CHAIN = (
    "FandolFang",
    "FandolKai",
    "FandolHei",
    "Noto-Serif-CJK-SC",
    "Noto-Sans-CJK-SC",
    "LXGW-WenKai",
    "BabelStone-Han",
)
HEAD_ROW = re.compile(r"<thead>.*?</thead>", re.DOTALL)
PAGE_NUMBER = re.compile(r"—\s?\d+\s?—")


def extracted(pdf: bytes) -> str:
    """The text of all pages in the order a reader meets it, page numbers left out."""
    return squeezed("".join(PAGE_NUMBER.sub("", page.text) for page in pages(pdf)))


def test_every_word_is_on_paper_in_reading_order(press: Press, letter: str) -> None:
    """What the PDF gives back is what the template said, word for word; nothing is lost at a page's end."""
    sample = press.sample(letter)
    page = press.renderer.html(sample.template, sample.facts)
    said, printed = squeezed("".join(words(page))), extracted(press.pdf(letter))
    for head in HEAD_ROW.findall(page):  # printed again on every page of its table
        said, printed = (text.replace(squeezed("".join(words(head))), "") for text in (said, printed))
    assert printed == said


def test_fonts_are_embedded_and_of_the_chain(press: Press, letter: str) -> None:
    """No borrowed font, none left out; under one megabyte."""
    pdf = press.pdf(letter)
    assert len(pdf) < 1_000_000
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            name = font["/BaseFont"].split("+")[-1]
            assert name.startswith(CHAIN), name
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


def test_pdf_a_2a(press: Press, letter: str) -> None:
    """Tagged, in Chinese, with title, author and output intent, and said to be PDF/A-2a."""
    reader = pypdf.PdfReader(io.BytesIO(press.pdf(letter)))
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/OutputIntents"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title
    assert reader.metadata.author == press.sample(letter).facts.agency.name
    metadata = catalog["/Metadata"].get_data().decode()
    assert 'pdfaid:part="2"' in metadata
    assert 'pdfaid:conformance="A"' in metadata


def test_the_same_letter_is_the_same_bytes(press: Press) -> None:
    """Again in this process, and in a fresh one."""
    sample = press.sample("mixed")
    assert press.renderer.pdf(sample.template, sample.facts) == press.pdf("mixed")
    program = (
        "import hashlib; from tests.letters.press import Press;"
        "print(hashlib.sha256(Press().pdf('does_not_exist')).hexdigest())"
    )
    again = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert again.stdout.strip() == hashlib.sha256(press.pdf("does_not_exist")).hexdigest()


def renamed(press: Press, name: str) -> ReplyFacts:
    facts = press.sample("disclosed").facts
    assert isinstance(facts, ReplyFacts)
    return dataclasses.replace(facts, applicant_name=name)


def test_rare_names_in_applicant_agency_and_body(press: Press) -> None:
    """喆祎堃龑㛃䶮𬱖𰻝 are printed wherever they stand, none as an empty box."""
    facts = renamed(press, RARE)
    item = dataclasses.replace(facts.items[0], what=RARE, findings=f"经办人{RARE}已核对。")
    agency = dataclasses.replace(facts.agency, name=f"{RARE}人民防空办公室")
    pdf = press.renderer.pdf(
        "reply",
        dataclasses.replace(
            facts, items=(item, dataclasses.replace(item, number=2)), agency=agency, request_items=(RARE, RARE)
        ),
    )
    assert extracted(pdf).count(RARE) >= 7


@pytest.mark.parametrize("character", ["\ue000", "\U000f0000", "☑", "\U0001f9ff", "\ufeff", "\x07"])
def test_a_character_without_a_glyph_stops_the_letter(press: Press, character: str) -> None:
    """It is named with its code point; the letter is not printed with a gap."""
    assert press.renderer.unprintable(f"张{character}三{character}") == [character]
    with pytest.raises(RuleViolation, match=f"U\\+{ord(character):04X}"):
        press.renderer.pdf("reply", renamed(press, f"张{character}三"))


def test_punctuation_of_official_letters_is_printable(renderer: LetterRenderer) -> None:
    """Everything an official letter uses is there in every style."""
    assert renderer.unprintable("〔〕〇—“”‘’…《》〈〉①②⑩□√·％℃　\n") == []


def test_markup_in_a_name_is_a_name(press: Press) -> None:
    """HTML that an applicant typed is printed as typed."""
    page = press.renderer.html("reply", renamed(press, '<img src="file:///etc/passwd"><b>张三</b>&amp;'))
    assert "<img" not in page
    assert "&lt;b&gt;张三&lt;/b&gt;&amp;amp;" in page


def test_nothing_is_fetched() -> None:
    """A letter opens no file and no address, even if markup got in."""
    fetcher = _closed_fetcher()
    for address in ("file:///etc/hostname", "http://127.0.0.1/", "https://example.com/a.png", "ftp://example.com/"):
        with pytest.raises(ValueError, match="disallowed protocol"):
            fetcher.fetch(address)
    assert HTML(string='<img src="file:///etc/hostname" alt="a">', url_fetcher=fetcher).write_pdf()


def test_number_and_date_are_blank_until_signed(press: Press) -> None:
    """The preview has the same form with room for what signing adds."""
    sample = press.sample("does_not_exist")
    facts = dataclasses.replace(sample.facts, doc_number=None, dated_on=None)
    lines = press.renderer.paragraphs(sample.template, facts)
    assert lines[-1].replace("\u3000", "") == "年月日"
    assert not any("〔2026〕5号" in line for line in lines)
    assert extracted(press.renderer.pdf(sample.template, facts)) == squeezed("".join(lines))


def test_the_sample_mark_is_for_the_demo_only(press: Press, tmp_path: Path) -> None:
    """A picture is never a seal: it says 样本, and an office's renderer refuses it."""
    sample = press.sample("disclosed")
    facts = dataclasses.replace(sample.facts, seal=Seal.SAMPLE)
    assert "样本" in extracted(press.renderer.pdf(sample.template, facts))
    real = LetterRenderer(press.renderer._templates, tmp_path)
    with pytest.raises(RuleViolation, match="只能用于演示"):
        real.pdf(sample.template, facts)


def test_missing_fonts_are_named(tmp_path: Path) -> None:
    """Without Fandol no letter is printed in another typeface: the message says what to do."""
    house = FontHouse(tmp_path, Typefaces(fangsong=("FandolFang",), kai=("没有这种字体",)))
    with pytest.raises(DisclosureError, match=r"没有这种字体.*script/setup"):
        house.require()


MANY = """
import dataclasses, gc, re
from pathlib import Path
from tests.letters.press import Press

press, sizes = Press(), []
sample = press.sample("does_not_exist")
for number in range(24):
    press.renderer.pdf(sample.template, dataclasses.replace(sample.facts, case_no=f"2026-{number:04d}"))
    gc.collect()
    sizes.append(int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
print(sizes[-1] - sizes[7], sizes[-1])
"""


def test_many_letters_leave_memory_flat() -> None:
    """Sixteen letters after the first eight add less than 5 MB in a process of their own, as pytest keeps logs."""
    told = subprocess.run([sys.executable, "-c", MANY], capture_output=True, text=True, check=True)
    growth, resident = (float(each) for each in told.stdout.split())
    assert growth < 5
    assert resident < 400


def test_a_letter_costs_no_more_than_its_layout(press: Press) -> None:
    """The gate, the templates and the marks add less than 30 % to a bare WeasyPrint run over the same page."""
    sample = press.sample("does_not_exist")
    renderer = press.renderer
    page = renderer.html(sample.template, sample.facts)

    def bare() -> None:
        HTML(string=page, url_fetcher=_closed_fetcher()).write_pdf(
            stylesheets=renderer.stylesheets, font_config=renderer.font_configuration, pdf_variant="pdf/a-2a"
        )

    def ours() -> None:
        renderer.pdf(sample.template, sample.facts)

    bare(), ours()
    taken = [(timed(bare), timed(ours)) for _ in range(6)]
    assert min(own for _, own in taken) / min(floor for floor, _ in taken) <= 1.3


def timed(work: Callable[[], None]) -> float:
    """Seconds of this process, so that a busy machine doesn't count."""
    started = time.process_time()
    work()
    return time.process_time() - started
