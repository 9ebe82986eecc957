"""The reminder that a review body or a court waits for our answer, left with everybody whom it concerns."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands.deliver import leave_message, recipients, still_open
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, OpenTask, OutboxEntry, RemedyCase


def deliver_defence_reminder(entry_id: int, office: Office) -> None:
    """Handler, unit head, reviewers and who has the next step have the reminder, each once; an answer sent needs none.

    《行政复议法》第48条；《行政诉讼法》第67条
    """
    with office.transaction() as records:
        entry = still_open(records, entry_id)
        if entry is None:
            return
        remedy = records.get(RemedyCase, int(entry.facts["key"]))
        if remedy is not None and remedy.answered_on is None and remedy.answer_due_on and not remedy.ended_on:
            _remind(records, entry, remedy, remedy.answer_due_on, office)
        entry.done_at = office.clock.now()


def _remind(records: Session, entry: OutboxEntry, remedy: RemedyCase, due_on: date, office: Office) -> None:
    application = records.scalars(select(Application).where(Application.id == entry.application_id)).one()
    text = _text(application, remedy, due_on, office.clock.today())
    roles = dict.fromkeys([*map(Role, entry.facts["recipients"]), *_next(records, remedy)])
    people = {p.id: p for role in roles for p in recipients(records, application, role)}
    for person in people.values():
        leave_message(records, person, entry, text, office)


def _next(records: Session, remedy: RemedyCase) -> list[Role]:
    """Whose turn it is in the review or suit: also those who sign, seal and send its letter."""
    steps = select(OpenTask.role).where(
        OpenTask.application_id == remedy.application_id, OpenTask.subject_key == str(remedy.id)
    )
    return list(records.scalars(steps.order_by(OpenTask.id)))


def _text(application: Application, remedy: RemedyCase, due_on: date, today: date) -> str:
    what = f"{application.case_number} 号申请的{remedy.kind.label}（{remedy.body}{remedy.number}）"
    with_date = f"{due_on.year}年{due_on.month}月{due_on.day}日"
    if today > due_on:
        return f"{what}提交答复和证据的期限已于{with_date}届满，请立即提交；逾期视为没有证据。"
    if today == due_on:
        return f"{what}今天是提交答复和证据的最后一天，请在今天内提交。"
    return f"{what}应在{with_date}前提交答复和全部证据，请抓紧办理。"
