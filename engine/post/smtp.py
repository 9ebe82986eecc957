"""One e-mail with one PDF, handed to the mail server."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage

from engine.errors import DisclosureError
from engine.settings import Settings

TIMEOUT_SECONDS = 30


class NotSent(DisclosureError):
    """The mail server has certainly not taken the mail: it may be sent again."""


class Refused(NotSent):
    """The mail server refuses this address for good."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail to one person."""

    to: str
    subject: str
    text: str
    message_id: str
    pdf: bytes
    pdf_name: str


def message_of(mail: Mail, settings: Settings) -> EmailMessage:
    """The mail as it goes over the wire; automatic answers to it are not wanted."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, mail.to, mail.subject
    message["Message-ID"], message["Auto-Submitted"] = mail.message_id, "auto-generated"
    message.set_content(mail.text)
    message.add_attachment(mail.pdf, maintype="application", subtype="pdf", filename=mail.pdf_name)
    return message


def send(mail: Mail, settings: Settings) -> None:
    """The mail server has taken the mail. NotSent when it certainly has not; any other error leaves it open."""
    if not settings.smtp_host or not settings.mail_from:
        raise NotSent("没有配置发信服务器（MINGDA_SMTP_HOST、MINGDA_MAIL_FROM），电子邮件未发出。")
    message = message_of(mail, settings)
    try:
        server = _connected(settings)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"发信服务器没有应答（{type(error).__name__}），稍后自动重试。") from error
    with server:
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            kind = Refused if all(code >= 500 for code in codes) else NotSent
            raise kind(f"收件地址被发信服务器拒绝（{codes[0]}）。") from error
        except smtplib.SMTPResponseException as error:
            raise NotSent(f"发信服务器没有接收（{error.smtp_code}），稍后自动重试。") from error


def _connected(settings: Settings) -> smtplib.SMTP:
    make = smtplib.SMTP_SSL if settings.smtp_encryption == "tls" else smtplib.SMTP
    server = make(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS)
    try:
        if settings.smtp_encryption == "starttls":
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
    except BaseException:
        server.close()
        raise
    return server
