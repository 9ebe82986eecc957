"""`mingda replay`: cases run through the real processes, commands and clock, and what came out as plain values.

One throw-away office on SQLite serves all cases of a file; nothing of a case is left when the file is done.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import delete

from engine import bootstrap
from engine.clock import BEIJING
from engine.errors import DisclosureError
from engine.passwords import Passwords
from engine.records import PlannedTimer, database, migrations
from engine.rules.readings import Readings
from engine.rules.reply_clock import ReplyClock
from engine.settings import Settings
from engine.tools import (
    replay_articles,
    replay_blocks,
    replay_deadline,
    replay_forbidden,
    replay_lists,
    replay_messages,
    replay_result,
)
from engine.tools.driver import Driver, SetClock
from engine.tools.replay_cases import SPLIT_BY, Case, Facts
from engine.tools.replay_days import WITHOUT_DATES, agenda
from engine.tools.replay_walk import Walk
from engine.tools.sample_office import found_office

Result = dict[str, Any]

MOST_ROUNDS = 2000
READINGS = Readings(platform_receipt_confirms=True, disclosure_interval_days=0)
"""Replay takes a platform's acknowledgement as the confirmation by both sides; an office by default does not."""


def run(cases: Sequence[Case], *, today: date) -> Iterator[Result]:
    """The result of each case, in order; `today` is the day on which a case without a reply is judged."""
    with throw_away_office() as driver:
        for case in cases:
            yield run_case(case, driver, today=today)
            _silence_alarms(driver)


def run_case(case: Case, driver: Driver, *, today: date) -> Result:
    """One case walked as far as its facts carry it, in one application or several, and read back."""
    done = [_read(_walk(case, places, driver), places, today) for places in case.applications()]
    by_place = {place: (one, came) for one in done for place, came in zip(one.places, one.came, strict=True)}
    items = [by_place[place] for place in sorted(by_place)]
    outcome, ground, row = replay_result.whole_of(came for _, came in items)
    cited = [replay_articles.of_item(one.walk, case.items[place], came) for place, (one, came) in enumerate(items)]
    return {
        "id": case.id,
        "outcome": outcome,
        "ground": ground,
        "articles": _once([code for codes in cited for code in codes], *(one.articles() for one in done)),
        "report_row": row,
        "items": [came.as_item(codes) for (_, came), codes in zip(items, cited, strict=True)] if case.has_parts else [],
        "required_steps": _once(*(replay_lists.required_steps(one.seen()) for one in done)),
        "reply_must_contain": _once(*(replay_blocks.contents(one.walk) for one in done)),
        "refused": _once(*(one.refused() for one in done)),
        "missing": _once(*(came.missing for _, came in items if came.outcome == replay_result.UNDETERMINED)),
        "remedy": next((kind for one in done if (kind := replay_result.remedy_of(one.walk))), None),
        "letters": [letter.kind for one in done for letter in replay_result.letters_of(one.walk)],
        "deadline": replay_deadline.block(done[0].walk, done[0].clock),
        "why": _once(*(one.why() for one in done)),
        "path": [step for one in done for step in one.walk.path],
    }


@dataclass(frozen=True)
class Done:
    """One application at the end of its walk: the places of its items in the case, and what was read back."""

    walk: Walk
    places: Sequence[int]
    came: Sequence[replay_result.Came]
    clock: ReplyClock | None

    def seen(self) -> replay_lists.Seen:
        """What the walk has left behind."""
        return replay_lists.Seen.of(self.walk, self.came, self.clock)

    def articles(self) -> list[str]:
        """The articles of the application as a whole."""
        return list(replay_articles.of_walk(self.walk, self.came, self.clock))

    def refused(self) -> list[str]:
        """The forbidden acts that were tried and refused."""
        return [act for act, error in self.walk.tried.items() if error is not None]

    def why(self) -> list[str]:
        """What decided each item, what was not permitted, which act was refused and why, what the clock warns of."""
        decided = [line for came in self.came for line in came.why]
        stopped = [f"未获准：{error.message}" for error in self.walk.refusals]
        refused = [f"{act}：{_said(error)}" for act, error in self.walk.tried.items() if error is not None]
        return [*decided, *stopped, *refused, *(self.clock.warnings if self.clock else ())]


def _said(error: DisclosureError) -> str:
    """What the command said, with the article it named."""
    article = getattr(error, "article", "")
    return f"{error.message}（{article}）" if article else error.message


def as_json(results: Sequence[Result]) -> str:
    """The results as the file that `--json` writes: one object a case, the same bytes for the same facts."""
    return json.dumps(list(results), ensure_ascii=False, indent=1) + "\n"


def _silence_alarms(driver: Driver) -> None:
    """The alarms of the cases read so far ring no more, wherever the next case puts the clock."""
    with driver.office.transaction() as records:
        records.execute(delete(PlannedTimer))


def _walk(case: Case, places: Sequence[int], driver: Driver) -> Walk:
    facts = [case.items[place] for place in places]
    own = {name: facts[0].get(name) for name in SPLIT_BY if facts[0].has(name)}
    whole = Facts({**case.facts.given, **own}) if len(facts) > 1 else facts[0]
    with driver.office.reading() as records:
        calendar = driver.office.calendar(records)
    clock = driver.office.clock
    assert isinstance(clock, SetClock)  # noqa: S101  # the throw-away office is built with one
    walk = Walk(driver, clock, calendar, whole, facts, agenda(whole, calendar))
    walk.move_to(walk.agenda.start)
    replay_forbidden.try_at(walk, None, "register")
    walk.begin()
    for _ in range(MOST_ROUNDS):
        if not _go_on(walk):
            break
    replay_forbidden.try_at(walk, None, replay_forbidden.AT_THE_END)
    return walk


def _go_on(walk: Walk) -> bool:
    """Whether anything could still be done: a message, a step, or waiting for a day on which there will be."""
    for opened in walk.open_tasks():
        replay_forbidden.try_at(walk, opened, opened.step)
    if replay_messages.take(walk):
        return True
    task = walk.next_step()
    if task is None:
        return walk.let_time_pass()
    walk.take(task)
    return True


def _read(walk: Walk, places: Sequence[int], today: date) -> Done:
    return Done(walk, places, replay_result.items_of(walk), replay_deadline.clock_of(walk, today=today))


def _once(*lists: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for values in lists for value in values))


@contextmanager
def throw_away_office() -> Iterator[Driver]:
    """A founded office in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="mingda-replay-") as folder:
        url = f"sqlite:///{Path(folder) / 'office.db'}"
        engine = database.connect(url)
        migrations.upgrade(engine)
        engine.dispose()
        settings = Settings(database_url=url, secret_key=b"replay", identity_key=bytes(32), demo=True)
        clock = SetClock(datetime.combine(WITHOUT_DATES, time(9, 30), BEIJING))
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        office = bootstrap.build(settings, clock=clock, passwords=Passwords(hasher))
        office.readings = READINGS
        found_office(office)
        try:
            yield Driver(office)
        finally:
            office.engine.dispose()
