"""What our work stands on, as bare as it can be: SpiffWorkflow and SQLAlchemy Core, no ORM, nothing slowed."""

import subprocess
import sys
import uuid
from time import perf_counter
from typing import Any

from SpiffWorkflow import TaskState
from sqlalchemy import Column, Engine, Integer, LargeBinary, MetaData, String, Table, func, insert, select, update
from weasyprint import HTML

from engine.letters import LetterRenderer
from engine.letters.render import PDF_VARIANT
from engine.records import Application, SearchTerm
from engine.workflow.pruning import prune
from engine.workflow.serializer import StateSerializer

STATES = MetaData()
STATE = Table(
    "floor_state",
    STATES,
    Column("id", Integer, primary_key=True),
    Column("engine_task_id", String(36), nullable=False),
    Column("body", LargeBinary, nullable=False),
)
TERM, CASE = SearchTerm.table(), Application.table()


def keep_states(engine: Engine, states: dict[int, tuple[str, bytes]]) -> None:
    """A bare table of engine states, each with the step that is to be done."""
    STATES.create_all(engine)
    rows = [{"id": key, "engine_task_id": task, "body": body} for key, (task, body) in states.items()]
    with engine.begin() as connection:
        connection.execute(insert(STATE), rows)


def stored_step(engine: Engine, serializer: StateSerializer, key: int, facts: dict[str, Any]) -> None:
    """Load the pruned state onto its shared spec, run the step, prune, dump, one UPDATE, commit."""
    with engine.begin() as connection:
        task_id, body = connection.execute(select(STATE.c.engine_task_id, STATE.c.body).where(STATE.c.id == key)).one()
        case = serializer.load(body)
        task = case.get_task_from_id(uuid.UUID(task_id))
        task.data[task.task_spec.bpmn_id] = facts
        task.run()
        while case.get_next_task(state=TaskState.READY, manual=False) is not None:
            case.do_engine_steps()
        prune(case)
        connection.execute(update(STATE).where(STATE.c.id == key).values(body=serializer.dump(case)))


def indexed_search(engine: Engine, term: str, most: int, size: int) -> None:
    """The index alone: how many cases have the term, up to `most`, and the latest of them."""
    with engine.connect() as connection:
        having = select(TERM.c.application_id).where(TERM.c.term == term)
        some = having.limit(most + 1).subquery()
        connection.execute(select(func.count()).select_from(some)).one()
        latest = having.order_by(TERM.c.application_id.desc()).limit(size)
        connection.execute(select(CASE).where(CASE.c.id.in_(latest)).order_by(CASE.c.id.desc())).all()


def bare_letter(renderer: LetterRenderer, page: str) -> bytes:
    """The layout engine alone over the same HTML, with the same sheets and fonts."""
    written: bytes = HTML(string=page).write_pdf(
        stylesheets=renderer.stylesheets, font_config=renderer.font_configuration, pdf_variant=PDF_VARIANT
    )
    return written


def libraries() -> list[str]:
    """The modules that the web process imports and that are not ours, in the order it imports them."""
    done = subprocess.run([sys.executable, "-c", _NAMES], capture_output=True, text=True, check=True)
    return done.stdout.split()


def imports(names: list[str]) -> float:
    """Milliseconds of a Python that does nothing but import these."""
    program = f"import importlib\nfor name in {names!r}:\n    importlib.import_module(name)"
    started = perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)
    return (perf_counter() - started) * 1000


_NAMES = """
import sys
import gunicorn.app.wsgiapp, gunicorn.workers.gthread, web.wsgi
ours = ("engine", "web", "tests", "__main__")
print(*[n for n, m in sys.modules.items() if n.split(".")[0] not in ours and getattr(m, "__spec__", None)
        and m.__spec__.name == n])
"""
