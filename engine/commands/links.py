"""The addresses that our replies sent people to: whether each still answers. Run by whoever wants it; no timer does.

《条例》第36条第（一）项
"""

import json
import re
from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.office import Office
from engine.permissions import Actor
from engine.post.links import trouble_of
from engine.records import Application, EventName, HistoryEntry, Letter, LetterState, history

ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-]+(?::\d+)?(?:/[A-Za-z0-9\-._~%!$&'*+,=:@/?#]*)?")
"""An address as a letter prints it: Chinese words and marks around it are none of it."""


def check_links(office: Office, *, ask: Callable[[str], str] = trouble_of) -> tuple[int, int]:
    """Each address was asked once, and what changed stands in the history of its cases.

    Returns how many addresses there are and how many do not answer. Asked outside any transaction.
    """
    with office.reading() as records:
        named = _named(records)
    answers = {address: ask(address) for address in sorted({each for found in named.values() for each in found})}
    for application_id, addresses in named.items():
        _note(application_id, {address: answers[address] for address in addresses}, office)
    return len(answers), sum(1 for trouble in answers.values() if trouble)


def dead_links(records: Session, application: Application) -> dict[str, str]:
    """Address → why it did not answer when it was last asked."""
    query = select(HistoryEntry).where(
        HistoryEntry.application_id == application.id, HistoryEntry.event == EventName.LINK_CHECKED
    )
    last = {e.facts["address"]: e.facts["trouble"] for e in records.scalars(query.order_by(HistoryEntry.id))}
    return {address: trouble for address, trouble in last.items() if trouble}


def _named(records: Session) -> dict[int, set[str]]:
    """Case → the addresses that its served replies name."""
    found: dict[int, set[str]] = {}
    served = select(Letter.application_id, Letter.facts).where(
        Letter.state == LetterState.SERVED, Letter.series == "reply"
    )
    for application_id, facts in records.execute(served):
        for address in ADDRESS.findall(json.dumps(facts, ensure_ascii=False)):
            found.setdefault(application_id, set()).add(address.rstrip(".,"))
    return found


def _note(application_id: int, troubles: Mapping[str, str], office: Office) -> None:
    """What is not as it was last time is told once."""
    with office.transaction() as records:
        application = records.get_one(Application, application_id)
        known = dead_links(records, application)
        for address, trouble in troubles.items():
            if bool(trouble) != (address in known):
                history.add(
                    records, application, EventName.LINK_CHECKED, Actor.calendar(), office.clock,
                    address=address, trouble=trouble,
                )  # fmt: skip
