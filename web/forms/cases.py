"""Attachments of a case."""

from engine.queries.steps import Candidate
from web.forms.fields import File, Pick, Prose, RowChoice, YesNo
from web.forms.form import Form, Typed

PURPOSES = ("申请材料", "身份证明", "检索证据", "拟公开信息", "送达凭证", "撤回材料", "其他")


class FileForm(Form):
    """Whether the paper bears a level mark, asked first; what the file is for; the file itself comes beside."""

    marked = YesNo(
        label="要上传的材料是否带有密级标识？",
        required="请先看材料上有没有“绝密”“机密”“秘密”等密级标识。",
        options=(("no", "没有"), ("yes", "有")),
    )
    purpose = Pick(
        label="材料类别",
        required="请选择材料类别。",
        options=tuple((p, p) for p in PURPOSES),
        hint="身份证件选“身份证明”：保存时加盖用途水印，只有登记人能看，到期自动删除。",
    )
    file = File(label="文件", hint="可以上传 pdf、png、jpg、tif、docx、xlsx、ofd、txt。")


class ReassignForm(Form):
    """Who takes the step over, and why."""

    person_id = RowChoice(label="转给", required="请选择接手的人。")
    reason = Prose(label="转办理由", rows=2, most=400, required="请写明转办的理由。")

    @staticmethod
    def among(candidates: tuple[Candidate, ...], typed: Typed | None) -> "ReassignForm":
        """The form with the people who hold the role."""
        options = tuple((str(person.id), f"{person.name}（{person.unit}）") for person in candidates)
        return ReassignForm(
            typed,
            specs={
                "person_id": RowChoice(label="转给", required="请选择接手的人。", options=options),
                "reason": ReassignForm.reason,
            },
        )
