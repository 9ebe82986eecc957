"""What the papers around the letter say: service, envelope, labels, the blacked-out places, the archived file."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.errors import RuleViolation
from engine.letters.answers import ItemAnswer, ProvidedDocument
from engine.letters.facts import ApplicantLetterFacts, Remedy
from engine.letters.forms import FormFacts
from engine.rules.vocabulary import DeliveryMethod


@dataclass(frozen=True, kw_only=True)
class ServedPaper:
    """One paper that is served: its title and 文号, and how many copies."""

    title: str
    number: str = ""
    copies: int = 1


@dataclass(frozen=True, kw_only=True)
class ProofOfServiceFacts(FormFacts):
    """送达回证 (D64): what was served, how, when it was posted and signed for, or why it came back.

    国办公开办函〔2016〕235号
    """

    papers: tuple[ServedPaper, ...]
    recipient: str
    address: str
    way: DeliveryMethod
    carrier: str = ""
    mail_number: str = ""
    posted_on: date | None = None
    signed_by: str = ""
    relation: str = ""
    signed_on: date | None = None
    refused_because: str = ""
    returned_on: date | None = None
    returned_because: str = ""
    served_by: tuple[str, ...] = ()
    witnessed_by: str = ""
    remarks: str = ""


@dataclass(frozen=True, kw_only=True)
class RedactedPlace:
    """One blacked-out place: the page, where on it, the ground, the reason, who did it and who checked it."""

    page: int
    place: str
    legal_basis: str
    reasons: str
    redacted_by: str
    checked_by: str


@dataclass(frozen=True, kw_only=True)
class RedactionListFacts(FormFacts):
    """区分处理（遮盖）清单 (D63): every blacked-out place of one document; stays in the file.

    `original_code` and `copy_code` begin the SHA-256 of the two files.
    《条例》第37条
    """

    document: str
    pages: int
    places: tuple[RedactedPlace, ...]
    original_code: str
    copy_code: str
    made_on: date


@dataclass(frozen=True, kw_only=True)
class SpotAnswerFacts(ApplicantLetterFacts):
    """当场答复记录 (D21): asked and answered across the counter; a refusal also gets its written reply.

    《条例》第33条第1款
    """

    is_numbered: ClassVar[bool] = False
    answered_on: date
    answered_time: str
    items: tuple[ItemAnswer, ...]
    answer: str
    handed_over: tuple[ProvidedDocument, ...] = ()
    staff: tuple[str, str]
    written_reply_follows: bool = False
    remedy: Remedy

    @property
    def withheld_numbers(self) -> tuple[int, ...]:
        """The items that are refused as a whole under articles 14 to 16."""
        return tuple(item.number for item in self.items if item.is_withheld)

    @property
    def partly_withheld_numbers(self) -> tuple[int, ...]:
        """The items of which a part is refused under articles 14 to 16."""
        return tuple(item.number for item in self.items if item.withheld)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Where a letter goes by post; RuleViolation when name, postcode or address is missing.

    《条例》第29条第2款
    """

    name: str
    postcode: str
    address: str
    phone: str = ""

    def __post_init__(self) -> None:
        for value, field, word in (
            (self.name, "name", "收件人姓名或者名称"),
            (self.postcode, "postcode", "邮政编码"),
            (self.address, "address", "收件地址"),
        ):
            if not value.strip():
                raise RuleViolation(f"缺少{word}，不能打印信封或者邮件标签；请先补充。", field=field)
        if not (len(self.postcode) == 6 and self.postcode.isascii() and self.postcode.isdigit()):
            raise RuleViolation(f"邮政编码应为6位数字，现为“{self.postcode}”，请核对。", field="postcode")


@dataclass(frozen=True, kw_only=True)
class EnvelopeFacts(FormFacts):
    """信封: 220 by 110 mm, for the letter folded twice; `paper_number` lets the mail room match it to its letter."""

    recipient: Recipient
    paper_number: str = ""
    sender_postcode: str = ""


@dataclass(frozen=True, kw_only=True)
class MailLabel:
    """One label of a sheet: the recipient, which letters are inside, and the number of the EMS item when it has one."""

    recipient: Recipient
    contents: str
    mail_number: str = ""


@dataclass(frozen=True, kw_only=True)
class MailLabelsFacts(FormFacts):
    """邮件标签 for 邮政特快专递 (EMS): eight a sheet of A4.

    《邮政法》第55条
    """

    labels: tuple[MailLabel, ...]


@dataclass(frozen=True, kw_only=True)
class ContentsEntry:
    """One paper of the file: who made it, its 文号, title and date, and its pages in the volume."""

    author: str
    title: str
    pages: str
    number: str = ""
    dated_on: date | None = None
    remarks: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseContentsFacts(FormFacts):
    """案卷目录 (卷内文件目录, D66), at the head of the volume.

    《条例》第45条
    """

    title: str
    retention: str
    entries: tuple[ContentsEntry, ...]
    pages: int


@dataclass(frozen=True, kw_only=True)
class CaseNotesFacts(FormFacts):
    """卷内备考表 (D66), closes the volume: how many papers and pages, what is missing, who filed and checked."""

    title: str
    papers: int
    pages: int
    retention: str
    remarks: str
    filed_by: str
    checked_by: str
    filed_on: date


@dataclass(frozen=True, kw_only=True)
class PageNumbersFacts(FormFacts):
    """卷内页号: the numbers 1 to `count` as small slips, to be laid over the pages of a volume."""

    count: int


@dataclass(frozen=True, kw_only=True)
class BoxLabelFacts(FormFacts):
    """案卷盒标签: what is in one box of the archive, from the first file to the last.

    《条例》第45条
    """

    fonds: str
    years: str
    matter: str
    retention: str
    first_case: str
    last_case: str
    first_file: str
    last_file: str
    cases: int
    box: int
