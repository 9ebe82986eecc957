"""On which day each step is done and each message comes in: by the dates of the facts, else on a usual day."""

from dataclasses import dataclass
from datetime import date

from engine.rules.time_limits import SUPPLEMENT_NOTICE, THIRD_PARTY_OPINION
from engine.rules.vocabulary import Channel, StrayChannel
from engine.rules.working_days import Calendar
from engine.tools.replay_cases import Facts

WITHOUT_DATES = date(2024, 3, 4)
"""The day on which a case without dates comes in."""

STARTS = ("received", "system_confirmed", "system_received", "submitted")
REPLIES = ("reply_sent", "reply_served", "reply_made")

SILENCE = {"silent", "one_refuse_one_silent"}

CHANNELS: dict[str, tuple[Channel, StrayChannel | None]] = {
    "in_person": (Channel.IN_PERSON, None),
    "mail": (Channel.MAIL_SIGNED, None),
    "mail_signed": (Channel.MAIL_SIGNED, None),
    "mail_refused_by_agency": (Channel.MAIL_SIGNED, None),
    "ordinary_letter": (Channel.ORDINARY_LETTER, None),
    "online_platform": (Channel.ONLINE_PLATFORM, None),
    "email_designated": (Channel.EMAIL_DESIGNATED, None),
    "email_non_designated": (Channel.EMAIL_DESIGNATED, StrayChannel.EMAIL_NON_DESIGNATED),
    "private_courier": (Channel.ORDINARY_LETTER, StrayChannel.PRIVATE_COURIER),
}


def channel_of(facts: Facts) -> tuple[Channel, StrayChannel | None]:
    """How the application came in; where the guide lists no channels, a mailbox the applicant chose is one.

    国办公开办函〔2017〕19号
    """
    channel, stray = CHANNELS.get(facts.word("channel"), (Channel.IN_PERSON, None))
    unlisted = facts.flag("guide_lists_channels") is False and not facts.flag("guide_excludes_this_mailbox")
    return (channel, None) if stray is StrayChannel.EMAIL_NON_DESIGNATED and unlisted else (channel, stray)


def start_of(facts: Facts) -> date | None:
    """The day that counts as receipt, as the contract of `mingda replay` reads the dates; None without one."""
    return next((day for name in STARTS if (day := facts.day(name))), None)


def reply_of(facts: Facts) -> date | None:
    """The day that counts as reply; None when none was given or it lies before the receipt."""
    day = next((day for name in REPLIES if (day := facts.day(name))), None)
    start = start_of(facts)
    return None if day is None or (start is not None and day < start) else day


@dataclass(frozen=True)
class Agenda:
    """The days of one application; `given` are those that the facts themselves name."""

    start: date
    notice: date
    supplemented: date
    letter: date
    letter_received: date | None
    answered: date
    extension: date | None
    decision: date
    reply: date | None
    given: frozenset[date]


def agenda(facts: Facts, calendar: Calendar) -> Agenda:
    """The days of the facts, and usual ones in between; none lies before the receipt."""
    start = start_of(facts) or WITHOUT_DATES
    notice = facts.day("correction_notice") or calendar.after(start, _usual_notice(facts))
    letter = facts.day("consult_sent") or calendar.after(start, 2)
    answered = facts.day("consult_closed") or calendar.after(letter, 5)
    received = facts.day("third_party_received") or _derived_receipt(facts, letter, calendar)
    extension, reply = facts.day("extension_notice"), reply_of(facts)
    decision = max(start, facts.day("reply_made") or reply or start, extension or start)
    return Agenda(
        start=start,
        notice=max(notice, start),
        supplemented=max(facts.day("corrected_received") or calendar.after(notice, 5), start),
        letter=max(letter, start),
        letter_received=max(received, start) if received else None,
        answered=max(answered, start),
        extension=max(extension, start) if extension else None,
        decision=decision,
        reply=reply,
        given=frozenset({*facts.days(), start, *([received] if received else [])}),
    )


def _usual_notice(facts: Facts) -> int:
    """The working day after receipt on which a supplement notice goes out that the facts do not date."""
    late = facts.flag("correction.in_time") is False
    return SUPPLEMENT_NOTICE.working_days + 1 if late else 3


def _derived_receipt(facts: Facts, letter: date, calendar: Calendar) -> date | None:
    """When a party kept silent to the end of its term, the day that term was counted from."""
    closed = facts.day("consult_closed")
    silent = {facts.word("third_party.response"), facts.word("joint_agency.response")} & SILENCE
    if closed is None or facts.day("consult_sent") is None or not silent:
        return None
    return max(letter, calendar.before(closed, THIRD_PARTY_OPINION.working_days))
