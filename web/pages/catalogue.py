"""依申请公开事项目录: read by everybody, kept by an administrator, who may also close the online applications."""

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
    """The list, a form for one topic more, and the switch."""

    def act(form: TopicForm) -> Response:
        commands.add_topic(form.entry(), actor=actor(), office=office())
        return _done(f"“{form.value('title')}”已列入目录。")

    listed, is_open = queries.topics(office()), queries.is_portal_open(office())
    return answer("office/catalogue.html", TopicForm(typed()), act, topics=listed, is_open=is_open)


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


@pages.post("/catalogue/portal")
@permits(Action.MANAGE_AGENCY)
def switch_portal() -> Response:
    """Online applications are taken, or no longer."""
    to_open = request.form.get("to") == "open"
    commands.switch_portal(to_open=to_open, actor=actor(), office=office())
    return _done("网上申请已开通。" if to_open else "网上申请已关闭，在线申请页改为说明怎样当面、邮寄提出。")


def _done(words: str) -> Response:
    flash(words)
    return redirect(url_for("catalogue.manage"), 303)
