"""迎检: question → page that proves it, read from the bookmarks of the case's own volume.

《条例》第45条、第46条
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import pypdf

from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.queries import case_papers
from engine.queries.facts import case_row
from engine.queries.inspection import QUESTIONS, Proof, SampledCase, sampled
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
    pages = _bookmarks(case_papers.volume(application_id, actor=actor, office=office).content)
    return ProofSheet(case, tuple(_line(proof, pages) for proof in case.proofs))


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
