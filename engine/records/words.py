"""The words that rows use: what happened, where a case stands, how far a letter is."""

from engine.rules.vocabulary import Labelled


class CaseState(Labelled):
    """Where a case stands, computed from its history."""

    ENTERED = "entered", "待登记"
    RUNNING = "running", "办理中"
    PAUSED = "paused", "暂停计时"
    WAITING_FOR_APPLICANT = "waiting_for_applicant", "等待申请人"
    ANSWERED = "answered", "已答复"
    STOPPED = "stopped", "已终止"
    ARCHIVED = "archived", "已归档"


OPEN_STATES = (CaseState.ENTERED, CaseState.RUNNING, CaseState.PAUSED, CaseState.WAITING_FOR_APPLICANT)


class LetterState(Labelled):
    """How far a letter is on its way from draft to the addressee's hand."""

    DRAFTED = "drafted", "拟稿"
    SIGNED = "signed", "已签发"
    SEALED = "sealed", "已用印"
    FROZEN = "frozen", "已定稿"
    SERVED = "served", "已送达"


class UnitAnswer(Labelled):
    """What a unit that was asked for help answers. 内部规定：协办答复"""

    HELD = "held", "有相关信息"
    NOT_HELD = "not_held", "没有相关信息"
    SUGGEST_DISCLOSING = "suggest_disclosing", "建议公开"
    SUGGEST_WITHHOLDING = "suggest_withholding", "建议不公开"


class RemedyKind(Labelled):
    """By which way somebody attacks what was answered, or not answered. 《条例》第47条、第51条"""

    RECONSIDERATION = "reconsideration", "行政复议"
    LITIGATION = "litigation", "行政诉讼"
    COMPLAINT = "complaint", "向主管部门投诉举报"
    CORRECTION = "correction", "上级机关纠正"


class RemedyDecision(Labelled):
    """How a review, lawsuit or complaint ended; `engine.rules.remedy_counting` knows each wording's column."""

    UPHELD = "upheld", "维持"
    REVIEW_REQUEST_DISMISSED = "review_request_dismissed", "驳回复议请求"
    CLAIM_DISMISSED = "claim_dismissed", "驳回诉讼请求"
    SET_ASIDE = "set_aside", "撤销"
    CHANGED = "changed", "变更"
    FOUND_UNLAWFUL = "found_unlawful", "确认违法"
    FOUND_VOID = "found_void", "确认无效"
    REDO_ORDERED = "redo_ordered", "责令重新答复"
    REPLY_ORDERED = "reply_ordered", "责令限期答复"
    REVIEW_WITHDRAWN = "review_withdrawn", "撤回申请"
    SUIT_WITHDRAWN = "suit_withdrawn", "撤诉"
    MEDIATED = "mediated", "调解"
    SETTLED = "settled", "和解"
    TERMINATED = "terminated", "终止"
    REVIEW_REJECTED = "review_rejected", "驳回复议申请"
    SUIT_REJECTED = "suit_rejected", "驳回起诉"
    NOT_ADMITTED = "not_admitted", "不予受理"
    COMPLAINT_UPHELD = "complaint_upheld", "责令改正"
    COMPLAINT_UNFOUNDED = "complaint_unfounded", "投诉举报不成立"


class EventName(Labelled):
    """What can happen to a case. Steps are named by their user task, in the past tense.

    The events of the reply clock bear the names that `engine.rules.clock_events` gives them.
    """

    APPLICATION_ENTERED = "application_entered", "收到申请材料"
    REGISTERED = "registered", "登记申请"
    RECEIPT_CONFIRMED = "receipt_confirmed", "与申请人确认收到"
    APPLICATION_READ_BACK = "application_read_back", "代填并宣读确认"
    LED_TO_CHANNEL = "led_to_channel", "引导至正确渠道"
    HANDLED_OFFLINE = "handled_offline", "线下涉密办理"
    CONTACT_NOTED = "contact_noted", "联系申请人"
    CONTACTS_CHANGED = "contacts_changed", "修改联系方式"
    RECEIVED = "received", "确定收到之日"

    APPLICATION_CHECKED = "application_checked", "审核申请"
    SUPPLEMENT_NOTICE_DRAFTED = "supplement_notice_drafted", "拟写补正告知书"
    SUPPLEMENT_SUBMITTED = "supplement_submitted", "申请人提交补正"
    SUPPLEMENT_REGISTERED = "supplement_registered", "登记补正"
    NOT_SUPPLEMENTED_CONFIRMED = "not_supplemented_confirmed", "核实逾期未补正"
    SUPPLEMENT_CHECKED = "supplement_checked", "审核补正"
    SUPPLEMENT_NOTICE_SERVED = "supplement_notice_served", "补正告知书送达"
    SUPPLEMENT_RECEIVED = "supplement_received", "收到补正后的申请"
    SUPPLEMENT_PERIOD_ENDED = "supplement_period_ended", "补正期满"

    HANDLER_ASSIGNED = "handler_assigned", "交办"
    NATURE_EXAMINED = "nature_examined", "判断性质与职责"
    ITEM_SEARCHED = "item_searched", "检索"
    SECRECY_REVIEWED = "secrecy_reviewed", "保密审查"
    ITEM_REOPENED = "item_reopened", "重新审查一项"
    CASES_GROUPED = "cases_grouped", "并案办理"
    GROUP_LEFT = "group_left", "退出并案"
    LEGAL_NOTE_SHARED = "legal_note_shared", "共同的法律意见"
    OTHER_AGENCIES_NOTED = "other_agencies_noted", "同时向其他机关申请"
    TABLE_DEVIATED = "table_deviated", "偏离决策表的结论"
    DISCLOSURE_WEIGHED = "disclosure_weighed", "审查能否公开"
    UNIT_ASKED = "unit_asked", "请协办处室答复"
    UNIT_REMINDED = "unit_reminded", "提醒协办处室"
    UNIT_ANSWERED = "unit_answered", "协办答复"
    DISAGREEMENT_SETTLED = "disagreement_settled", "分管领导裁定"

    CONSULTATIONS_PLANNED = "consultations_planned", "确定征求意见对象"
    CONSULTATION_DRAFTED = "consultation_drafted", "拟写征求意见书"
    CONSULTATION_SENT = "consultation_sent", "发出征求意见书"
    CONSULTATION_RECEIVED = "consultation_received", "对方收到征求意见书"
    CONSULTATION_RETURNED = "consultation_returned", "征求意见书退回或者停止等待"
    OPINION_RECEIVED = "opinion_received", "收到意见"
    SILENCE_CONFIRMED = "silence_confirmed", "核实逾期未答"
    OPINIONS_WEIGHED = "opinions_weighed", "研判意见"
    CONSULTATION_ANNOUNCED = "consultation_announced", "拟写征求意见情况告知书"
    DISCLOSURE_ANNOUNCED = "disclosure_announced", "拟写决定公开告知书"

    EXTENSION_REQUESTED = "extension_requested", "提请延期"
    EXTENSION_APPROVED = "extension_approved", "审批延期"
    EXTENSION_NOTIFIED = "extension_notified", "告知延期"

    REASONS_PROPOSED = "reasons_proposed", "提出要求说明理由"
    REASONS_NOTICE_DRAFTED = "reasons_notice_drafted", "拟写说明理由通知书"
    REASONS_NOTICE_SERVED = "reasons_notice_served", "说明理由通知书送达"
    REASONS_SUBMITTED = "reasons_submitted", "申请人说明理由"
    REASONS_WEIGHED = "reasons_weighed", "评估理由"
    DELAY_ANNOUNCED = "delay_announced", "告知延迟答复"
    CORRECTION_EXAMINED = "correction_examined", "审核更正申请"
    FEE_PROPOSED = "fee_proposed", "提出收费"
    FEE_WAIVED = "fee_waived", "不收取信息处理费"
    FEE_NOTICE_DRAFTED = "fee_notice_drafted", "拟写收费通知书"
    FEE_NOTICE_SENT = "fee_notice_sent", "发出收费通知"
    FEE_NOTICE_RECEIVED = "fee_notice_received", "申请人收到收费通知"
    FEE_PAID = "fee_paid", "缴费完成"
    UNPAID_CONFIRMED = "unpaid_confirmed", "核实逾期未缴费"

    NOTICE_APPROVED = "notice_approved", "审签通知"
    NOTICE_SIGNED = "notice_signed", "签发通知"
    NOTICE_SEALED = "notice_sealed", "通知用印"
    NOTICE_SERVED = "notice_served", "送达通知"

    DECISION_DRAFTED = "decision_drafted", "拟定答复决定"
    REVIEWED_BY_UNIT = "reviewed_by_unit", "科室审核"
    LEGALITY_REVIEWED = "legality_reviewed", "法制审核"
    DOCUMENT_CHECKED = "document_checked", "核稿"
    REPLY_APPROVED = "reply_approved", "审批"
    REPLY_ENDORSED = "reply_endorsed", "分管领导审签"
    REPLY_SIGNED = "reply_signed", "签发"
    REPLY_VERIFIED = "reply_verified", "复核"
    REPLY_SEALED = "reply_sealed", "用印"
    LETTER_FROZEN = "letter_frozen", "文书定稿"
    REPLY_SERVED = "reply_served", "送达答复"
    CASE_ARCHIVED = "case_archived", "归档"

    REMEDY_REGISTERED = "remedy_registered", "登记复议诉讼"
    EVIDENCE_PREPARED = "evidence_prepared", "整理证据"
    DEFENCE_DRAFTED = "defence_drafted", "拟写答辩"
    DEFENCE_APPROVED = "defence_approved", "审定答辩"
    DEFENCE_SUBMITTED = "defence_submitted", "提交答辩和证据"
    DEFENCE_REMINDED = "defence_reminded", "提醒答辩期限"
    REMEDY_HEARD = "remedy_heard", "听取意见"
    REMEDY_DECIDED = "remedy_decided", "登记复议诉讼结果"
    APPEAL_RECORDED = "appeal_recorded", "登记上诉"
    VIOLATION_CONFIRMED = "violation_confirmed", "确认违法"
    DECISION_CARRIED_OUT = "decision_carried_out", "履行决定"
    CASE_REOPENED = "case_reopened", "重新办理"

    WITHDRAWN = "withdrawn", "申请人撤回"
    WITHDRAWAL_CONFIRMED = "withdrawal_confirmed", "确认撤回"
    SENT_BACK = "sent_back", "退回"
    TASK_CLAIMED = "task_claimed", "领取"
    TASK_RELEASED = "task_released", "退回待领取"
    TASK_REASSIGNED = "task_reassigned", "转办"
    CASE_REMINDED = "case_reminded", "催办"
    DEADLINE_ESCALATED = "deadline_escalated", "期限提醒"
    LETTER_EMAILED = "letter_emailed", "电子邮件发出"
    LETTER_RETURNED = "letter_returned", "文书被退回"
    LETTER_SERVED_AGAIN = "letter_served_again", "重新送达"
    CALENDAR_CHANGED = "calendar_changed", "工作日历变动"
    CASE_MOVED = "case_moved", "调整流程"
    FAILURE_HANDLED = "failure_handled", "处理故障"
    CASE_URGED = "case_urged", "督办"
    URGING_ANSWERED = "urging_answered", "答复督办"
    DUE_DATE_CHANGED = "due_date_changed", "期限变动"
    FILE_ADDED = "file_added", "添加附件"
    FILE_SEALED = "file_sealed", "封存误传的文件"
    REDACTION_MARKED = "redaction_marked", "标注遮盖"
    REDACTION_CHECKED = "redaction_checked", "复核遮盖"
    ENCLOSURES_CHANGED = "enclosures_changed", "变更随答复提供的文件"
    NUMBER_VOIDED = "number_voided", "文号作废"
    PERSON_CHANGED = "person_changed", "人员变动"
    AGENCY_CHANGED = "agency_changed", "机关信息变动"
    CATALOGUE_CHANGED = "catalogue_changed", "公开事项目录变动"
    PORTAL_SWITCHED = "portal_switched", "网上申请开通或者关闭"
    REPORT_WRITTEN = "report_written", "编写年度报告"
    REPORT_SUBMITTED = "report_submitted", "报送年度报告"
