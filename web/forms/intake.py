"""表格导入: the sheet of applications."""

from web.forms.fields import File
from web.forms.form import Form


class ApplicationsSheetForm(Form):
    """The file; its bytes are read by the page."""

    file = File(label="申请表格（xlsx 或者 csv）", hint="一行一件，表头与模板相同，一次最多 100 件。")
