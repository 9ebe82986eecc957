"""案卷盒: which archived cases lie from one number to another, and the label of the box that holds them.

《条例》第45条
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import RuleViolation
from engine.letters.dispatch import BoxLabelFacts
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import visible_to
from engine.queries.letters import LetterFile
from engine.queries.papers import house
from engine.records import Application, EventName, HistoryEntry

MOST = 500
"""Cases of one box; more do not fit, and a list of them all is not what is asked for."""


@dataclass(frozen=True, kw_only=True)
class ArchivedCase:
    """One closed file: its two numbers, how long it is kept, when it was filed."""

    application_id: int
    case_number: str
    file_number: str
    retention: str
    filed_on: date

    @property
    def year(self) -> int:
        """The year it was filed in."""
        return self.filed_on.year


@dataclass(frozen=True, kw_only=True)
class Box:
    """What the label says beside the cases: 全宗号 as the archive gave it, and the number of the box."""

    number: int = 1
    fonds: str = ""


def archived(first: str, last: str, *, actor: Actor, office: Office) -> tuple[ArchivedCase, ...]:
    """The archived cases from one case number to another, both included, within what the reader may see."""
    with office.reading() as records:
        return _between(records, first, last or first, actor)


def box_label(first: str, last: str, box: Box, *, actor: Actor, office: Office) -> LetterFile:
    """案卷盒标签 of the box that holds these cases.

    RuleViolation when none is archived, or they are not all kept equally long. 《条例》第45条
    """
    with office.reading() as records:
        cases = _between(records, first, last or first, actor)
        head = house(records, first)
    require_one_retention(cases)
    return LetterFile(f"案卷盒标签{box.number}.pdf", office.letters.pdf("box_label", _label(head, cases, box)))


def require_one_retention(cases: Sequence[ArchivedCase]) -> None:
    """Nothing, if these cases may lie in one box; RuleViolation otherwise."""
    if not cases:
        raise RuleViolation("这一范围内没有已经归档的案卷；归档后才能打印案卷盒标签。", field="first")
    if len({case.retention for case in cases}) > 1:
        raise RuleViolation("保管期限不同的案卷不能装入一盒，请按保管期限分盒。", field="last")


def _label(head: dict[str, object], cases: Sequence[ArchivedCase], box: Box) -> BoxLabelFacts:
    years = sorted({case.year for case in cases})
    return BoxLabelFacts(
        **head,  # type: ignore[arg-type]  # agency and case number, as house() gives them
        fonds=box.fonds, years="至".join(str(year) for year in dict.fromkeys((years[0], years[-1]))),
        matter="政府信息公开", retention=cases[0].retention,
        first_case=cases[0].case_number, last_case=cases[-1].case_number,
        first_file=cases[0].file_number, last_file=cases[-1].file_number, cases=len(cases), box=box.number,
    )  # fmt: skip


def _between(records: Session, first: str, last: str, actor: Actor) -> tuple[ArchivedCase, ...]:
    """By case number; of a case that was filed twice the last filing counts."""
    query = (
        select(HistoryEntry, Application.case_number)
        .join(Application, HistoryEntry.application_id == Application.id)
        .where(
            HistoryEntry.event == EventName.CASE_ARCHIVED,
            Application.case_number.between(first, last),
            visible_to(actor),
        )
        .order_by(Application.case_number, HistoryEntry.id)
        .limit(MOST)
    )
    found = {number: _case(entry, number) for entry, number in records.execute(query).all()}
    return tuple(found.values())


def _case(entry: HistoryEntry, number: str) -> ArchivedCase:
    return ArchivedCase(
        application_id=entry.application_id or 0,
        case_number=number,
        file_number=entry.facts["file_number"],
        retention=entry.facts["retention"],
        filed_on=entry.on,
    )
