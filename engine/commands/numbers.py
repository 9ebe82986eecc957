"""Numbers drawn in the same transaction as the thing they number: no double, no silent gap."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.records import Agency, NumberSeries

CASE = "case"


def draw(records: Session, family: str, year: int) -> int:
    """The next number of this family and year; the series starts at 1 on New Year's Day in Beijing."""
    series = hold(records, family, year)
    series.last += 1
    records.flush()
    return series.last


def hold(records: Session, family: str, year: int) -> NumberSeries:
    """The series, from which nobody else draws until the transaction ends."""
    query = select(NumberSeries).where(NumberSeries.family == family, NumberSeries.year == year).with_for_update()
    return records.scalar(query) or _begin(records, family, year)


def case_number(records: Session, year: int) -> str:
    """The next 登记编号, such as 2026-0031."""
    return f"{year}-{draw(records, CASE, year):04d}"


SUFFIX = {"reply": "", "notice": "告", "defence": "复答"}
"""What follows the agency's code in the numbers of a family, so that no two families share a number."""


def document_number(records: Session, agency: Agency, year: int, family: str = "reply") -> str:
    """The next 发文字号, such as 某防公开〔2026〕5号: brackets U+3014 and U+3015, no zero before the number."""
    return f"{agency.document_code}{SUFFIX[family]}〔{year}〕{draw(records, family, year)}号"


def _begin(records: Session, family: str, year: int) -> NumberSeries:
    """A new series; when another process began it a moment ago, that one."""
    try:
        with records.begin_nested():
            series = NumberSeries(family=family, year=year, last=0)
            records.add(series)
        return series
    except IntegrityError:
        return records.scalars(
            select(NumberSeries).where(NumberSeries.family == family, NumberSeries.year == year).with_for_update()
        ).one()
