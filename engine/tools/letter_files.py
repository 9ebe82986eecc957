"""Letters as files of facts: reading them, and lengthening them to what an office meets once a year, or never."""

import dataclasses
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import cattrs.preconf.pyyaml
import yaml

from engine.errors import NotFound
from engine.letters import kind_of
from engine.letters.dispatch import SpotAnswerFacts
from engine.letters.facts import Agency, ApplicantLetterFacts, LetterFacts, ReplyFacts

CONVERTER = cattrs.preconf.pyyaml.make_converter()
LONG_AGENCY = "江汉自治州云梦泽特别管理区国防动员和人民防空办公室"
LONG_NAME = "江汉自治州云梦泽特别管理区滨江花园小区第三届业主委员会及全体业主共同委托的诉讼代表人喆祎堃龑㛃䶮𬱖𰻝"
LONG_REASON = (
    "本机关就此作了进一步核实：调阅了项目自立项以来的全部案卷，询问了先后经办该项目的工作人员，并与相关单位核对了台账。"
)
MANY = 12
_NAMES = frozenset({"name", "applicant_name", "addressee", "recipient", "author", "to_unit", "asked_units", "carrier"})
_PROSE = frozenset(
    {"what", "where", "findings", "reasons", "severability", "category", "available", "cure", "example", "question"}
    | {
        "answer",
        "opinion",
        "result",
        "remarks",
        "concerns",
        "reason",
        "counts",
        "payment",
        "document",
        "title",
        "powers",
    }
    | {"conclusion", "receipt_rule", "record", "evidence", "old_value", "new_value", "service_note", "place", "terms"}
    | {
        "other_form_because",
        "period",
        "opened",
        "superior_opinion",
        "papers",
        "request_items",
        "information",
        "exports",
    }
    | {"enclosures", "attachments", "similar_cases", "office", "address", "contact", "matter"}
)


@dataclasses.dataclass(frozen=True)
class Sample:
    """One letter to print: what it is called, its template and its facts."""

    name: str
    template: str
    facts: LetterFacts


def read(path: Path) -> Iterator[Sample]:
    """The letters of a facts file, in file order."""
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["letters"]:
        kind = kind_of(entry["template"])
        yield Sample(entry["name"], entry["template"], CONVERTER.structure(entry["facts"], kind.facts))


def variants(sample: Sample) -> tuple[Sample, Sample, Sample]:
    """The letter as it stands, lengthened, and at its extreme."""
    return sample, lengthened(sample), extreme(sample)


def find(path: Path, name: str) -> Sample:
    """The first letter of the file that answers with this outcome, or has this template or name.

    NotFound when the file holds none.
    """
    for sample in read(path):
        outcomes = {item.outcome for item in sample.facts.items} if isinstance(sample.facts, ReplyFacts) else set()
        if name in outcomes | {sample.template, sample.name}:
            return sample
    raise NotFound(f"{path} 中没有“{name}”的文书，请核对办理结果或者模板的名称。")


def lengthened(sample: Sample) -> Sample:
    """The same letter with long names, many requested items and many words, as an office meets it once a year."""
    facts = sample.facts
    changes: dict[str, Any] = {
        "agency": Agency(name=LONG_AGENCY, contact=facts.agency.contact),
        "attachments": (
            *facts.attachments,
            "所提供信息的清单，列明各件的名称、文号、形成日期、页数和提供形式",
            "邮寄凭证",
        ),
    }
    if isinstance(facts, ApplicantLetterFacts):
        changes |= {"applicant_name": LONG_NAME, "is_organization": True}
    if isinstance(facts, ReplyFacts):
        changes["items"] = tuple(_longer(item) for item in facts.items)
    return Sample(f"{sample.name}_long", sample.template, dataclasses.replace(facts, **changes))


def extreme(sample: Sample) -> Sample:
    """The same letter with every name, text and list as long as it could ever be, rare characters in all of them."""
    facts = _stretched(sample.facts)
    if isinstance(facts, ReplyFacts | SpotAnswerFacts):
        items = tuple(dataclasses.replace(item, number=number) for number, item in enumerate(facts.items, start=1))
        asked = facts.request_items * len(items)
        facts = dataclasses.replace(facts, items=items, request_items=asked[: len(items)])
    return Sample(f"{sample.name}_extreme", sample.template, facts)


def _longer(item: Any) -> Any:
    more = "\n".join([LONG_REASON] * 4)
    papers = tuple(
        dataclasses.replace(paper, title=f"{paper.title}（第{part}卷）")
        for paper in item.provided
        for part in range(1, 25)
    )
    return dataclasses.replace(item, reasons=f"{item.reasons}\n{more}".strip(), provided=papers)


def _stretched(value: Any, name: str = "") -> Any:
    """The value with the texts in it lengthened by the name of their field, and its lists repeated."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **{key: _stretched(each, key) for key, each in kept.items()})
    if isinstance(value, tuple):
        return _repeated(value, name)
    if isinstance(value, str) and value and not isinstance(value, StrEnum):
        return _longer_text(value, name)
    return value


def _repeated(values: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    if name in {"steps", "staff"}:
        return values
    few = 3 if name == "items" else MANY
    return tuple(_stretched(values[place % len(values)], name) for place in range(few)) if values else values


def _longer_text(text: str, name: str) -> str:
    if name in _NAMES:
        return LONG_AGENCY if text.endswith("办公室") else LONG_NAME
    return f"{text}（喆祎堃龑㛃䶮𬱖𰻝）{LONG_REASON}" if name in _PROSE else text
