"""Holds the numbers of a report's sentences against its tables: TXT-NUM.

Only a number of cases (…件) that follows its word closely is read, so that shares and changes against last year are not
taken for counts. Tables can balance while the prose is wrong, and the other way round.
国办公开办函〔2021〕30号
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.rules.annual_report import AnnualReport, RemedyGroup, Table3, Table4
from engine.rules.report_form import ANSWERED, CARRIED_IN, CARRIED_OUT, RECEIVED
from engine.rules.report_identities import Equation, Failure, Identity

_NUMBER = r"(?P<number>\d{1,3}(?:[,，]\d{3})+|\d+)\s*(?:件|例|宗|起)"
_GAP = r"(?P<gap>[^\d，。；、：:（()）增减比占较升降\n]{0,12})"
_IN_TABLE_3: tuple[tuple[str, Callable[[Table3], int]], ...] = (
    (r"予以公开(?:和|及|与|或者?|、)部分公开", lambda table: table.group_total("3.1") + table.group_total("3.2")),
    (r"予以公开", lambda table: table.group_total("3.1")),
    (r"部分公开", lambda table: table.group_total("3.2")),
    (r"不予公开", lambda table: table.group_total("3.3")),
    (r"无法提供", lambda table: table.group_total("3.4")),
    (r"不予处理", lambda table: table.group_total("3.5")),
    (r"其他处理", lambda table: table.group_total("3.6")),
    (r"新收[^\d，。；、：（(]{0,14}?申请", lambda table: table.total(RECEIVED)),
    (r"上年度?结转", lambda table: table.total(CARRIED_IN)),
    (r"结转(?:至|到)?下(?:一)?年度?", lambda table: table.total(CARRIED_OUT)),
    (r"办结", lambda table: table.total(ANSWERED)),
)
_IN_TABLE_4: tuple[tuple[str, Callable[[Table4], RemedyGroup | None]], ...] = (
    (r"行政复议", lambda table: table.reconsideration),
    (r"行政诉讼", Table4.litigation),
    (r"未经复议直接起诉", lambda table: table.litigation_direct),
    (r"复议后起诉", lambda table: table.litigation_after_reconsideration),
)
_WORDS = "|".join(f"(?P<word{number}>{word})" for number, (word, _) in enumerate((*_IN_TABLE_3, *_IN_TABLE_4)))
_SENTENCE = re.compile(f"(?:{_WORDS}){_GAP}{_NUMBER}")


@dataclass(frozen=True, slots=True)
class Stated:
    """One number that a sentence states, with the words it was found in and the figure it speaks of."""

    words: str
    figure: int
    about: str
    number: int


def stated_numbers(text: str) -> Iterator[Stated]:
    """Every number of cases in a text that speaks of a figure of tables three or four."""
    for found in _SENTENCE.finditer(text):
        figure = next(place for place in range(_SENTENCE.groups) if found.groupdict().get(f"word{place}"))
        number = int(found["number"].replace(",", "").replace("，", ""))
        yield Stated(found[0], figure, found["gap"], number)


def prose_equations(text: str, report: AnnualReport) -> Iterator[Equation]:
    """Each stated number (published) against the cell it speaks of (computed), where that table was read."""
    for stated in stated_numbers(text):
        figure = _figure(stated, report)
        if figure is not None:
            yield Equation(Identity.PROSE, stated.words, figure, stated.number)


def prose_mismatches(text: str, report: AnnualReport) -> list[Failure]:
    """The sentences whose number is not the table's."""
    return [equation for equation in prose_equations(text, report) if not equation.holds]


def _figure(stated: Stated, report: AnnualReport) -> int | None:
    if stated.figure < len(_IN_TABLE_3):
        return _IN_TABLE_3[stated.figure][1](report.table3) if report.table3 else None
    group = _IN_TABLE_4[stated.figure - len(_IN_TABLE_3)][1](report.table4) if report.table4 else None
    if group is None:
        return None
    if "未审结" in stated.about:
        return group.pending or 0
    return group.decided if "审结" in stated.about else group.sum_of_results
