"""What inspectors and citizens ask about a year: late replies, extensions, supplements, confirmation, corrections.

Each figure names the cases behind it; none ranks people. 《条例》第46条
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.queries.access import visible_to
from engine.records import Application, EventName, HistoryEntry, Letter, RemedyCase, history
from engine.records.remedies import CORRECTED
from engine.rules.reply_clock import ReplyClock
from engine.rules.vocabulary import Outcome
from engine.rules.working_days import Calendar

LAST_DAYS = 2
MOST_REASONS = 20


@dataclass(frozen=True)
class Behind:
    """One case behind a figure, and what about it counts; a review of something never registered has no number."""

    application_id: int | None
    case_number: str
    note: str


@dataclass(frozen=True)
class Figure:
    """One answer: its name, how many cases, out of how many, and which."""

    name: str
    cases: tuple[Behind, ...]
    out_of: int | None = None
    hint: str = ""

    @property
    def share(self) -> str:
        """The share in per cent; empty where there is nothing to share."""
        return f"{len(self.cases) / self.out_of:.1%}" if self.out_of else ""


@dataclass(frozen=True)
class Quality:
    """The figures of one year, in groups."""

    year: int
    answered: int
    groups: tuple[tuple[str, tuple[Figure, ...]], ...]


def quality(year: int, *, actor: Actor, office: Office) -> Quality:
    """The figures of the replies served, and of what else happened, in this year, within what the actor may see."""
    require(actor, Action.READ_QUALITY)
    with office.reading() as records:
        calendar = office.calendar(records)
        served = _cases_with(records, EventName.REPLY_SERVED, year, actor)
        clocks = [(entry, case, _clock(records, case, entry, office)) for entry, case in served]
        groups = (
            ("答复是否及时", tuple(_timeliness(clocks, calendar))),
            ("确认收到", tuple(_confirmation(records, year, actor))),
            ("延期理由", tuple(_extensions(records, year, actor))),
            ("补正事项", tuple(_supplements(records, year, actor))),
            ("答复告知的网址", tuple(_dead_links(records, served))),
            ("不属于本机关负责", tuple(_not_ours(records, year, actor))),
            ("复议、诉讼和上级纠正", tuple(_corrected(records, year, actor))),
        )
    return Quality(year, len(served), groups)


def _cases_with(
    records: Session, event: EventName, year: int, actor: Actor
) -> Sequence[tuple[HistoryEntry, Application]]:
    query = (
        select(HistoryEntry, Application)
        .join(Application, HistoryEntry.application_id == Application.id)
        .where(HistoryEntry.event == event, visible_to(actor))
        .where(HistoryEntry.on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(HistoryEntry.id)
    )
    return [(entry, case) for entry, case in records.execute(query)]


def _clock(records: Session, case: Application, served: HistoryEntry, office: Office) -> ReplyClock | None:
    """The clock as it stood at this reply; None for a case that was never received."""
    entries = [entry for entry in history.of(records, case) if entry.id <= served.id]
    if case.received_on is None:
        return None
    return office.reply_clock(records, case, entries, as_of=served.on)


def _timeliness(
    clocks: Sequence[tuple[HistoryEntry, Application, ReplyClock | None]], calendar: Calendar
) -> Iterator[Figure]:
    late, last = [], []
    for entry, case, clock in clocks:
        if clock is None or clock.due_on is None:
            continue
        if clock.late:
            late.append(_behind(case, f"逾{(entry.on - clock.due_on).days}日"))
        elif calendar.count(entry.on, clock.due_on) < LAST_DAYS:
            last.append(_behind(case, f"{entry.on:%m-%d}答复"))
    yield Figure("逾期答复", tuple(late), len(clocks), "送达日期晚于法定到期日的，签发不算送达。")
    yield Figure("最后两个工作日内答复", tuple(last), len(clocks), "到期日当天和前一个工作日送达的。")


def _confirmation(records: Session, year: int, actor: Actor) -> Iterator[Figure]:
    found = _cases_with(records, EventName.RECEIPT_CONFIRMED, year, actor)
    days = [(entry.on - case.arrived_on).days for entry, case in found]
    waited = tuple(_behind(case, f"{n}日") for (_, case), n in zip(found, days, strict=True) if n)
    hint = f"平均{mean(days):.1f}日，最长{max(days)}日。" if days else "没有需要与申请人确认收到之日的申请。"
    yield Figure("来件当日没有确认的", waited, len(found), hint)


def _extensions(records: Session, year: int, actor: Actor) -> Iterator[Figure]:
    found = _cases_with(records, EventName.EXTENSION_NOTIFIED, year, actor)
    asked = {case.id for _, case in found}
    query = select(HistoryEntry).where(
        HistoryEntry.event == EventName.EXTENSION_REQUESTED, HistoryEntry.application_id.in_(asked)
    )
    requests = records.scalars(query.order_by(HistoryEntry.id))
    reasons = {entry.application_id: str(entry.facts.get("reason", "")) for entry in requests}
    yield from _grouped([(case, reasons.get(case.id, "未写明")) for _, case in found], len(found))


def _supplements(records: Session, year: int, actor: Actor) -> Iterator[Figure]:
    found = [case for _, case in _cases_with(records, EventName.SUPPLEMENT_NOTICE_SERVED, year, actor)]
    letters = select(Letter).where(Letter.kind == "D10", Letter.application_id.in_([case.id for case in found]))
    by_case = {case.id: case for case in found}
    defects = [
        (by_case[letter.application_id], str(defect["what"]))
        for letter in records.scalars(letters.order_by(Letter.id))
        for defect in letter.facts.get("defects", ())
    ]
    yield from _grouped(defects, len(found))


def _dead_links(records: Session, served: Sequence[tuple[HistoryEntry, Application]]) -> Iterator[Figure]:
    """Cases answered in the year whose reply names an address that did not answer when it was last asked."""
    by_id = {case.id: case for _, case in served}
    query = select(HistoryEntry).where(HistoryEntry.event == EventName.LINK_CHECKED)
    last = {
        (entry.application_id, entry.facts["address"]): entry
        for entry in records.scalars(query.order_by(HistoryEntry.id))
        if entry.application_id in by_id
    }
    dead = tuple(
        _behind(by_id[case_id], f"{address}，{entry.on:%m-%d}起{entry.facts['trouble']}")
        for (case_id, address), entry in last.items()
        if entry.facts["trouble"]
    )
    hint = "由管理员运行 mingda links 核对；平时不自动访问外部网址。"
    yield Figure("已经打不开的", dead, None, hint)


def _not_ours(records: Session, year: int, actor: Actor) -> Iterator[Figure]:
    answered = _cases_with(records, EventName.REPLY_SERVED, year, actor)
    elsewhere = [case for _, case in answered if any(i.outcome is Outcome.OTHER_AGENCY for i in case.items)]
    asked: Mapping[str, list[Application]] = defaultdict(list)
    for case in elsewhere:
        asked[case.request_text.strip()].append(case)
    again = tuple(_behind(case, "同样内容再次来件") for same in asked.values() for case in same[1:])
    yield Figure("告知不属于本机关负责", tuple(_behind(case) for case in elsewhere), len(answered))
    yield Figure("其中申请人兜圈再来的", again, len(elsewhere), "同样的内容被告知不属于本机关后又向本机关提出。")


def _corrected(records: Session, year: int, actor: Actor) -> Iterator[Figure]:
    ended = list(records.execute(_remedies(year, actor)))
    by_kind: Mapping[str, list[tuple[RemedyCase, Application | None]]] = defaultdict(list)
    for remedy, case in ended:
        by_kind[remedy.kind.label].append((remedy, case))
    for kind, found in by_kind.items():
        wrong = [(remedy, case) for remedy, case in found if remedy.decision in CORRECTED]
        behind = tuple(_told(remedy, case) for remedy, case in wrong)
        yield Figure(f"{kind}：被纠正", behind, len(found))


def _told(remedy: RemedyCase, case: Application | None) -> Behind:
    words = remedy.decision.label if remedy.decision else ""
    return _behind(case, words) if case else Behind(None, f"{remedy.body}{remedy.number}", f"{words}，没有对应申请")


def _remedies(year: int, actor: Actor) -> Select[RemedyCase, Application]:
    return (
        select(RemedyCase, Application)
        .outerjoin(Application, RemedyCase.application_id == Application.id)
        .where(
            or_(RemedyCase.application_id.is_(None), visible_to(actor)),
            RemedyCase.ended_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(RemedyCase.id)
    )


def _grouped(found: Sequence[tuple[Application, str]], out_of: int) -> Iterator[Figure]:
    """One figure for each wording, the most frequent first."""
    groups: Mapping[str, list[Application]] = defaultdict(list)
    for case, words in found:
        groups[words.strip().rstrip("。")].append(case)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    for words, cases in ordered[:MOST_REASONS]:
        yield Figure(words, tuple(_behind(case) for case in cases), out_of)


def _behind(case: Application, note: str = "") -> Behind:
    return Behind(case.id, case.case_number, note)
