"""Reads the tables under cases/: dated events and what the clock must say about them."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from engine.rules.reply_clock import ClockEvent, ClockEventName, ReplyClock, reply_clock
from engine.rules.vocabulary import Channel, ConsultedParty
from engine.rules.working_days import Calendar

FOLDER = Path(__file__).parent / "cases"


def cases(file: str) -> list[dict[str, Any]]:
    """The rows of one table."""
    return list(yaml.safe_load((FOLDER / file).read_text("utf-8")))


def event(row: dict[str, Any]) -> ClockEvent:
    """One line of `events`; YAML reads the bare word `on` as true."""
    rest = {"on" if key is True else key: value for key, value in row.items() if key not in ("event", "to")}
    party = ConsultedParty(row["to"]) if "to" in row else None
    return ClockEvent(event=ClockEventName(row["event"]), to=party, **rest)


def clock_of(case: dict[str, Any], calendar: Calendar | None = None) -> ReplyClock:
    """The clock for one row, judged on its day or on that of its last event."""
    events = [event(row) for row in case["events"]]
    as_of: date = case.get("as_of", max(one.on for one in events))
    channel = Channel(case["channel"]) if "channel" in case else None
    return reply_clock(events, channel=channel, as_of=as_of, calendar=calendar or Calendar.official())


def result(clock: ReplyClock, key: str) -> Any:
    """One field as the tables name it."""
    if key == "excluded":
        return len(clock.excluded_days)
    if key == "windows":
        return [letter.last_day for letter in clock.consultations]
    return getattr(clock, key)
