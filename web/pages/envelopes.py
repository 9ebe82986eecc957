"""收发登记: one screen for the mail room, one page an envelope, its three ends, and the duty log."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.clock import BEIJING
from engine.commands import envelope_ends as ends
from engine.commands import envelopes as commands
from engine.commands.files import Upload
from engine.permissions import Action
from engine.queries import duty
from engine.queries import envelopes as queries
from engine.queries.envelopes import EnvelopeFilter, Tab
from engine.rules.envelopes import Carrier, EnvelopeState, Paper
from web import asked
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.envelopes import DutyForm, EnvelopeForm, FilingForm, HandOverForm, PassingForm, registration_start
from web.forms.form import Form
from web.pages.cases import to_save
from web.pages.register import type_in

pages = Blueprint("envelopes", __name__)


PLACES = {
    Paper.SUPPLEMENT: "在“收到补正材料”登记，收到日期按签收日填写",
    Paper.WITHDRAWAL: "核实身份后在“登记撤回”办理",
    Paper.OPINION: "在“征求意见与协办”登记意见",
    Paper.REASONS: "在“收到理由说明”登记",
    Paper.PAYMENT: "在“登记缴费”办理",
    Paper.RETURNED_LETTER: "在“登记退件”办理",
    Paper.REMEDY: "在“复议诉讼”登记",
}
"""What is to be done with a paper once its envelope lies in the case."""


@pages.get("/mail")
@permits(Action.READ_ENVELOPES)
def mail_log() -> str:
    """The envelopes, and the form that logs one."""
    return render_template("mail/log.html", form=_empty(), **_desk())


@pages.post("/mail")
@permits(Action.LOG_ENVELOPE)
def log_envelope() -> Answer:
    """One envelope more."""
    form = EnvelopeForm(typed())

    def act(sent: EnvelopeForm) -> Response:
        pictures = [file for file in request.files.getlist("file") if file.filename]
        photos = [Upload(ends.PHOTO, file.filename or "", file.read()) for file in pictures]
        logged = commands.log_envelope(sent.entry(), photos, actor=actor(), office=office())
        flash(f"已登记 {queries.envelope(logged, actor=actor(), office=office()).number}。")
        return redirect(url_for("envelopes.mail_log"), 303)

    return answer("mail/log.html", form, act, **_desk(log_form=form))


@pages.post("/mail/hand-over")
@permits(Action.LOG_ENVELOPE)
def hand_over() -> Answer:
    """The ticked envelopes are handed to a registrar."""
    form = HandOverForm.among(queries.receivers(office()), typed())

    def act(sent: HandOverForm) -> Response:
        count = commands.hand_over(_ticked(), sent.value("to"), actor=actor(), office=office())
        flash(f"已交出 {count} 件。登记人接收后，这里显示交接双方和时间。")
        return redirect(url_for("envelopes.mail_log"), 303)

    return answer("mail/log.html", form, act, **_desk(hand_form=form))


@pages.post("/mail/take-over")
@permits(Action.SETTLE_ENVELOPE)
def take_over() -> Answer:
    """The ticked envelopes lie with this registrar."""

    def act(_: Form) -> Response:
        count = commands.take_over(_ticked(), actor=actor(), office=office())
        flash(f"已接收 {count} 件，请逐件登记、归入案件或者转出。")
        return redirect(url_for("envelopes.mail_log", tab=Tab.TAKEN.value), 303)

    return answer("mail/log.html", Form(typed()), act, **_desk())


@pages.get("/mail/<row:envelope_id>")
@permits(Action.READ_ENVELOPES)
def envelope(envelope_id: int) -> str:
    """One envelope whole: what stood on it, its pictures, through whose hands it went."""
    found = queries.envelope(envelope_id, actor=actor(), office=office())
    return render_template("mail/envelope.html", envelope=found, State=EnvelopeState)


@pages.route("/mail/<row:envelope_id>/correct", methods=["GET", "POST"])
@permits(Action.LOG_ENVELOPE)
def correct_envelope(envelope_id: int) -> Answer:
    """What was mistyped is set right before the envelope is handed on."""
    found = queries.envelope(envelope_id, actor=actor(), office=office())

    def act(form: EnvelopeForm) -> Response:
        commands.correct_envelope(envelope_id, form.entry(), actor=actor(), office=office())
        flash(f"已更正 {found.number}，原来的内容留在记录里。")
        return redirect(url_for("envelopes.envelope", envelope_id=envelope_id), 303)

    form = EnvelopeForm(typed(), start=EnvelopeForm.of(found))
    return answer("mail/correct.html", form, act, envelope=found)


@pages.get("/mail/photos/<row:photo_id>")
@permits(Action.READ_ENVELOPES)
def photo(photo_id: int) -> Response:
    """One picture of an envelope."""
    return to_save(queries.photo(photo_id, office()))


@pages.route("/mail/<row:envelope_id>/register", methods=["GET", "POST"])
@permits(Action.SETTLE_ENVELOPE)
def register_envelope(envelope_id: int) -> Answer:
    """An application is registered from its envelope, with what the mail room logged."""
    found = queries.envelope(envelope_id, actor=actor(), office=office())
    return type_in(request.path, registration_start(found), found)


@pages.route("/mail/<row:envelope_id>/file", methods=["GET", "POST"])
@permits(Action.SETTLE_ENVELOPE)
def file_with_case(envelope_id: int) -> Answer:
    """The envelope belongs to a case that is there already."""
    found = queries.envelope(envelope_id, actor=actor(), office=office())

    def act(form: FilingForm) -> Response:
        filing = form.filing()
        case = ends.file_with_case(envelope_id, filing, actor=actor(), office=office())
        following = PLACES.get(filing.paper)
        flash(f"{found.number} 已归入 {filing.case_number.strip()}。" + (f"接下来请{following}。" if following else ""))
        return redirect(url_for("cases.case", application_id=case), 303)

    return answer("mail/file.html", FilingForm(typed()), act, envelope=found)


@pages.route("/mail/<row:envelope_id>/pass-on", methods=["GET", "POST"])
@permits(Action.SETTLE_ENVELOPE)
def pass_on(envelope_id: int) -> Answer:
    """The envelope goes to whoever it is for."""
    found = queries.envelope(envelope_id, actor=actor(), office=office())

    def act(form: PassingForm) -> Response:
        ends.pass_on(envelope_id, form.passing(), actor=actor(), office=office())
        flash(f"{found.number} 已转出，去向和理由留在收发登记里。")
        return redirect(url_for("envelopes.mail_log"), 303)

    return answer("mail/pass_on.html", PassingForm(typed()), act, envelope=found)


@pages.get("/mail/duty")
@permits(Action.READ_ENVELOPES)
def duty_log() -> str:
    """Day by day what came in and what those on duty wrote down."""
    return render_template("mail/duty.html", **_duty())


@pages.post("/mail/duty")
@permits(Action.LOG_ENVELOPE)
def write_duty_note() -> Answer:
    """One note more in the duty log."""

    def act(form: DutyForm) -> Response:
        commands.write_duty_note(
            form.value("day"), form.value("on_duty"), form.value("note"), actor=actor(), office=office()
        )
        flash("已记入值班记录。")
        return redirect(url_for("envelopes.duty_log"), 303)

    shown = _duty()
    form = DutyForm(typed())
    return answer("mail/duty.html", form, act, days=shown["days"], earlier=shown["earlier"])


def _duty() -> dict[str, Any]:
    today = office().clock.today()
    last = min(asked.day("last") or today, today)
    form = DutyForm(start={"day": today, "on_duty": actor().name})
    days = duty.duty_days(last, office=office())
    return {"form": form, "days": days, "earlier": last - timedelta(days=duty.DAYS)}


def _empty() -> EnvelopeForm:
    now = office().clock.now().astimezone(BEIJING)
    return EnvelopeForm(start=EnvelopeForm.beginning(now, actor().name))


def _desk(log_form: EnvelopeForm | None = None, hand_form: HandOverForm | None = None) -> dict[str, Any]:
    """What the one screen shows beside the form that was sent."""
    wanted = EnvelopeFilter(
        tab=asked.word(Tab, "tab") or Tab.OPEN,
        words=asked.words(),
        carrier=asked.word(Carrier, "carrier"),
        first=asked.day("first"),
        last=asked.day("last"),
        page=asked.page(),
    )
    return {
        "found": queries.envelopes(wanted, actor=actor(), office=office()),
        "log_form": log_form or _empty(),
        "hand_form": hand_form or HandOverForm.among(queries.receivers(office()), None),
        "tabs": Tab,
        "carriers": Carrier,
        "State": EnvelopeState,
        "ticked": _ticked(),
    }


def _ticked() -> list[int]:
    return [int(text) for text in request.form.getlist("envelope") if text.isascii() and text.isdecimal()][:100]
