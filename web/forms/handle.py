"""From the check to the reviewed items: the forms of registrar, office head, handler and secrecy reviewer."""

from typing import Any

from engine.commands.handle import ApplicationCheck, Assignment, SearchRecord, SecrecyOpinion
from engine.queries.people import Colleague, UnitChoice
from web.forms.fields import Day, Line, Names, Prose, RowChoice, YesNo
from web.forms.form import Form, Typed

ByUnit = tuple[tuple[UnitChoice, tuple[Colleague, ...]], ...]


class CheckForm(Form):
    """The application has been looked through."""

    remark = Prose(label="审核备注", rows=3, most=1000, hint="例如：申请内容明确，联系方式完整。可以不填。")

    def check(self) -> ApplicationCheck:
        """What the command takes."""
        return ApplicationCheck(remark=self.value("remark"))


class AssignmentForm(Form):
    """The unit, and the handler if one is named."""

    unit_id = RowChoice(label="承办处室", required="请选择承办处室。")
    handler_id = RowChoice(label="承办人", hint="可以不选，由处室人员自行领取。")
    remark = Prose(label="交办意见", rows=3, most=1000)

    @staticmethod
    def among(by_unit: ByUnit, typed: Typed | None) -> "AssignmentForm":
        """The form with the units and handlers there are."""
        units = tuple((str(unit.id), unit.name) for unit, _ in by_unit)
        handlers = tuple((str(p.id), f"{p.name}（{unit.name}）") for unit, people in by_unit for p in people)
        specs = {
            "unit_id": RowChoice(label="承办处室", required="请选择承办处室。", options=units),
            "handler_id": RowChoice(label="承办人", hint="可以不选，由处室人员自行领取。", options=handlers),
            "remark": AssignmentForm.remark,
        }
        return AssignmentForm(typed, specs=specs)

    def assignment(self) -> Assignment:
        """What the command takes."""
        return Assignment(
            unit_id=self.value("unit_id"), handler_id=self.value("handler_id"), remark=self.value("remark")
        )


class SearchForm(Form):
    """What was searched, and what came of it."""

    searched_on = Day(label="检索日期", required="请填写检索日期。")
    units = Names(label="检索单位", required="请写明由哪些处室、单位检索。", hint="每行一个。", rows=2)
    systems = Names(
        label="检索范围",
        required="请写明检索了哪些系统、档案或者场所。",
        hint="每行一个，例如：公文管理系统、机关档案室。",
    )
    terms = Names(label="检索词", required="请写明检索所用的关键词。", hint="每行一个。")
    years = Line(label="年度范围", required="请写明检索的年度范围。", hint="例如：2015年至2026年。", most=60)
    found = YesNo(
        label="是否找到所申请的信息", required="请选择是否找到。", options=(("yes", "找到"), ("no", "没有找到"))
    )
    result = Prose(
        label="检索结果",
        required="请写明检索结果。",
        rows=4,
        most=2000,
        hint="找到的，写明名称、文号、页数；没有找到的，写明查过的情况。",
    )

    def search(self) -> SearchRecord:
        """What the command takes."""
        names = ("searched_on", "units", "systems", "terms", "years", "found", "result")
        given: dict[str, Any] = {name: self.value(name) for name in names}
        return SearchRecord(**given)


class SecrecyForm(Form):
    """Whether anything is classified."""

    holds_classified = YesNo(
        label="拟公开的信息是否涉及国家秘密",
        required="请选择是否涉密。",
        options=(("no", "不涉密"), ("yes", "涉密")),
    )
    opinion = Prose(label="审查意见", required="请写明审查意见。", rows=4, most=2000)

    def opinion_given(self) -> SecrecyOpinion:
        """What the command takes."""
        return SecrecyOpinion(holds_classified=self.value("holds_classified"), opinion=self.value("opinion"))
