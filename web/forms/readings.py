"""法律适用口径: another answer to one question, and why."""

from engine.queries.readings import Reading
from engine.rules.reading_changes import NewReading
from web.forms.fields import Line, Number, Prose, YesNo
from web.forms.form import Form, Typed


class ReadingForm(Form):
    """The answer, a number or one of two, and the reason."""

    answer = Line(label="改为", required="请选择。")
    reason = Prose(
        label="修改的理由和依据", required="请写明修改的理由和依据。", rows=3, most=300,
        hint="例如：法制审核会议纪要、上级主管部门的答复。写进变动记录和受影响申请的办理经过。",
    )  # fmt: skip

    @staticmethod
    def over(reading: Reading, typed: Typed | None) -> "ReadingForm":
        """The form for this question, beginning with the answer that holds."""
        return ReadingForm(typed, start={"answer": reading.value}, specs={"answer": _spec(reading)})

    def wanted(self, name: str) -> NewReading:
        """What the command takes."""
        return NewReading(name=name, value=self.value("answer"), reason=self.value("reason"))


def _spec(reading: Reading) -> Line:
    question = reading.question
    if question.unit:
        return Number(
            label=f"改为几{question.unit}", required="请填写天数。", least=question.least, largest=question.largest,
            hint=f"应当在{question.range_in_words}之间。",
        )  # fmt: skip
    return YesNo(label="改为", required="请选择。", options=(("yes", question.yes), ("no", question.no)))
