"""权限表: which role does which step and which action, read from the drawings and from `engine.permissions` alone."""

from dataclasses import dataclass

from engine.office import Office
from engine.permissions import (
    ACTION_LABELS,
    OVERSEEING_ROLES,
    PERMITTED,
    SIGNED_STEPS,
    UNIT_ROLES,
    Action,
    Actor,
    Role,
    require,
)
from engine.queries import drawings

SEES_ALL = "全部申请"
SEES_UNIT = "本处室承办的、轮到自己办的和经手过的申请"
SEES_OWN = "轮到自己办的和经手过的申请"
SEES_NONE = "不看申请"
SEES_CASE = "自己的一件申请，凭编号和查询口令"
ACTS_ALONE = "不登录，按期限自动运行"


@dataclass(frozen=True)
class LaneStep:
    """One human step in the lane of a role, and the drawings in which it stands; `on_paper`: a signed sheet will do."""

    id: str
    name: str
    drawings: tuple[tuple[str, str], ...]
    on_paper: bool


@dataclass(frozen=True)
class RoleDuties:
    """What one role may do, and which cases it sees."""

    role: Role
    sees: str
    steps: tuple[LaneStep, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class PermissionTable:
    """The same twice: role by role, and action by action."""

    duties: tuple[RoleDuties, ...]
    staff: tuple[Role, ...]
    actions: tuple[tuple[Action, frozenset[Role]], ...]


def permission_table(*, actor: Actor, office: Office) -> PermissionTable:
    """Every role with its steps and actions, as they hold now; nothing of it is typed by hand."""
    require(actor, Action.READ_PERMISSIONS)
    steps = _steps_by_lane(office)
    duties = tuple(
        RoleDuties(
            role, _sees(role), steps.get(role.label, ()), tuple(a for a in ACTION_LABELS if role in PERMITTED[a])
        )
        for role in Role
    )
    staff = tuple(role for role in Role if role not in (Role.APPLICANT, Role.CALENDAR))
    return PermissionTable(duties, staff, tuple((action, PERMITTED[action]) for action in ACTION_LABELS))


def _steps_by_lane(office: Office) -> dict[str, tuple[LaneStep, ...]]:
    """Lane name → its human steps, each once, in the order of the drawings."""
    found: dict[str, dict[str, LaneStep]] = {}
    for drawing in drawings.current(office):
        for step in drawing.steps:
            if step.kind == "userTask":
                of_lane = found.setdefault(step.lane, {})
                before = of_lane[step.id].drawings if step.id in of_lane else ()
                stands_in = (*before, (drawing.id, drawing.name))
                of_lane[step.id] = LaneStep(step.id, step.name, stands_in, step.id in SIGNED_STEPS)
    return {lane: tuple(steps.values()) for lane, steps in found.items()}


def _sees(role: Role) -> str:
    if role in (Role.APPLICANT, Role.CALENDAR):
        return SEES_CASE if role is Role.APPLICANT else ACTS_ALONE
    if role not in PERMITTED[Action.READ_CASES]:
        return SEES_NONE
    if role in OVERSEEING_ROLES:
        return SEES_ALL
    return SEES_UNIT if role in UNIT_ROLES else SEES_OWN
