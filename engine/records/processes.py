"""The state of the drawings: versions, instances, open steps, planned timers and promises to carry out."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.permissions import Role
from engine.records.base import Base, Facts, Moment, Word
from engine.records.cases import Application
from engine.records.people import Person

_TAKEN = text("assignee_id IS NOT NULL")
"""What nobody has taken is found by its lane; this index must not offer itself for it."""
_OF_REPORT = text("report_year IS NOT NULL")
ABOUT_ONE = "(application_id IS NULL) <> (report_year IS NULL)"
"""A run and its rows are about one application, or about the report of one year: never both, never neither.

`application` is therefore None for the report's runs. A command about a case never meets one: `hold_step` and
`Workflow.instances` start from the application.
"""

MOST_FAILURES = 5
"""Times a timer may fail to wake its process before it is set aside for a person."""

NEEDED_PROMISES = ("freeze_letter",)
"""Promises that the case cannot do without: they are tried again, never skipped."""

RETURNABLE = frozenset(
    {
        "check_application", "assign_handler", "examine_nature", "search_item", "review_secrecy", "weigh_disclosure",
        "draft_decision", "review_by_unit", "review_legality", "check_document", "approve_reply", "endorse_reply",
    }
)  # fmt: skip
"""Steps that only find, propose or review: what they wrote is written over when they are done again.

Every other step draws a number, sends something out or moves the legal clock: that is put right by a further act.
"""


class ProcessVersion(Base):
    """One version of a drawing with all that it calls; kept for as long as a case runs on it."""

    __tablename__ = "process_version"
    __table_args__ = (UniqueConstraint("process_id", "number"),)
    spec_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    process_id: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    sources: Mapped[str] = mapped_column(Text)
    deployed_at: Mapped[datetime] = mapped_column(Moment)


class ProcessInstance(Base):
    """One run of a drawing, for one application or for the report of one year; `body` is the pruned engine state.

    The `former_…` columns are the way back: the state before its last step, or before its move where no step is named.
    """

    __tablename__ = "process_instance"
    __table_args__ = (CheckConstraint(ABOUT_ONE, name="about_one"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    report_year: Mapped[int | None] = mapped_column(ForeignKey("year_report.year"), index=True)
    process_id: Mapped[str] = mapped_column(String(60))
    spec_hash: Mapped[str] = mapped_column(ForeignKey("process_version.spec_hash"))
    version: Mapped[int] = mapped_column()
    body: Mapped[bytes] = mapped_column(LargeBinary)
    awaits: Mapped[str] = mapped_column(String(400), default="")
    is_running: Mapped[bool] = mapped_column(default=True)
    former_body: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    former_hash: Mapped[str | None] = mapped_column(String(64))
    former_step: Mapped[str] = mapped_column(String(60), default="", server_default="")
    application: Mapped[Application] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy declares it an instance variable

    def awaits_message(self, name: str) -> bool:
        """Whether the drawing waits for this message now."""
        return name in self.awaits.split()

    @property
    def has_former(self) -> bool:
        """Whether there is a way back: nothing but one step, or one move, has happened since that state."""
        return self.former_hash is not None

    @property
    def is_returnable(self) -> bool:
        """Whether the step done last may be opened again."""
        return self.has_former and self.former_step in RETURNABLE

    def forget_former(self) -> None:
        """There is no way back any more."""
        self.former_body, self.former_hash, self.former_step = None, None, ""

    def take_former(self) -> None:
        """The run stands where it stood."""
        assert self.former_body is not None  # noqa: S101  # kept together with its hash
        assert self.former_hash is not None  # noqa: S101  # kept together with its body
        self.body, self.spec_hash = self.former_body, self.former_hash
        self.forget_former()


class OpenTask(Base):
    """One open step of a drawing, as the inboxes list it; written with the engine state, never by hand.

    `acting_for_id` is the person for whom a deputy holds it: to that person it returns.
    """

    __tablename__ = "open_task"
    __table_args__ = (
        UniqueConstraint("engine_task_id"),
        CheckConstraint(ABOUT_ONE, name="about_one"),
        Index("ix_open_task_assignee", "assignee_id", "due_on", postgresql_where=_TAKEN, sqlite_where=_TAKEN),
        Index("ix_open_task_pool", "role", "unit_id", "due_on"),
        Index("ix_open_task_report", "report_year", postgresql_where=_OF_REPORT, sqlite_where=_OF_REPORT),
        {"sqlite_autoincrement": True},  # an old page must never meet another case's step under its own number
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    process_instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    report_year: Mapped[int | None] = mapped_column(ForeignKey("year_report.year"))
    engine_task_id: Mapped[str] = mapped_column(String(36))
    step: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(60))
    subject_key: Mapped[str] = mapped_column(String(60), default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    role: Mapped[Role] = mapped_column(Word(Role))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acting_for_id: Mapped[int | None]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    due_on: Mapped[date | None]
    instance: Mapped[ProcessInstance] = relationship()
    application: Mapped[Application] = relationship()

    @property
    def case_id(self) -> int:
        """The application that the step belongs to; ValueError for a step of a year's report."""
        if self.application_id is None:
            raise ValueError(f"step {self.id} belongs to no application")
        return self.application_id

    def lie_with(self, person: Person | None, now: datetime) -> None:
        """The step lies with this person for their own part, or in its pool."""
        self.assignee_id, self.claimed_at = (None, None) if person is None else (person.id, now)
        self.acting_for_id = None


class PlannedTimer(Base):
    """The alarm of one timer event that a drawing waits at; moved by a plain UPDATE when the clock moves."""

    __tablename__ = "planned_timer"
    __table_args__ = (
        UniqueConstraint("process_instance_id", "name", "key"),
        CheckConstraint(ABOUT_ONE, name="about_one"),
        Index(
            "ix_planned_timer_due",
            "due_at",
            postgresql_where=text("due_at IS NOT NULL"),
            sqlite_where=text("due_at IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    process_instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    report_year: Mapped[int | None] = mapped_column(ForeignKey("year_report.year"))
    name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(60), default="")
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    failures: Mapped[int] = mapped_column(default=0)
    instance: Mapped[ProcessInstance] = relationship()


class OutboxEntry(Base):
    """One effect that a transaction promised; carried out afterwards, once for each `key`."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_next_try",
            "next_try_at",
            postgresql_where=text("done_at IS NULL"),
            sqlite_where=text("done_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    facts: Mapped[Facts]
    created_at: Mapped[datetime] = mapped_column(Moment)
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    trouble: Mapped[str] = mapped_column(String(400), default="")
