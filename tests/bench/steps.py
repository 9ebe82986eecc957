"""One human task through the command: beside the bare engine, after a long history, and ten thousand times."""

import gc
import re
from pathlib import Path

from sqlalchemy import select

from engine.commands import review
from engine.office import Office
from engine.permissions import Role
from engine.records import OpenTask, ProcessInstance
from engine.tools.driver import Driver
from engine.tools.steps import AGREED
from tests.bench import floors
from tests.bench.site import WARM, Measured, in_turn

GOALS = {"sqlite": 4.5, "postgresql": 3.0}
ROUNDS = 60
STEP = "check_document"
SEND_BACKS = 500
LONG_LIVED = 12
"""Cases with a long history that are measured; each takes 500 rounds to make, so they share one."""
SENT_BACK = {"opinion": review.Opinion(agreed=False, words="请核对后再送。")}


def step(database: str, office: Office) -> list[Measured]:
    """核稿: claim, permission, rule, history, task list, timers and outbox, committed."""
    driver = Driver(office)
    for _ in range(WARM + ROUNDS):
        driver.run(driver.register().application_id, until=STEP)
    states = _states(office)
    floors.keep_states(office.engine, states)
    keys, checker = sorted(states), driver.actor(Role.DOCUMENT_CHECKER)
    serializer = office.workflow.catalogue.serializer
    ours, floor = in_turn(
        ROUNDS,
        lambda n: review.check_document(keys[n], AGREED, actor=checker, office=office),
        lambda n: floors.stored_step(office.engine, serializer, keys[n], {"agreed": True}),
    )
    return [Measured("step", database, ours, floor, GOALS[database])]


def history(database: str, office: Office) -> list[Measured]:
    """The same step and the same stored bytes, after 500 send-backs and after none."""
    driver = Driver(office)
    old, new = driver.register().application_id, driver.register().application_id
    _send_back(driver, old, SEND_BACKS)
    _send_back(driver, new, 0)
    sizes = [_bytes(office, case) for case in (old, new)]
    rounds = {old: 0, new: 0}

    def there_and_back(case: int) -> None:
        """One send-back and the new draft, as the office lives with it."""
        driver.step(case, "review_by_unit", **SENT_BACK)
        driver.step(case, "draft_decision")
        rounds[case] += 1

    ours, floor = in_turn(30, lambda _: there_and_back(old), lambda _: there_and_back(new))
    return [
        Measured("history", database, ours / 2, floor / 2, 1.15),
        Measured("history_bytes", database, sizes[0], sizes[1], 1.15, "bytes"),
    ]


def memory(database: str, office: Office) -> list[Measured]:
    """Resident megabytes after 10,000 steps and after 100."""
    driver, done, early = Driver(office), 0, 0.0
    while done < 10_000:
        done += len(driver.run(driver.register().application_id, until="seal_reply"))
        if not early and done >= 100:
            early = _resident()
    return [Measured("memory", database, _resident(), early, 1.1, "MB")]


def open_at_step(office: Office, cases: list[int]) -> list[int]:
    """The open steps of these cases at which a step is measured."""
    with office.reading() as records:
        query = select(OpenTask.id).where(OpenTask.application_id.in_(cases), OpenTask.step == STEP)
        return list(records.scalars(query))


def _send_back(driver: Driver, case: int, times: int) -> None:
    driver.run(case, until="review_by_unit")
    for _ in range(times):
        driver.step(case, "review_by_unit", **SENT_BACK)
        driver.step(case, "draft_decision")


def _bytes(office: Office, case: int) -> int:
    with office.reading() as records:
        bodies = records.scalars(select(ProcessInstance.body).where(ProcessInstance.application_id == case))
        return sum(map(len, bodies))


def _states(office: Office) -> dict[int, tuple[str, bytes]]:
    """Open step → its engine task and the engine state of its run."""
    with office.reading() as records:
        query = select(OpenTask.id, OpenTask.engine_task_id, ProcessInstance.body).join(ProcessInstance)
        return {key: (task, body) for key, task, body in records.execute(query.where(OpenTask.step == STEP))}


def _resident() -> float:
    gc.collect()
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert found
    return int(found[1]) / 1024
