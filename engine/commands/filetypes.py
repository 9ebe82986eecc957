"""What a file really is, by its first bytes and its parts; the name it was given proves nothing."""

import io
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True)
class FileType:
    """One kind of file that is taken in."""

    label: str
    media_type: str
    suffixes: tuple[str, ...]


PDF = FileType("PDF 文件", "application/pdf", (".pdf",))
PNG = FileType("PNG 图片", "image/png", (".png",))
JPEG = FileType("JPG 图片", "image/jpeg", (".jpg", ".jpeg"))
TIFF = FileType("TIFF 图片", "image/tiff", (".tif", ".tiff"))
DOCX = FileType("Word 文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = FileType("Excel 表格", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
OFD = FileType("OFD 文件", "application/ofd", (".ofd",))
TEXT = FileType("文本文件", "text/plain", (".txt",))

ALLOWED = (PDF, PNG, JPEG, TIFF, DOCX, XLSX, OFD, TEXT)

_SIGNATURES = {
    b"%PDF-": PDF,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"\xff\xd8\xff": JPEG,
    b"II*\x00": TIFF,
    b"MM\x00*": TIFF,
}
_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "OFD.xml": OFD}


def recognize(content: bytes) -> FileType | None:
    """The kind of this file; None when it is none of those taken in."""
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _recognize_package(content)
    return TEXT if _is_plain_text(content) else None


def _recognize_package(content: bytes) -> FileType | None:
    """A package by its main part; one with macros is not taken in."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def _is_plain_text(content: bytes) -> bool:
    """UTF-8, or the national standard that older machines write; nothing but characters that can be printed."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(character.isprintable() or character in "\r\n\t\ufeff\u3000" for character in text):
            return True
    return False
