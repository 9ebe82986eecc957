"""Template and facts become HTML, and HTML becomes the PDF of record, the same bytes each time."""

import hashlib
import html as markup
import re
import threading
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateRuntimeError, meta
from markupsafe import Markup
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from engine.errors import DisclosureError, RuleViolation
from engine.letters.chinese import chinese_date, chinese_moment, date_digits, item_list
from engine.letters.facts import LetterFacts, Remedy, Seal
from engine.letters.fonts import FontHouse, Typefaces
from engine.rules.articles import chinese_number
from engine.rules.vocabulary import ApplicantKind, DeliveryMethod, FormOfProvision

STYLESHEET = "letter.css"
PDF_VARIANT = "pdf/a-2a"
ALMOST_ONE_PAGE = 450
"""Characters, head and signature included, that may still fit one page when the lines move closer."""

_REMEDY_MARK = '<p class="remedy">'

_SOURCE_BREAK = re.compile(r"\s*\n\s*")
_BLOCK_END = re.compile(r"</(?:p|h1|h2|h3|td|th|li|div)>")
_TAG = re.compile(r"<[^>]*>")
_HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)


class LetterRenderer:
    """Knows one folder of templates and one chain of fonts; may be shared by threads, renders one letter at a time."""

    def __init__(
        self, templates: Path, fonts: Path, typefaces: Typefaces | None = None, *, is_demo: bool = False
    ) -> None:
        self._is_demo = is_demo
        self._templates = templates
        self._typefaces = typefaces or Typefaces()
        self._fonts = FontHouse(fonts, self._typefaces)
        self._jinja = _environment(templates)
        self._lock = threading.Lock()
        self._versions: dict[str, str] = {}

    def html(self, template: str, facts: LetterFacts) -> str:
        """The letter as HTML; a fact that the template wants and the facts lack is an error, never a gap."""
        page = _SOURCE_BREAK.sub("", self._jinja.get_template(f"{template}.html").render(facts=facts))
        _require_one_remedy(page, facts)
        return page

    def pdf(self, template: str, facts: LetterFacts) -> bytes:
        """The letter as tagged PDF/A-2a; RuleViolation when a character has no glyph in the chain of fonts."""
        if facts.seal is Seal.SAMPLE and not self._is_demo:
            raise RuleViolation("“样本”标记只能用于演示，正式文书请由用印人加盖印章。")
        page = self.html(template, facts)
        text = "".join(words(page))
        self._refuse_unprintable(text)
        page = marked(page, self._fonts.borrowed(text))
        with self._lock:
            document = self._laid_out(page)
            if len(document.pages) == 2 and len(text) <= ALMOST_ONE_PAGE:
                document = min(document, self._laid_out(_close_set(page)), key=lambda each: len(each.pages))
            written = document.write_pdf(pdf_variant=PDF_VARIANT)
        if written is None:
            raise DisclosureError("文书未能生成，请稍后重试；仍不成功的，请联系管理员。")
        return bytes(written)

    def _laid_out(self, page: str) -> Document:
        return HTML(string=page, url_fetcher=_closed_fetcher()).render(
            stylesheets=self.stylesheets, font_config=self.font_configuration, pdf_variant=PDF_VARIANT
        )

    def pdf_of_page(self, page: str, css: str) -> bytes:
        """A page of HTML that is no letter, with a layout of its own over that of all papers, as PDF/A-2a.

        RuleViolation when a character has no glyph in the chain of fonts.
        """
        text = "".join(words(page))
        self._refuse_unprintable(text)
        layout = CSS(string=css, font_config=self.font_configuration, url_fetcher=_closed_fetcher())
        with self._lock:
            written = HTML(string=marked(page, self._fonts.borrowed(text)), url_fetcher=_closed_fetcher()).write_pdf(
                stylesheets=[*self.stylesheets, layout], font_config=self.font_configuration, pdf_variant=PDF_VARIANT
            )
        return bytes(written or b"")

    def paragraphs(self, template: str, facts: LetterFacts) -> list[str]:
        """The words of the letter in reading order, one entry a paragraph, for comparing and searching."""
        return words(self.html(template, facts))

    def template_version(self, template: str) -> str:
        """A hash that changes with the template, anything it includes, the layout or the chain of fonts.

        Templates are read once: a running programme prints with those it started with.
        """
        if template not in self._versions:
            digest = hashlib.sha256(self._typefaces.stylesheet().encode())
            for name in sorted({*self._parts(f"{template}.html"), STYLESHEET}):
                content = (self._templates / name).read_bytes()
                digest.update(f"{name}\0{len(content)}\0".encode() + content)
            self._versions[template] = digest.hexdigest()
        return self._versions[template]

    def unprintable(self, text: str) -> list[str]:
        """The characters the letters cannot print, each once; empty when all is well."""
        return self._fonts.unprintable(text)

    def _refuse_unprintable(self, text: str) -> None:
        missing = self.unprintable(text)
        if missing:
            shown = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in missing[:10])
            raise RuleViolation(f"文书中有字体无法印出的字符：{shown}。请核对原文用字，或者请管理员补充字体。")

    def _parts(self, name: str) -> set[str]:
        """The template and all it extends, includes or imports; a name built at run time stands for every block."""
        found: set[str] = set()
        todo = [name]
        while todo:
            part = todo.pop()
            if part not in found:
                found.add(part)
                source = (self._templates / part).read_text(encoding="utf-8")
                for each in meta.find_referenced_templates(self._jinja.parse(source)):
                    todo += self._blocks() if each is None else [each]
        return found

    def _blocks(self) -> list[str]:
        return sorted(f"blocks/{file.name}" for file in (self._templates / "blocks").glob("*.html"))

    @cached_property
    def font_configuration(self) -> FontConfiguration:
        """The fonts of the chain and no other; DisclosureError names those that are missing."""
        self._fonts.require()
        return self._fonts.configuration()

    @cached_property
    def stylesheets(self) -> list[CSS]:
        """The layout of all papers."""
        text = self._typefaces.stylesheet() + (self._templates / STYLESHEET).read_text(encoding="utf-8")
        return [CSS(string=text, font_config=self.font_configuration, url_fetcher=_closed_fetcher())]


def _require_one_remedy(page: str, facts: LetterFacts) -> None:
    """A letter that owes a remedy paragraph has exactly one, whoever edited its template.

    《行政复议法》第23条第2款
    """
    remedy: Remedy | None = getattr(facts, "remedy", None)
    owed = 0 if remedy is None or remedy.kind == "R0" else 1
    if page.count(_REMEDY_MARK) != owed:
        raise RuleViolation("文书模板没有印出应有的救济告知，已停止出文；请管理员恢复模板中的救济告知段。")


def _close_set(page: str) -> str:
    """The page with its lines closer, as letter.css sets them."""
    return page.replace("<html ", '<html class="close-set" ', 1)


def words(page: str) -> list[str]:
    """The visible text of a page of HTML, one entry a block, blank ones left out."""
    body = _BLOCK_END.sub("\n", _HEAD.sub("", page))
    lines = markup.unescape(_TAG.sub("", body)).split("\n")
    return [line.strip() for line in lines if line.strip()]


def marked(page: str, characters: set[str]) -> str:
    """The page with these characters in `<span class="rare">`: a borrowed font must not push its line off the grid."""
    if not characters:
        return page
    head = _HEAD.search(page)
    start = head.end() if head else 0
    runs = re.compile(f"[{re.escape(''.join(sorted(characters)))}]+(?![^<>]*>)")
    return page[:start] + runs.sub(lambda run: f'<span class="rare">{run[0]}</span>', page[start:])


def sentence(text: str) -> str:
    """The text as one sentence: a full stop at its end, unless it ends with a question or exclamation mark."""
    bare = phrase(text)
    return bare if bare.endswith(("？", "?", "！", "!")) else f"{bare}。"


def phrase(text: str) -> str:
    """The text without a full stop at its end, to go on after it."""
    return text.strip().rstrip("。；;，,、 ")


def _environment(templates: Path) -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    jinja.filters.update(
        sentence=sentence,
        phrase=phrase,
        numeral=chinese_number,
        item_list=item_list,
        chinese_date=chinese_date,
        digits=date_digits,
    )
    jinja.globals.update(
        applicant_kinds=tuple(ApplicantKind),
        delivery_methods=tuple(DeliveryMethod),
        forms_of_provision=tuple(FormOfProvision),
    )
    return jinja


def _printed(value: object) -> object:
    """How a fact is printed: a date in Chinese, a line break as a blank; nothing at all is an error, not `None`."""
    if value is None or isinstance(value, bool):
        raise TemplateRuntimeError(f"a template prints {value!r}")
    if isinstance(value, datetime):
        return chinese_moment(value)
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, str) and not isinstance(value, Markup):
        return _SOURCE_BREAK.sub(" ", value)
    return value


def _closed_fetcher() -> URLFetcher:
    """Letters carry all they show: nothing is fetched from a disk or a network, whatever an applicant typed."""
    return URLFetcher(allowed_protocols=("data",))
