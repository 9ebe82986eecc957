"""The template of a sheet of applications: its headings, the words that its columns take, an example."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from engine.permissions import Action, Actor, require
from engine.rules.intake_words import COLUMNS, IDENTITY_KINDS, MOST_ROWS, NEEDED
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, FormOfProvision, Labelled


def _labels(words: type[Labelled]) -> tuple[str, ...]:
    return tuple(word.label for word in words)


CHOICES: Mapping[str, Sequence[str]] = {
    "channel": _labels(Channel),
    "applicant_kind": _labels(ApplicantKind),
    "identity_kind": IDENTITY_KINDS,
    "form_wanted": _labels(FormOfProvision),
    "delivery": _labels(DeliveryMethod),
}
"""Columns that take one of a few words."""

NOTES: Mapping[str, str] = {
    "arrived_on": "材料到达本机关的日期，例如 2026-03-02；上级平台转入的，填平台转来的日期。",
    "received_on": "当面提交、邮寄（签收）的填收到之日；不填的，与来件日期相同。其他渠道登记以后再确认，不填。",
    "evidence": "当面提交、邮寄（签收）的必须填写，例如接收回执编号、邮件号码和签收人。",
    "applicant_name": "律师代理的填委托人；多人署名的填第一人，其余填在“共同申请人”。",
    "identity_number": "先把整列设为文本格式再录入，否则末几位数字会丢失。校验不符的只提示，不影响导入。",
    "items": "照录申请原文；一件申请要几样东西，在单元格内分行写，或者用 1. 2. 3. 编号，导入时拆成几项。",
    "co_applicants": "多人共同署名的填写，用顿号分开，并填写“收件人”。",
    "recipient_name": "答复和各种通知寄给谁；不填的，寄给申请人。",
    "platform": "上级平台转入的必须填写，“平台编号”“平台转办时间”也必须填写。",
    "submitted": "例如 2026-03-02 21:40。",
    "answer_by": "平台没有要求的不填。",
}


def template(actor: Actor) -> bytes:
    """The empty sheet as a workbook: needed columns bear an asterisk, lists to choose from, notes on a second page."""
    require(actor, Action.ENTER_APPLICATION)
    book = Workbook()
    _headings(book.active)
    _notes(book.create_sheet("填写说明"))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _headings(sheet: Worksheet) -> None:
    sheet.title = "申请"
    for number, (name, label) in enumerate(COLUMNS.items(), 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number, f"{label}*" if name in NEEDED else label)
        head.font, head.fill = Font(name="黑体", bold=True), PatternFill("solid", fgColor="E8EDF3")
        sheet.column_dimensions[letter].width = 40 if name == "items" else max(12, 2 * len(label) + 4)
        for row in range(2, MOST_ROWS + 2):
            sheet.cell(row, number).number_format = "@"
        if name in CHOICES:
            chooser = DataValidation(type="list", formula1=f'"{",".join(CHOICES[name])}"', allow_blank=True)
            chooser.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
            sheet.add_data_validation(chooser)
    sheet.freeze_panes = "A2"


def _notes(sheet: Worksheet) -> None:
    rows = [("栏目", "是否必填", "怎样填写")]
    for name, label in COLUMNS.items():
        words = NOTES.get(name, "")
        if name in CHOICES:
            words = f"填：{'、'.join(CHOICES[name])}。{words}"
        rows.append((label, "必填" if name in NEEDED else "", words))
    for row in rows:
        sheet.append(row)
    for letter, width in zip("ABC", (18, 10, 90), strict=True):
        sheet.column_dimensions[letter].width = width
