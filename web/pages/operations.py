"""运行情况: what failed, and what an administrator does about it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import moves
from engine.commands import operations as commands
from engine.permissions import Action
from engine.queries import operations as queries
from engine.queries import ways_back
from web.access import actor, office, permits

pages = Blueprint("operations", __name__)


@pages.get("/operations")
@permits(Action.RETRY_FAILURES)
def operations() -> str:
    """How things run."""
    return render_template(
        "office/operations.html",
        now=queries.operations(actor=actor(), office=office()),
        undoable=ways_back.undoable_moves(actor=actor(), office=office()),
        names=queries.process_names(office()),
    )


@pages.post("/operations/promises/<row:entry_id>/retry")
@permits(Action.RETRY_FAILURES)
def retry_promise(entry_id: int) -> Response:
    """Tried again."""
    commands.retry_promise(entry_id, actor=actor(), office=office())
    return _done("已安排再试一次。")


@pages.post("/operations/promises/<row:entry_id>/skip")
@permits(Action.RETRY_FAILURES)
def skip_promise(entry_id: int) -> Response:
    """Let be, with a reason."""
    commands.skip_promise(entry_id, request.form.get("reason", ""), actor=actor(), office=office())
    return _done("已记录，不再办理。")


@pages.post("/operations/timers/<row:timer_id>/retry")
@permits(Action.RETRY_FAILURES)
def retry_timer(timer_id: int) -> Response:
    """Woken again."""
    commands.retry_timer(timer_id, actor=actor(), office=office())
    return _done("已安排再试一次。")


@pages.post("/operations/mails/<row:dispatch_id>")
@permits(Action.RETRY_FAILURES)
def settle_dispatch(dispatch_id: int) -> Response:
    """Found out whether it arrived."""
    commands.settle_dispatch(dispatch_id, request.form.get("arrived", ""), actor=actor(), office=office())
    return _done("已按核实情况处理。")


@pages.post("/operations/runs/<row:instance_id>/move")
@permits(Action.RETRY_FAILURES)
def move_case(instance_id: int) -> Response:
    """On to the current version."""
    moves.move_case(instance_id, request.form.get("reason", ""), actor=actor(), office=office())
    return _done("已迁移到现行版本。")


@pages.post("/operations/runs/<row:instance_id>/undo")
@permits(Action.RETRY_FAILURES)
def undo_move(instance_id: int) -> Response:
    """Back on the version it was moved from."""
    moves.undo_move(instance_id, request.form.get("reason", ""), actor=actor(), office=office())
    return _done("已退回原版本。")


@pages.get("/operations/send-back")
@permits(Action.RETRY_FAILURES)
def last_steps() -> str:
    """The step done last in one case, to be opened again."""
    number = request.args.get("case", "").strip()
    found = ways_back.last_steps(number, actor=actor(), office=office())
    return render_template("office/send_back.html", number=number, found=found)


@pages.post("/operations/runs/<row:instance_id>/send-back")
@permits(Action.RETRY_FAILURES)
def send_back(instance_id: int) -> Response:
    """The step done last is open again."""
    moves.send_back(instance_id, request.form.get("reason", ""), actor=actor(), office=office())
    return _done("已退回，这一步骤重新列入待办。")


def _done(words: str) -> Response:
    flash(words)
    return redirect(url_for("operations.operations"), 303)
