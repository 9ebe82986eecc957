"""The one way to promise an effect: it is carried out after the transaction, once for its key."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from engine.clock import BEIJING
from engine.records.processes import OutboxEntry
from engine.rules.escalation import out_of_quiet_hours


def promise(  # noqa: PLR0913  # one flat list of what a promise is
    kind: str,
    key: str,
    facts: Mapping[str, Any],
    *,
    now: datetime,
    application_id: int | None = None,
    after: timedelta = timedelta(0),
    by_day: bool = False,
) -> OutboxEntry:
    """The promise, to be added to the transaction: due `after` now, or `by_day` not before the quiet hours end."""
    first = out_of_quiet_hours(now.astimezone(BEIJING)) if by_day else now + after
    return OutboxEntry(
        application_id=application_id, kind=kind, key=key, facts=dict(facts), created_at=now, next_try_at=first
    )
