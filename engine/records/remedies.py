"""Reviews, lawsuits and complaints about a case, and what inspectors look at afterwards."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.records.base import Base, Facts, Word
from engine.records.cases import Application
from engine.records.words import RemedyDecision, RemedyKind
from engine.rules.remedy_counting import RemedyRecord, result_of
from engine.rules.report_form import RemedyRoute

D = RemedyDecision
DECISIONS: dict[RemedyKind, tuple[RemedyDecision, ...]] = {
    RemedyKind.RECONSIDERATION: (
        D.UPHELD, D.REVIEW_REQUEST_DISMISSED, D.SET_ASIDE, D.CHANGED, D.FOUND_UNLAWFUL, D.FOUND_VOID, D.REDO_ORDERED,
        D.REPLY_ORDERED, D.REVIEW_WITHDRAWN, D.MEDIATED, D.SETTLED, D.TERMINATED, D.REVIEW_REJECTED, D.NOT_ADMITTED,
    ),
    RemedyKind.LITIGATION: (
        D.CLAIM_DISMISSED, D.SET_ASIDE, D.CHANGED, D.FOUND_UNLAWFUL, D.FOUND_VOID, D.REDO_ORDERED, D.REPLY_ORDERED,
        D.SUIT_WITHDRAWN, D.MEDIATED, D.SETTLED, D.TERMINATED, D.SUIT_REJECTED,
    ),
    RemedyKind.COMPLAINT: (D.COMPLAINT_UPHELD, D.COMPLAINT_UNFOUNDED),
    RemedyKind.CORRECTION: (D.COMPLAINT_UPHELD,),
}  # fmt: skip
"""Which endings each kind can have."""

ORDERS_REDO = frozenset({D.REDO_ORDERED, D.REPLY_ORDERED})
MAY_ORDER_REDO = frozenset({D.SET_ASIDE, D.FOUND_UNLAWFUL, D.FOUND_VOID, D.COMPLAINT_UPHELD})
VIOLATIONS = frozenset({D.SET_ASIDE, D.FOUND_UNLAWFUL, D.FOUND_VOID, D.REDO_ORDERED, D.REPLY_ORDERED})
CORRECTED = VIOLATIONS | {D.CHANGED, D.COMPLAINT_UPHELD}
"""Endings after which something has to be done. 《行政复议法》第77条"""

EARLY = frozenset({D.REVIEW_WITHDRAWN, D.SUIT_WITHDRAWN, D.MEDIATED, D.SETTLED, D.TERMINATED, D.NOT_ADMITTED})
"""Endings that may come before the answer is due or the hearing is held."""
FINAL_AT_ONCE = frozenset({D.SUIT_WITHDRAWN, D.MEDIATED, D.SETTLED, D.TERMINATED})
"""Endings of a suit that nobody appeals against."""


class RemedyCase(Base):
    """One review, lawsuit, complaint or correction by a higher body (救济案件); `answer_due_on` caches the history.

    One without an application concerns publication of our own accord. `counted_here` is false where another body of
    the same case reports it, or a correction came without a review. `ended_on` is the day of the decision.
    《条例》第51条
    """

    __tablename__ = "remedy_case"
    __table_args__ = (Index("ix_remedy_case_filed", "kind", "filed_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[RemedyKind] = mapped_column(Word(RemedyKind))
    is_after_reconsideration: Mapped[bool] = mapped_column(default=False)
    is_simple: Mapped[bool] = mapped_column(default=False)
    counted_here: Mapped[bool] = mapped_column(default=True)
    claimant: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(80), default="")
    claims: Mapped[str] = mapped_column(Text, default="")
    filed_on: Mapped[date]
    notice_received_on: Mapped[date]
    answer_due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    heard_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    decision: Mapped[RemedyDecision | None] = mapped_column(Word(RemedyDecision))
    decision_number: Mapped[str] = mapped_column(String(80), default="")
    decision_received_on: Mapped[date | None]
    redo_due_on: Mapped[date | None]
    carried_out_on: Mapped[date | None]
    facts: Mapped[Facts] = mapped_column(default=dict)
    application: Mapped[Application | None] = relationship()

    @property
    def route(self) -> RemedyRoute | None:
        """The group of table four; None for a complaint or a correction, which the form does not count."""
        if self.kind is RemedyKind.RECONSIDERATION:
            return RemedyRoute.RECONSIDERATION
        if self.kind is not RemedyKind.LITIGATION:
            return None
        after = self.is_after_reconsideration
        return RemedyRoute.LITIGATION_AFTER_RECONSIDERATION if after else RemedyRoute.LITIGATION_DIRECT

    @property
    def record(self) -> RemedyRecord | None:
        """What table four counts; None where the form does not count it. 国办公开办函〔2021〕30号"""
        if self.route is None:
            return None
        return RemedyRecord(
            remedy_id=str(self.id),
            route=self.route,
            filed_on=self.filed_on,
            ended_on=self.ended_on,
            result=result_of(self.decision.label) if self.decision and self.ended_on else None,
            counted_here=self.counted_here,
        )
