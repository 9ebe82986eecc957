"""Reviews, suits and complaints about something that was never registered here: entered and counted.

They have no case beside which a drawing could run: the list shows the day by which the answer is due, and
`remedies_result.end_early` takes whatever end they have.
《条例》第51条
"""

from dataclasses import asdict

from engine.commands.remedies import RemedyNotice, answer_due_on, require_sound
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import EventName, RemedyCase, history


def register_apart(notice: RemedyNotice, *, actor: Actor, office: Office) -> int:
    """The review, suit or complaint has its row and the last day to answer; table four counts it like any other.

    RuleViolation when a name or day is missing or cannot be right. 国办公开办函〔2021〕30号
    """
    require(actor, Action.REGISTER_REMEDY)
    with office.transaction() as records:
        require_sound(notice, notice.filed_on, office.clock.today())
        due_on = answer_due_on(notice, office.calendar(records))
        remedy = RemedyCase(**asdict(notice) | {"answer_due_on": due_on})
        records.add(remedy)
        records.flush()
        history.add(
            records, None, EventName.REMEDY_REGISTERED, actor, office.clock, on=notice.notice_received_on,
            key=str(remedy.id), remedy_kind=remedy.kind.value, number=remedy.number,
            answer_due_on=due_on.isoformat() if due_on else "",
        )  # fmt: skip
        return remedy.id
