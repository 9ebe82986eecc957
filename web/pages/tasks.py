"""From a step's number to its form, and keeping what was typed."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.commands import drafts
from engine.errors import TaskNotReady
from engine.permissions import Action
from engine.queries import steps
from web import asked, kept
from web.access import actor, office, permits

pages = Blueprint("tasks", __name__)

STEPS_BY_SUBJECT = {
    "register": ("register",),
    "handle": ("check_application", "assign_handler"),
    "items": ("examine_nature", "search_item", "review_secrecy", "weigh_disclosure"),
    "decide": ("draft_decision",),
    "review": (
        "review_by_unit", "review_legality", "check_document", "approve_reply", "endorse_reply", "sign_as_deputy",
        "sign_as_head", "verify_reply",
    ),
    "serve": ("seal_reply", "serve_reply", "archive_case"),
    "withdraw": ("confirm_withdrawal",),
    "spot": ("answer_on_spot", "hand_over_on_spot"),
    "receive": ("confirm_receipt", "read_back", "lead_to_channel", "handle_offline"),
    "supplement": (
        "draft_supplement_notice", "register_supplement", "confirm_not_supplemented", "check_supplement",
    ),
    "consult": (
        "plan_consultations", "draft_consultation", "draft_co_maker_letter", "confirm_silence",
        "confirm_consent_by_silence", "weigh_opinions",
    ),
    "notices": ("approve_notice", "sign_notice", "seal_notice", "serve_notice"),
    "extend": ("approve_extension",),
    "reasons": ("draft_reasons_notice", "weigh_reasons"),
    "corrections": ("examine_correction",),
    "fees": ("draft_fee_notice", "confirm_unpaid"),
    "assist": ("answer_unit", "settle_disagreement"),
    "urge": ("answer_urging",),
    "remedies": (
        "prepare_evidence", "draft_defence", "submit_defence", "answer_complaint", "record_hearing",
        "record_result", "confirm_final", "carry_out",
    ),
    "returned": ("serve_again",),
    "transfers": ("answer_platform",),
    "report_course": ("reconcile_report", "draft_report", "review_report", "submit_report"),
}  # fmt: skip
SUBJECTS = {step: subject for subject, names in STEPS_BY_SUBJECT.items() for step in names}
"""Step → the module whose page function has its name."""


@pages.get("/tasks/<row:task_id>")
@permits(Action.WORK_AT_DESK)
def task(task_id: int) -> Response:
    """To the form of this step."""
    step = steps.step_of(task_id, actor=actor(), office=office())
    if step not in SUBJECTS:
        raise TaskNotReady("这一步骤还没有办理页面，请联系管理员。")
    return redirect(url_for(f"{SUBJECTS[step]}.{step}", task_id=task_id), 303)


@pages.post("/drafts")
@permits(Action.WORK_AT_DESK)
def save_draft() -> tuple[str, int]:
    """What has been typed so far is kept; the page sends it every few seconds."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("form"), str) or not kept.keeps_drafts(sent["form"]):
        abort(400)
    if not kept.is_fields(sent.get("fields")):
        abort(400)
    drafts.save_draft(sent["form"], kept.without_own(sent["fields"]), actor=actor(), office=office())
    return "", 204


@pages.post("/drafts/discard")
@permits(Action.WORK_AT_DESK)
def discard_draft() -> Response:
    """The form starts afresh."""
    drafts.discard_draft(request.form.get("form", ""), actor=actor(), office=office())
    return redirect(asked.back(), 303)
