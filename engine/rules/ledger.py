"""The columns of the register (台账), as inspectors ask for them; its sheet is written and read by them."""

COLUMNS: dict[str, str] = {
    "number": "序号", "case_number": "登记编号", "applicant": "申请人", "kind": "类型", "channel": "渠道",
    "arrived_on": "来件日", "received": "收到日及依据", "request": "申请内容", "unit": "承办处室",
    "helpers": "协办处室", "supplement": "补正", "consultation": "征求意见", "extension": "延期",
    "due_on": "法定到期日", "signed_on": "签发日", "document_number": "文号", "service": "送达方式及日期",
    "tracking": "单号", "outcome": "答复类型", "report_row": "年报栏目", "remedies": "复议诉讼",
    "file_number": "归档号", "remark": "备注",
}  # fmt: skip
"""Identifier → head of the column."""
