"""How gunicorn runs the pages: the office is put together once, and each worker is a copy that starts at once."""

from typing import Any

preload_app = True
worker_class = "gthread"
graceful_timeout = 30  # seconds in which a worker that is asked to stop finishes the requests in hand
control_socket_disable = True


def pre_fork(server: Any, _worker: Any) -> None:
    """No connection to the database is open when a worker is copied off: two processes must never share one."""
    server.app.wsgi().extensions["office"].engine.dispose()
