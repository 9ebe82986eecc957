"""迎检: a sample of the cases of a period, each with the pages that prove what an inspector asks.

《条例》第46条、第47条
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.queries.access import visible_to
from engine.records import Application, EventName, HistoryEntry, history

MOST_SAMPLED = 50

QUESTIONS: tuple[tuple[str, tuple[EventName, ...]], ...] = (
    ("申请渠道是否畅通、是否如实登记", (EventName.REGISTERED,)),
    ("收到之日是否有凭据", (EventName.RECEIVED,)),
    ("是否检索并留有记录", (EventName.ITEM_SEARCHED,)),
    ("是否经过保密审查", (EventName.SECRECY_REVIEWED,)),
    ("是否经过法制审核和签发", (EventName.LEGALITY_REVIEWED, EventName.REPLY_SIGNED)),
    ("是否在期限内送达并有凭证", (EventName.REPLY_SERVED,)),
    ("是否归档", (EventName.CASE_ARCHIVED,)),
)
"""What is asked of each case, and the entries of the history that answer it."""


@dataclass(frozen=True)
class Proof:
    """One question about one case: when it was done, by whom, on what evidence; None of them where it is missing."""

    question: str
    on: date | None
    who: str
    evidence: str

    @property
    def is_proven(self) -> bool:
        """Whether the file shows it."""
        return self.on is not None


@dataclass(frozen=True)
class SampledCase:
    """One case of the sample with its proofs."""

    application_id: int
    case_number: str
    subject: str
    received_on: date | None
    proofs: tuple[Proof, ...]

    @property
    def gaps(self) -> int:
        """How many questions the file does not answer."""
        return sum(not proof.is_proven for proof in self.proofs)


@dataclass(frozen=True)
class Inspection:
    """The sample of a period: how many cases there were, which were drawn, and by which number, so that it repeats."""

    since: date
    until: date
    total: int
    seed: int
    cases: tuple[SampledCase, ...]


def inspection(since: date, until: date, size: int, seed: int, *, actor: Actor, office: Office) -> Inspection:
    """`size` cases received in the period, drawn by the number `seed`: the same number draws the same cases.

    RuleViolation when the period or the size makes no sense. 《条例》第46条
    """
    require(actor, Action.INSPECT)
    if since > until:
        raise RuleViolation("起始日期不能晚于截止日期。", field="since")
    if not 1 <= size <= MOST_SAMPLED:
        raise RuleViolation(f"抽样件数为1至{MOST_SAMPLED}件。", field="size")
    query = select(Application).where(visible_to(actor), Application.received_on.between(since, until))
    with office.reading() as records:
        found = list(records.scalars(query.order_by(Application.id)))
        drawn = random.Random(seed).sample(found, min(size, len(found)))  # noqa: S311  # a sample, no secret
        cases = [sampled(case, history.of(records, case)) for case in sorted(drawn, key=lambda case: case.id)]
    return Inspection(since, until, len(found), seed, tuple(cases))


def sampled(case: Application, entries: Sequence[HistoryEntry]) -> SampledCase:
    """The case with what its history says to each question."""
    subject = case.request_text.partition("\n")[0]
    proofs = tuple(_proof(question, events, entries) for question, events in QUESTIONS)
    return SampledCase(case.id, case.case_number, subject, case.received_on, proofs)


def _proof(question: str, events: Sequence[EventName], entries: Sequence[HistoryEntry]) -> Proof:
    """Every one of the events must have happened; the last of them is the one to show."""
    found = [[entry for entry in entries if entry.event is event] for event in events]
    if not all(found):
        return Proof(question, None, "", "")
    last = found[-1][-1]
    words = ("evidence", "tracking_number", "proof", "file_number", "result", "opinion", "words")
    evidence = next((str(last.facts[name]) for name in words if last.facts.get(name)), "")
    return Proof(question, last.on, last.who, evidence)
