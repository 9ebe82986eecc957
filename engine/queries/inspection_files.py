"""迎检: question → page that proves it, read from the bookmarks of the case's own volume.

《条例》第45条、第46条
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pypdf

from engine.errors import RuleViolation
from engine.letters.workbooks import Value, list_workbook
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.queries import case_papers
from engine.queries.facts import case_row
from engine.queries.inspection import QUESTIONS, Inspection, Proof, SampledCase, inspection, sampled
from engine.records import history

PAPERS = dict(
    zip(
        (question for question, _ in QUESTIONS),
        (
            ("申请表", "登记表"), ("回执", "登记表", "申请表"), ("检索记录",), ("保密审查",), ("办理单",),
            ("送达回证（政府信息公开答复书", "送达回证（答复书", "送达回证"), ("卷内备考表",),
        ),
        strict=True,
    )
)  # fmt: skip
"""Question → the titles of the papers that prove it, the best first."""
FRONT_PAPERS = 1
COLUMNS = ("编号", "内容", "检查的问题", "日期", "经办", "依据", "案卷", "证明材料", "页码")


@dataclass(frozen=True)
class PageOfProof:
    """One question, what the history says of it, and where the volume proves it; no page: the register proves it."""

    proof: Proof
    paper: str
    page: int | None


@dataclass(frozen=True)
class ProofSheet:
    """The sheet of one case."""

    case: SampledCase
    lines: tuple[PageOfProof, ...]


def sheet(application_id: int, *, actor: Actor, office: Office) -> ProofSheet:
    """Each question with the page of the volume, numbered as printed on it; NotFound when the case is not visible."""
    require(actor, Action.INSPECT)
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        case = sampled(application, history.of(records, application))
    return _sheet(case, _volume(case, actor, office))


def _volume(case: SampledCase, actor: Actor, office: Office) -> bytes | None:
    """The case as one file; None while it has no paper to bind."""
    try:
        return case_papers.volume(case.application_id, actor=actor, office=office).content
    except RuleViolation:
        return None


def _sheet(case: SampledCase, volume: bytes | None) -> ProofSheet:
    pages = _bookmarks(volume) if volume else {}
    return ProofSheet(case, tuple(_line(proof, pages) for proof in case.proofs))


@dataclass(frozen=True)
class Bundle:
    """One archive of a sample: a sheet of contents, and for each case its volume."""

    name: str
    content: bytes


def bundle(since: date, until: date, size: int, seed: int, *, actor: Actor, office: Office) -> Bundle:
    """One ZIP: the sheet 问题→页码 of the whole sample as a workbook, and each case as one volume.

    RuleViolation when the period, the size or the sample is empty. 《条例》第45条、第46条
    """
    found = inspection(since, until, size, seed, actor=actor, office=office)
    if not found.cases:
        raise RuleViolation("这一时段没有收到申请，没有可以下载的材料。", field="since")
    sheets = []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for case in found.cases:
            volume = _volume(case, actor, office)
            sheets.append(_sheet(case, volume))
            if volume is not None:
                archive.writestr(_volume_name(case), volume)
        archive.writestr("问题与页码对照.xlsx", list_workbook("问题与页码对照", COLUMNS, _rows(sheets)))
        archive.writestr("说明.txt", _about(found))
    return Bundle(f"inspection-{since:%Y%m%d}-{until:%Y%m%d}-{found.seed}.zip", packed.getvalue())


def _volume_name(case: SampledCase) -> str:
    return f"案卷-{case.case_number}.pdf"


def _rows(sheets: Sequence[ProofSheet]) -> Iterator[tuple[Value, ...]]:
    """One row for each question of each case; where there is no page, what to look at instead."""
    for each in sheets:
        for line in each.lines:
            yield (
                each.case.case_number, each.case.subject, line.proof.question, line.proof.on, line.proof.who,
                line.proof.evidence, _volume_name(each.case), line.paper,
                line.page or ("见办理过程" if line.proof.is_proven else "缺少证明"),
            )  # fmt: skip


def _about(found: Inspection) -> str:
    return (
        f"收到之日自{found.since.isoformat()}至{found.until.isoformat()}，共{found.total}件，"
        f"抽取{len(found.cases)}件，抽样号{found.seed}：同一时段、件数和抽样号，抽出的总是同样的申请。\n"
        "“问题与页码对照.xlsx”中的页码，是各案卷右上角印的页码。\n"
    )


def _line(proof: Proof, pages: Mapping[str, int]) -> PageOfProof:
    for wanted in PAPERS[proof.question]:
        for title, page in pages.items():
            if wanted in title and proof.is_proven:
                return PageOfProof(proof, title, page)
    return PageOfProof(proof, "", None)


def _bookmarks(pdf: bytes) -> dict[str, int]:
    """Title → page as printed in the corner: the list of contents in front bears no number."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    marks = [item for item in reader.outline if not isinstance(item, list)]
    found = [(str(mark.title), reader.get_destination_page_number(mark)) for mark in marks]
    papers = [(title, place) for title, place in found[FRONT_PAPERS:] if place is not None]
    before = min((place for _, place in papers), default=0)
    return {title.partition(". ")[2] or title: place - before + 1 for title, place in papers}
