"""Drafts the sentences of the report from its figures, with the change against last year; people edit them.

Every number of cases in a draft is that of the tables; `report_prose` finds the ones that editing broke.
《条例》第50条
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from engine.rules.annual_report import AnnualReport, RemedyGroup, Table2, Table3, Table4
from engine.rules.remedy_counting import CARRIED_OVER_NOTE, RemedyCounting
from engine.rules.report_form import (
    ANSWERED,
    CARRIED_IN,
    CARRIED_OUT,
    GROUP_NAMES,
    GROUPS,
    KINDS,
    RECEIVED,
    SECTIONS,
    RemedyResult,
    group_codes,
    row_of_code,
)
from engine.rules.vocabulary import ApplicantKind

TO_BE_WRITTEN = "〔请填写〕"
"""Stands where only people know what happened; a report with this mark left in it is not finished."""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections: its fixed heading, and paragraphs to be edited."""

    heading: str
    paragraphs: tuple[str, ...]


def draft(
    report: AnnualReport,
    *,
    previous: AnnualReport | None = None,
    counting: RemedyCounting = RemedyCounting.FILED_OR_PENDING,
) -> tuple[Section, ...]:
    """The six sections in their order; the tables stand below the paragraphs of sections two, three and four."""
    texts = (
        (_opening(report), *_proactive(report.table2), *_applications(report, previous), *_left_to_people()),
        (),
        tuple(_results(report.table3)) if report.table3 else (),
        tuple(_remedies(report.table4, counting)) if report.table4 else (),
        (f"（一）存在的主要问题。{TO_BE_WRITTEN}", f"（二）上年问题的整改情况和下一步改进措施。{TO_BE_WRITTEN}"),
        (_fees(report), f"其他需要报告的事项：{TO_BE_WRITTEN}"),
    )
    return tuple(Section(heading, paragraphs) for heading, paragraphs in zip(SECTIONS, texts, strict=True))


def is_finished(sections: tuple[Section, ...]) -> bool:
    """Whether nothing is left that only people can write."""
    return not any(TO_BE_WRITTEN in paragraph for section in sections for paragraph in section.paragraphs)


def change(now: int, before: int, unit: str = "件") -> str:
    """`比上年增加14件，增长0.4%`; no share where last year had none."""
    if now == before:
        return "与上年持平"
    verb, trend = ("增加", "增长") if now > before else ("减少", "下降")
    share = f"，{trend}{_percent(abs(now - before), before)}" if before else ""
    return f"比上年{verb}{abs(now - before)}{unit}{share}"


def _opening(report: AnnualReport) -> str:
    return (
        f"本报告依照《中华人民共和国政府信息公开条例》第五十条编制，"
        f"所列数据的统计期限自{report.year}年1月1日起至{report.year}年12月31日止。"
    )


def _proactive(table: Table2 | None) -> Iterator[str]:
    item = "行政规范性文件"
    numbers = [table.number(item, key) for key in ("made", "repealed", "in_force")] if table else []
    if numbers and None not in numbers:
        made, repealed, in_force = numbers
        stock = f"本年制发{item}{made}件，废止{repealed}件，现行有效{in_force}件。"
    else:
        stock = ""
    yield f"（一）主动公开。{stock}{TO_BE_WRITTEN}"


def _applications(report: AnnualReport, previous: AnnualReport | None) -> Iterator[str]:
    table, before = report.table3, previous.table3 if previous else None
    if table is None:
        yield f"（二）依申请公开。{TO_BE_WRITTEN}"
        return
    received = table.total(RECEIVED)
    against = f"，{change(received, before.total(RECEIVED))}" if before else ""
    persons = table.cell(RECEIVED, ApplicantKind.NATURAL_PERSON)
    yield (
        f"（二）依申请公开。新收政府信息公开申请{received}件{against}；其中自然人提出{persons}件，"
        f"法人或者其他组织提出{received - persons}件。上年结转{table.total(CARRIED_IN)}件。"
        f"办结{table.total(ANSWERED)}件，结转下年度继续办理{table.total(CARRIED_OUT)}件。{_openness(table, before)}"
    )


def _left_to_people() -> Iterator[str]:
    for number, name in zip("三四五", ("政府信息管理", "平台建设", "监督保障"), strict=True):
        yield f"（{number}）{name}。{TO_BE_WRITTEN}"


def _openness(table: Table3, before: Table3 | None) -> str:
    """What was given in whole or in part, as a share of what was answered."""
    if not table.total(ANSWERED):
        return ""
    text = f"予以公开和部分公开{_given(table)}件，占办结总数的{_percent(_given(table), table.total(ANSWERED))}"
    if before and before.total(ANSWERED):
        text += f"，{_points(_share(table), _share(before))}"
    return text + "。"


def _given(table: Table3) -> int:
    return table.group_total("3.1") + table.group_total("3.2")


def _results(table: Table3) -> Iterator[str]:
    answered = table.total(ANSWERED)
    if not answered:
        yield "本年度没有办结政府信息公开申请。"
        return
    parts = [f"{name[3:]}{table.group_total(group)}件" for group, name in GROUP_NAMES.items()]
    yield f"本年度办结政府信息公开申请{answered}件：{'，'.join(parts)}。"
    for group, name in GROUPS.items():
        codes = [code for code in group_codes(table.form, group) if code != group and table.total(code)]
        grounds = [f"{_bare(row_of_code(table.form, code).heading)}{table.total(code)}件" for code in codes]
        if grounds:
            yield f"{name[3:]}的{table.group_total(group)}件中，{'；'.join(grounds)}。"
    kinds = [f"{kind.label}{number}件" for kind in KINDS if (number := table.cell(RECEIVED, kind))]
    if kinds:
        yield f"新收的申请按申请人分：{'，'.join(kinds)}。"


def _bare(heading: str) -> str:
    """The words of a row without its number: 属于国家秘密 of 1.属于国家秘密."""
    return heading.split(".", 1)[1]


def _remedies(table: Table4, counting: RemedyCounting) -> Iterator[str]:
    yield _remedy_sentence("行政复议", table.reconsideration)
    yield _remedy_sentence("行政诉讼", table.litigation())
    if counting is RemedyCounting.FILED_OR_PENDING:
        yield CARRIED_OVER_NOTE


def _remedy_sentence(name: str, group: RemedyGroup | None) -> str:
    """Decided and pending cases stand apart, so that nobody takes one number for the other."""
    if group is None or not group.sum_of_results:
        return f"本年度没有因政府信息公开引起的{name}案件。"
    decided = [
        f"{result.label}{number}件" for result, number in zip(RemedyResult, group.results[:3], strict=False) if number
    ]
    results = f"（{'，'.join(decided)}）" if decided else ""
    return (
        f"因政府信息公开引起的{name}案件{group.sum_of_results}件，"
        f"其中已审结{group.decided}件{results}，尚未审结{group.pending or 0}件。"
    )


def _fees(report: AnnualReport) -> str:
    fees = report.fees
    if fees is None or not fees.yuan:
        sent = f"发出收费通知{fees.cases}件，" if fees and fees.cases else ""
        return f"本年度{sent}未收取政府信息公开信息处理费。"
    yuan = f"{fees.yuan.normalize():f}" if isinstance(fees.yuan, Decimal) else str(fees.yuan)
    return f"本年度收取政府信息公开信息处理费{fees.cases}件，共计{yuan}元。"


def _share(table: Table3) -> Decimal:
    return _rounded(Decimal(100 * _given(table)) / table.total(ANSWERED))


def _points(now: Decimal, before: Decimal) -> str:
    if now == before:
        return "与上年持平"
    return f"比上年{'提高' if now > before else '下降'}{abs(now - before)}个百分点"


def _percent(part: int, whole: int) -> str:
    return f"{_rounded(Decimal(100 * part) / whole)}%"


def _rounded(number: Decimal) -> Decimal:
    """One decimal place, half up, as a person rounds."""
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)
