"""What is special about a case, one short mark each, for the lists: read for a whole page of cases in two queries."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.records import EventName, HistoryEntry
from engine.records.groups import GroupedCase
from engine.rules.vocabulary import Labelled

E = EventName


class Mark(Labelled):
    """One mark (标记) of a case; the more pressing ones first."""

    URGED = "urged", "已催办"
    SENT_BACK = "sent_back", "退回重办"
    RETURNED = "returned", "文书退件"
    REMEDY = "remedy", "复议诉讼"
    EXTENDED = "extended", "已延期"
    SUPPLEMENTED = "supplemented", "补正"
    CONSULTED = "consulted", "征求意见"
    GROUPED = "grouped", "并案"

    @property
    def sign(self) -> str:
        """The sign beside the word."""
        return _SIGNS[self]

    @property
    def is_pressing(self) -> bool:
        """Whether somebody waits for this case in particular."""
        return self in (Mark.URGED, Mark.SENT_BACK, Mark.RETURNED)


_SIGNS = {
    Mark.URGED: "！", Mark.SENT_BACK: "↩", Mark.RETURNED: "✉", Mark.REMEDY: "§", Mark.EXTENDED: "＋",
    Mark.SUPPLEMENTED: "✎", Mark.CONSULTED: "？", Mark.GROUPED: "≡",
}  # fmt: skip

_SINCE: dict[Mark, tuple[tuple[EventName, ...], tuple[EventName, ...]]] = {
    Mark.URGED: ((E.CASE_REMINDED, E.CASE_URGED), (E.URGING_ANSWERED, E.REPLY_SERVED)),
    Mark.SENT_BACK: (
        (E.SENT_BACK,),
        (E.DECISION_DRAFTED, E.SUPPLEMENT_NOTICE_DRAFTED, E.CONSULTATION_DRAFTED, E.FEE_NOTICE_DRAFTED,
         E.REASONS_NOTICE_DRAFTED, E.DEFENCE_DRAFTED),
    ),
    Mark.RETURNED: ((E.LETTER_RETURNED,), (E.LETTER_SERVED_AGAIN,)),
    Mark.REMEDY: ((E.REMEDY_REGISTERED,), ()),
    Mark.EXTENDED: ((E.EXTENSION_NOTIFIED,), ()),
    Mark.SUPPLEMENTED: ((E.SUPPLEMENT_NOTICE_SERVED, E.SUPPLEMENT_RECEIVED), ()),
    Mark.CONSULTED: ((E.CONSULTATION_SENT,), ()),
}  # fmt: skip
"""Mark → the events that set it, and those after which it is gone."""
_LOOKED_FOR = sorted({event for sets, ends in _SINCE.values() for event in (*sets, *ends)})


def marks_of(records: Session, cases: Sequence[int]) -> dict[int, tuple[Mark, ...]]:
    """Each of these cases with its marks."""
    entry = HistoryEntry
    query = (
        select(entry.application_id, entry.event, func.max(entry.id))
        .where(entry.application_id.in_(cases), entry.event.in_(_LOOKED_FOR))
        .group_by(entry.application_id, entry.event)
    )
    last: dict[int | None, dict[EventName, int]] = {case: {} for case in cases}
    for case, event, number in records.execute(query):
        last[case][event] = number
    grouped = set(records.scalars(select(GroupedCase.application_id).where(GroupedCase.application_id.in_(cases))))
    return {case: (*_set(last[case]), *((Mark.GROUPED,) if case in grouped else ())) for case in cases}


def _set(last: dict[EventName, int]) -> list[Mark]:
    """The marks whose event is there and was not followed by one that ends it."""
    return [
        mark for mark, (sets, ends) in _SINCE.items()
        if max(last.get(event, 0) for event in sets) > max((last.get(event, 0) for event in ends), default=0)
    ]  # fmt: skip
