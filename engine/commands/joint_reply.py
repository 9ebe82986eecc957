"""One reply answers several applications of one applicant (合并答复), chosen on the draft of the case due first.

The others wait at their own draft: what the letter binds stays as it is until the letter is served or sent back.

《条例》第33条、第36条
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from engine.commands.cases import open_case_of
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Actor
from engine.records import (
    Application,
    EventName,
    JointReply,
    Letter,
    LetterState,
    history,
)
from engine.records.joint_replies import ANSWERED, DRAFT, answered_by, besides, draft_of, joint_case, waiting
from engine.rules.articles import Article
from engine.rules.joint_reply import require_together

ALONE = "此件不再实体审查、是依决定判决重新办理的，或者仍按旧版流程办理，须单独答复。"


def answer_together(task_id: int, others: Sequence[int], *, actor: Actor, office: Office) -> None:
    """The reply drafted at this step answers these cases too, and no others besides its own; none: it stands alone.

    RuleViolation names the case that stands in the way, and why. 《条例》第33条第2款、第36条
    """
    with office.transaction() as records:
        leading = office.workflow.claim(records, task_id, actor, step=DRAFT).application
        require_alone(records, leading)
        before = {link.application_id: link for link in besides(records, leading)}
        wanted = [number for number in dict.fromkeys(others) if number != leading.id]
        for number in sorted(set(wanted) - set(before)):
            _join(records, leading, open_case_of(records, number), actor=actor, office=office)
        for number in sorted(set(before) - set(wanted)):
            _part(records, before[number], actor, office)


def answer_alone(task_id: int, *, actor: Actor, office: Office) -> None:
    """The case of this step is answered by a letter of its own again.

    RuleViolation while the joint reply is being signed. 《条例》第36条
    """
    with office.transaction() as records:
        application = office.workflow.claim(records, task_id, actor, step=DRAFT).application
        link = waiting(records, application)
        if link is None:
            raise RuleViolation("此件没有与其他申请合并答复。", str(Article(36)))
        require_free(records, application)
        _part(records, link, actor, office)


def drafted_with(records: Session, leading: Application, *, actor: Actor, office: Office) -> list[Application]:
    """The cases that the reply to `leading` answers besides it, held by the actor; who left is dropped."""
    found = []
    for link in besides(records, leading):
        task = draft_of(records, link.application)
        if task is None:
            records.delete(link)
        else:
            found.append(office.workflow.claim(records, task.id, actor, step=DRAFT).application)
    records.flush()
    return found


def served_with(records: Session, letter: Letter) -> list[Application]:
    """The cases that end when this letter is served, its own first; who withdrew after the signature is none of them.

    《条例》第33条
    """
    leading, *others = answered_by(records, letter)
    return [leading, *(case for case in others if draft_of(records, case) is not None)]


def end_waiting(records: Session, cases: Sequence[Application], *, office: Office) -> None:
    """These cases are answered by the letter just served, and go to the archive. 《条例》第33条"""
    for case in cases:
        office.workflow.send_message(records, case, ANSWERED)
        office.workflow.send_message(records, case, "deadline_settled")


def require_alone(records: Session, application: Application) -> None:
    """Nothing, if the case is not to be answered by the reply of another; RuleViolation names that one.

    《条例》第36条
    """
    link = waiting(records, application)
    if link is not None:
        raise RuleViolation(
            f"此件已定为与{link.leading.case_number}号合并答复，由该件的答复书一并作答；要另行答复的，请先改为单独答复。",
            str(Article(36)),
        )


def require_free(records: Session, application: Application) -> None:
    """Nothing, unless a joint reply that answers the case is being signed: what it binds must not change.

    《条例》第36条
    """
    link = waiting(records, application)
    if link is not None and link.letter is not None and draft_of(records, link.leading) is None:
        raise RuleViolation(
            f"此件由{link.leading.case_number}号的答复书合并答复，该答复书正在审签；请先由审核人退回，再办理此事。",
            str(Article(36)),
        )


def release(records: Session, application: Application) -> None:
    """The case has ended otherwise: who waited for its reply is answered alone, it drops out of a draft that held it.

    A letter that is signed already goes out as it is; the case is then not served by it.
    """
    for led in besides(records, application):
        records.delete(led)
    link = waiting(records, application)
    if link is not None and (link.letter is None or link.letter.state is LetterState.DRAFTED):
        records.delete(link)


def _join(records: Session, leading: Application, other: Application, *, actor: Actor, office: Office) -> None:
    today, calendar, key = office.clock.today(), office.calendar(records), office.settings.identity_key
    first = joint_case(records, leading, leading, me=actor.person_id, key=key)
    second = joint_case(records, other, leading, me=actor.person_id, key=key)
    if not first.is_at_draft or not first.is_first_answer or not first.is_on_its_merits:
        raise RuleViolation(ALONE, str(Article(36)), field="others")
    require_together(first, second, today=today, calendar=calendar)
    task = draft_of(records, other)
    if task is not None:
        office.workflow.claim(records, task.id, actor, step=DRAFT)
    records.add(JointReply(leading=leading, application=other))
    for case in (leading, other):
        history.add(
            records, case, EventName.JOINT_REPLY_CHOSEN, actor, office.clock,
            leading=leading.case_number, joined=other.case_number,
        )  # fmt: skip


def _part(records: Session, link: JointReply, actor: Actor, office: Office) -> None:
    for case in (link.leading, link.application):
        history.add(records, case, EventName.JOINT_REPLY_LEFT, actor, office.clock, joined=link.application.case_number)
    records.delete(link)
