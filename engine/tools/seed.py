"""Many cases in a moment, for benchmarks: the rows of cases that real runs produced, copied with shifted numbers.

Each template case is worked through the real processes first. A copy is every row of it, in every table that leads to
an application, with all row numbers moved on by the same amount, in the columns as well as in the engine's state, so
that a copied open case can be worked on like any other. What must be unique (case number, document number, the names
of the engine's tasks) is made so; applicants and subjects vary; letters keep one short file.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import BigInteger, Integer, Row, Table, func, insert, inspect, select, text
from sqlalchemy.orm import Session

from engine.clock import beijing_moment
from engine.errors import RuleViolation
from engine.office import Office
from engine.records import Application, Base
from engine.tools.driver import Driver, SetClock
from engine.tools.reindex import reindex

OPEN_CASES = 400
"""How many of the cases are open, however many there are: what is done grows year by year, what is open does not."""

CASES_AT_ONCE = 2_000

LEFT_OUT = frozenset({"outbox", "message", "search_term"})
"""What was promised and carried out, and what people were told: nothing that a copy needs.

Its terms come from its own words."""

PLACES = ("东湖", "西山", "南苑", "北关", "长岭", "青石", "白沙", "红岩", "金水", "银川路", "凤凰", "龙泉", "梧桐")
WORKS = ("地下室", "人防工程", "停车场", "疏散通道", "通风系统", "警报设施", "物资库", "指挥所", "医疗点", "出入口")
PAPERS = ("竣工验收备案表", "施工图审查意见", "质量监督报告", "易地建设费缴纳凭证", "维护管理协议", "规划许可附图")
FAMILIES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"

PAGE = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NUMBERS = re.compile(rb'"(application_id|letter_id|item|item_id|consultation_id|question_id)":(\d+)')
KEYS = re.compile(rb'"(\d+)"')
TASK_NAMES = re.compile(rb"([0-9a-f]{8})(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
NUMBERED_FACTS = frozenset({"application_id", "letter_id", "item", "letter", "consultation", "question", "file"})

Values = dict[str, Any]


@dataclass(frozen=True)
class Template:
    """A case as the templates are made: how many working days ago it came, and how far it is."""

    days_ago: int
    until: str | None = None


CLOSED = tuple(Template(days) for days in (30, 55, 90, 120))
OPEN = (
    Template(23, "draft_decision"), Template(20, "approve_reply"), Template(17, "search_item"),
    Template(12, "weigh_disclosure"), Template(8, "review_secrecy"), Template(4, "assign_handler"),
    Template(2, "check_application"), Template(1, "search_item"),
)  # fmt: skip


@dataclass
class Store:
    """The rows of the template cases, by table in the order in which they must be inserted."""

    rows: dict[Table, list[Values]]
    stride: int
    cases: frozenset[int]
    closed: frozenset[int] = field(default_factory=frozenset)


def seed(office: Office, count: int, *, open_cases: int = OPEN_CASES, echo: Callable[[str], object] = print) -> None:
    """The office has `count` cases more, at most `open_cases` of them open; RuleViolation when that makes no sense."""
    if count < 1 or open_cases < 0:
        raise RuleViolation("件数应为正整数。")
    made = _templates(office)
    store = _read(office, made)
    wanted = _rounds(store, count, min(open_cases, count))
    done = 0
    while several := list(islice(wanted, CASES_AT_ONCE)):
        with office.transaction() as records:
            _insert(records, store, several)
        done += len(several)
        echo(f"已生成 {done} / {count} 件。")
    reindex(office)
    _settle(office)


def copies_of(application_id: int, times: int, office: Office) -> list[int]:
    """The numbers of the case and of `times` - 1 others that stand where it stands, each with its own runs."""
    store = _read(office, {application_id: Template(0)})
    with office.transaction() as records:
        _insert(records, store, [(application_id, turn) for turn in range(1, times)])
    _settle(office)
    return [application_id + turn * store.stride for turn in range(times)]


def _templates(office: Office) -> dict[int, Template]:
    """Each template worked to where it stands, its days having passed on a set clock."""
    real = office.clock
    clock = SetClock(real.now())
    office.clock = office.workflow.clock = clock
    try:
        return {_make(office, clock, template): template for template in (*CLOSED, *OPEN)}
    finally:
        office.clock = office.workflow.clock = real


def _make(office: Office, clock: SetClock, template: Template) -> int:
    now = clock.now()
    with office.reading() as records:
        day = office.calendar(records).before(clock.today(), template.days_ago)
    clock.moment = beijing_moment(day, time(9, 30))
    driver = Driver(office)
    case = driver.register(received_on=day, applicant_name="模板件").application_id
    driver.run(case, until=template.until)
    clock.moment = now
    return case


def _read(office: Office, made: Mapping[int, Template]) -> Store:
    """Every row of the templates; the stride is larger than any number in any of them."""
    closed = frozenset(case for case, template in made.items() if template.until is None)
    with office.reading() as records:
        rows: dict[Table, list[Values]] = {}
        for table in Base.metadata.sorted_tables:
            if table.name not in LEFT_OUT and (found := _rows(records, table, rows, frozenset(made))):
                rows[table] = found
        stride = 1 + max(
            records.scalar(select(func.coalesce(func.max(_key(table)), 0))) or 0 for table in rows if _has_number(table)
        )
    return Store(rows, stride, frozenset(made), closed)


def _rows(records: Session, table: Table, known: Mapping[Table, list[Values]], made: frozenset[int]) -> list[Values]:
    if table.name == Application.__tablename__:
        wanted = table.c.id.in_(made)
    elif "application_id" in table.c:
        wanted = table.c.application_id.in_(made)
    else:
        parents = [(key.parent, key.column) for key in table.foreign_keys if key.column.table in known]
        if not parents or any(_is_shared(column.table) for _, column in parents):
            return []
        column, of = parents[0]
        wanted = column.in_([row[of.name] for row in known[of.table]])
    query = select(table).where(wanted)
    return [_plain(row) for row in records.execute(query)]


def _is_shared(table: Table) -> bool:
    """Whether the rows of a table belong to no case: people, units, versions of drawings."""
    return table.name != Application.__tablename__ and "application_id" not in table.c


def _plain(row: Row[Any]) -> Values:
    return dict(row._mapping)  # noqa: SLF001  # the documented way to the columns of a row


def _key(table: Table) -> Any:
    return next(iter(table.primary_key.columns))


def _has_number(table: Table) -> bool:
    keys = list(table.primary_key.columns)
    return len(keys) == 1 and isinstance(keys[0].type, Integer | BigInteger) and not keys[0].foreign_keys


def _rounds(store: Store, count: int, open_cases: int) -> Iterator[tuple[int, int]]:
    """(template, round) of every copy: the open ones first, each template in turn."""

    def turns(cases: Sequence[int]) -> Iterator[tuple[int, int]]:
        turn = 1
        while True:
            yield from ((case, turn) for case in cases)
            turn += 1

    yield from islice(turns(sorted(store.cases - store.closed)), open_cases)
    yield from islice(turns(sorted(store.closed)), count - open_cases)


def _insert(records: Session, store: Store, wanted: Sequence[tuple[int, int]]) -> None:
    for table, rows in store.rows.items():
        of_case: dict[int, list[Values]] = {}
        for row in rows:
            of_case.setdefault(_case_of(table, row, store), []).append(row)
        copies = [_copy(table, row, turn, store) for case, turn in wanted for row in of_case.get(case, ())]
        if copies:
            records.execute(insert(table), copies)


def _case_of(table: Table, row: Values, store: Store) -> int:
    if table.name == Application.__tablename__:
        return int(row["id"])
    if "application_id" in row:
        return int(row["application_id"])
    key = next(key for key in table.foreign_keys if key.column.table in store.rows)
    parent = next(r for r in store.rows[key.column.table] if r[key.column.name] == row[key.parent.name])
    return _case_of(key.column.table, parent, store)


def _copy(table: Table, row: Values, turn: int, store: Store) -> Values:
    shift = turn * store.stride
    moved = dict(row)
    for column in table.c:
        value = row[column.name]
        of_case = any(key.column.table in store.rows for key in column.foreign_keys)
        if value is not None and (of_case or (column.primary_key and _has_number(table))):
            moved[column.name] = value + shift
        elif column.name in ("facts", "answer") and isinstance(value, dict):
            moved[column.name] = _facts(value, shift)
    return moved | _own(table, row, turn, shift)


NO_WAY_BACK = {"former_body": None, "former_hash": None, "former_step": ""}


def _own(table: Table, row: Values, turn: int, shift: int) -> Values:
    """What must differ in a copy, or may well do so."""
    number = row.get("application_id") or row.get("id") or 0
    own: dict[str, Callable[[], Values]] = {
        "application": lambda: _as_applied(row, number + shift),
        "requested_item": lambda: {"what": _subject(number + shift)},
        "open_task": lambda: {
            "engine_task_id": _task_name(row["engine_task_id"].encode(), turn).decode(),
            **_key_of(row, "subject_key", shift),
        },
        "process_instance": lambda: {"body": _body(row["body"], turn, shift), **NO_WAY_BACK},
        "planned_timer": lambda: _key_of(row, "key", shift),
        "letter": lambda: _as_sent(row, turn),
    }  # fmt: skip
    return own[table.name]() if table.name in own else {}


def _as_applied(row: Values, number: int) -> Values:
    return {
        "case_number": f"{row['arrived_on'].year}-{number:07d}",
        "entry_key": f"seed-{number}",
        "applicant_name": f"{FAMILIES[number % len(FAMILIES)]}某",
        "request_text": _subject(number),
    }


def _as_sent(row: Values, turn: int) -> Values:
    number = row["document_number"]
    frozen = {"pdf": PAGE, "pdf_sha256": sha256(PAGE).hexdigest()} if row["pdf"] else {}
    return {"document_number": f"{number}-{turn}" if number else None, **frozen}


def _subject(number: int) -> str:
    """What a copied case asks for: many subjects, each of them shared by some."""
    place, work = PLACES[number % len(PLACES)], WORKS[number // 7 % len(WORKS)]
    return f"{place}{number % 997}号院{work}的{PAPERS[number // 3 % len(PAPERS)]}"


def _key_of(row: Values, column: str, shift: int) -> Values:
    return {column: str(int(row[column]) + shift)} if row[column].isdecimal() else {}


def _task_name(name: bytes, turn: int) -> bytes:
    """The engine's name of a task in a copy: a name is drawn by lot, so another first part keeps it alone."""
    return TASK_NAMES.sub(lambda found: b"%08x" % (int(found[1], 16) ^ (turn << 4)) + found[2], name)


def _body(body: bytes, turn: int, shift: int) -> bytes:
    """The engine's state with its tasks renamed and the row numbers in its facts moved on."""
    moved = NUMBERS.sub(lambda found: b'"%s":%d' % (found[1], int(found[2]) + shift), _task_name(body, turn))
    return KEYS.sub(lambda found: b'"%d"' % (int(found[1]) + shift), moved)


def _facts(facts: Values, shift: int) -> Values:
    return {name: value + shift if _is_number(name, value) else value for name, value in facts.items()}


def _is_number(name: str, value: object) -> bool:
    return name in NUMBERED_FACTS and isinstance(value, int) and not isinstance(value, bool)


def _settle(office: Office) -> None:
    """PostgreSQL counts on from the largest number; both databases know how their rows are spread."""
    with office.transaction() as records:
        if records.get_bind().dialect.name == "postgresql":
            for table in Base.metadata.sorted_tables:
                if _has_number(table) and inspect(records.get_bind()).has_table(table.name):
                    name = _key(table).name
                    records.execute(select(func.setval(*_counter(table.name, name))))
        records.execute(text("ANALYZE"))


def _counter(table: str, name: str) -> tuple[Any, Any]:
    """The counter of a table and the number it goes on from."""
    column = Base.metadata.tables[table].c[name]
    return func.pg_get_serial_sequence(table, name), select(func.coalesce(func.max(column), 1)).scalar_subquery()
