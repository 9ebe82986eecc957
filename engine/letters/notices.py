"""What the notices say: receipt, supplement, extension, consultation, fee, withdrawal. Replies are in `facts`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from engine.letters.answers import Destination
from engine.letters.facts import ApplicantLetterFacts, LetterFacts, Remedy


@dataclass(frozen=True, kw_only=True)
class ReceiptFacts(ApplicantLetterFacts):
    """登记回执 (D03): given on the spot, under the case number alone.

    《条例》第31条、第45条
    """

    is_numbered: ClassVar[bool] = False
    papers: tuple[str, ...]
    due_on: date
    query_website: str = ""


@dataclass(frozen=True, kw_only=True)
class Defect:
    """One thing the application lacks, and how to cure it; `example` is a description that would do."""

    what: str
    cure: str
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class SupplementNoticeFacts(ApplicantLetterFacts):
    """补正告知书 (D10): every defect with its cure, one reasonable period, what happens afterwards.

    《条例》第30条
    """

    defects: tuple[Defect, ...]
    due_on: date
    submit_to: str


@dataclass(frozen=True, kw_only=True)
class ExtensionNoticeFacts(ApplicantLetterFacts):
    """延期答复告知书 (D11): the old date, why, how many working days, the new date.

    《条例》第33条第2款
    """

    original_due_on: date
    working_days: int
    due_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsultationNoticeFacts(ApplicantLetterFacts):
    """征求意见情况告知书 (D14): since when, and that the time is not counted.

    `consulted` is 第三方 or the other agency's name; a third party is never named. `objection_reasonable`: what we
    found of a third party's objection, if it has been weighed by then.
    《条例》第33条第3款
    """

    consulted: str
    began_on: date
    objection_reasonable: bool | None = None


@dataclass(frozen=True, kw_only=True)
class OutsiderLetterFacts(LetterFacts):
    """A letter to somebody who did not apply; only one that answers a claim has a place for the applicant's name."""

    names_applicant: ClassVar[bool] = False
    addressee: str
    is_organization: bool = True

    @property
    def you(self) -> str:
        """How the addressee is addressed."""
        return "贵单位" if self.is_organization else "您"


@dataclass(frozen=True, kw_only=True)
class ThirdPartyLetterFacts(OutsiderLetterFacts):
    """征求第三方意见书 (D12) and the form to answer it (D13). The applicant does not appear.

    《条例》第15条、第32条
    """

    information: tuple[str, ...]
    concerns: str
    working_days: int
    reply_by: date | None = None
    answer_website: str = ""


@dataclass(frozen=True, kw_only=True)
class CoMakerLetterFacts(OutsiderLetterFacts):
    """征求意见函 to an agency that made the information with us (D15): silence counts as consent.

    《条例》第34条
    """

    information: tuple[str, ...]
    working_days: int
    reply_by: date | None = None
    answer_website: str = ""


@dataclass(frozen=True, kw_only=True)
class AgencyEnquiryFacts(OutsiderLetterFacts):
    """协商确认函 (D16): whether what we release agrees with what another agency says.

    `is_referral`: the competent or the secrecy authority is asked to settle whether it may be released at all.
    《条例》第11条、第17条第3款
    """

    information: tuple[str, ...]
    question: str
    reply_by: date
    is_referral: bool = False


@dataclass(frozen=True, kw_only=True)
class ThirdPartyDecisionFacts(OutsiderLetterFacts):
    """决定公开告知书 (D17): what will be disclosed over the objection, why, and not before which day.

    `objection_reasonable`: what we found of the party's reason; `public_interest`: what outweighs a reasonable one.

    《条例》第32条
    """

    information: tuple[str, ...]
    objected_on: date | None = None
    objection_reasonable: bool | None = None
    public_interest: str = ""
    reasons: str
    disclosed_from: date
    remedy: Remedy


@dataclass(frozen=True, kw_only=True)
class FeeStep:
    """One row of the fee table: which items or pages, how many, at what price, how much; money in yuan."""

    range: str
    count: int
    price: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class FeeNoticeFacts(ApplicantLetterFacts):
    """收费通知书 (D18): by item or by page, never both, with the sum row by row.

    《条例》第42条
    """

    unit: str
    steps: tuple[FeeStep, ...]
    total: str
    count: int
    reason: str
    payment: str
    working_days: int
    remedy: Remedy


@dataclass(frozen=True, kw_only=True)
class ReasonsNoticeFacts(ApplicantLetterFacts):
    """说明理由通知书 (D19): the counts that exceed what is reasonable, and until when to explain.

    《条例》第35条
    """

    counts: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class DelayNoticeFacts(ApplicantLetterFacts):
    """延迟答复告知书 (D20): the reasons are accepted, but so much can't be answered in time.

    《条例》第35条
    """

    reason: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class WithdrawalFacts(ApplicantLetterFacts):
    """撤回申请确认书 (D22): withdrawn in writing, identity checked, the case ends."""

    is_numbered: ClassVar[bool] = False
    withdrawn_on: date
    withdrawn_by: str
    identity_check: str


class CorrectionResult(StrEnum):
    """What comes of a request to correct a record about oneself (更正)."""

    CORRECTED = "corrected"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    REFERRED = "referred"


@dataclass(frozen=True, kw_only=True)
class CorrectionReplyFacts(ApplicantLetterFacts):
    """更正政府信息申请答复书 (D51): which record, what proof, what was found, the right value or who may correct it.

    《条例》第41条
    """

    result: CorrectionResult
    record: str
    evidence: str = ""
    findings: str
    reasons: str = ""
    old_value: str = ""
    new_value: str = ""
    corrected_on: date | None = None
    competent: Destination | None = None
    forwarded_on: date | None = None
    remedy: Remedy
