"""申请渠道: what is open to applicants, set by an administrator."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import channels as commands
from engine.permissions import Action
from engine.queries import agency
from engine.queries import channels as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.channels import ChannelsForm

pages = Blueprint("channels", __name__)


@pages.route("/channels", methods=["GET", "POST"])
@permits(Action.MANAGE_AGENCY)
def channels() -> Answer:
    """The channels, and their changes."""
    view = queries.channel_view(actor=actor(), office=office())

    def act(form: ChannelsForm) -> Response:
        changed = commands.set_channels(form.channels(view.channels), actor=actor(), office=office())
        flash(f"{changed} 个渠道有变动，申请人现在看到的就是这样。" if changed else "没有变动。")
        return redirect(url_for("channels.channels"), 303)

    form = ChannelsForm(typed(), start=ChannelsForm.start_of(view.channels))
    return answer("office/channels.html", form, act, view=view, agency=agency.agency(office()))
