"""One reply for several applications of one applicant (合并答复): what stands in the way, and whose date governs.

The law asks that each application be answered within its own term; nothing in it forbids one paper for several.
"""

from dataclasses import dataclass
from datetime import date

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.working_days import Calendar

SIGNING_DAYS = 3
"""Working days that review, signature, seal and service of a reply take: with fewer left, a case is answered alone.

内部规定：答复审签程序
"""

ANSWERED = str(Article(36))
IN_TIME = str(Article(33, 2))


@dataclass(frozen=True, kw_only=True)
class JointCase:
    """One case as it stands when it is to be answered together with another.

    `way` is where and how its reply would go; `waits_for` the number of the case whose reply it waits for already.
    """

    number: str
    due_on: date | None
    is_applicants: bool = True
    is_at_draft: bool
    is_first_answer: bool = True
    is_on_its_merits: bool = True
    holder: str = ""
    way: str
    waits_for: str = ""


def require_together(leading: JointCase, other: JointCase, *, today: date, calendar: Calendar) -> None:
    """Nothing, if the reply to `leading` may answer `other` as well; RuleViolation says why not and what to do.

    《条例》第33条第2款、第36条
    """
    if reason := why_not(leading, other, today=today, calendar=calendar):
        raise RuleViolation(*reason, field="others")


def why_not(leading: JointCase, other: JointCase, *, today: date, calendar: Calendar) -> tuple[str, str] | None:
    """The first thing in the way, with its article; None when there is none."""
    number, elsewhere = f"{other.number}号", str(Article(40))
    obstacles = (
        (not other.is_applicants, f"{number}不是同一申请人提出的，不能写在一份答复书里。", ANSWERED),
        (bool(other.waits_for), f"{number}已经定为与{other.waits_for}号合并答复。", ANSWERED),
        (not other.is_at_draft, f"{number}不在“拟定答复决定”这一步，或者仍按旧版流程办理。", ANSWERED),
        (not other.is_first_answer, f"{number}是依决定、判决重新办理的，须单独答复。", ANSWERED),
        (not other.is_on_its_merits, f"{number}不再实体审查，须单独告知申请人。", ANSWERED),
        (bool(other.holder), f"{number}的拟稿现由{other.holder}办理，请先转给同一承办人。", ANSWERED),
        (other.way != leading.way, f"{number}的送达方式或者收件地址不同，一份答复书不能送到两处。", elsewhere),
        (_is_before(other, leading), f"{number}的期限更早，请在该件的拟稿页上选合并答复，以最早的期限为准。", IN_TIME),
    )
    found = next(((words, article) for stands, words, article in obstacles if stands), None)
    return found or _too_late(leading, today, calendar) or _too_late(other, today, calendar)


def governing(cases: list[JointCase]) -> JointCase:
    """The case whose term ends first: the joint reply must be served by then.

    《条例》第33条第2款
    """
    return min(cases, key=lambda case: case.due_on or date.max)


def _is_before(other: JointCase, leading: JointCase) -> bool:
    return other.due_on is not None and (leading.due_on is None or other.due_on < leading.due_on)


def _too_late(case: JointCase, today: date, calendar: Calendar) -> tuple[str, str] | None:
    """A case whose term leaves no time for the joint review would become late by waiting for the others."""
    if case.due_on is None or calendar.after(today, SIGNING_DAYS) <= case.due_on:
        return None
    day = f"{case.due_on.year}年{case.due_on.month}月{case.due_on.day}日"
    return f"{case.number}号的期限到{day}为止，等候合并审签会逾期，请先单独答复这一件。", IN_TIME
