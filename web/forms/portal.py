"""The applicant's way in."""

from web.forms.fields import Line, Secret
from web.forms.form import Form


class TrackForm(Form):
    """Number and pass phrase from the slip."""

    case_number = Line(label="登记编号", required="请填写登记编号。", most=20, hint="例如：2026-0001")
    pass_phrase = Secret(
        label="查询口令", required="请填写查询口令。", most=40, hint="登记凭条上的十位字母和数字，大小写均可。"
    )
