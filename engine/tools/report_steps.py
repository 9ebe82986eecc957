"""What a person does at the steps of a year's report, with the usual values."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine.commands import report_course
from engine.commands.report_course import ReportReview, Submission
from engine.permissions import Actor
from engine.records import OpenTask

if TYPE_CHECKING:
    from engine.tools.driver import Driver

Given = Mapping[str, Any]
Step = Callable[["Driver", OpenTask, Actor, Given], None]


def _reconcile(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    report_course.reconcile_report(task.id, given.get("words", {}), actor=actor, office=driver.office)


def _draft(driver: "Driver", task: OpenTask, actor: Actor, _: Given) -> None:
    report_course.draft_report(task.id, actor=actor, office=driver.office)


def _review(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    review = ReportReview(**{"agreed": True, **given})
    report_course.review_report(task.id, review, actor=actor, office=driver.office)


def _submit(driver: "Driver", task: OpenTask, actor: Actor, given: Given) -> None:
    usual = {
        "agreed": True,
        "sent_on": driver.office.clock.today(),
        "sent_to": "省政府信息公开工作主管部门（示例）",
        "receipt": "平台回执（示例）第1号",
    }
    report_course.submit_report(task.id, Submission(**{**usual, **given}), actor=actor, office=driver.office)


REPORT_STEPS: dict[str, Step] = {
    "reconcile_report": _reconcile,
    "draft_report": _draft,
    "review_report": _review,
    "submit_report": _submit,
}
"""Step → what is done there."""
