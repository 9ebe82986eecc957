"""协办: the question to a unit of ours, its answer, the leader's ruling."""

from collections.abc import Sequence

from engine.commands.assist import Question, UnitReply
from engine.commands.files import Upload
from engine.commands.sheets import SignedSheet
from engine.queries.enquiries import UnitAnswer
from engine.queries.people import UnitChoice
from web.attachments import AttachmentsForm
from web.forms.fields import Day, Line, Prose, RowChoice, YesNo, of_words
from web.forms.form import Form, Typed


class QuestionForm(Form):
    """Which unit, what, by when."""

    unit_id = RowChoice(label="协办处室或者单位", required="请选择协办处室或者单位。")
    question = Prose(
        label="需要答复的问题",
        required="请写明需要协办处室答复的问题。",
        rows=4,
        most=2000,
        hint="一次只问一个处室；问清有没有、在哪里、能不能公开。",
    )
    due_on = Day(label="答复日期", hint="不填的，处室为三个工作日、所属单位为五个工作日；不影响法定答复期限。")

    @staticmethod
    def among(units: tuple[UnitChoice, ...], typed: Typed | None) -> "QuestionForm":
        """The form with the units that can be asked."""
        options = tuple((str(unit.id), unit.name) for unit in units if unit.handles_applications)
        specs = {
            "unit_id": RowChoice(label="协办处室或者单位", required="请选择协办处室或者单位。", options=options),
            "question": QuestionForm.question,
            "due_on": QuestionForm.due_on,
        }
        return QuestionForm(typed, specs=specs)

    def asked(self) -> Question:
        """What the command takes."""
        return Question(unit_id=self.value("unit_id"), question=self.value("question"), due_on=self.value("due_on"))


class UnitReplyForm(AttachmentsForm):
    """The unit's answer and its reason."""

    answer = of_words(UnitAnswer, label="答复", required="请选择答复。", as_buttons=True)
    reason = Prose(
        label="理由或者查找情况",
        required="请写明理由或者查找情况。",
        rows=4,
        most=2000,
        hint="有的，写明名称、页数、存放处；没有的，写明查过哪里；不建议公开的，写明事实和依据。",
    )
    disagrees = YesNo(
        label="对主办处室的意见有无分歧",
        required="请选择。",
        options=(("no", "没有"), ("yes", "有，提请分管领导裁定")),
    )
    on_sheet = YesNo(
        label="答复来自哪里",
        required="请选择。",
        options=(("no", "本处室在此答复"), ("yes", "按签字的纸质协办单录入")),
    )

    signed_by = Line(label="签字人", most=60, hint="按纸质协办单录入的才填。")
    given_on = Day(label="签字日期", hint="协办单上写的日期，不是录入的日期。")

    def reply(self, scans: Sequence[Upload] = ()) -> UnitReply:
        """What the command takes."""
        plain = {name: self.value(name) for name in ("answer", "reason", "disagrees", "on_sheet")}
        sheet = SignedSheet(signed_by=self.value("signed_by"), signed_on=self.value("given_on"), scans=scans)
        return UnitReply(**plain, sheet=sheet if plain["on_sheet"] else None)


class RulingForm(Form):
    """The leader's ruling."""

    ruling = Prose(label="裁定意见", required="请写明裁定意见。", rows=4, most=2000)
