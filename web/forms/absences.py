"""Away from one day to another, and who stands in."""

from dataclasses import replace

from engine.commands.absences import AbsenceEntry
from engine.queries.absences import DeputyChoice
from web.forms.fields import Day, Line, RowChoice
from web.forms.form import Form, Typed


class AbsenceForm(Form):
    """The days, the deputy, a note."""

    first_day = Day(label="外出第一天", required="请填写外出的第一天。")
    last_day = Day(label="外出最后一天", required="请填写外出的最后一天。", hint="当天仍由代办人代办，次日起自动恢复。")
    deputy_id = RowChoice(
        label="代办人",
        required="请选择代办人。",
        hint="须为在岗、具有全部所需角色的同事；承办人、科室负责人的代办人须在同一处室。",
    )
    note = Line(label="备注", most=200, hint="可以不填，例如：参加培训。")

    @staticmethod
    def among(choices: tuple[DeputyChoice, ...], typed: Typed | None) -> "AbsenceForm":
        """The form with the colleagues there are; what one lacks stands beside the name."""
        options = tuple(
            (str(each.id), f"{each.name}（{each.unit}）" + (f"，缺：{each.lacks}" if each.lacks else ""))
            for each in choices
        )
        return AbsenceForm(
            typed, specs={**AbsenceForm.specs, "deputy_id": replace(AbsenceForm.deputy_id, options=options)}
        )

    def entry(self, person_id: int) -> AbsenceEntry:
        """What the command takes."""
        return AbsenceEntry(
            person_id=person_id,
            deputy_id=self.value("deputy_id"),
            first_day=self.value("first_day"),
            last_day=self.value("last_day"),
            note=self.value("note"),
        )
