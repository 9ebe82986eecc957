"""Which articles a case rests on: what decided or was weighed, what is under way, what was refused, which clock ran."""

import re
from collections.abc import Iterable, Iterator

from engine.errors import RuleViolation
from engine.records import Application, EventName
from engine.rules.articles import REGULATIONS
from engine.rules.receipt import RECEIPT_RULES, channel_counted
from engine.rules.reply_clock import ReplyClock
from engine.rules.vocabulary import ConsultedParty
from engine.tools.replay_cases import Facts
from engine.tools.replay_lists import fee_of
from engine.tools.replay_result import CONSULTING, CORRECTION, NOT_RECEIVED, Came
from engine.tools.replay_walk import Walk

_CITED = re.compile(r"第(\d+)条(?:第(\d+)款)?(?:第（([一二三四五六七])）项)?")
_DIGITS = "零一二三四五六七"

HOLDERS = {
    "obtained_from_private": "10(1)",
    "subordinate_agency_made_this_agency_approved": "10(1)",
    "subordinate_agency_made": "10(2)",
    "this_agency_lead": "10(3)",
    "joint_lead": "10(3)",
    "joint_nonlead": "10(3)",
}
"""The paragraph of article 10 that a finding on whose paper it is rests on. 《条例》第10条"""

UNDER_WAY = {CORRECTION: ("29", "30"), NOT_RECEIVED: ("31",), CONSULTING: ("15", "32", "36")}
OPEN_STEPS = {"weigh_opinions": ("15", "32", "36"), "search_item": ("36", "36(4)")}
"""Steps at which a walk came to a stand → what they serve; any other step serves the answer itself."""

EVENTS: dict[EventName, tuple[str, ...]] = {
    EventName.SUPPLEMENT_NOTICE_DRAFTED: ("30",),
    EventName.EXTENSION_NOTIFIED: ("33(2)",),
}
"""What stands in the history → the articles by which it was done."""


def of_item(walk: Walk, facts: Facts, came: Came) -> list[str]:
    """The articles of one item: those of its outcome or of the step under way, and of what was weighed on the way."""
    found = list(came.articles)
    if not came.is_final:
        found += UNDER_WAY.get(came.outcome, ())
        found += [code for step in came.missing for code in OPEN_STEPS.get(step, ("36",))]
    if "examine_nature" in walk.path and facts.word("holder") in HOLDERS:
        found.append(HOLDERS[facts.word("holder")])
    if came.weighed:
        found += _weighed(facts)
    return list(dict.fromkeys(found))


def of_walk(walk: Walk, came: Iterable[Came], clock: ReplyClock | None) -> Iterator[str]:
    """The articles of the application as a whole: receipt, refusals, steps, clock, volume and fee."""
    yield from _receipt(walk)
    for error in (*walk.tried.values(), *walk.refusals):
        if isinstance(error, RuleViolation):
            yield from codes(error.article)
    for entry in walk.entries():
        yield from EVENTS.get(entry.event, ())
    for party in walk.consultations():
        yield from ("34" if party.to is ConsultedParty.CO_MAKER else "32", "33(3)")
    if clock is not None or walk.whole.has("channel") or not all(one.is_final for one in came):
        yield "33(2)"
    yield from _charged(walk.whole)


def _charged(whole: Facts) -> Iterator[str]:
    """《条例》第35条、第42条"""
    if whole.flag("volume.excessive"):
        yield "35"
    if fee_of(whole) is not None or whole.has("delivery"):
        yield "42"


def codes(printed: str) -> Iterator[str]:
    """The codes of the articles of the Regulations in a citation such as 《条例》第36条第（三）项."""
    if not printed.startswith(REGULATIONS):
        return
    for number, paragraph, item in _CITED.findall(printed):
        part = paragraph or (str(_DIGITS.index(item)) if item else "")
        yield f"{number}({part})" if part else number


def _weighed(facts: Facts) -> Iterator[str]:
    """The articles of the grounds that the facts raise, whether they stand or not. 《条例》第14条至第16条、第37条"""
    nature = facts.word("file_nature")
    if facts.has("secret"):
        yield from ("14", "36(3)")
    if facts.has("third_party"):
        yield "15"
    if nature.startswith("internal_affairs"):
        yield "16(1)"
    elif nature:
        yield "16(2)"
    if facts.has("severable"):
        yield "37"


def _receipt(walk: Walk) -> Iterator[str]:
    """《条例》第31条"""
    if not walk.whole.has("channel"):
        return
    with walk.office.reading() as records:
        application = records.get_one(Application, walk.application_id)
    if application.received_on is not None:
        yield RECEIPT_RULES[channel_counted(application.channel, application.stray_channel)].article.code
    yield "31"
