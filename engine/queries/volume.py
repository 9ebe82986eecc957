"""How many applications one applicant has made: shown to whoever decides, never a decision by itself.

《条例》第35条、第42条
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.letters.chinese import chinese_date
from engine.office import Office
from engine.permissions import Actor
from engine.queries.facts import case_row
from engine.records import Application, same_applicant
from engine.rules.vocabulary import ApplicantKind

SHOWN = 12


@dataclass(frozen=True)
class Counted:
    """One application that counts."""

    id: int
    case_number: str
    received_on: date | None
    subject: str


@dataclass(frozen=True)
class Volume:
    """The applicant's applications of the calendar year and of the month, this one included, the latest first."""

    this_year: int
    this_month: int
    since: date
    until: date
    latest: tuple[Counted, ...]
    you: str

    @property
    def words(self) -> str:
        """The counts as the notice states them."""
        return (
            f"{chinese_date(self.since)}至{chinese_date(self.until)}，{self.you}共向本机关提出政府信息公开申请"
            f"{self.this_year}件，其中{self.until.month}月{self.this_month}件。"
        )


def volume(application_id: int, *, actor: Actor, office: Office) -> Volume:
    """The counts up to today; NotFound when the case is not this actor's to see."""
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        others = same_applicant.others_of(records, application, key=office.settings.identity_key)
        today = office.clock.today()
        counted = [one for one in (*others, application) if _in_year(one, today)]
        latest = sorted(counted, key=lambda one: (one.received_on or today, one.id), reverse=True)
        return Volume(
            this_year=len(counted),
            this_month=sum(1 for one in counted if one.received_on and one.received_on.month == today.month),
            since=date(today.year, 1, 1),
            until=today,
            latest=_lines(latest[:SHOWN]),
            you="您" if application.applicant_kind is ApplicantKind.NATURAL_PERSON else "贵单位",
        )


def _in_year(application: Application, today: date) -> bool:
    received = application.received_on
    return received is not None and received.year == today.year and received <= today


def _lines(applications: Sequence[Application]) -> tuple[Counted, ...]:
    return tuple(
        Counted(one.id, one.case_number, one.received_on, one.request_text.partition("\n")[0]) for one in applications
    )
