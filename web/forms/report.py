"""What people write into the annual report: six sections, table two, explanations, the proof of submission."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from engine.rules.annual_report import Amount, Table2
from engine.rules.report_draft import Section
from engine.rules.report_form import SECTIONS, ReportForm, blocks_of
from web.forms.fields import File, Line, Prose, Refused
from web.forms.form import Form, Typed

_LARGEST = Decimal(10) ** 12


@dataclass(frozen=True, kw_only=True)
class Figure(Line):
    """A number of table two: whole, or with up to four decimals where it is money; empty where it is not known."""

    most: int = 20
    is_money: bool = False
    kind: ClassVar[str] = "number"

    def value_of(self, text: str) -> Amount:
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise Refused("请填写数字。") from None
        if not number.is_finite() or abs(number) >= _LARGEST:
            raise Refused("请填写合理的数字。")
        if not self.is_money and number != number.to_integral_value():
            raise Refused("请填写整数。")
        return number if self.is_money else int(number)

    @property
    def nothing(self) -> None:
        return None


class SectionsForm(Form):
    """The six sections, a paragraph a line."""

    @staticmethod
    def of(sections: Iterable[Section], typed: Typed | None) -> "SectionsForm":
        """The form as the sections stand."""
        start = {f"section{n}": "\n".join(section.paragraphs) for n, section in enumerate(sections, 1)}
        specs = {f"section{n}": Prose(label=heading, most=40_000, rows=8) for n, heading in enumerate(SECTIONS, 1)}
        return SectionsForm(typed, start=start, specs=specs)

    def texts(self) -> list[str]:
        """The sections as typed."""
        return [self.fields[f"section{n}"].value for n in range(1, len(SECTIONS) + 1)]


class Table2Form(Form):
    """Table two in the items and columns of its form."""

    @staticmethod
    def of(form: ReportForm, table: Table2 | None, typed: Typed | None) -> "Table2Form":
        """The form with the numbers entered so far."""
        start, specs = {}, {}
        for name, item, key, label in _places(form):
            start[name] = table.number(item, key) if table else None
            specs[name] = Figure(label=f"{item}：{label}", is_money=key in ("wan_yuan", "amount"))
        return Table2Form(typed, start=start, specs=specs)

    def table(self, form: ReportForm) -> Table2:
        """The table as typed."""
        numbers: dict[str, dict[str, Amount]] = {}
        for name, item, key, _ in _places(form):
            numbers.setdefault(item, {})[key] = self.fields[name].value
        return Table2(form, numbers)


def _places(form: ReportForm) -> list[tuple[str, str, str, str]]:
    """Name of the field, item, key and label of each number of table two."""
    cells = [(item, key, label) for block in blocks_of(form) for item in block.items for key, label in block.columns]
    return [(f"cell{number}", item, key, label) for number, (item, key, label) in enumerate(cells)]


class ImportForm(Form):
    """A file with table two."""

    file = File(label="年度报告数据文件（JSON）")


class PointsForm(Form):
    """One explanation for each difference."""

    keys: tuple[str, ...] = ()

    @staticmethod
    def of(points: Iterable[tuple[str, str, str]], typed: Typed | None) -> "PointsForm":
        """The form with a line for each key, text and explanation."""
        lines = list(points)
        names = {f"point{number}": line for number, line in enumerate(lines)}
        form = PointsForm(
            typed,
            start={name: explanation for name, (_, _, explanation) in names.items()},
            specs={name: Line(label=text, most=200) for name, (_, text, _) in names.items()},
        )
        form.keys = tuple(key for key, _, _ in lines)
        return form

    def words(self) -> dict[str, str]:
        """Key → explanation as typed."""
        return {key: self.fields[f"point{number}"].value for number, key in enumerate(self.keys)}


class SubmitForm(Form):
    """The proof that the report went out."""

    proof = Prose(
        label="报送凭证",
        required="请写明报送凭证。",
        most=500,
        rows=3,
        hint="报送的方式、日期和收件人，或者公布的网址。",
    )
