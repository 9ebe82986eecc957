"""Named looks at the cases (督办的口径): one condition each, used by the tile, its list and its export alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, and_, false, or_, select

from engine.clock import beijing_moment
from engine.permissions import Role
from engine.queries.days import NEAR_DAYS, Today
from engine.records import IS_OPEN, Application, CaseState, OpenTask, OutboxEntry, Person
from engine.rules.vocabulary import Labelled

APPROVERS = (Role.UNIT_HEAD, Role.OFFICE_HEAD, Role.DEPUTY_LEADER, Role.AGENCY_HEAD)
EARLY_STEPS = (
    "register", "confirm_receipt", "answer_on_spot", "check_application", "assign_handler", "examine_nature",
    "search_item", "review_secrecy", "weigh_disclosure",
)  # fmt: skip
"""Steps before a decision is drafted: a case that is here five working days before its date will hardly be in time."""


class Look(Labelled):
    """One way to look at the cases; the tiles of the board first, its risks after them."""

    OPEN = "open", "在办"
    TODAY = "today", "今日到期"
    SOON = "soon", "五日内到期"
    OVERDUE = "overdue", "已逾期"
    PAUSED = "paused", "暂停中"
    APPROVAL = "approval", "待审批"
    BEHIND = "behind", "照此进度将逾期"
    UNCLAIMED = "unclaimed", "超过一日无人领取"
    SILENT_PARTY = "silent_party", "征求意见期满未了结"
    SUPPLEMENT_LAPSED = "supplement_lapsed", "补正期满未了结"
    UNDELIVERED = "undelivered", "发送失败"
    OWNER_ABSENT = "owner_absent", "承办人员已离岗"
    PROVISIONAL = "provisional", "期限暂定"

    @property
    def definition(self) -> str:
        """What is counted, in one sentence."""
        return DEFINITIONS[self]


TILES = (Look.OPEN, Look.TODAY, Look.SOON, Look.OVERDUE, Look.PAUSED, Look.APPROVAL)
RISKS = (
    Look.BEHIND, Look.UNCLAIMED, Look.SILENT_PARTY, Look.SUPPLEMENT_LAPSED, Look.UNDELIVERED, Look.OWNER_ABSENT,
    Look.PROVISIONAL,
)  # fmt: skip

DEFINITIONS = {
    Look.OPEN: "尚未答复、终止或者归档的全部申请",
    Look.TODAY: "在办、正在计时，法定答复期限就在今天",
    Look.SOON: "在办、正在计时，法定答复期限在今后五个工作日内（不含今天）",
    Look.OVERDUE: "在办、正在计时，法定答复期限已过",
    Look.PAUSED: "征求意见期间不计入期限，或者在等待申请人补正、缴费",
    Look.APPROVAL: "有审核、审批、签发步骤等着负责人办理的在办申请",
    Look.BEHIND: "五个工作日内到期，还没有拟定答复决定",
    Look.UNCLAIMED: "有步骤开放超过一个工作日仍无人领取",
    Look.SILENT_PARTY: "第三方或者有关机关的答复期限已满，尚未核实处理",
    Look.SUPPLEMENT_LAPSED: "申请人补正期限已满，尚未核实处理",
    Look.UNDELIVERED: "文书或者通知发出失败，还没有成功",
    Look.OWNER_ABSENT: "步骤在已离岗人员的名下",
    Look.PROVISIONAL: "期限落在放假安排尚未发布的年度，日期为暂定",
}


@dataclass(frozen=True)
class Moment:
    """What the conditions need of the time: the day, the working days, and the start of the last working day."""

    today: Today

    @property
    def a_day_ago(self) -> datetime:
        """Midnight in Beijing, one working day back: what has been open since before it lies for over a day."""
        return beijing_moment(self.today.calendar.before(self.today.day, 1), time(0, 0))


def condition(look: Look, moment: Moment) -> ColumnElement[bool]:
    """Whether a row of `application` belongs to this look."""
    return and_(IS_OPEN, _CONDITIONS[look](moment))


def _running(moment: Moment, first: int, last: int | None) -> ColumnElement[bool]:
    """The legal date lies between so many working days from today; the clock is running."""
    due, today, calendar = Application.due_on, moment.today.day, moment.today.calendar
    running = and_(Application.state == CaseState.RUNNING, due.is_not(None))
    if last is None:
        return and_(running, due < today)
    start = due >= today if first == 0 else due > today
    return and_(running, start, due <= (calendar.after(today, last) if last else today))


def _has_step(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    step = select(OpenTask.id).where(OpenTask.application_id == Application.id, *conditions)
    return step.correlate(Application).exists()


def _behind(moment: Moment) -> ColumnElement[bool]:
    return and_(_running(moment, 0, NEAR_DAYS), _has_step(OpenTask.step.in_(EARLY_STEPS)))


def _unclaimed(moment: Moment) -> ColumnElement[bool]:
    return _has_step(OpenTask.assignee_id.is_(None), OpenTask.opened_at < moment.a_day_ago)


def _undelivered(_: Moment) -> ColumnElement[bool]:
    promise = select(OutboxEntry.id).where(
        OutboxEntry.application_id == Application.id, OutboxEntry.done_at.is_(None), OutboxEntry.trouble != ""
    )
    return promise.correlate(Application).exists()


def _owner_absent(_: Moment) -> ColumnElement[bool]:
    gone = select(Person.id).where(Person.active.is_(False))
    return _has_step(OpenTask.assignee_id.in_(gone))


_CONDITIONS: dict[Look, Callable[[Moment], ColumnElement[bool]]] = {
    Look.OPEN: lambda _: ~false(),
    Look.TODAY: lambda moment: _running(moment, 0, 0),
    Look.SOON: lambda moment: _running(moment, 1, NEAR_DAYS),
    Look.OVERDUE: lambda moment: _running(moment, 0, None),
    Look.PAUSED: lambda _: or_(
        Application.state == CaseState.PAUSED, Application.state == CaseState.WAITING_FOR_APPLICANT
    ),
    Look.APPROVAL: lambda _: _has_step(OpenTask.role.in_(APPROVERS)),
    Look.BEHIND: _behind,
    Look.UNCLAIMED: _unclaimed,
    Look.SILENT_PARTY: lambda _: _has_step(OpenTask.step.in_(("confirm_silence", "confirm_consent_by_silence"))),
    Look.SUPPLEMENT_LAPSED: lambda _: _has_step(OpenTask.step == "confirm_not_supplemented"),
    Look.UNDELIVERED: _undelivered,
    Look.OWNER_ABSENT: _owner_absent,
    Look.PROVISIONAL: lambda _: Application.due_is_provisional.is_(True),
}
