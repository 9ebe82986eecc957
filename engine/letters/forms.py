"""What the papers inside the case file say: application form, register, search, review, approval, service, archive.

They are forms, not 公文: no number of their own, no seal of the agency. A fact that is not there yet prints as a blank
to be filled in by hand. `case_no` is the 登记编号.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from engine.letters.facts import LetterFacts
from engine.letters.fingerprint import short_code
from engine.letters.steps import ReviewStep
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, FormOfProvision


@dataclass(frozen=True, kw_only=True)
class FormFacts(LetterFacts):
    """A paper under the case number alone."""

    is_numbered: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class ApplicantCard:
    """Who applies and how to reach them; `identity_number` comes masked."""

    kind: ApplicantKind | None = None
    name: str = ""
    representative: str = ""
    identity_kind: str = ""
    identity_number: str = ""
    phone: str = ""
    postcode: str = ""
    address: str = ""
    email: str = ""

    @property
    def is_person(self) -> bool:
        """A citizen applies, not a body."""
        return self.kind is ApplicantKind.NATURAL_PERSON


@dataclass(frozen=True, kw_only=True)
class ApplicationFormFacts(FormFacts):
    """政府信息公开申请表 (D01), blank or filled in. What the applicant needs the information for is not asked.

    《条例》第29条第2款
    """

    applicant: ApplicantCard = ApplicantCard()
    agent: ApplicantCard = ApplicantCard()
    request_items: tuple[str, ...] = ()
    form_wanted: FormOfProvision | None = None
    delivery: DeliveryMethod | None = None
    applied_on: date | None = None
    written_down_by: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterFormFacts(FormFacts):
    """申请登记表 (D02): all of the application, when it counts as received and by which rule, the first last day.

    《条例》第31条、第45条
    """

    applicant: ApplicantCard
    agent_name: str = ""
    received_on: date
    receipt_rule: str
    channel: Channel
    mail_number: str = ""
    request_items: tuple[str, ...]
    form_wanted: str = ""
    delivery: str = ""
    papers: tuple[str, ...] = ()
    similar_cases: tuple[str, ...] = ()
    due_on: date
    registered_by: str
    registered_on: date


@dataclass(frozen=True, kw_only=True)
class CheckedPoint:
    """One thing that was checked, and what was found."""

    what: str
    result: str


@dataclass(frozen=True, kw_only=True)
class AuthorizationCheckFacts(FormFacts):
    """授权委托核验记录 (D04): an agent acts, within which powers, and what was looked at.

    《民法典》第165条
    """

    principal: ApplicantCard
    agent: ApplicantCard
    powers: str
    authorized_on: date
    valid_until: date | None = None
    checks: tuple[CheckedPoint, ...]
    conclusion: str
    checked_by: str
    checked_on: date


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is proposed for one requested item: outcome and article as printed."""

    number: int
    what: str
    outcome: str
    legal_basis: str
    reasons: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewOpinion:
    """What one person of the chain said; `authority` is the paper under which they sign for `stands_for` (代)."""

    step: ReviewStep
    opinion: str
    name: str
    at: datetime
    stands_for: str = ""
    authority: str = ""


@dataclass(frozen=True, kw_only=True)
class ApprovalFormFacts(FormFacts):
    """答复审批表 (办理单, D60): what goes out, on what ground, who said what, bound to the text by its code.

    `fingerprint` is the one the approvals are bound to; the form shows its beginning for the eye.
    """

    paper: str
    applicant_name: str
    received_on: date
    due_on: date
    request_items: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    enclosures: tuple[str, ...] = ()
    handler: str
    handling_unit: str
    fingerprint: str
    opinions: tuple[ReviewOpinion, ...] = ()
    steps: tuple[ReviewStep, ...] = ReviewStep.usual()

    @property
    def code(self) -> str:
        """The short code of the approved text."""
        return short_code(self.fingerprint)

    @property
    def chain(self) -> tuple[tuple[ReviewStep, tuple[ReviewOpinion, ...]], ...]:
        """Every step that is due or was taken, in the order of the house, with its opinions in the order given."""
        given = {opinion.step for opinion in self.opinions}
        return tuple(
            (step, tuple(opinion for opinion in self.opinions if opinion.step is step))
            for step in ReviewStep
            if step in given or step in self.steps
        )


@dataclass(frozen=True, kw_only=True)
class SearchedPlace:
    """One system or store that was searched: with which words, over which time, what came up and was opened."""

    place: str
    terms: str
    period: str
    hits: str
    opened: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchRecordFacts(FormFacts):
    """检索记录 (D61): proves a full and reasonable search; a second person repeats it before 信息不存在 is answered.

    《条例》第36条第（四）项
    """

    request_items: tuple[str, ...]
    places: tuple[SearchedPlace, ...]
    asked_units: str = ""
    result: str
    exports: tuple[str, ...] = ()
    searched_by: str
    searched_at: datetime
    repeated_by: str = ""
    repeated_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SecrecyItem:
    """One piece of information under secrecy review: where it is from, its level, what is decided and why."""

    what: str
    source: str
    level: str
    decision: str
    reasons: str


@dataclass(frozen=True, kw_only=True)
class SecrecyReviewFacts(FormFacts):
    """政府信息公开保密审查表 (D62). Nothing classified is written here: `is_kept_out` says it was not entered.

    《条例》第17条第2款
    """

    handling_unit: str
    items: tuple[SecrecyItem, ...]
    is_kept_out: bool
    opinion: str
    reviewed_by: str
    reviewed_on: date
    superior_opinion: str = ""


@dataclass(frozen=True, kw_only=True)
class InternalEnquiryFacts(FormFacts):
    """内部协办单 (D65): one unit asks another; the clock of the case goes on."""

    to_unit: str
    from_unit: str
    request_items: tuple[str, ...]
    question: str
    asked_by: str
    asked_on: date
    due_on: date
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None
