"""Copies of identity papers bear across every page what they may be used for; only the marked copy is ever kept.

《条例》第29条第2款
"""

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from engine.errors import RuleViolation
from engine.letters.render import LetterRenderer

WORDS = "仅供办理本次政府信息公开申请使用"
LARGEST_SIDE = 2000
"""Pixels: enough to read the paper, no more."""
MOST_PIXELS = 80_000_000
MOST_PAGES = 10
_TURN, _STRENGTH = 30, 150
_CSS = "@page{size:260mm 20mm;margin:0}body{margin:0;font:11mm var(--hei);line-height:20mm;white-space:nowrap}"
_PAGE = f'<html lang="zh-CN"><head><title>{WORDS}</title></head><body>{WORDS}</body></html>'
UNREADABLE = "身份证件的影像打不开，请重新扫描或者拍照，存为 jpg、png 或者 pdf 后再上传。"


def watermarked(content: bytes, media_type: str, letters: LetterRenderer) -> tuple[bytes, str]:
    """The pages as pictures with the words across them, and their suffix: one page .jpg, several .pdf.

    RuleViolation at `file` when they cannot be read. Metadata of the original do not come along.
    """
    try:
        pages = [_marked(page, letters) for page in _pages(content, media_type)]
    except (UnidentifiedImageError, pypdfium2.PdfiumError, OSError, Image.DecompressionBombError) as error:
        raise RuleViolation(UNREADABLE, field="file") from error
    if not pages:
        raise RuleViolation(UNREADABLE, field="file")
    file = io.BytesIO()
    if len(pages) == 1:
        pages[0].save(file, "JPEG", quality=85)
        return file.getvalue(), ".jpg"
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return file.getvalue(), ".pdf"


def _pages(content: bytes, media_type: str) -> Iterator[Image.Image]:
    if media_type == "application/pdf":
        yield from _pages_of_pdf(content)
        return
    picture = Image.open(io.BytesIO(content))
    for number in range(min(getattr(picture, "n_frames", 1), MOST_PAGES)):
        picture.seek(number)
        if picture.width * picture.height > MOST_PIXELS:
            raise RuleViolation("身份证件的影像太大，请降低分辨率后再上传。", field="file")
        yield ImageOps.exif_transpose(picture).convert("RGB")


def _pages_of_pdf(content: bytes) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(content)
    try:
        for number in range(min(len(document), MOST_PAGES)):
            width, height = document.get_page_size(number)
            scale = min(2.0, LARGEST_SIDE / max(width, height, 1))
            yield document[number].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def _marked(page: Image.Image, letters: LetterRenderer) -> Image.Image:
    page.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    words = _words(letters, width=max(160, page.width * 7 // 10)).rotate(_TURN, Image.Resampling.BICUBIC, expand=True)
    ink = Image.new("RGB", words.size, (150, 30, 30))
    step = max(60, words.height * 6 // 10)
    for top in range(-words.height // 2, page.height, step):
        for left in range(0, page.width, words.width):
            page.paste(ink, (left, top), words)
    return page


def _words(letters: LetterRenderer, *, width: int) -> Image.Image:
    """The words as a mask, so many pixels wide, in the typeface of the letters."""
    document = pypdfium2.PdfDocument(letters.pdf_of_page(_PAGE, _CSS))
    try:
        drawn = document[0].render(scale=3).to_pil().convert("L")
    finally:
        document.close()
    mask = ImageOps.invert(drawn)
    mask = mask.crop(mask.getbbox())
    return mask.resize((width, max(1, mask.height * width // mask.width))).point(lambda value: value * _STRENGTH // 255)
