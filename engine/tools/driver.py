"""Drives a case through its real steps, as the people of an office would: for the demo, the replay and the tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from engine import outbox
from engine.clock import Clock
from engine.commands import decide, deliver, handle, register, review, serve, withdraw
from engine.commands.register import ApplicationEntry, Registered, Registration
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import Application, Duty, OpenTask, Person, RequestedItem, Unit
from engine.rules.outcome import ItemFacts
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod
from engine.tools.sample_answers import sample_answer

AGREED = review.Opinion(agreed=True, words="同意。")


class SetClock(Clock):
    """A clock that stands where it is put."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **span: float) -> None:
        """The clock has moved on by this span."""
        self.moment += timedelta(**span)


@dataclass
class Driver:
    """One office with people in every role; each method does what a person would do on a page."""

    office: Office
    facts: ItemFacts = field(default_factory=ItemFacts)

    def actor(self, role: Role, unit_id: int | None = None) -> Actor:
        """Somebody who holds the role (in the unit, if one is named)."""
        with self.office.reading() as records:
            query = select(Person).join(Duty).where(Duty.role == role, Person.active).order_by(Person.id)
            people = records.scalars(query).unique().all()
            return next(p.actor() for p in people if unit_id is None or p.unit_id == unit_id)

    def register(self, **entry: Any) -> Registered:
        """A registered application; say only what matters."""
        today = self.office.clock.today()
        received_on = entry.pop("received_on", today)
        evidence = entry.pop("evidence", "登记窗口当面签收")
        given = {
            "entry_key": str(uuid4()),
            "channel": Channel.IN_PERSON,
            "arrived_on": received_on,
            "applicant_kind": ApplicantKind.NATURAL_PERSON,
            "applicant_name": "甲某",
            "phone": "13800000000",
            "postcode": "430000",
            "address": "某省某市示例路1号",
            "items": ("某小区人防工程竣工验收备案文件",),
            "form_wanted": "纸质",
            "delivery": DeliveryMethod.POSTAL,
            **entry,
        }
        return register.register_application(
            ApplicationEntry(**given),
            Registration(received_on=received_on, evidence=evidence),
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
        actor = self._actor_of(task)
        STEPS[task.step](self, task, actor, given)
        return task.step

    def run(self, application_id: int, until: str | None = None) -> list[str]:
        """Steps are done one after another until `until` is open or nothing is; returns their names."""
        done: list[str] = []
        while tasks := self.open_tasks(application_id):
            if until in {task.step for task in tasks}:
                break
            done.append(self.step(application_id))
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

    def _actor_of(self, task: OpenTask) -> Actor:
        if task.assignee_id is not None:
            with self.office.reading() as records:
                return records.get_one(Person, task.assignee_id).actor()
        return self.actor(task.role, task.unit_id)


Given = Mapping[str, Any]


def _register(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    registration = Registration(received_on=driver.office.clock.today(), evidence="登记窗口当面签收")
    register.register(task.id, given.get("registration", registration), actor=actor, office=driver.office)


def _check(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    handle.check_application(task.id, handle.ApplicationCheck(**given), actor=actor, office=driver.office)


def _assign(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    with driver.office.reading() as records:
        unit = records.scalars(
            select(Unit.id).join(Person, Person.unit_id == Unit.id).join(Duty).where(Duty.role == Role.HANDLER)
        ).first()
    assignment = handle.Assignment(**{"unit_id": unit, **given})
    handle.assign_handler(task.id, assignment, actor=actor, office=driver.office)


def _search(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    record = {
        "searched_on": driver.office.clock.today(),
        "systems": ("公文管理系统", "机关档案室"),
        "terms": ("人防工程", "竣工验收备案"),
        "years": "2015年至2026年",
        "units": ("工程管理处",),
        "found": True,
        "result": "检索到相符文件。",
        **given,
    }
    handle.record_search(task.id, handle.SearchRecord(**record), actor=actor, office=driver.office)


def _secrecy(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    opinion = {"holds_classified": False, "opinion": "经审查，不涉及国家秘密。", **given}
    handle.review_secrecy(task.id, handle.SecrecyOpinion(**opinion), actor=actor, office=driver.office)


def _items(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    facts: Mapping[int, ItemFacts] = given.get("facts", {})
    with driver.office.reading() as records:
        items = records.get_one(Application, task.application_id).items
        reviews = [handle.ItemReview(item_id=i.id, facts=facts.get(i.number, driver.facts)) for i in items]
    handle.review_items(task.id, reviews, actor=actor, office=driver.office)


def _draft(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    with driver.office.reading() as records:
        items = records.get_one(Application, task.application_id).items
        decisions = [_decision(driver, item, given) for item in items]
    decide.draft_decision(task.id, decisions, actor=actor, office=driver.office)


def _decision(driver: Driver, item: RequestedItem, given: Given) -> decide.ItemDecision:
    outcome, _, _ = decide.admissible(item, driver.office)
    outcome = given.get("outcomes", {}).get(item.number, outcome)
    answer = given.get("answers", {}).get(item.number) or sample_answer(outcome, driver.office.clock.today())
    return decide.ItemDecision(item_id=item.id, outcome=outcome, answer=answer)


def _agree(command: Callable[..., None]) -> Callable[[Driver, OpenTask, Actor, Given], None]:
    def give(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
        command(task.id, given.get("opinion", AGREED), actor=actor, office=driver.office)

    return give


def _seal(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    sealing = serve.Sealing(**{"register_entry": f"用印{task.id}", **given})
    serve.seal_reply(task.id, sealing, actor=actor, office=driver.office)


def _serve(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    service = {
        "method": DeliveryMethod.POSTAL,
        "served_on": driver.office.clock.today(),
        "recipient": "申请人",
        "tracking_number": "1234567890123",
        **given,
    }
    serve.serve_reply(task.id, serve.Service(**service), actor=actor, office=driver.office)


def _archive(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    archiving = {"file_number": f"依申请{task.application_id}", "retention": "30年", **given}
    serve.archive_case(task.id, serve.Archiving(**archiving), actor=actor, office=driver.office)


def _confirm(driver: Driver, task: OpenTask, actor: Actor, given: Given) -> None:
    withdraw.confirm_withdrawal(task.id, given.get("remark", "已核实。"), actor=actor, office=driver.office)


STEPS: dict[str, Callable[[Driver, OpenTask, Actor, Given], None]] = {
    "register": _register,
    "check_application": _check,
    "assign_handler": _assign,
    "record_search": _search,
    "review_secrecy": _secrecy,
    "review_items": _items,
    "draft_decision": _draft,
    "review_by_unit": _agree(review.review_by_unit),
    "review_legality": _agree(review.review_legality),
    "check_document": _agree(review.check_document),
    "approve_reply": _agree(review.approve_reply),
    "endorse_reply": _agree(review.endorse_reply),
    "sign_as_deputy": _agree(review.sign_as_deputy),
    "sign_as_head": _agree(review.sign_as_head),
    "verify_reply": _agree(review.verify_reply),
    "seal_reply": _seal,
    "serve_reply": _serve,
    "archive_case": _archive,
    "confirm_withdrawal": _confirm,
}
"""What a person does at each step, with the usual values where nothing is given."""
