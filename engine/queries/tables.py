"""The decision tables as people read them: questions, answers, and one article a row."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.errors import NotFound
from engine.office import Office

ANY = ("-", "")


@dataclass(frozen=True)
class TableRow:
    """One rule: its id, what it says with its article, what it asks, what follows."""

    id: str
    description: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One decision table; the names are those of the facts, the labels what people read."""

    id: str
    name: str
    input_names: tuple[str, ...]
    input_labels: tuple[str, ...]
    output_names: tuple[str, ...]
    output_labels: tuple[str, ...]
    rows: tuple[TableRow, ...]


def tables(office: Office) -> tuple[Table, ...]:
    """Every table that new cases follow."""
    sources = office.workflow.catalogue.sources
    return tuple(_table(text) for name, text in sorted(sources.items()) if name.endswith(".dmn"))


def table(name: str, office: Office) -> Table:
    """The table of this name; NotFound when there is none."""
    for each in tables(office):
        if each.id == name:
            return each
    raise NotFound("没有这张决策表。")


def _table(source: str) -> Table:
    root = etree.fromstring(source.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    decision = root.find("{*}decision")
    body = decision.find("{*}decisionTable")
    inputs, outputs = body.findall("{*}input"), body.findall("{*}output")
    return Table(
        id=decision.get("id"),
        name=decision.get("name", ""),
        input_names=tuple(_text(each, "{*}inputExpression/{*}text") for each in inputs),
        input_labels=tuple(each.get("label", "") for each in inputs),
        output_names=tuple(each.get("name", "") for each in outputs),
        output_labels=tuple(each.get("label", "") for each in outputs),
        rows=tuple(_row(rule) for rule in body.findall("{*}rule")),
    )


def _row(rule: Any) -> TableRow:
    return TableRow(
        id=rule.get("id"),
        description=_text(rule, "{*}description"),
        inputs=tuple(_cell(each) for each in rule.findall("{*}inputEntry")),
        outputs=tuple(_cell(each) for each in rule.findall("{*}outputEntry")),
    )


def _cell(entry: Any) -> str:
    text = _text(entry, "{*}text")
    return "" if text in ANY else text.strip('"')


def _text(node: Any, path: str) -> str:
    return (node.findtext(path) or "").strip()
