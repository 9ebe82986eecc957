"""One application walked through its real steps on a set clock, by people who know the facts of the case.

A step whose answer the facts do not carry stays open: how far the walk comes is the result.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import select

from engine.clock import beijing_date, beijing_moment
from engine.commands import consult
from engine.commands.cases import item_of
from engine.errors import DisclosureError
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import (
    OPEN_STATES,
    Application,
    Consultation,
    EventName,
    HistoryEntry,
    Letter,
    OpenTask,
    PlannedTimer,
    history,
)
from engine.rules.vocabulary import Outcome
from engine.rules.working_days import Calendar
from engine.tools import replay_acts, replay_messages
from engine.tools.driver import Driver, SetClock
from engine.tools.replay_cases import Facts, what_of
from engine.tools.replay_days import Agenda, channel_of

IN_THE_MORNING = time(9, 30)


@dataclass
class Walk:
    """One application of a case under way; `facts` are those of each item, `whole` those they have in common.

    `refusals` holds what the commands refused of the normal course, `path` the human steps in the order they opened,
    `marks` what was done beside the course and is not to be done twice, `tried` each forbidden act with the refusal.
    """

    driver: Driver
    clock: SetClock
    calendar: Calendar
    whole: Facts
    facts: Sequence[Facts]
    agenda: Agenda
    application_id: int = 0
    path: list[str] = field(default_factory=list)
    refusals: list[DisclosureError] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    tried: dict[str, DisclosureError | None] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    given_up: set[int] = field(default_factory=set)

    @property
    def office(self) -> Office:
        """The office in which the case is walked."""
        return self.driver.office

    @property
    def today(self) -> date:
        """The day on the set clock."""
        return self.clock.today()

    def actor(self, role: Role) -> Actor:
        """Somebody who holds the role."""
        return self.driver.actor(role)

    def entry(self) -> dict[str, Any]:
        """The application as it comes in, as keyword arguments of `Driver.entry`."""
        channel, stray = channel_of(self.whole)
        return {
            "channel": channel,
            "stray_channel": stray,
            "arrived_on": self.agenda.start,
            "items": tuple(self._printable(what) for what in what_of(self.facts)),
        }

    def begin(self) -> None:
        """The application stands in the register; the clock shows the morning of its receipt."""
        registered = self.driver.register(**self.entry(), evidence="登记台账第1号")
        self.application_id = registered.application_id
        self.path.append("register")
        self.settle()

    def next_step(self) -> OpenTask | None:
        """The first open step whose day has come and whose answer the facts carry; None when there is none now."""
        for task in self.open_tasks():
            if replay_acts.day_of(self, task) <= self.today and replay_acts.given_for(self, task) is not None:
                return task
        return None

    def take(self, task: OpenTask) -> None:
        """The step is done; if its command refuses, the refusal is kept and the step stays open."""
        try:
            self.driver.do(task, **(replay_acts.given_for(self, task) or {}))
        except DisclosureError as error:
            self.refusals.append(error)
            self.given_up.add(task.id)
        self.settle()

    def let_time_pass(self) -> bool:
        """Whether there is a later day on which something is due; the clock then shows its morning."""
        days = [day for day in self._coming_days() if day > self.today]
        if days:
            self.move_to(min(days))
            self.settle()
        return bool(days)

    def move_to(self, day: date) -> None:
        """The clock shows the morning of that day; it never goes back."""
        self.clock.moment = beijing_moment(day, IN_THE_MORNING)

    def settle(self) -> None:
        """Timers and outbox have done what is due, and what has opened since stands on the path."""
        self.driver.tick()
        for task in self.driver.open_tasks(self.application_id):
            if task.id not in self.seen:
                self.seen.add(task.id)
                self.path.append(task.step)

    def open_tasks(self) -> list[OpenTask]:
        """The open steps that nobody has given up, oldest first."""
        return [task for task in self.driver.open_tasks(self.application_id) if task.id not in self.given_up]

    def settled(self) -> dict[int, Outcome | None]:
        """What the decision table says of each item's recorded facts, by number; None while it can't say."""
        with self.office.reading() as records:
            items = records.get_one(Application, self.application_id).items
            return {item.number: replay_acts.outcome_of(item, self.office) for item in items}

    def is_open(self) -> bool:
        """Whether the case is still to be answered."""
        with self.office.reading() as records:
            return records.get_one(Application, self.application_id).state in OPEN_STATES

    def entries(self) -> list[HistoryEntry]:
        """The history of the application."""
        with self.office.reading() as records:
            return list(history.of(records, records.get_one(Application, self.application_id)))

    def keys_of(self, event: EventName) -> set[str]:
        """The consultations for which the event stands in the history."""
        return {entry.facts["key"] for entry in self.entries() if entry.event is event}

    def happened(self, event: EventName) -> bool:
        """Whether the event stands in the history."""
        return any(entry.event is event for entry in self.entries())

    def facts_of(self, task: OpenTask) -> Facts:
        """The facts of the item that a step is about."""
        with self.office.reading() as records:
            return self.facts[item_of(records.get_one(OpenTask, task.id)).number - 1]

    def letter_kind(self, task: OpenTask) -> str:
        """The catalogue code of the letter that a step is about; empty where it is about none."""
        with self.office.reading() as records:
            return records.get_one(Letter, task.letter_id).kind if task.letter_id else ""

    def facts_behind(self, consultation: Consultation) -> Facts:
        """The facts of the item about which a party is asked."""
        numbers: Sequence[int] = list(consultation.item_numbers)
        return self.facts[numbers[0] - 1]

    def consultations(self) -> list[Consultation]:
        """The parties asked, in the order they were planned."""
        with self.office.reading() as records:
            return consult.consultations(records, self.application_id)

    def alarms(self, name: str) -> list[date]:
        """The days of the planned timers of this name."""
        with self.office.reading() as records:
            mine = (PlannedTimer.application_id == self.application_id, PlannedTimer.name == name)
            moments = records.scalars(select(PlannedTimer.due_at).where(*mine))
            return [beijing_date(moment) for moment in moments if moment]

    def awaits(self, message: str) -> bool:
        """Whether the drawing waits for this message now."""
        with self.office.reading() as records:
            application = records.get_one(Application, self.application_id)
            return any(run.awaits_message(message) for run in self.office.workflow.instances(records, application))

    def _coming_days(self) -> Iterator[date]:
        for task in self.open_tasks():
            if replay_acts.given_for(self, task) is not None:
                yield replay_acts.day_of(self, task)
        yield from replay_messages.coming_days(self)

    def _printable(self, text: str) -> str:
        missing = set(self.office.letters.unprintable(text))
        return "".join("〓" if character in missing else character for character in text)
