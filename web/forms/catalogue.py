"""依申请公开事项目录: one topic."""

from engine.commands.catalogue import TopicEntry
from web.forms.fields import Line, Prose, YesNo
from web.forms.form import Form


class TopicForm(Form):
    """What it is called, what people call it, where it is."""

    title = Line(label="事项名称", required="请填写事项名称。", most=120, hint="例如：人防工程竣工验收备案信息。")
    keywords = Line(label="常用的说法", most=200, hint="申请人可能用的词，用顿号分开；写到其中之一就会提示这一项。")
    description = Prose(
        label="说明",
        required="请说明有哪些内容、怎样查找。",
        most=400,
        rows=3,
        hint="哪些年份、按什么查找、由哪个处室保存。",
    )
    is_public = YesNo(
        label="是否已经公开", required="请选择。", options=(("yes", "已经公开，可直接查阅"), ("no", "依申请公开"))
    )
    link = Line(label="网址", most=300, hint="已经公开的须填写；以 http:// 或者 https:// 开头。")

    def entry(self) -> TopicEntry:
        """What the command takes."""
        return TopicEntry(
            title=self.value("title"), keywords=self.value("keywords"), description=self.value("description"),
            is_public=self.value("is_public"), link=self.value("link"),
        )  # fmt: skip
