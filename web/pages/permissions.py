"""权限表: roles, steps and actions as they hold now, read from the drawings and the one table."""

from flask import Blueprint, render_template

from engine.permissions import Action
from engine.queries.permissions import permission_table
from web.access import actor, office, permits

pages = Blueprint("permissions", __name__)


@pages.get("/permissions")
@permits(Action.READ_PERMISSIONS)
def permissions() -> str:
    """Role by role, and action by action."""
    return render_template("people/permissions.html", table=permission_table(actor=actor(), office=office()))
