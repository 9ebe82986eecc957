"""An incoming mail, read: what kind it is, which of our mails it answers, its words and attachments.

A bounce or an automatic reply is never anybody's answer.
"""

import email
import email.policy
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from pathlib import PurePosixPath

from engine.records.dispatches import MailKind

OUR_ID = re.compile(r"<mingda-[^<>\s]+>")
FULL = re.compile(r"^[245]\.2\.2")
AUTO_SUBJECT = re.compile(
    r"^\s*(自动回复|自动答复|外出|休假|out of office|automatic reply|auto[- ]?reply)", re.IGNORECASE
)
LONGEST_NAME = 120
CHARSETS = ("utf-8", "gb18030")


@dataclass(frozen=True)
class Attached:
    """One attachment: a readable, safe name, unique in its mail; its bytes and their fingerprint."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class ReadMail:
    """What there is to know of one mail."""

    kind: MailKind
    answers: tuple[str, ...]
    subject: str
    text: str
    attachments: tuple[Attached, ...]


def read(original: bytes) -> ReadMail:
    """The mail, whatever its charset; the original stays as it came."""
    message = email.message_from_bytes(original, policy=email.policy.compat32)
    return ReadMail(
        kind=kind_of(message),
        answers=tuple(dict.fromkeys(OUR_ID.findall(original.decode("latin-1")))),
        subject=words(message.get("Subject", "")),
        text=_text(message),
        attachments=_attachments(message),
    )


def kind_of(message: Message) -> MailKind:
    """Bounce for good, bounce for now, automatic reply, or something a person may have written."""
    statuses = [
        (block.get("Action", "").strip().lower(), block.get("Status", "").strip())
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list)
        for block in part.get_payload()
        if isinstance(block, Message) and block.get("Status")
    ]
    if statuses:
        gone = any(action == "failed" and code.startswith("5") and not FULL.match(code) for action, code in statuses)
        return MailKind.BOUNCE if gone else MailKind.DELAYED
    submitted = (message.get("Auto-Submitted") or "no").strip().lower()
    asked = message.get("X-Autoreply") or message.get("X-Autorespond") or message.get("X-Auto-Reply")
    if submitted != "no" or asked or AUTO_SUBJECT.match(words(message.get("Subject", ""))):
        return MailKind.AUTO_REPLY
    return MailKind.OTHER


def words(header: object) -> str:
    """A header that may be folded, encoded word by word, or sent as raw bytes, as people read it."""
    raw = str(header)
    folded = re.sub(r"\?=\s+=\?", "?==?", raw.replace("\r", "").replace("\n", ""))
    parts = []
    for chunk, charset in decode_header(folded):
        parts.append(chunk if isinstance(chunk, str) else _decoded(chunk, charset))
    return "".join(parts).strip()


def safe_name(name: str, taken: set[str]) -> str:
    """A file name without folders or control signs, not too long, and unlike the others."""
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    plain = re.sub(r'[\\/:*?"<>|]', "_", plain).strip(" .") or "附件"
    suffix = PurePosixPath(plain).suffix[:12]
    stem = plain[: len(plain) - len(suffix)] if suffix else plain
    stem = stem[: LONGEST_NAME - len(suffix)]
    found, number = stem + suffix, 2
    while found in taken:
        found, number = f"{stem}（{number}）{suffix}", number + 1
    taken.add(found)
    return found


def _decoded(content: bytes, charset: str | None) -> str:
    named = {"gb2312": "gb18030", "gbk": "gb18030"}.get((charset or "").lower(), charset)
    for candidate in (named, *CHARSETS):
        if candidate and candidate != "unknown-8bit":
            try:
                return content.decode(candidate)
            except (LookupError, UnicodeDecodeError):
                continue
    return content.decode("gb18030", "replace")


def _text(message: Message) -> str:
    """The first plain text that is no attachment."""
    for part in message.walk():
        if part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment":
            return _decoded(_bytes_of(part), part.get_content_charset())
    return ""


def _attachments(message: Message) -> tuple[Attached, ...]:
    taken: set[str] = set()
    found = []
    for part in message.walk():
        if part.is_multipart() or not (part.get_content_disposition() == "attachment" or _file_name(part)):
            continue
        content = _bytes_of(part)
        digest = hashlib.sha256(content).hexdigest()
        found.append(Attached(safe_name(_file_name(part), taken), content, digest))
    return tuple(found)


def _file_name(part: Message) -> str:
    """The name in RFC 2231 or in the older encoded-word style."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        value = part.get_param(parameter, header=header)
        if isinstance(value, tuple):
            return _decoded(value[2].encode("latin-1", "replace"), value[0]) if value[2] else ""
        if value:
            return words(value)
    return ""


def _bytes_of(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
