"""Files that somebody outside sends along with a form: the level-mark question stands before the file chooser."""

from flask import request

from engine.commands.files import Upload
from engine.errors import RuleViolation
from web.forms.fields import File, YesNo
from web.forms.form import Form

MARKED = (
    "带有密级标识的材料不能在网上提交，所选文件没有保存。请与本机关联系，当面递交或者通过机要渠道办理；"
    "这里可以不附文件，只提交文字。"
)


class AttachmentsForm(Form):
    """Whether the papers bear a level mark; the files themselves come beside the fields."""

    marked = YesNo(
        label="要附的材料上是否印有“绝密”“机密”“秘密”等密级标识？",
        options=(("no", "没有"), ("yes", "有")),
        hint="不附材料的，不必回答。",
    )
    file = File(label="选择文件", hint="可以上传 pdf、png、jpg、tif、docx、xlsx、ofd、txt，一次最多 5 个。")


POWER_OF_ATTORNEY = "授权委托书"
SIGNED_SHEET = "签字的办理单"
STAMPED_SCAN = "用印文书扫描件"


def sent_along(form: Form, purpose: str, *, name: str = "file") -> tuple[Upload, ...]:
    """The files that came with the form; RuleViolation, and none is kept, unless they are said to bear no mark.

    `name`: the file chooser they came from.

    《条例》第14条、第17条
    """
    sent = [file for file in request.files.getlist(name) if file.filename]
    if form.value("marked"):
        raise RuleViolation(MARKED, "《条例》第17条", field="marked")
    if sent and form.value("marked") is None:
        raise RuleViolation("请先回答所附材料是否带有密级标识，再选择文件。", "《条例》第17条", field="marked")
    return tuple(Upload(purpose, file.filename or "", file.read()) for file in sent)
