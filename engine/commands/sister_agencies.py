"""兄弟机关名录: entered, changed and ended by an administrator; what a letter names stands on the day it is written.

《条例》第36条第（五）项
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.commands.catalogue import LINK
from engine.commands.sheet_rows import Headings
from engine.errors import NotFound, RuleViolation
from engine.letters.answers import Destination
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, SisterAgency, history
from engine.records.sister_agencies import directory
from engine.rules import sister_agencies as rules

SHEET = Headings(rules.COLUMNS, ("name", "answers_for"), "机关", "一个机关")
"""How agencies come as a sheet."""


@dataclass(frozen=True, kw_only=True)
class SisterAgencyEntry:
    """One agency as the administrator types it; `valid_from` None: since before this list was kept."""

    name: str
    answers_for: str
    address: str = ""
    phone: str = ""
    website: str = ""
    note: str = ""
    valid_from: date | None = None


def add_agency(entry: SisterAgencyEntry, *, actor: Actor, office: Office) -> int:
    """The directory has one agency more; its number. 《条例》第36条第（五）项"""
    require(actor, Action.MANAGE_AGENCY)
    with office.transaction() as records:
        return _add(records, entry, actor, office)


def add_agencies(entries: Mapping[int, SisterAgencyEntry], *, actor: Actor, office: Office) -> int:
    """The directory has all of these more, or none: RuleViolation names the row of the sheet; returns how many."""
    require(actor, Action.MANAGE_AGENCY)
    with office.transaction() as records:
        for row, entry in entries.items():
            try:
                _add(records, entry, actor, office)
            except RuleViolation as refusal:
                raise RuleViolation(f"第{row}行：{refusal.message}", refusal.article, field="file") from refusal
    return len(entries)


def change_agency(agency_id: int, entry: SisterAgencyEntry, *, actor: Actor, office: Office) -> None:
    """The directory says this of the agency from now on; letters written before keep what they say."""
    require(actor, Action.MANAGE_AGENCY)
    with office.transaction() as records:
        agency = _agency(records, agency_id)
        _require_sound(records, entry, agency)
        for name, value in asdict(entry).items():
            setattr(agency, name, value)
        _note(records, agency, "changed", actor, office)


def end_agency(
    agency_id: int, valid_to: date | None, successor_id: int | None, *, actor: Actor, office: Office
) -> None:
    """The agency stands until this day and whoever follows it is named; with no day it stands on, as before.

    RuleViolation when the successor does not stand on the day after. 国办公开办函〔2019〕14号
    """
    require(actor, Action.MANAGE_AGENCY)
    with office.transaction() as records:
        agency = _agency(records, agency_id)
        if successor_id == agency_id:
            raise RuleViolation("承接机关不能是它自己。", field="successor_id")
        if valid_to is None and successor_id is not None:
            raise RuleViolation("写明承接机关的，请填写截止日期。", field="valid_to")
        others = [each for each in directory(records).values() if each.id != agency_id]
        rules.require_period(agency.valid_from, valid_to, others, name=agency.name)
        if valid_to is not None and successor_id is not None:
            rules.require_successor(_agency(records, successor_id).as_value(), valid_to)
        agency.valid_to, agency.successor_id = valid_to, successor_id
        _note(records, agency, "ended" if valid_to else "restored", actor, office)


def require_current(
    records: Session, to: Destination | None, office: Office, *, day: date | None = None, field: str | None = None
) -> None:
    """Nothing, unless the directory knows that the agency the applicant is sent to does not stand on the day.

    `day`: today, unless something was sent there on another. RuleViolation names the successor.
    《条例》第36条第（五）项
    """
    if to is not None:
        rules.require_current(to.name, directory(records), day or office.clock.today(), field=field)


def require_all_current(records: Session, application: Application, office: Office) -> None:
    """The same for every item of a case whose reply is about to be signed. 《条例》第36条第（五）项"""
    for item in application.items:
        if to := (item.answer or {}).get("destination"):
            require_current(records, Destination(**to), office)


def _add(records: Session, entry: SisterAgencyEntry, actor: Actor, office: Office) -> int:
    _require_sound(records, entry, None)
    agency = SisterAgency(**asdict(entry), changed_at=office.clock.now())
    records.add(agency)
    records.flush()
    _note(records, agency, "added", actor, office)
    return agency.id


def _require_sound(records: Session, entry: SisterAgencyEntry, agency: SisterAgency | None) -> None:
    if not (entry.address or entry.phone or entry.website):
        raise RuleViolation("地址、电话、网址至少填写一项，申请人要凭它联系。", rules.ARTICLE, field="address")
    if entry.website and not LINK.fullmatch(entry.website):
        raise RuleViolation("网址须以 http:// 或者 https:// 开头，不含空格。", field="website")
    others = [each for each in directory(records).values() if agency is None or each.id != agency.id]
    rules.require_period(entry.valid_from, agency.valid_to if agency else None, others, name=entry.name)


def _agency(records: Session, agency_id: int) -> SisterAgency:
    agency = records.get(SisterAgency, agency_id)
    if agency is None:
        raise NotFound("名录中没有这个机关。")
    return agency


def _note(records: Session, agency: SisterAgency, change: str, actor: Actor, office: Office) -> None:
    agency.changed_at = office.clock.now()
    now = {name: str(value) for name, value in asdict(agency.as_value()).items() if value is not None and name != "id"}
    history.add(
        records, None, EventName.SISTER_AGENCY_CHANGED, actor, office.clock, agency_id=agency.id, change=change, now=now
    )
