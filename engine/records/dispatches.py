"""What was sent out electronically, what came back, and the calendar years an administrator loaded."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from engine.records.base import Base, Moment, Word
from engine.records.cases import Application, Letter
from engine.rules.vocabulary import Labelled


class DispatchState(Labelled):
    """How far an e-mail with a letter is."""

    QUEUED = "queued", "待发送"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已发出"
    BOUNCED = "bounced", "被退回"


class MailKind(Labelled):
    """What an incoming mail is; only `OTHER` may be something a person wrote."""

    BOUNCE = "bounce", "退信（永久）"
    DELAYED = "delayed", "退信（暂时）"
    AUTO_REPLY = "auto_reply", "自动回复"
    OTHER = "other", "来信"


class Dispatch(Base):
    """One letter sent by e-mail; `message_id` is in the mail and in every bounce of it."""

    __tablename__ = "dispatch"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(120))
    message_id: Mapped[str] = mapped_column(String(160), unique=True)
    state: Mapped[DispatchState] = mapped_column(Word(DispatchState))
    queued_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    delays: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(String(400), default="")
    application: Mapped[Application] = relationship()
    letter: Mapped[Letter] = relationship()


class IncomingMail(Base):
    """One mail as it came in, untouched; taken in once."""

    __tablename__ = "incoming_mail"
    id: Mapped[int] = mapped_column(primary_key=True)
    dispatch_id: Mapped[int | None] = mapped_column(ForeignKey("dispatch.id"), index=True)
    kind: Mapped[MailKind] = mapped_column(Word(MailKind))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime] = mapped_column(Moment)
    original: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))


class CalendarYear(Base):
    """One year whose arrangement an administrator loaded, before a release brings it."""

    __tablename__ = "calendar_year"
    year: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(120))
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
