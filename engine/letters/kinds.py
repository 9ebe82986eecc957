"""Every kind of paper: its code in the catalogue, its template and its facts class, in one table."""

from dataclasses import dataclass

from engine.errors import NotFound
from engine.letters import defence, dispatch, forms, notices
from engine.letters.facts import LetterFacts, ReplyFacts


@dataclass(frozen=True)
class LetterKind:
    """One template: what it is called, which facts it prints, which codes of the catalogue it serves.

    `series` is the family of its document numbers, empty for a paper that carries the case number alone.
    """

    template: str
    name: str
    facts: type[LetterFacts]
    codes: tuple[str, ...]
    series: str = "notice"


_REPLY_CODES = tuple(f"D{number}" for number in (*range(30, 51), 52, 53, 54))

KINDS = {
    kind.template: kind
    for kind in (
        LetterKind("reply", "政府信息公开申请答复书", ReplyFacts, _REPLY_CODES, "reply"),
        LetterKind("no_further_processing", "政府信息公开申请不再处理告知书", ReplyFacts, ("D23", "D24"), "reply"),
        LetterKind("receipt", "政府信息公开申请登记回执", notices.ReceiptFacts, ("D03",), ""),
        LetterKind("supplement_notice", "政府信息公开申请补正告知书", notices.SupplementNoticeFacts, ("D10",)),
        LetterKind("extension_notice", "政府信息公开申请延期答复告知书", notices.ExtensionNoticeFacts, ("D11",)),
        LetterKind("third_party_letter", "政府信息公开征求第三方意见书", notices.ThirdPartyLetterFacts, ("D12",)),
        LetterKind("third_party_opinion_form", "第三方意见回执", notices.ThirdPartyLetterFacts, ("D13",), ""),
        LetterKind("consultation_notice", "征求意见情况告知书", notices.ConsultationNoticeFacts, ("D14",)),
        LetterKind("co_maker_letter", "政府信息公开征求意见函", notices.CoMakerLetterFacts, ("D15",)),
        LetterKind("agency_enquiry", "政府信息公开协商确认函", notices.AgencyEnquiryFacts, ("D16",)),
        LetterKind("third_party_decision", "政府信息决定公开告知书", notices.ThirdPartyDecisionFacts, ("D17",)),
        LetterKind("fee_notice", "政府信息公开信息处理费收费通知书", notices.FeeNoticeFacts, ("D18",)),
        LetterKind("reasons_notice", "说明理由通知书", notices.ReasonsNoticeFacts, ("D19",)),
        LetterKind("delay_notice", "延迟答复告知书", notices.DelayNoticeFacts, ("D20",)),
        LetterKind("correction_reply", "更正政府信息申请答复书", notices.CorrectionReplyFacts, ("D51",), "reply"),
        LetterKind("reconsideration_reply", "行政复议答复书", defence.ReconsiderationReplyFacts, ("D70",), "defence"),
        LetterKind("withdrawal_confirmation", "撤回申请确认书", notices.WithdrawalFacts, ("D22",), ""),
        LetterKind("co_maker_opinion_form", "征求意见复函单", notices.CoMakerLetterFacts, ("D15",), ""),
        LetterKind("application_form", "政府信息公开申请表", forms.ApplicationFormFacts, ("D01",), ""),
        LetterKind("register_form", "政府信息公开申请登记表", forms.RegisterFormFacts, ("D02",), ""),
        LetterKind("authorization_check", "授权委托核验记录", forms.AuthorizationCheckFacts, ("D04",), ""),
        LetterKind("spot_answer", "政府信息公开申请当场答复记录", dispatch.SpotAnswerFacts, ("D21",), ""),
        LetterKind("approval_form", "政府信息公开申请答复审批表", forms.ApprovalFormFacts, ("D60",), ""),
        LetterKind("search_record", "政府信息检索记录", forms.SearchRecordFacts, ("D61",), ""),
        LetterKind("secrecy_review", "政府信息公开保密审查表", forms.SecrecyReviewFacts, ("D62",), ""),
        LetterKind("redaction_list", "区分处理（遮盖）清单", dispatch.RedactionListFacts, ("D63",), ""),
        LetterKind("proof_of_service", "政府信息公开文书送达回证", dispatch.ProofOfServiceFacts, ("D64",), ""),
        LetterKind("internal_enquiry", "政府信息公开协办单", forms.InternalEnquiryFacts, ("D65",), ""),
        LetterKind("case_contents", "卷内文件目录", dispatch.CaseContentsFacts, ("D66",), ""),
        LetterKind("case_notes", "卷内备考表", dispatch.CaseNotesFacts, ("D66",), ""),
        LetterKind("envelope", "信封", dispatch.EnvelopeFacts, (), ""),
        LetterKind("mail_labels", "邮件标签", dispatch.MailLabelsFacts, (), ""),
        LetterKind("page_numbers", "卷内页号", dispatch.PageNumbersFacts, (), ""),
        LetterKind("box_label", "案卷盒标签", dispatch.BoxLabelFacts, (), ""),
    )
}


def kind_of(template: str) -> LetterKind:
    """The kind of this template; NotFound when there is none."""
    try:
        return KINDS[template]
    except KeyError:
        raise NotFound(f"没有名为“{template}”的文书模板。") from None
