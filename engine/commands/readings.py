"""The open readings of the law, changed by an administrator for a reason; every open case is dated anew at once.

《条例》第33条、第53条
"""

from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import ChangedReading, EventName, history, holding
from engine.redate import redate_open
from engine.rules.reading_changes import NewReading, require_change
from engine.rules.readings import QUESTIONS


def set_reading(wanted: NewReading, *, actor: Actor, office: Office) -> int:
    """The reading holds from now on, for open cases too; returns how many of them have another date for it.

    RuleViolation without a reason, or when the reading is not the office's to set, or is what it was.
    """
    require(actor, Action.MANAGE_CALENDAR)
    with office.transaction() as records:
        holding.hold_all_cases(records)
        before = office.readings_over_time(records).now
        require_change(wanted, before)
        old, question = getattr(before, wanted.name), QUESTIONS[wanted.name]
        records.add(
            ChangedReading(
                name=wanted.name, value=int(wanted.value), changed_by=actor.person_id, changed_at=office.clock.now()
            )
        )
        records.flush()
        cause = f"{question.question}{question.in_words(old)}→{question.in_words(wanted.value)}（{wanted.reason}）"
        moved = redate_open(records, office, cause=cause)
        history.add(
            records, None, EventName.READING_CHANGED, actor, office.clock,
            name=wanted.name, old=old, new=wanted.value, reason=wanted.reason, moved=moved,
        )  # fmt: skip
        return moved
