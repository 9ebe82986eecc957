"""What we answer when a reply of ours is reviewed: our account, and the list of evidence that goes with it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.letters.notices import OutsiderLetterFacts

EVIDENCE_LIST = "证据材料目录"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One piece of evidence: what it is, what it proves, and on which pages of the file it lies.

    It is entered, kept with the review and printed as it is.
    """

    name: str
    proves: str
    pages: str = ""


@dataclass(frozen=True, kw_only=True)
class ContestedReply:
    """The reply that is contested: its number and day, and the day on which it was served."""

    number: str
    dated_on: date
    served_on: date


@dataclass(frozen=True, kw_only=True)
class ReconsiderationReplyFacts(OutsiderLetterFacts):
    """行政复议答复书 (D70): what is asked, how the reply came about, our answer, and the list of all evidence.

    `contested` is None where the review is not about a reply that was served. `words` are paragraphs.
    《行政复议法》第48条、第54条
    """

    names_applicant: ClassVar[bool] = True
    claimant: str
    notice_number: str = ""
    claims: str = ""
    is_simple: bool = False
    received_on: date | None = None
    request_items: tuple[str, ...]
    contested: ContestedReply | None = None
    words: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    attachments: tuple[str, ...] = (EVIDENCE_LIST,)

    @property
    def you(self) -> str:
        """How the review body is addressed."""
        return "贵机关"
