"""Drives a case through its real steps, as the people of an office would: for the demo, the replay and the tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from engine import outbox
from engine.clock import Clock
from engine.commands import deliver, register, withdraw
from engine.commands.register import ApplicationEntry, Registered, Registration
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import Duty, OpenTask, Person
from engine.rules.outcome import DISCLOSABLE, ItemFacts
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod
from engine.tools.steps import STEPS


class SetClock(Clock):
    """A clock that stands where it is put."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment in UTC, as a server's clock gives it: whoever needs Beijing's hours must ask for them."""
        return self.moment.astimezone(UTC)

    def advance(self, **span: float) -> None:
        """The clock has moved on by this span."""
        self.moment += timedelta(**span)


@dataclass
class Driver:
    """One office with people in every role; each method does what a person would do on a page.

    `facts` are what reviewers find about every item, unless a step is told otherwise.
    """

    office: Office
    facts: ItemFacts = DISCLOSABLE

    def actor(self, role: Role, unit_id: int | None = None) -> Actor:
        """Somebody who holds the role (in the unit, if one is named)."""
        with self.office.reading() as records:
            query = select(Person).join(Duty).where(Duty.role == role, Person.active).order_by(Person.id)
            people = records.scalars(query).unique().all()
            return next(p.actor() for p in people if unit_id is None or p.unit_id == unit_id)

    def entry(self, **given: Any) -> ApplicationEntry:
        """An application as it comes in; say only what matters."""
        usual = {
            "entry_key": str(uuid4()),
            "channel": Channel.IN_PERSON,
            "arrived_on": self.office.clock.today(),
            "applicant_kind": ApplicantKind.NATURAL_PERSON,
            "applicant_name": "甲某",
            "phone": "13800000000",
            "postcode": "430000",
            "address": "某省某市示例路1号",
            "items": ("某小区人防工程竣工验收备案文件",),
            "form_wanted": "纸质",
            "delivery": DeliveryMethod.POSTAL,
        }
        return ApplicationEntry(**{**usual, **given})

    def register(self, **given: Any) -> Registered:
        """A registered application; where its channel settles it, received on `received_on` (default: today)."""
        received_on = given.pop("received_on", None)
        marked, at_once = given.pop("bears_level_mark", False), given.pop("on_the_spot", False)
        evidence = given.pop("evidence", "登记窗口当面签收")
        if received_on is not None:
            given.setdefault("arrived_on", received_on)
        return register.register_application(
            self.entry(**given),
            Registration(received_on=received_on, evidence=evidence, bears_level_mark=marked, on_the_spot=at_once),
            actor=self.actor(Role.REGISTRAR),
            office=self.office,
        )

    def open_tasks(self, application_id: int) -> list[OpenTask]:
        """The open steps of a case, oldest first."""
        with self.office.reading() as records:
            query = select(OpenTask).where(OpenTask.application_id == application_id).order_by(OpenTask.id)
            return list(records.scalars(query))

    def step(self, application_id: int, name: str | None = None, **given: Any) -> str:
        """One open step is done, by somebody of its lane; returns its name."""
        task = next(t for t in self.open_tasks(application_id) if name is None or t.step == name)
        self.do(task, **given)
        return task.step

    def do(self, task: OpenTask, **given: Any) -> None:
        """This open step is done, by somebody of its lane."""
        STEPS[task.step](self, task, self.actor_of(task), given)

    def run(
        self, application_id: int, until: str | None = None, given: Mapping[str, Mapping[str, Any]] | None = None
    ) -> list[str]:
        """Steps are done one after another until `until` is open or nothing is; returns their names.

        `given` holds, by step, what is not as usual.
        """
        done: list[str] = []
        while tasks := self.open_tasks(application_id):
            if until in {task.step for task in tasks}:
                break
            done.append(self.step(application_id, tasks[0].step, **(given or {}).get(tasks[0].step, {})))
            self.tick()
        return done

    def tick(self) -> None:
        """The timers and the outbox have done what is due."""
        deliver.wake_due(self.office)
        outbox.carry_out_due(self.office)

    def withdraw(self, application_id: int, on: date | None = None) -> None:
        """The applicant has taken the application back."""
        withdrawal = withdraw.Withdrawal(stated_on=on or self.office.clock.today(), identity_checked="核对身份证件原件")
        withdraw.record_withdrawal(application_id, withdrawal, actor=self.actor(Role.REGISTRAR), office=self.office)

    def actor_of(self, task: OpenTask) -> Actor:
        """Whoever holds the open step, else somebody of its lane."""
        if task.assignee_id is not None:
            with self.office.reading() as records:
                return records.get_one(Person, task.assignee_id).actor()
        return self.actor(task.role, task.unit_id)
