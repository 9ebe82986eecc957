"""Forms of those who supervise."""

from web.forms.fields import File, Prose
from web.forms.form import Form


class RemindForm(Form):
    """What those whose turn it is are asked."""

    words = Prose(
        label="催办事项", required="请写明催办的事项。", rows=3, most=200,
        hint="会送到现在经办人的消息里，并记入案件办理过程；一件一天催办一次。",
    )  # fmt: skip


class SheetForm(Form):
    """The sheet of earlier years."""

    file = File(label="台账表格（xlsx）", hint="表头与导出的台账相同；登记编号、类型、收到日及依据三栏必须有。")
