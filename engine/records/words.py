"""The words that rows use: what happened, where a case stands, how far a letter is."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands, computed from its history."""

    ENTERED = "entered"
    RUNNING = "running"
    PAUSED = "paused"
    WAITING_FOR_APPLICANT = "waiting_for_applicant"
    ANSWERED = "answered"
    STOPPED = "stopped"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """The Chinese word on pages."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    CaseState.ENTERED: "待登记",
    CaseState.RUNNING: "办理中",
    CaseState.PAUSED: "暂停计时",
    CaseState.WAITING_FOR_APPLICANT: "等待申请人",
    CaseState.ANSWERED: "已答复",
    CaseState.STOPPED: "已终止",
    CaseState.ARCHIVED: "已归档",
}

OPEN_STATES = (CaseState.ENTERED, CaseState.RUNNING, CaseState.PAUSED, CaseState.WAITING_FOR_APPLICANT)


class LetterState(StrEnum):
    """How far a letter is on its way from draft to the applicant's hand."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    SEALED = "sealed"
    FROZEN = "frozen"
    SERVED = "served"

    @property
    def label(self) -> str:
        """The Chinese word on pages."""
        return _LETTER_LABELS[self]


_LETTER_LABELS = {
    LetterState.DRAFTED: "拟稿",
    LetterState.SIGNED: "已签发",
    LetterState.SEALED: "已用印",
    LetterState.FROZEN: "已定稿",
    LetterState.SERVED: "已送达",
}


class EventName(StrEnum):
    """What can happen to a case. Steps are named by their user task, in the past tense."""

    APPLICATION_ENTERED = "application_entered"
    REGISTERED = "registered"
    APPLICATION_CHECKED = "application_checked"
    HANDLER_ASSIGNED = "handler_assigned"
    SEARCH_RECORDED = "search_recorded"
    SECRECY_REVIEWED = "secrecy_reviewed"
    ITEMS_REVIEWED = "items_reviewed"
    DECISION_DRAFTED = "decision_drafted"
    REVIEWED_BY_UNIT = "reviewed_by_unit"
    LEGALITY_REVIEWED = "legality_reviewed"
    DOCUMENT_CHECKED = "document_checked"
    REPLY_APPROVED = "reply_approved"
    REPLY_ENDORSED = "reply_endorsed"
    REPLY_SIGNED = "reply_signed"
    REPLY_VERIFIED = "reply_verified"
    REPLY_SEALED = "reply_sealed"
    LETTER_FROZEN = "letter_frozen"
    REPLY_SERVED = "reply_served"
    WITHDRAWN = "withdrawn"
    WITHDRAWAL_CONFIRMED = "withdrawal_confirmed"
    CASE_ARCHIVED = "case_archived"
    SENT_BACK = "sent_back"
    TASK_CLAIMED = "task_claimed"
    TASK_RELEASED = "task_released"
    TASK_REASSIGNED = "task_reassigned"
    DEADLINE_ESCALATED = "deadline_escalated"
    DUE_DATE_CHANGED = "due_date_changed"
    FILE_ADDED = "file_added"
    PERSON_CHANGED = "person_changed"
    AGENCY_CHANGED = "agency_changed"

    @property
    def label(self) -> str:
        """The Chinese sentence fragment of the timeline."""
        return _EVENT_LABELS[self]


_EVENT_LABELS = {
    EventName.APPLICATION_ENTERED: "收到申请材料",
    EventName.REGISTERED: "登记申请",
    EventName.APPLICATION_CHECKED: "审核申请",
    EventName.HANDLER_ASSIGNED: "交办",
    EventName.SEARCH_RECORDED: "记录检索",
    EventName.SECRECY_REVIEWED: "保密审查",
    EventName.ITEMS_REVIEWED: "逐项审查",
    EventName.DECISION_DRAFTED: "拟定答复决定",
    EventName.REVIEWED_BY_UNIT: "科室审核",
    EventName.LEGALITY_REVIEWED: "法制审核",
    EventName.DOCUMENT_CHECKED: "核稿",
    EventName.REPLY_APPROVED: "审批",
    EventName.REPLY_ENDORSED: "分管领导审签",
    EventName.REPLY_SIGNED: "签发",
    EventName.REPLY_VERIFIED: "复核",
    EventName.REPLY_SEALED: "用印",
    EventName.LETTER_FROZEN: "文书定稿",
    EventName.REPLY_SERVED: "送达",
    EventName.WITHDRAWN: "申请人撤回",
    EventName.WITHDRAWAL_CONFIRMED: "确认撤回",
    EventName.CASE_ARCHIVED: "归档",
    EventName.SENT_BACK: "退回",
    EventName.TASK_CLAIMED: "领取",
    EventName.TASK_RELEASED: "退回待领取",
    EventName.TASK_REASSIGNED: "转办",
    EventName.DEADLINE_ESCALATED: "期限提醒",
    EventName.DUE_DATE_CHANGED: "期限变动",
    EventName.FILE_ADDED: "添加附件",
    EventName.PERSON_CHANGED: "人员变动",
    EventName.AGENCY_CHANGED: "机关信息变动",
}
