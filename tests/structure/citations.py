"""Reads citations of articles out of any text, and the articles that docs/law/regulations.md explains."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMERAL = r"(?:[1-9]\d*|[一二三四五六七八九十百零]+)"
PART = rf"第(?:{NUMERAL}(?:条|款)|（{NUMERAL}）项|{NUMERAL}项)"
CITATION = re.compile(rf"(?P<source>《[^《》\n]+》)(?P<places>{PART}(?:(?:、|，|,|和|及|与|或者?|至|以及|\s)*{PART})*)")
DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")}
HEADING = re.compile(r"## (?P<source>《.+》)\s*$")


@dataclass(frozen=True, order=True)
class Place:
    """An article, or a paragraph or item of it."""

    source: str
    article: int
    paragraph: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        paragraph = f"第{self.paragraph}款" if self.paragraph else ""
        return f"{self.source}第{self.article}条{paragraph}" + (f"第（{self.item}）项" if self.item else "")


def number(text: str) -> int:
    """36 of "36" and of "三十六"."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for character in text:
        unit = {"十": 10, "百": 100}.get(character)
        if unit:
            total, digit = total + max(digit, 1) * unit, 0
        else:
            digit = DIGITS[character]
    return total + digit


def cited_places(text: str) -> Iterator[Place]:
    """Every place that a text cites: 《条例》第36条第（四）项、第（五）项 and 《条例》第33条、第34条 are two each."""
    for citation in CITATION.finditer(text):
        yield from _places(citation["source"], citation["places"])


def _places(source: str, parts: str) -> Iterator[Place]:
    article, paragraph, item = 0, None, None
    for part in re.findall(PART, parts):
        value = number(part.strip("第条款项（）"))
        if article and (part.endswith("条") or item or (part.endswith("款") and paragraph)):
            yield Place(source, article, paragraph, item)
        if part.endswith("条"):
            article, paragraph, item = value, None, None
        elif part.endswith("款"):
            paragraph, item = value, None
        else:
            item = value
    yield Place(source, article, paragraph, item)


def explained_places(document: str) -> dict[Place, str]:
    """Every place that the law document explains, with its line; a source goes by its short name and its full title."""
    found: dict[Place, str] = {}
    titles: dict[str, str] = {}
    source, here = "", Place("", 0)
    for line in document.splitlines():
        if heading := HEADING.match(line):
            source = heading[1]
        elif article := re.match(r"### 第(\d+)条$", line):
            here = _add(found, Place(source, int(article[1])), line)
        elif paragraph := re.match(r"- 第(\d+)款：", line):
            here = _add(found, Place(source, here.article, int(paragraph[1])), line)
        elif item := re.match(r"(?P<under> *)- 第（(.+)）项：", line):
            of = here.paragraph if item["under"] else None
            _add(found, Place(source, here.article, of, number(item[2])), line)
        elif source and source not in titles and line.startswith("《"):
            titles[source] = line[: line.index("》", line.rindex("〉") if "〉" in line else 0) + 1]
    for place, line in list(found.items()):
        full = Place(titles[place.source], place.article, place.paragraph, place.item)
        found.setdefault(full, line)
    return found


def _add(found: dict[Place, str], place: Place, line: str) -> Place:
    if place in found:
        raise ValueError(f"{place} is explained twice")
    found[place] = line
    return place
