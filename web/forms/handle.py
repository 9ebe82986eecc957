"""The check and the assignment: the forms of registrar and office head."""

from engine.commands.handle import ApplicationCheck, Assignment
from engine.queries.people import Colleague, UnitChoice
from web.forms.fields import Prose, RowChoice, YesNo
from web.forms.form import Form, Typed

ByUnit = tuple[tuple[UnitChoice, tuple[Colleague, ...]], ...]


class CheckForm(Form):
    """The application has been looked through: clear and complete, or to be supplemented."""

    clear = YesNo(
        label="内容是否明确、要件是否齐全",
        required="请选择。",
        options=(("yes", "明确、齐全，可以办理"), ("no", "不明确或者不齐全，须补正")),
        hint="须补正的，下一步拟写补正告知书，一次告知全部需要补正的内容。",
    )
    correction = YesNo(
        label="是不是申请更正与本人相关的记录",
        options=(("no", "不是，申请公开政府信息"), ("yes", "是，按《条例》第41条审核更正")),
        hint="要求更正与自身相关的政府信息记录的，不走检索和逐项审查。不选的，按申请公开办理。",
    )
    remark = Prose(label="审核备注", rows=3, most=1000, hint="例如：申请内容明确，联系方式完整。可以不填。")

    def check(self) -> ApplicationCheck:
        """What the command takes."""
        return ApplicationCheck(
            clear=self.value("clear"), correction=bool(self.value("correction")), remark=self.value("remark")
        )


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
