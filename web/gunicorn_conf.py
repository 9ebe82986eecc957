"""How gunicorn runs the pages: the office is put together once, and each worker is a copy that starts at once."""

from typing import Any

preload_app = True
worker_class = "gthread"
graceful_timeout = 30  # seconds in which a worker that is asked to stop finishes the requests in hand
control_socket_disable = True
logconfig_dict = {  # the server's own lines look like all others of the house; there is no log of addresses asked for
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"house": {"()": "engine.logs.formatter"}},
    "handlers": {"house": {"class": "logging.StreamHandler", "formatter": "house"}},
    "root": {"level": "INFO", "handlers": ["house"]},
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["house"], "propagate": False}},
}


def pre_fork(server: Any, _worker: Any) -> None:
    """No connection to the database is open when a worker is copied off: two processes must never share one."""
    server.app.wsgi().extensions["office"].engine.dispose()
