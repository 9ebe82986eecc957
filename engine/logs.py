"""The text log: event names and ids as JSON fields, never a name, a contact or a requested text."""

import logging
import re

import structlog
from structlog.typing import EventDict

FIELDS = ("application", "task", "outbox", "kind", "job", "trouble", "instance", "timer", "status", "route")


_ROW = re.compile(r"DETAIL:.*?(?=\n\[SQL:|\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)
"""PostgreSQL shows the whole row that it refuses: an applicant's name, contact and words."""


def set_up(level: int = logging.INFO) -> None:
    """Every log line of the house is one JSON object on standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a tick took longer than its interval is no trouble
    for noisy in ("weasyprint", "fontTools", "spiff", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def formatter() -> logging.Formatter:
    """One record as one line of JSON."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ExtraAdder(allow=FIELDS),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _without_rows,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _without_rows(_logger: object, _method: str, entry: EventDict) -> EventDict:
    return {name: _ROW.sub("DETAIL: …", value) if isinstance(value, str) else value for name, value in entry.items()}
