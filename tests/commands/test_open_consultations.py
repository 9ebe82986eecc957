"""A party that is still asked holds up the signing of the reply; whoever answered, was silent or away, does not."""

import pytest

from engine.commands.signing import open_consultations
from engine.records import EventName, HistoryEntry


def entry(event: EventName, key: str) -> HistoryEntry:
    return HistoryEntry(event=event, facts={"key": key})


@pytest.mark.parametrize(
    "end", [EventName.OPINION_RECEIVED, EventName.SILENCE_CONFIRMED, EventName.CONSULTATION_RETURNED]
)
def test_a_consultation_is_open_until_it_ends(end: EventName) -> None:
    """《条例》第32条、第34条"""
    sent = [entry(EventName.CONSULTATION_SENT, "1"), entry(EventName.CONSULTATION_SENT, "2")]
    assert open_consultations([]) == 0
    assert open_consultations(sent) == 2
    assert open_consultations([*sent, entry(end, "1")]) == 1
