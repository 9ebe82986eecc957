"""One row of a sheet as an application, or what is wrong with which of its cells.

《条例》第29条、第31条
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.clock import beijing_moment
from engine.commands import representation, transfers
from engine.commands.register import MOST_ITEMS, ApplicationEntry
from engine.commands.representation import Representatives
from engine.commands.sheet_rows import LOST_DIGITS, Row
from engine.commands.transfers import Transfer
from engine.errors import RuleViolation
from engine.office import Office
from engine.rules import intake_words
from engine.rules.intake_words import COLUMNS, IDENTITY_KINDS, NEEDED
from engine.rules.platform_record import day_in, moment_in
from engine.rules.receipt import SETTLED, Receipt, require_receipt, way_of
from engine.rules.requested_items import split_items
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, FormOfProvision

MOST = {"applicant_name": 120, "identity_number": 40, "phone": 40, "email": 120, "postcode": 12, "address": 200,
        "evidence": 200, "agent_name": 120, "agent_firm": 120, "recipient_name": 120, "recipient_postcode": 12,
        "recipient_address": 200, "platform": 80, "number": 60, "items": 20_000, "co_applicants": 1_000}  # fmt: skip
"""How many characters a cell may hold."""

DAYS = ("arrived_on", "received_on", "answer_by")
MOMENTS = ("submitted", "transferred")
FIELD_COLUMNS = {"transferred_on": "transferred", "submitted_on": "submitted"}


@dataclass(frozen=True)
class Fault:
    """One cell and what is wrong with it."""

    row: int
    column: str
    message: str

    @property
    def label(self) -> str:
        """The heading of the column."""
        return COLUMNS[self.column]

    @property
    def words(self) -> str:
        """The place and the fault in one sentence."""
        return f"第{self.row}行“{self.label}”：{self.message}"


@dataclass(frozen=True)
class SheetCase:
    """One row as an application, with the day of receipt where its channel settles it."""

    row: int
    entry: ApplicationEntry
    received_on: date | None
    evidence: str


def case_of_row(row: Row, office: Office) -> tuple[SheetCase | None, list[Fault]]:
    """The row as an application; None, and every bad cell, when it is none."""
    faults = [Fault(row.number, column, message) for column, message in _shape(row)]
    if faults:
        return None, faults
    case = _case(row)
    return case, [Fault(row.number, column, message) for column, message in _lawful(case, office)]


def _shape(row: Row) -> Iterator[tuple[str, str]]:
    yield from _sizes(row)
    yield from _words(row)
    for name in (*DAYS, *MOMENTS):
        if row[name] and moment_in(row[name]) is None:
            yield name, f"“{row[name]}”不是日期，请写成 2026-03-02{' 09:30' if name in MOMENTS else ''}。"
    if row["items"] and len(split_items(row["items"])) > MOST_ITEMS:
        yield "items", f"一件申请最多逐项登记 {MOST_ITEMS} 项，请合并或者分件登记。"


def _sizes(row: Row) -> Iterator[tuple[str, str]]:
    for name in NEEDED:
        if not row[name]:
            yield name, "没有填写。"
    for name, text in row.cells.items():
        if text == LOST_DIGITS:
            yield name, "单元格是数值格式，末几位数字已经丢失；请把这一列设为文本格式后重新录入。"
        elif len(text) > MOST.get(name, 200):
            yield name, f"太长，最多 {MOST.get(name, 200)} 个字。"


def _words(row: Row) -> Iterator[tuple[str, str]]:
    channel = intake_words.channel_of(row["channel"])
    checks = (
        ("channel", channel, Channel),
        ("applicant_kind", intake_words.kind_of(row["applicant_kind"]), ApplicantKind),
        ("delivery", intake_words.delivery_of(row["delivery"]), DeliveryMethod),
        ("form_wanted", intake_words.form_of(row["form_wanted"]), FormOfProvision),
    )
    for name, found, words in checks:
        if row[name] and row[name] != LOST_DIGITS and found is None:
            yield name, f"“{row[name]}”应为{intake_words.labels(words)}之一。"
    if row["identity_number"] and not intake_words.identity_kind_of(row["identity_kind"], IDENTITY_KINDS):
        yield "identity_kind", f"填了证件号码的，证件类型应为{'、'.join(IDENTITY_KINDS)}之一。"
    if channel is Channel.HIGHER_PLATFORM:
        for name in ("platform", "number", "transferred"):
            if not row[name]:
                yield name, "上级平台转入的必须填写。"


def _case(row: Row) -> SheetCase:
    """The row whose shape is sound."""
    channel, kind = intake_words.channel_of(row["channel"]), intake_words.kind_of(row["applicant_kind"])
    delivery, arrived_on = intake_words.delivery_of(row["delivery"]), day_in(row["arrived_on"])
    if channel is None or kind is None or delivery is None or arrived_on is None:
        raise RuleViolation(f"第{row.number}行不完整。", field="file")
    form = intake_words.form_of(row["form_wanted"])
    same = ("applicant_name", "identity_number", "phone", "email", "postcode", "address")
    as_written: dict[str, Any] = {name: row[name] for name in same}
    entry = ApplicationEntry(
        entry_key="",
        channel=channel,
        arrived_on=arrived_on,
        applicant_kind=kind,
        identity_kind=intake_words.identity_kind_of(row["identity_kind"], IDENTITY_KINDS),
        items=split_items(row["items"]),
        form_wanted=form.label if form else "",
        delivery=delivery,
        representatives=_representatives(row),
        transfer=_transfer(row) if channel is Channel.HIGHER_PLATFORM else None,
        **as_written,
    )
    return SheetCase(row.number, entry, day_in(row["received_on"]), row["evidence"])


def _representatives(row: Row) -> Representatives:
    names = ("agent_name", "agent_firm", "recipient_name", "recipient_postcode", "recipient_address")
    as_written: dict[str, Any] = {name: row[name] for name in names}
    others = row["co_applicants"].replace("、", "\n").splitlines()
    return Representatives(co_applicants=tuple(name.strip() for name in others if name.strip()), **as_written)


def _transfer(row: Row) -> Transfer:
    transferred, submitted = moment_in(row["transferred"]), moment_in(row["submitted"])
    if transferred is None:
        raise RuleViolation(f"第{row.number}行不完整。", field="file")
    return Transfer(
        platform=row["platform"],
        number=row["number"],
        transferred_at=beijing_moment(*transferred),
        submitted_at=beijing_moment(*submitted) if submitted else None,
        answer_by=day_in(row["answer_by"]),
    )


def _lawful(case: SheetCase, office: Office) -> Iterator[tuple[str, str]]:
    """What the rules say of it, each at the cell it is about."""
    entry, today = case.entry, office.clock.today()
    try:
        representation.require_sound(entry.representatives, entry.applicant_name, entry.applicant_kind)
        if entry.transfer is not None:
            transfers.require_sound(entry.transfer, today=today)
        if way_of(entry.channel, None, office.readings) == SETTLED:
            receipt = Receipt(
                channel=entry.channel,
                arrived_on=entry.arrived_on,
                received_on=case.received_on or entry.arrived_on,
                evidence=case.evidence,
            )
            require_receipt(receipt, today=today, readings=office.readings)
        elif entry.arrived_on > today:
            yield "arrived_on", "来件日期不能晚于今天，请核对。"
    except RuleViolation as error:
        column = FIELD_COLUMNS.get(error.field or "", error.field or "")
        yield column if column in COLUMNS else "applicant_name", error.message
    if entry.delivery is DeliveryMethod.POSTAL and not (entry.address or entry.representatives.recipient_address):
        yield "address", "邮寄送达须有通信地址。"
    if entry.delivery is DeliveryMethod.EMAIL and not entry.email:
        yield "email", "电子邮件送达须有电子邮箱。"
