"""What a letter says, as values: one frozen class for each kind of letter. Articles arrive printed, dates as dates."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from engine.letters.answers import ItemAnswer


class Seal(StrEnum):
    """How the seal comes onto the letter. A picture is never called a seal."""

    INK = "ink"
    ELECTRONIC = "electronic"
    SAMPLE = "sample"


class PageForm(StrEnum):
    """House style of the 公文: 信函格式 (GB/T 9704-2012, 10.1) or 文件格式 with 文件 in its mark and a full 版记."""

    LETTER = "letter"
    DOCUMENT = "document"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """The office an addressee can reach, never a handler's own number."""

    office: str
    phone: str
    address: str
    hours: str


@dataclass(frozen=True, kw_only=True)
class Agency:
    """In whose name the letter goes out, and in which form; `printed_by` is the 印发机关, if not the agency itself."""

    name: str
    contact: Contact
    page: PageForm = PageForm.LETTER
    printed_by: str = ""

    @property
    def mark(self) -> str:
        """发文机关标志: the full name, with 文件 after it in 文件格式."""
        return f"{self.name}文件" if self.page is PageForm.DOCUMENT else self.name

    @property
    def mark_size(self) -> float:
        """Points of the red 发文机关标志, so that the whole name stands in one line of at most 156 mm."""
        largest = 48.0 if self.page is PageForm.DOCUMENT else 34.0
        return min(largest, round(440 / len(self.mark), 2))


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """Where the addressee can turn; `kind` is a code R0 RA RB RAB RF RT, the bodies come from configuration.

    《行政复议法》第23条、第24条；《行政诉讼法》第45条、第46条
    """

    kind: str
    review_body: str = ""
    court: str = ""
    review_address: str = ""
    review_website: str = ""


@dataclass(frozen=True, kw_only=True)
class SupplementRecord:
    """A 补正告知书 and what came of it."""

    notice_number: str
    served_on: date
    due_on: date
    answered_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ExtensionRecord:
    """A 延期答复告知书 that was served in time."""

    notice_number: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class RenewalRecord:
    """A court or a reviewing body set an earlier reply aside, or ordered a new one (重新答复).

    `paper` is 行政复议决定书 or 行政判决书, `old_*` the reply that no longer holds.
    """

    decided_by: str
    paper: str
    number: str
    decided_on: date
    old_number: str
    old_dated_on: date
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class FeeRecord:
    """A 收费通知书 that was not paid; `amount` in yuan as printed.

    《条例》第42条
    """

    notice_number: str
    served_on: date
    due_on: date
    amount: str


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What every paper of the house carries. Number and date are None until it is signed, and print as a blank.

    A kind that is not numbered (receipts) shows the case number in the place of the document number. `copies_to` are
    the 抄送机关, never a third party.
    """

    is_numbered: ClassVar[bool] = True
    agency: Agency
    case_no: str
    doc_number: str | None = None
    dated_on: date | None = None
    seal: Seal = Seal.INK
    attachments: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ApplicantLetterFacts(LetterFacts):
    """A letter to the applicant; `channel` is a Channel value, `request_items` the request in the applicant's words.

    `in_care_of` is who receives it in the applicant's place; `is_joint`: several signed the application.
    """

    applicant_name: str
    is_organization: bool
    received_on: date
    channel: str
    request_items: tuple[str, ...]
    in_care_of: str = ""
    is_joint: bool = False

    @property
    def you(self) -> str:
        """How the addressee is addressed."""
        if self.is_joint:
            return "你们"
        return "贵单位" if self.is_organization else "您"


@dataclass(frozen=True, kw_only=True)
class ItemGroup:
    """Items of one letter that have the same outcome."""

    outcome: str
    items: tuple[ItemAnswer, ...]

    @property
    def block(self) -> str:
        """The file in reply_templates/blocks that prints this outcome."""
        if self.outcome == "disclosed_over_objection":
            return "partly_disclosed" if any(item.withheld for item in self.items) else "disclosed"
        return self.outcome

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers the applicant's items have in this letter."""
        return tuple(item.number for item in self.items)


@dataclass(frozen=True, kw_only=True)
class AnsweredApplication:
    """One of several applications that a reply answers (合并答复); `numbers` are its items as the letter has them."""

    case_no: str
    received_on: date
    channel: str
    numbers: tuple[int, ...]
    form_wanted: str = ""
    supplement: SupplementRecord | None = None
    extension: ExtensionRecord | None = None


@dataclass(frozen=True, kw_only=True)
class ReplyFacts(ApplicantLetterFacts):
    """政府信息公开申请答复书: every requested item answered, and one remedy paragraph.

    `delivery` is a DeliveryMethod value; `other_form_because` says why the form is not the one asked for;
    `applications` names each one where the reply answers several, its own case first.
    《条例》第33条、第36条、第40条
    """

    items: tuple[ItemAnswer, ...]
    remedy: Remedy
    form_wanted: str = ""
    provided_form: str = ""
    delivery: str = ""
    other_form_because: str = ""
    supplement: SupplementRecord | None = None
    extension: ExtensionRecord | None = None
    fee: FeeRecord | None = None
    renewal: RenewalRecord | None = None
    applications: tuple[AnsweredApplication, ...] = ()
    service_note: str = ""

    @property
    def groups(self) -> tuple[ItemGroup, ...]:
        """The items by outcome, in the order in which each outcome first appears."""
        outcomes = dict.fromkeys(item.outcome for item in self.items)
        return tuple(
            ItemGroup(outcome=outcome, items=tuple(item for item in self.items if item.outcome == outcome))
            for outcome in outcomes
        )

    @property
    def gives_something(self) -> bool:
        """Papers go out with this letter."""
        return any(item.provided for item in self.items)

    @property
    def withheld_numbers(self) -> tuple[int, ...]:
        """The items that are refused as a whole under articles 14 to 16: there review comes before a suit."""
        return tuple(item.number for item in self.items if item.is_withheld)

    @property
    def partly_withheld_numbers(self) -> tuple[int, ...]:
        """The items of which a part is refused under articles 14 to 16."""
        return tuple(item.number for item in self.items if item.withheld)
