"""Lists as workbooks: the very rows that the page lists, over all its pages."""

from engine.letters.workbooks import list_workbook
from engine.office import Office
from engine.permissions import Actor
from engine.queries import applications, tasks
from engine.queries.applications import ListFilter
from engine.queries.tasks import DeskFilter

CASE_COLUMNS = (
    "登记编号",
    "申请内容",
    "申请人",
    "渠道",
    "状态",
    "期限",
    "法定到期日",
    "收到之日",
    "承办处室",
    "承办人",
)
DESK_COLUMNS = ("期限", "登记编号", "申请内容", "申请人", "渠道", "步骤", "由谁办理", "承办处室", "法定到期日")


def applications_workbook(asked: ListFilter, *, actor: Actor, office: Office) -> bytes:
    """Every case of the list that the filter asks for."""
    rows = applications.all_rows(asked, actor=actor, office=office)
    cells = (
        (
            row.case_number, row.subject, row.applicant, row.channel.label, row.state.label, row.left.words,
            row.left.due_on, row.received_on, row.unit, row.handler,
        )
        for row in rows
    )  # fmt: skip
    return list_workbook("申请列表", CASE_COLUMNS, cells)


def desk_workbook(asked: DeskFilter, *, actor: Actor, office: Office) -> bytes:
    """Every row of one list of the desk."""
    rows = tasks.all_rows(asked, actor=actor, office=office)
    cells = (
        (
            row.left.words, row.case_number, row.subject, row.applicant, row.channel.label, row.step_title,
            row.lies_with, row.unit, row.left.due_on,
        )
        for row in rows
    )  # fmt: skip
    return list_workbook(asked.tab.label, DESK_COLUMNS, cells)
