"""Which other applications of the applicant one reply answers as well."""

from collections.abc import Sequence

from engine.queries.joint_replies import JointChoice, JointLine
from web.forms.fields import Several
from web.forms.form import Form, Typed
from web.labels import day


class JointReplyForm(Form):
    """The other applications; none of them: the reply stands alone."""

    others = Several(label="一并答复的申请")

    @staticmethod
    def of(choice: JointChoice, typed: Typed | None) -> "JointReplyForm":
        """The form with the cases that may be chosen, those already chosen ticked."""
        others = Several(
            label="一并答复的申请",
            options=tuple((str(line.id), _words(line)) for line in choice.possible),
            hint="都不选，就是单独答复。",
        )
        return JointReplyForm(typed, specs={"others": others}, start={"others": choice.chosen})

    def chosen(self) -> Sequence[int]:
        """What the command takes."""
        return tuple(int(each) for each in self.value("others"))


def _words(line: JointLine) -> str:
    until = f"（期限到{day(line.left.due_on)}）" if line.left.due_on else ""
    return f"{line.case_number}：{line.subject[:40]}{until}"
