"""退件: which letter came back, when and why."""

from collections.abc import Sequence
from datetime import date

from engine.commands.dispatch import Return
from engine.queries.dispatches import ServedLetter
from web.forms.fields import Day, Line, RowChoice
from web.forms.form import Form, Typed


class ReturnForm(Form):
    """A letter that came back."""

    letter_id = RowChoice(label="退回的文书", required="请选择退回的文书。")
    returned_on = Day(label="退回日期", required="请填写退回日期。")
    reason = Line(label="退回原因", required="请写明退回原因。", most=200, hint="照邮局批注填写，例如：查无此人。")

    @staticmethod
    def among(letters: Sequence[ServedLetter], typed: Typed | None, *, today: date) -> "ReturnForm":
        """The form with the letters that were served."""
        options = tuple((str(letter.id), letter.words) for letter in letters)
        choice = RowChoice(label="退回的文书", required="请选择退回的文书。", options=options)
        return ReturnForm(typed, specs={**ReturnForm.specs, "letter_id": choice}, start={"returned_on": today})

    def entry(self) -> Return:
        """What the command takes."""
        return Return(
            letter_id=self.value("letter_id"), returned_on=self.value("returned_on"), reason=self.value("reason")
        )
