"""One catalogue of all drawings, with operators that need no database."""

import pytest

from engine.workflow.catalogue import Catalogue
from engine.workflow.expressions import Operator
from tests.workflows.drawing_reader import WORKFLOWS

OPERATORS: dict[str, Operator] = {
    "items.collect": lambda call: {"consultation_needed": len(call.data["reviewed_items"]) > 1},
    "unit.remind": lambda _: {"reminded": True},
    "defence.remind": lambda _: {"reminded": True},
    "escalation.determine_rung": lambda _: {"rung": 1},
    "escalation.notify": lambda _: {"notified": True},
    "platform.remind": lambda _: {"reminded": True},
    "report.determine_rung": lambda _: {"rung": 1},
    "report.remind": lambda _: {"notified": True},
}
"""Every operator that a drawing names; here two items or more call for a consultation."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    catalogue = Catalogue.of(WORKFLOWS)
    catalogue.engine.operators = OPERATORS
    return catalogue
