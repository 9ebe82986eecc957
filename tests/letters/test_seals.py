"""The three ways to a seal: ink, an outside service, the demo's mark; a picture passes for none of them."""

import io
import re

import pypdf
import pytest
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from engine.errors import DisclosureError
from engine.letters.facts import Seal
from engine.letters.seals import NoElectronicSeal, sealed, signatures
from tests.letters.paper import BODY_LEFT, MM, middle, pages, text
from tests.letters.press import Press
from tests.letters.test_page import SIGNED_DATE

WIDTH_OF_SEAL = 42 * MM
LINE = 28.95


class Service:
    """A stand-in for an outside service: puts a signature dictionary over the whole file, or misbehaves."""

    def __init__(self, *, covers: bool = True, other: bytes = b"") -> None:
        self.covers, self.other = covers, other

    def seal(self, pdf: bytes) -> bytes:
        """The file with a signature field; its byte range is patched after writing, as services do."""
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(self.other or pdf))
        hole = NumberObject(1_000_000_000)
        signature = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Sig"),
                NameObject("/Filter"): NameObject("/GM.PKILite"),
                NameObject("/ByteRange"): ArrayObject([NumberObject(0), hole, hole, hole]),
                NameObject("/Contents"): ByteStringObject(b"\0" * 64),
            }
        )
        field = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/T"): TextStringObject("seal"),
                NameObject("/V"): writer._add_object(signature),
            }
        )
        form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
        writer.root_object[NameObject("/AcroForm")] = form
        written = io.BytesIO()
        writer.write(written)
        return self._ranged(written.getvalue())

    def _ranged(self, raw: bytes) -> bytes:
        rest = len(raw) - 200 if self.covers else 100
        ranges = f"[ 0 {100:<10} {200:<10} {rest:<10} ]".encode()
        return re.sub(rb"\[ 0 1000000000 1000000000 1000000000 \]", ranges, raw)


def test_ink_and_sample_leave_the_file_alone(press: Press) -> None:
    """What is kept is what was printed; the stamped sheet is scanned and filed beside it."""
    pdf = press.pdf("disclosed")
    for mode in (Seal.INK, Seal.SAMPLE):
        assert sealed(pdf, mode, NoElectronicSeal()) == pdf


def test_without_a_service_no_electronic_seal(press: Press) -> None:
    """The message says what to do instead."""
    with pytest.raises(DisclosureError, match="尚未配置电子印章服务"):
        sealed(press.pdf("disclosed"), Seal.ELECTRONIC, NoElectronicSeal())


def test_a_sealed_file_bears_a_signature_over_all_of_it(press: Press) -> None:
    """The service's bytes are kept as they come."""
    answer = sealed(press.pdf("disclosed"), Seal.ELECTRONIC, Service())
    assert signatures(answer) == 1
    assert signatures(press.pdf("disclosed")) == 0


def test_a_picture_is_not_a_seal(press: Press) -> None:
    """A file that came back without a signature, with one over a part, with other words, or broken is refused."""

    class Echo:
        def __init__(self, answer: bytes) -> None:
            self.answer = answer

        def seal(self, pdf: bytes) -> bytes:
            return self.answer

    pdf = press.pdf("disclosed")
    for service, words in (
        (Echo(pdf), "没有覆盖全文"),
        (Service(covers=False), "没有覆盖全文"),
        (Service(other=press.pdf("mixed")), "内容不一致"),
        (Echo(b"%PDF-1.7 broken"), "不是可以打开"),
    ):
        with pytest.raises(DisclosureError, match=words):
            sealed(pdf, Seal.ELECTRONIC, service)


@pytest.mark.parametrize("name", ["disclosed", "mixed", "fee_notice", "withdrawal_confirmation"])
def test_an_ink_seal_rides_on_year_and_month(press: Press, name: str) -> None:
    """骑年盖月: a seal of 42 mm on name and date, both in its lower middle, within a line of the text above."""
    last = pages(press.pdf(name))[-1]
    printed = [line for line in last.lines if line[0].size == 16.0]
    place = max(index for index, line in enumerate(printed) if SIGNED_DATE.fullmatch(text(line)))
    date, signature, above = printed[place], printed[place - 1], printed[place - 2]
    bottom = date[0].bottom + 3 * MM
    top, centre = bottom - WIDTH_OF_SEAL, middle(date)
    assert middle(signature) == pytest.approx(centre, abs=2)
    assert signature[0].top > (top + bottom) / 2 - LINE / 2, "the name stands in the lower half"
    assert above[0].bottom - 2 <= top <= above[0].bottom + LINE
    assert centre - WIDTH_OF_SEAL / 2 > BODY_LEFT
    assert centre + WIDTH_OF_SEAL / 2 < last.width - 5 * MM
