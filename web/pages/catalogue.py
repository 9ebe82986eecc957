"""依申请公开事项目录: read by everybody, kept by an administrator."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import catalogue as commands
from engine.permissions import Action
from engine.queries import catalogue as queries
from web.access import actor, office, permits, public
from web.form_page import Answer, answer, typed
from web.forms.catalogue import TopicForm

pages = Blueprint("catalogue", __name__)

MOST_WORDS = 200


@pages.get("/catalogue")
@public
def catalogue() -> str:
    """What may be had, and what is public already; with words, what they point to."""
    words = request.args.get("q", "")[:MOST_WORDS]
    return render_template("portal/catalogue.html", topics=queries.topics(office(), words), words=words)


@pages.route("/catalogue/manage", methods=["GET", "POST"])
@permits(Action.MANAGE_AGENCY)
def manage() -> Answer:
    """The list, and a form for one topic more."""

    def act(form: TopicForm) -> Response:
        commands.add_topic(form.entry(), actor=actor(), office=office())
        return _done(f"“{form.value('title')}”已列入目录。")

    return answer("office/catalogue.html", TopicForm(typed()), act, topics=queries.topics(office()))


@pages.route("/catalogue/manage/<row:topic_id>", methods=["GET", "POST"])
@permits(Action.MANAGE_AGENCY)
def topic(topic_id: int) -> Answer:
    """One topic, to be changed."""
    known = queries.topic(topic_id, office())

    def act(form: TopicForm) -> Response:
        commands.change_topic(topic_id, form.entry(), actor=actor(), office=office())
        return _done("目录已更新。")

    return answer("office/catalogue_topic.html", TopicForm(typed(), start=known.as_values()), act, topic=known)


@pages.post("/catalogue/manage/<row:topic_id>/remove")
@permits(Action.MANAGE_AGENCY)
def remove(topic_id: int) -> Response:
    """One topic fewer."""
    commands.remove_topic(topic_id, actor=actor(), office=office())
    return _done("已从目录中去掉。")


def _done(words: str) -> Response:
    flash(words)
    return redirect(url_for("catalogue.manage"), 303)
