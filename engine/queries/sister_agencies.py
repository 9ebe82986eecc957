"""兄弟机关名录 as pages show it: who stands today, who has ended and who followed, what changed when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from engine.errors import NotFound
from engine.letters.workbooks import list_workbook
from engine.office import Office
from engine.records import EventName, HistoryEntry
from engine.records.sister_agencies import directory
from engine.rules.sister_agencies import COLUMNS, DatedAgency, Directory, day_in_words, nearest, successor_on

MOST = 500
CHANGES = {"added": "列入", "changed": "修改", "ended": "写明截止日期", "restored": "撤销截止日期"}
SHOWN = {
    "name": "名称", "answers_for": "职责事项", "address": "地址", "phone": "电话", "website": "网址", "note": "备注",
    "valid_from": "起始", "valid_to": "截止", "successor": "承接机关",
}  # fmt: skip


@dataclass(frozen=True)
class DirectoryLine:
    """One agency, how it stands today, and who has its functions when it no longer does."""

    agency: DatedAgency
    standing: str
    successor: DatedAgency | None

    @property
    def is_current(self) -> bool:
        """Whether an applicant can be sent there today."""
        return self.standing == "现行"


@dataclass(frozen=True)
class DirectoryChange:
    """One entry of the history: when, who, what was done, and what differs from before."""

    at: datetime
    who: str
    what: str
    differing: tuple[str, ...]


def lines(office: Office, words: str = "") -> tuple[DirectoryLine, ...]:
    """The directory, those who stand today first; with words, what they point to, the closest first."""
    with office.reading() as records:
        known = directory(records)
    chosen = nearest(words, known.values(), most=MOST) if words.strip() else tuple(known.values())[:MOST]
    found = [_line(each, known, office) for each in chosen]
    return tuple(found if words.strip() else sorted(found, key=lambda line: not line.is_current))


def workbook(office: Office) -> bytes:
    """The whole directory as a workbook, which can be filled in further and imported."""
    heads = (*COLUMNS.values(), "截止日期", "承接机关")
    with office.reading() as records:
        known = directory(records)
    rows = (
        (
            *(getattr(each, name) for name in COLUMNS), each.valid_to,
            known[each.successor_id].name if each.successor_id else "",
        )
        for each in known.values()
    )  # fmt: skip
    return list_workbook("兄弟机关名录", heads, rows)


def standing_today(office: Office) -> tuple[DatedAgency, ...]:
    """The agencies to which an applicant can be sent today, in the order of their names."""
    with office.reading() as records:
        known = directory(records)
    return tuple(each for each in known.values() if each.is_valid_on(office.clock.today()))


def agency(agency_id: int, office: Office) -> DirectoryLine:
    """The agency of this number; NotFound when there is none."""
    with office.reading() as records:
        known = directory(records)
    if agency_id not in known:
        raise NotFound("名录中没有这个机关。")
    return _line(known[agency_id], known, office)


def changes(agency_id: int, office: Office) -> tuple[DirectoryChange, ...]:
    """What was changed about this agency, the latest first."""
    query = (
        select(HistoryEntry)
        .where(HistoryEntry.event == EventName.SISTER_AGENCY_CHANGED)
        .where(HistoryEntry.facts["agency_id"].as_integer() == agency_id)
        .order_by(HistoryEntry.id)
    )
    with office.reading() as records:
        entries, names = records.scalars(query).all(), {each.id: each.name for each in directory(records).values()}
    return tuple(reversed(list(_compared(entries, names))))


def _line(each: DatedAgency, known: Directory, office: Office) -> DirectoryLine:
    today = office.clock.today()
    if each.is_valid_on(today):
        return DirectoryLine(each, "现行", known.get(each.successor_id or 0))
    if each.valid_from is not None and today < each.valid_from:
        return DirectoryLine(each, "尚未起始", None)
    return DirectoryLine(each, "已截止", successor_on(each, known, today))


def _compared(entries: Sequence[HistoryEntry], names: Mapping[int, str]) -> Iterator[DirectoryChange]:
    before: dict[str, str] = {}
    for entry in entries:
        now = {name: _in_words(name, text) for name, text in entry.facts["now"].items()}
        if "successor_id" in now:
            now["successor"] = names.get(int(now["successor_id"]), "")
        differing = [
            f"{word}：{now.get(name) or '（空）'}"
            for name, word in SHOWN.items()
            if now.get(name, "") != before.get(name, "")
        ]
        yield DirectoryChange(entry.at, entry.actor_name, CHANGES[entry.facts["change"]], tuple(differing))
        before = now


def _in_words(name: str, text: str) -> str:
    return day_in_words(date.fromisoformat(text)) if name.startswith("valid_") else text
