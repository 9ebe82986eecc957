"""运行情况: what failed and waits for a person, how much is under way, which cases are on older drawings."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.queries.drawings import current
from engine.queries.moves import Move, name_of, outdated
from engine.records import Application, Dispatch, DispatchState, OutboxEntry, PlannedTimer
from engine.records.processes import MOST_FAILURES, NEEDED_PROMISES

KIND_WORDS = {
    "freeze_letter": "文书定稿",
    "reminder": "期限提醒",
    "unit_reminder": "协办提醒",
    "report_reminder": "年度报告期限提醒",
    "urging_answered": "督办答复通知",
    "standing_reminder": "逾期未办提醒",
    "email_letter": "电子邮件送达",
    "webhook": "消息接口",
}
TIMER_WORDS = {
    "next_rung": "答复期限提醒",
    "supplement_period": "补正期限",
    "reasons_period": "说明理由期限",
    "fee_period": "缴费期限",
    "opinion_window": "征求意见期限",
    "unit_answer": "协办答复期限",
    "defence_reminder": "复议诉讼答辩提醒",
}
SHOWN = 200


@dataclass(frozen=True)
class FailedPromise:
    """One promise that failed at least once."""

    id: int
    kind: str
    case_number: str | None
    tries: int
    trouble: str
    next_try_at: datetime

    @property
    def what(self) -> str:
        """The kind in Chinese."""
        return KIND_WORDS.get(self.kind, self.kind)

    @property
    def may_be_skipped(self) -> bool:
        """Whether the case can do without it."""
        return self.kind not in NEEDED_PROMISES


@dataclass(frozen=True)
class StuckTimer:
    """One timer whose process could not be woken."""

    id: int
    name: str
    case_number: str
    failures: int


@dataclass(frozen=True)
class UnsureMail:
    """One mail of which nobody can say whether it was sent."""

    id: int
    case_number: str
    trouble: str


@dataclass(frozen=True)
class Operations:
    """All of it on one page."""

    waiting: int
    overdue_timers: int
    promises: tuple[FailedPromise, ...]
    timers: tuple[StuckTimer, ...]
    mails: tuple[UnsureMail, ...]
    moves: tuple[Move, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits for a person."""
        return not (self.promises or self.timers or self.mails)


def operations(*, actor: Actor, office: Office) -> Operations:
    """How things run."""
    require(actor, Action.RETRY_FAILURES)
    undone = OutboxEntry.done_at.is_(None)
    failed = (
        select(OutboxEntry, Application.case_number)
        .outerjoin(Application, Application.id == OutboxEntry.application_id)
        .where(undone, OutboxEntry.trouble != "")
        .order_by(OutboxEntry.id)
        .limit(SHOWN)
    )
    stuck = select(PlannedTimer, name_of(PlannedTimer)).outerjoin(Application).where(PlannedTimer.failures > 0)
    unsure = select(Dispatch, Application.case_number).join(Application).where(Dispatch.state == DispatchState.SENDING)
    now = office.clock.now()
    with office.reading() as records:
        return Operations(
            waiting=records.scalar(select(func.count(OutboxEntry.id)).where(undone)) or 0,
            overdue_timers=records.scalar(
                select(func.count(PlannedTimer.id)).where(
                    PlannedTimer.due_at <= now, PlannedTimer.failures < MOST_FAILURES
                )
            )
            or 0,
            promises=tuple(
                FailedPromise(e.id, e.kind, case, e.tries, e.trouble, e.next_try_at)
                for e, case in records.execute(failed)
            ),
            timers=tuple(
                StuckTimer(t.id, TIMER_WORDS.get(t.name, t.name), case, t.failures)
                for t, case in records.execute(stuck.limit(SHOWN))
            ),
            mails=tuple(UnsureMail(d.id, case, d.trouble) for d, case in records.execute(unsure.limit(SHOWN))),
            moves=tuple(outdated(office))[:SHOWN],
        )


def process_names(office: Office) -> dict[str, str]:
    """Process id → the name of its drawing."""
    return {drawing.id: drawing.name for drawing in current(office)}
