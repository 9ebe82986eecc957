"""What people write into the annual report: six sections, table two, explanations, the review, the proof."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from engine.commands.report_course import ReportReview, Submission
from engine.rules.annual_report import Amount, Table2
from engine.rules.report_draft import Section
from engine.rules.report_form import SECTIONS, ReportForm, blocks_of
from web.forms.fields import Day, File, Line, Prose, Refused, YesNo
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


class DraftForm(Form):
    """Nothing to enter: what was written goes to be reviewed."""


class ReviewForm(Form):
    """The reviewer agrees, or sends back with a reason."""

    agreed = YesNo(label="复核意见", required="请选择同意或者退回。", options=(("yes", "同意"), ("no", "退回起草")))
    words = Prose(label="理由", rows=3, most=400, hint="退回时必须写明哪一处要改、为什么。")

    def review(self) -> ReportReview:
        """What the command takes."""
        return ReportReview(agreed=self.value("agreed"), words=self.value("words"))


class SubmissionForm(Form):
    """The report went out, with the proof; or it goes back with a reason."""

    agreed = YesNo(
        label="是否批准", required="请选择批准或者退回。", options=(("yes", "批准并已报送"), ("no", "退回起草"))
    )
    sent_on = Day(label="报送日期", hint="提交主管部门或者向社会公布的日期。")
    sent_to = Line(label="报送的机关", most=120, hint="收件的政府信息公开工作主管部门。")
    receipt = Prose(label="回执", rows=2, most=500, hint="回执编号、平台记录或者公布的网址。")
    words = Prose(label="退回理由", rows=2, most=400, hint="退回时必须写明。")

    def submission(self) -> Submission:
        """What the command takes."""
        return Submission(**{name: self.value(name) for name in ("agreed", "sent_on", "sent_to", "receipt", "words")})
