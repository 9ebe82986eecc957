"""The words of the law that every layer shares: channels, applicants, outcomes, report rows, remedies, delivery.

Values are stored and read by other programs and never change; `label` is the Chinese word that people see.
"""

from dataclasses import dataclass
from enum import StrEnum

from engine.rules.articles import Article


class Labelled(StrEnum):
    """An enum whose members are written as value and Chinese label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Channel(Labelled):
    """申请渠道: how the application came in. 《条例》第29条、第31条"""

    IN_PERSON = "in_person", "当面提交"
    MAIL_SIGNED = "mail_signed", "邮寄（签收）"
    ORDINARY_LETTER = "ordinary_letter", "平常信函"
    ONLINE_PLATFORM = "online_platform", "网上平台"
    EMAIL_DESIGNATED = "email_designated", "指定电子邮箱"
    FAX = "fax", "传真"
    ORAL = "oral", "口头申请"
    HIGHER_PLATFORM = "higher_platform", "上级平台转入"


class StrayChannel(Labelled):
    """非公布渠道: a way that is not among the published channels; the sender is led to one that is. 《条例》第28条"""

    EMAIL_NON_DESIGNATED = "email_non_designated", "非指定电子邮箱"
    PRIVATE_COURIER = "private_courier", "民营快递"
    OTHER_OFFICE = "other_office", "寄给其他处室或者个人"


class ApplicantKind(Labelled):
    """申请人类别: the columns of table three of the annual report. 《条例》第27条"""

    NATURAL_PERSON = "natural_person", "自然人"
    ENTERPRISE = "enterprise", "商业企业"
    RESEARCH = "research", "科研机构"
    PUBLIC_WELFARE = "public_welfare", "社会公益组织"
    LEGAL_SERVICE = "legal_service", "法律服务机构"
    OTHER_ORGANIZATION = "other_organization", "其他"


class ConsultedParty(Labelled):
    """征求意见的对象: whose opinion is asked, which decides the term and what silence means. 《条例》第32条、第34条"""

    THIRD_PARTY = "third_party", "第三方"
    CO_MAKER = "co_maker", "共同制作机关"
    OTHER_AGENCY = "other_agency", "其他机关"


class DeliveryMethod(Labelled):
    """送达方式: how a letter goes to the applicant. 国办公开办函〔2016〕235号"""

    IN_PERSON = "in_person", "当面领取"
    POSTAL = "postal", "邮寄"
    EMAIL = "email", "电子邮件"
    PLATFORM = "platform", "网上平台"
    VIA_AGENCY = "via_agency", "委托其他行政机关转交"

    @property
    def is_postal(self) -> bool:
        """Whether it is posted: our day is the posting day, the other side's day is proven apart."""
        return self is DeliveryMethod.POSTAL

    @property
    def is_electronic(self) -> bool:
        """Whether it goes through the internet, so that the letter names the internet route of reconsideration.

        《行政复议法》第22条第2款
        """
        return self in (DeliveryMethod.EMAIL, DeliveryMethod.PLATFORM)


class Carrier(Labelled):
    """寄递企业: who carries a posted letter. 《邮政法》第55条"""

    POSTAL_ENTERPRISE = "postal_enterprise", "邮政企业（EMS、挂号信）"
    PRIVATE_COURIER = "private_courier", "民营快递"


class FormOfProvision(Labelled):
    """提供方式: the form in which the information itself is given. 《条例》第40条"""

    PAPER = "paper", "纸质件"
    ELECTRONIC = "electronic", "电子文件"
    COPIED_DATA = "copied_data", "光盘等载体复制"
    INSPECTION = "inspection", "查阅、抄录"


class Remedy(Labelled):
    """救济告知: which paragraph on remedies a letter carries. 《行政复议法》第23条"""

    R0 = "R0", "不告知救济途径"
    RA = "RA", "可以复议，也可以诉讼"
    RB = "RB", "复议前置"
    RAB = "RAB", "分别告知：不予公开部分复议前置，其余可以复议或者诉讼"
    RF = "RF", "收费通知：不单独复议、诉讼"
    RT = "RT", "第三方：可以复议，也可以诉讼"


class ReportRow(Labelled):
    """年度报告表三的行: one row for each application. 国办公开办函〔2021〕30号"""

    R1 = "R1", "（一）予以公开"
    R2 = "R2", "（二）部分公开"
    R3_1 = "R3.1", "（三）不予公开 1.属于国家秘密"
    R3_2 = "R3.2", "（三）不予公开 2.其他法律行政法规禁止公开"
    R3_3 = "R3.3", "（三）不予公开 3.危及“三安全一稳定”"
    R3_4 = "R3.4", "（三）不予公开 4.保护第三方合法权益"
    R3_5 = "R3.5", "（三）不予公开 5.属于三类内部事务信息"
    R3_6 = "R3.6", "（三）不予公开 6.属于四类过程性信息"
    R3_7 = "R3.7", "（三）不予公开 7.属于行政执法案卷"
    R3_8 = "R3.8", "（三）不予公开 8.属于行政查询事项"
    R4_1 = "R4.1", "（四）无法提供 1.本机关不掌握相关政府信息"
    R4_2 = "R4.2", "（四）无法提供 2.没有现成信息需要另行制作"
    R4_3 = "R4.3", "（四）无法提供 3.补正后申请内容仍不明确"
    R5_1 = "R5.1", "（五）不予处理 1.信访举报投诉类申请"
    R5_2 = "R5.2", "（五）不予处理 2.重复申请"
    R5_3 = "R5.3", "（五）不予处理 3.要求提供公开出版物"
    R5_4 = "R5.4", "（五）不予处理 4.无正当理由大量反复申请"
    R5_5 = "R5.5", "（五）不予处理 5.要求行政机关确认或重新出具已获取信息"
    R6_1 = "R6.1", "（六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    R6_2 = "R6.2", "（六）其他处理 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    R6_3 = "R6.3", "（六）其他处理 3.其他"

    @property
    def data_code(self) -> str:
        """The code in published report data: R1 is 3.1, R3.1 is 3.3.1."""
        return f"3.{self.value.removeprefix('R')}"


class Outcome(Labelled):
    """办理结果: what the answer to one requested item comes to. 《条例》第36条至第39条"""

    ALREADY_PUBLIC = "already_public", "已主动公开"
    DISCLOSED = "disclosed", "予以公开"
    PARTLY_DISCLOSED = "partly_disclosed", "部分公开"
    WITHHELD_STATE_SECRET = "withheld_state_secret", "国家秘密"
    WITHHELD_BY_LAW = "withheld_by_law", "法律行政法规禁止公开"
    WITHHELD_SECURITY_STABILITY = "withheld_security_stability", "三安全一稳定"
    WITHHELD_THIRD_PARTY = "withheld_third_party", "第三方合法权益"
    DISCLOSED_OVER_OBJECTION = "disclosed_over_objection", "第三方不同意仍公开"
    WITHHELD_INTERNAL_AFFAIRS = "withheld_internal_affairs", "内部事务信息"
    WITHHELD_DELIBERATIVE = "withheld_deliberative", "过程性信息"
    WITHHELD_ENFORCEMENT_FILE = "withheld_enforcement_file", "行政执法案卷"
    SPECIAL_ACCESS_REGIME = "special_access_regime", "行政查询事项"
    OTHER_AGENCY = "other_agency", "不属于本机关负责公开"
    DOES_NOT_EXIST = "does_not_exist", "信息不存在"
    NOT_READY_MADE = "not_ready_made", "需加工分析"
    STILL_UNCLEAR = "still_unclear", "补正后仍不明确"
    PETITION_OR_COMPLAINT = "petition_or_complaint", "信访投诉举报"
    REPEATED = "repeated", "重复申请"
    PUBLISHED_WORK = "published_work", "公开出版物"
    EXCESSIVE = "excessive", "大量反复申请"
    CONFIRMATION_REQUEST = "confirmation_request", "要求确认或重新出具"
    ABANDONED_UNSUPPLEMENTED = "abandoned_unsupplemented", "逾期不补正"
    ABANDONED_UNPAID = "abandoned_unpaid", "逾期未缴费"
    WITHDRAWN_OR_OTHER = "withdrawn_or_other", "撤回等其他处理"
    NOT_GOVERNMENT_INFORMATION = "not_government_information", "不是政府信息"
    PARTY_INFORMATION = "party_information", "党务信息"
    ARCHIVE_REGIME = "archive_regime", "已移交国家档案馆"
    ENQUIRY = "enquiry", "咨询"


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """One row: the place in the rule book, the letters that tell it, and the name it has in case files."""

    rule_id: str
    case_name: str
    report_row: ReportRow
    remedy: Remedy
    letters: tuple[str, ...]
    articles: tuple[Article, ...]

    @property
    def article(self) -> Article | None:
        """The article a letter cites first; None where no article names the outcome."""
        return self.articles[0] if self.articles else None

    @property
    def letter(self) -> str:
        """The letter to the applicant."""
        return self.letters[0]

    @property
    def case_outcome(self) -> str:
        """The outcome as case files write it: `refuse` of `refuse:process`."""
        return self.case_name.partition(":")[0]

    @property
    def case_ground(self) -> str | None:
        """The ground as case files write it: `process` of `refuse:process`."""
        return self.case_name.partition(":")[2] or None


def _row(line: str) -> OutcomeFacts:
    rule_id, case_name, row, remedy, letters, *codes = line.split()
    return OutcomeFacts(
        rule_id=rule_id,
        case_name=case_name if case_name != "-" else "",
        report_row=ReportRow(row),
        remedy=Remedy(remedy),
        letters=tuple(letters.split("+")),
        articles=tuple(Article.parse(code) for code in codes),
    )


OUTCOME_FACTS: dict[Outcome, OutcomeFacts] = {
    Outcome.ALREADY_PUBLIC: _row("O-01 already_public R1 RA D31 36(1)"),
    Outcome.DISCLOSED: _row("O-02 disclose R1 RA D30+D32 36(2)"),
    Outcome.PARTLY_DISCLOSED: _row("O-03 partial R2 RAB D33 37"),
    Outcome.WITHHELD_STATE_SECRET: _row("O-04 refuse:state_secret R3.1 RB D34 14 36(3)"),
    Outcome.WITHHELD_BY_LAW: _row("O-05 refuse:other_law_forbids R3.2 RB D35 14 36(3)"),
    Outcome.WITHHELD_SECURITY_STABILITY: _row("O-06 refuse:three_security R3.3 RB D36 14 36(3)"),
    Outcome.WITHHELD_THIRD_PARTY: _row("O-07 refuse:third_party R3.4 RB D37 15 32 36(3)"),
    Outcome.DISCLOSED_OVER_OBJECTION: _row("O-07p disclose R1 RA D30+D17 15 32 36(2)"),
    Outcome.WITHHELD_INTERNAL_AFFAIRS: _row("O-08 refuse:internal_affairs R3.5 RB D38 16(1) 36(3)"),
    Outcome.WITHHELD_DELIBERATIVE: _row("O-09 refuse:process R3.6 RB D39 16(2) 36(3)"),
    Outcome.WITHHELD_ENFORCEMENT_FILE: _row("O-10 refuse:enforcement_file R3.7 RB D40 16(2) 36(3)"),
    Outcome.SPECIAL_ACCESS_REGIME: _row("O-11 admin_query R3.8 RA D41 36(7)"),
    Outcome.OTHER_AGENCY: _row("O-12 unable:not_this_agency R4.1 RA D43 36(5) 10"),
    Outcome.DOES_NOT_EXIST: _row("O-13 unable:nonexistent R4.1 RA D42 36(4)"),
    Outcome.NOT_READY_MADE: _row("O-14 unable:needs_making R4.2 RA D44 38"),
    Outcome.STILL_UNCLEAR: _row("O-15 unable:unclear_after_correction R4.3 RA D45 30"),
    Outcome.PETITION_OR_COMPLAINT: _row("O-16 not_process:petition R5.1 RA D47 39(1)"),
    Outcome.REPEATED: _row("O-17 not_process:repeat R5.2 RA D46 36(6)"),
    Outcome.PUBLISHED_WORK: _row("O-17a not_process:publication R5.3 RA D48 39(2)"),
    Outcome.EXCESSIVE: _row("O-17b not_process:excessive R5.4 RA D49 35"),
    Outcome.CONFIRMATION_REQUEST: _row("O-17c not_process:confirm_reissue R5.5 RA D50"),
    Outcome.ABANDONED_UNSUPPLEMENTED: _row("O-18 other:not_corrected R6.1 RA D23 30"),
    Outcome.ABANDONED_UNPAID: _row("O-19 other:unpaid R6.2 RA D24 42"),
    Outcome.WITHDRAWN_OR_OTHER: _row("O-20 - R6.3 R0 D22"),
    Outcome.NOT_GOVERNMENT_INFORMATION: _row("O-20a other:not_government_info R6.3 RA D54 2"),
    Outcome.PARTY_INFORMATION: _row("O-20b other:party_info R6.3 RA D54 2"),
    Outcome.ARCHIVE_REGIME: _row("O-20c other:archives R6.3 RA D54 2"),
    Outcome.ENQUIRY: _row("O-20d other:consultation R6.3 RA D54 2"),
}

PARTLY_DISCLOSED_OVER_OBJECTION = _row("O-07p partial R2 RAB D33+D17 15 32 36(2) 37")
"""What `disclosed_over_objection` comes to when a part is withheld all the same."""
