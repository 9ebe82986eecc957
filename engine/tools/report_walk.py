"""Cases walked by the hundred: the same commands, drawings and clock as ever, many of them in one transaction.

The outbox is not run: a sealed letter is frozen with a mark in place of its PDF, by the command the outbox calls.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import beijing_moment
from engine.commands import letters
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import Letter, LetterState, OpenTask, Person
from engine.rules.vocabulary import ApplicantKind, ReportRow
from engine.rules.working_days import Calendar
from engine.tools.driver import Driver, SetClock
from engine.tools.report_ways import IN_PERSON, WAYS, Way
from engine.workflow.serializer import StateSerializer

MORNING = time(9, 30)
MOST_STEPS = 100
NO_PDF = b"%PDF-none"
USUAL = {"serve_notice": IN_PERSON, "serve_reply": IN_PERSON}


class PlannedCase(NamedTuple):
    """One case to be made: who applies, the day of receipt, the day of the answer and its row; no row: left open."""

    applicant: ApplicantKind
    received_on: date
    answered_on: date
    row: ReportRow | None


@dataclass
class OneSession(Office):
    """An office whose commands share one transaction until `save`: dates are refreshed by `settle`, not after each."""

    session: Session | None = None
    days: Calendar | None = None
    states: "WarmStates | None" = None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """The shared transaction; any error loses all since `save`."""
        with self.reading() as records:
            yield records

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The shared transaction, with all that it has not stored yet."""
        if self.session is None:
            self.session = Session(self.engine, expire_on_commit=False)
        yield self.session

    def calendar(self, records: Session) -> Calendar:
        """The calendar, which nobody changes meanwhile."""
        if self.days is None:
            self.days = super().calendar(records)
        return self.days

    def settle(self) -> None:
        """The cached dates, states and counted rows of every touched case say what its history says."""
        with self.reading() as records:
            self._refresh(records)

    def save(self) -> None:
        """Everything since the last time is stored, and the rows are forgotten."""
        self.settle()
        with self.reading() as records:
            records.commit()
            records.expunge_all()
        if self.states is not None:
            self.states.forget()


class WarmStates:
    """Dumps each case as ever; asked for the bytes it has just dumped, it hands back the case instead of reading them.

    Each state is handed out once, so that nobody meets one that has gone on since.
    """

    def __init__(self, serializer: StateSerializer) -> None:
        self._serializer = serializer
        self._known: dict[bytes, Any] = {}

    def dump(self, case: Any) -> bytes:
        """The case as bytes, and the case kept beside them."""
        body = self._serializer.dump(case)
        self._known[body] = case
        return body

    def load(self, body: bytes) -> Any:
        """The case that these bytes are, ready to go on."""
        known = self._known.pop(body, None)
        return self._serializer.load(body) if known is None else known

    def forget(self) -> None:
        """No case is kept."""
        self._known.clear()


def in_one_session(office: Office) -> OneSession:
    """The same office, for the walking of many cases by one process."""
    shared = OneSession(**{name: getattr(office, name) for name in office.__dataclass_fields__})
    catalogue = copy(office.workflow.catalogue)
    shared.states = WarmStates(catalogue.serializer)
    catalogue.serializer = shared.states  # type: ignore[assignment]  # it dumps and loads, which is all that is asked
    shared.workflow = replace(office.workflow, calendar=shared.calendar, catalogue=catalogue)
    return shared


@dataclass
class QuickDriver(Driver):
    """The driver of an office in one transaction, who remembers who holds which role."""

    known: dict[object, Actor] = field(default_factory=dict)

    @property
    def shared(self) -> OneSession:
        """The office, as what it is."""
        assert isinstance(self.office, OneSession)  # noqa: S101  # the driver is made for no other
        return self.office

    @property
    def clock(self) -> SetClock:
        """The clock, which is set by hand."""
        assert isinstance(self.office.clock, SetClock)  # noqa: S101  # a throw-away office has no other
        return self.office.clock

    def actor(self, role: Role, unit_id: int | None = None) -> Actor:
        """Somebody who holds the role (in the unit, if one is named)."""
        key = (role, unit_id)
        if key not in self.known:
            self.known[key] = super().actor(role, unit_id)
        return self.known[key]

    def actor_of(self, task: OpenTask) -> Actor:
        """Whoever holds the open step, else somebody of its lane."""
        if task.assignee_id is None:
            return self.actor(task.role, task.unit_id)
        if task.assignee_id not in self.known:
            with self.office.reading() as records:
                self.known[task.assignee_id] = records.get_one(Person, task.assignee_id).actor()
        return self.known[task.assignee_id]


def walk(driver: QuickDriver, case: PlannedCase) -> int:
    """The case has gone its way through its real steps, or stands in the register; returns its id."""
    driver.clock.moment = beijing_moment(case.received_on, MORNING)
    registered = driver.register(
        received_on=case.received_on, applicant_kind=case.applicant, applicant_name="申请人（示例）"
    )
    driver.shared.settle()
    if case.row is not None:
        _answer(driver, registered.application_id, WAYS[case.row], beijing_moment(case.answered_on, MORNING))
    driver.shared.settle()
    return registered.application_id


def _answer(driver: QuickDriver, application_id: int, way: Way, answered_at: datetime) -> None:
    driver.facts = way.facts
    at_step, waiting = dict(way.at_step), list(way.when_waiting)
    if not waiting:
        driver.clock.moment = answered_at
    if way.withdrawn:
        driver.withdraw(application_id)
    for _ in range(MOST_STEPS):
        open_now = driver.open_tasks(application_id)
        tasks = [task for task in open_now if task.step in at_step or task.step not in way.held]
        if tasks and tasks[0].step in at_step:
            at_step.pop(tasks[0].step)(driver, application_id)
        elif tasks:
            take(driver, tasks[0], way.given.get(tasks[0].step, {}))
        elif waiting:
            driver.shared.settle()
            waiting.pop(0)(driver, application_id)
            driver.clock.moment = driver.clock.moment if waiting else max(driver.clock.moment, answered_at)
        else:
            return
    raise RuntimeError(f"case {application_id} does not come to an end")


def take(driver: QuickDriver, task: OpenTask, given: Mapping[str, Any]) -> None:
    """The step is done; a letter that it sealed is frozen at once, for no outbox runs here."""
    driver.do(task, **{**USUAL.get(task.step, {}), **given})
    if task.step.startswith("seal_"):
        _freeze(driver, task.case_id)


def _freeze(driver: QuickDriver, application_id: int) -> None:
    sealed = select(Letter).where(Letter.application_id == application_id, Letter.state == LetterState.SEALED)
    with driver.office.transaction() as records:
        for letter in records.scalars(sealed).all():
            letters.store_frozen(records, letter, NO_PDF, office=driver.office)
