"""How a letter gets its seal: ink on paper, an outside electronic-seal service, or the demo's mark 样本.

A picture of a seal is no seal: an electronic one is cryptographic data with a certificate in the file. Nothing here
draws one. An ink seal leaves the file as it is; its place on the page is kept empty by `letter.css`.
《电子印章管理办法》（国办发〔2025〕33号）
"""

import ctypes
from typing import Any, Protocol

import pypdfium2
import pypdfium2.raw as pdfium

from engine.errors import DisclosureError
from engine.letters.facts import Seal


class ElectronicSeal(Protocol):
    """An outside service that seals. It answers the file it was given, with a signature in it and no word changed."""

    def seal(self, pdf: bytes) -> bytes:
        """The sealed file."""


class NoElectronicSeal:
    """What stands in the place of a service until an administrator has configured one."""

    def seal(self, pdf: bytes) -> bytes:
        """DisclosureError, always."""
        raise DisclosureError("尚未配置电子印章服务。请改用实物印章加盖，或者请管理员先配置电子印章服务。")


def sealed(pdf: bytes, mode: Seal, service: ElectronicSeal) -> bytes:
    """The bytes that leave the house: for ink and sample the same, for an electronic seal what the service answers.

    DisclosureError when no service is configured, or when what it answers is not this letter with a signature over it.
    """
    if mode is not Seal.ELECTRONIC:
        return pdf
    answer = service.seal(pdf)
    _require_sealed(pdf, answer)
    return answer


def signatures(pdf: bytes) -> int:
    """How many electronic signatures or seals the file bears that cover it to its last byte."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        count = max(pdfium.FPDF_GetSignatureCount(document), 0)
        return sum(_covers(pdfium.FPDF_GetSignatureObject(document, place), len(pdf)) for place in range(count))
    finally:
        document.close()


def _require_sealed(before: bytes, after: bytes) -> None:
    try:
        same = _words(before) == _words(after)
        signed = signatures(after) > signatures(before)
    except pypdfium2.PdfiumError as error:
        raise DisclosureError("电子印章服务返回的不是可以打开的PDF文件，已停止用印，请联系管理员。") from error
    if not same:
        raise DisclosureError("电子印章服务返回的文件与送印的文书内容不一致，已停止用印，请联系管理员。")
    if not signed:
        raise DisclosureError("电子印章服务返回的文件中没有覆盖全文的电子印章数据，不能作为已用印的文书。")


def _words(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [str(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def _covers(signature: Any, size: int) -> bool:
    """A signature's byte range begins with the file and ends with it."""
    ranges = (ctypes.c_int * 4)()
    if pdfium.FPDFSignatureObj_GetByteRange(signature, ranges, 4) != 4:
        return False
    start, _, second, length = ranges
    return bool(start == 0 and second + length == size)
