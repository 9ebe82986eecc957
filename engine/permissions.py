"""Who may do what: roles, the acting person, and one table of actions.

A step of a process belongs to its lane; everything else stands in `PERMITTED`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.errors import NotPermitted


class Role(StrEnum):
    """The roles of the house; each is a lane of the drawings (style: lane id = value, lane name = label)."""

    REGISTRAR = "registrar"
    MAIL_ROOM = "mail_room"
    HANDLER = "handler"
    UNIT_HEAD = "unit_head"
    LEGAL_REVIEWER = "legal_reviewer"
    SECRECY_REVIEWER = "secrecy_reviewer"
    DOCUMENT_CHECKER = "document_checker"
    OFFICE_HEAD = "office_head"
    DEPUTY_LEADER = "deputy_leader"
    AGENCY_HEAD = "agency_head"
    SEAL_KEEPER = "seal_keeper"
    DISPATCHER = "dispatcher"
    ARCHIVIST = "archivist"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    APPLICANT = "applicant"
    CALENDAR = "calendar"

    @property
    def label(self) -> str:
        """The Chinese name of the role, as lanes and pages print it."""
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, str] = {
    Role.REGISTRAR: "登记人",
    Role.MAIL_ROOM: "收发",
    Role.HANDLER: "承办人",
    Role.UNIT_HEAD: "科室负责人",
    Role.LEGAL_REVIEWER: "法制审核人",
    Role.SECRECY_REVIEWER: "保密审查人",
    Role.DOCUMENT_CHECKER: "核稿人",
    Role.OFFICE_HEAD: "公开工作机构负责人",
    Role.DEPUTY_LEADER: "分管领导",
    Role.AGENCY_HEAD: "主要负责人",
    Role.SEAL_KEEPER: "用印人",
    Role.DISPATCHER: "送达人",
    Role.ARCHIVIST: "归档人",
    Role.SUPERVISOR: "督办人",
    Role.ADMINISTRATOR: "管理员",
    Role.APPLICANT: "申请人",
    Role.CALENDAR: "时钟",
}

UNIT_ROLES = frozenset({Role.HANDLER, Role.UNIT_HEAD})
"""Roles that act for one unit: their steps go to the handling unit's people only."""

OVERSEEING_ROLES = frozenset(
    {
        Role.REGISTRAR,
        Role.LEGAL_REVIEWER,
        Role.SECRECY_REVIEWER,
        Role.DOCUMENT_CHECKER,
        Role.OFFICE_HEAD,
        Role.DEPUTY_LEADER,
        Role.AGENCY_HEAD,
        Role.SUPERVISOR,
    }
)
"""Roles whose duty covers every case of the office."""


@dataclass(frozen=True)
class Absent:
    """Somebody who is away, and the last day of it."""

    person_id: int
    name: str
    until: date


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in person, an applicant with a pass phrase, or the calendar."""

    name: str
    roles: frozenset[Role]
    person_id: int | None = None
    units: frozenset[int] = frozenset()
    stands_in_for: tuple[Absent, ...] = ()

    @staticmethod
    def calendar() -> "Actor":
        """The clock acting by itself: timers and the outbox."""
        return Actor(name=Role.CALENDAR.label, roles=frozenset({Role.CALENDAR}))

    @staticmethod
    def applicant(name: str) -> "Actor":
        """The applicant of one case, known by its number and pass phrase."""
        return Actor(name=name, roles=frozenset({Role.APPLICANT}))

    def holds(self, role: Role, unit_id: int | None = None) -> bool:
        """Whether the actor has this role and, where a unit is named, works in that unit."""
        return role in self.roles and (unit_id is None or unit_id in self.units)

    def may_take_from(self, assignee_id: int | None) -> bool:
        """Whether a step that lies with this person (None: with nobody) is the actor's to do, the lane apart."""
        return assignee_id in (None, self.person_id, *(absent.person_id for absent in self.stands_in_for))


class Action(StrEnum):
    """What is permitted by role rather than by a step's lane."""

    ENTER_APPLICATION = "enter_application"
    REASSIGN_TASK = "reassign_task"
    SUPERVISE = "supervise"
    MANAGE_PEOPLE = "manage_people"
    RECORD_WITHDRAWAL = "record_withdrawal"
    READ_CASES = "read_cases"
    READ_PROCESS_LIBRARY = "read_process_library"
    RETRY_FAILURES = "retry_failures"
    NOTE_CONTACT = "note_contact"
    REGISTER_OPINION = "register_opinion"
    REQUEST_EXTENSION = "request_extension"
    ASK_UNIT = "ask_unit"
    ASK_REASONS = "ask_reasons"
    GROUP_CASES = "group_cases"
    PROPOSE_FEE = "propose_fee"
    RECORD_PAYMENT = "record_payment"
    REEXAMINE_ITEM = "reexamine_item"
    ANSWER_TOGETHER = "answer_together"
    WORK_AT_DESK = "work_at_desk"
    ADD_FILE = "add_file"
    VIEW_IDENTITY_IMAGE = "view_identity_image"
    MANAGE_AGENCY = "manage_agency"
    READ_LEDGER = "read_ledger"
    IMPORT_LEDGER = "import_ledger"
    READ_REPORT = "read_report"
    WRITE_REPORT = "write_report"
    SUBMIT_REPORT = "submit_report"
    MANAGE_CALENDAR = "manage_calendar"
    RECORD_RETURN = "record_return"
    ENTER_SIGNED_SHEET = "enter_signed_sheet"
    VOID_NUMBER = "void_number"
    REDACT_FILE = "redact_file"
    REGISTER_REMEDY = "register_remedy"
    REOPEN_CASE = "reopen_case"
    READ_QUALITY = "read_quality"
    INSPECT = "inspect"
    LOG_ENVELOPE = "log_envelope"
    READ_ENVELOPES = "read_envelopes"
    SETTLE_ENVELOPE = "settle_envelope"
    READ_PERMISSIONS = "read_permissions"

    @property
    def label(self) -> str:
        """The Chinese name of the action, as the table of permissions prints it."""
        return ACTION_LABELS[self]


ACTION_LABELS: dict[Action, str] = {
    Action.ENTER_APPLICATION: "登记申请",
    Action.RECORD_WITHDRAWAL: "登记撤回",
    Action.NOTE_CONTACT: "登记电话、谈话记录",
    Action.VIEW_IDENTITY_IMAGE: "查看身份证件影像",
    Action.LOG_ENVELOPE: "登记来件、值班记录",
    Action.READ_ENVELOPES: "查看收发登记",
    Action.SETTLE_ENVELOPE: "接收来件，写明去向",
    Action.READ_CASES: "查看申请（按可见范围）",
    Action.ADD_FILE: "添加附件",
    Action.WORK_AT_DESK: "办理待办、查帮助和名录",
    Action.READ_PROCESS_LIBRARY: "查看流程图和决策表",
    Action.REASSIGN_TASK: "转办步骤",
    Action.ASK_UNIT: "请处室协办",
    Action.REGISTER_OPINION: "登记意见和征求意见书的送达",
    Action.REEXAMINE_ITEM: "重新审查一项",
    Action.ANSWER_TOGETHER: "合并答复",
    Action.GROUP_CASES: "并案办理",
    Action.REDACT_FILE: "标注和复核遮盖",
    Action.REQUEST_EXTENSION: "提请延期",
    Action.ASK_REASONS: "要求申请人说明理由",
    Action.PROPOSE_FEE: "提出收费",
    Action.RECORD_PAYMENT: "登记收费通知的送达和缴费",
    Action.ENTER_SIGNED_SHEET: "录入纸质签字单",
    Action.VOID_NUMBER: "查看发文登记簿、作废文号",
    Action.RECORD_RETURN: "登记退回的文书",
    Action.REGISTER_REMEDY: "登记复议、诉讼",
    Action.REOPEN_CASE: "责令重新答复的，重新办理",
    Action.SUPERVISE: "督办、催办，查看不予公开情况",
    Action.INSPECT: "迎检抽查",
    Action.READ_QUALITY: "查看年度质量情况",
    Action.READ_LEDGER: "查看台账和早报",
    Action.IMPORT_LEDGER: "导入往年台账",
    Action.READ_REPORT: "查看年度报告",
    Action.WRITE_REPORT: "编写年度报告",
    Action.SUBMIT_REPORT: "报送年度报告",
    Action.MANAGE_PEOPLE: "管理人员和角色",
    Action.MANAGE_AGENCY: "管理机关信息、渠道、名录、目录和各类期限表",
    Action.MANAGE_CALENDAR: "管理工作日历和法律适用口径",
    Action.RETRY_FAILURES: "处理运行故障、退回重办",
    Action.READ_PERMISSIONS: "查看权限表",
}
"""In the order in which the table of permissions prints them: intake, work, letters, oversight, the office itself."""


STAFF = frozenset(Role) - {Role.APPLICANT, Role.CALENDAR}

PERMITTED: dict[Action, frozenset[Role]] = {
    Action.ENTER_APPLICATION: frozenset({Role.REGISTRAR}),
    Action.REASSIGN_TASK: frozenset({Role.OFFICE_HEAD, Role.UNIT_HEAD, Role.SUPERVISOR}),
    Action.SUPERVISE: frozenset({Role.SUPERVISOR, Role.OFFICE_HEAD, Role.DEPUTY_LEADER, Role.AGENCY_HEAD}),
    Action.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Action.RECORD_WITHDRAWAL: frozenset({Role.REGISTRAR}),
    Action.READ_CASES: STAFF - {Role.ADMINISTRATOR},
    Action.READ_PROCESS_LIBRARY: STAFF,
    Action.RETRY_FAILURES: frozenset({Role.ADMINISTRATOR}),
    Action.NOTE_CONTACT: frozenset({Role.REGISTRAR, Role.MAIL_ROOM, Role.HANDLER, Role.OFFICE_HEAD}),
    Action.REGISTER_OPINION: frozenset({Role.REGISTRAR, Role.MAIL_ROOM, Role.HANDLER}),
    Action.REQUEST_EXTENSION: frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.OFFICE_HEAD}),
    Action.REEXAMINE_ITEM: frozenset({Role.HANDLER}),
    Action.ANSWER_TOGETHER: frozenset({Role.HANDLER}),
    Action.ASK_UNIT: frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.OFFICE_HEAD}),
    Action.ASK_REASONS: frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.OFFICE_HEAD}),
    Action.GROUP_CASES: frozenset({Role.REGISTRAR, Role.HANDLER, Role.UNIT_HEAD, Role.OFFICE_HEAD}),
    Action.PROPOSE_FEE: frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.OFFICE_HEAD}),
    Action.RECORD_PAYMENT: frozenset({Role.REGISTRAR, Role.MAIL_ROOM, Role.HANDLER}),
    Action.WORK_AT_DESK: STAFF,
    Action.VIEW_IDENTITY_IMAGE: frozenset({Role.REGISTRAR}),
    Action.ADD_FILE: STAFF - {Role.ADMINISTRATOR},
    Action.MANAGE_AGENCY: frozenset({Role.ADMINISTRATOR}),
    Action.READ_LEDGER: frozenset(
        {Role.REGISTRAR, Role.SUPERVISOR, Role.OFFICE_HEAD, Role.DEPUTY_LEADER, Role.AGENCY_HEAD}
    ),
    Action.IMPORT_LEDGER: frozenset({Role.REGISTRAR, Role.OFFICE_HEAD}),
    Action.READ_REPORT: OVERSEEING_ROLES,
    Action.WRITE_REPORT: frozenset({Role.REGISTRAR, Role.OFFICE_HEAD}),
    Action.SUBMIT_REPORT: frozenset({Role.OFFICE_HEAD}),
    Action.MANAGE_CALENDAR: frozenset({Role.ADMINISTRATOR}),
    Action.RECORD_RETURN: frozenset({Role.REGISTRAR, Role.MAIL_ROOM, Role.DISPATCHER}),
    Action.ENTER_SIGNED_SHEET: frozenset({Role.REGISTRAR, Role.DOCUMENT_CHECKER}),
    Action.VOID_NUMBER: frozenset({Role.DOCUMENT_CHECKER, Role.OFFICE_HEAD}),
    Action.REDACT_FILE: frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.SECRECY_REVIEWER, Role.OFFICE_HEAD}),
    Action.REGISTER_REMEDY: frozenset({Role.REGISTRAR, Role.LEGAL_REVIEWER, Role.OFFICE_HEAD}),
    Action.REOPEN_CASE: frozenset({Role.OFFICE_HEAD}),
    Action.READ_QUALITY: OVERSEEING_ROLES,
    Action.INSPECT: frozenset({Role.SUPERVISOR, Role.OFFICE_HEAD, Role.DEPUTY_LEADER, Role.AGENCY_HEAD}),
    Action.LOG_ENVELOPE: frozenset({Role.MAIL_ROOM, Role.REGISTRAR}),
    Action.READ_ENVELOPES: frozenset({Role.MAIL_ROOM, Role.REGISTRAR, Role.OFFICE_HEAD, Role.SUPERVISOR}),
    Action.SETTLE_ENVELOPE: frozenset({Role.REGISTRAR}),
    Action.READ_PERMISSIONS: frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}),
}

SIGNED_STEPS = frozenset(
    {
        "review_by_unit", "review_legality", "approve_reply", "endorse_reply", "sign_as_deputy", "sign_as_head",
        "approve_notice", "sign_notice", "approve_extension", "answer_unit",
    }
)  # fmt: skip
"""Steps that may be done with ink on a printed sheet, which the office then enters for whoever signed."""


def may_enter_sheet(actor: Actor, step: str) -> bool:
    """Whether the actor may enter what somebody else signed on the printed sheet of this step."""
    return step in SIGNED_STEPS and permits(actor, Action.ENTER_SIGNED_SHEET)


def permits(actor: Actor, action: Action) -> bool:
    """Whether one of the actor's roles may do this."""
    return bool(PERMITTED[action] & actor.roles)


def require(actor: Actor, action: Action) -> None:
    """Nothing, if permitted; otherwise NotPermitted, naming the roles that may."""
    if not permits(actor, action):
        roles = "、".join(role.label for role in Role if role in PERMITTED[action])
        raise NotPermitted(f"您没有办理此事的权限，请由{roles}办理。")
