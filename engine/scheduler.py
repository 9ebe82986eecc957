"""The tick: APScheduler wakes this process, due rows say what there is to do. No deadline lives here."""

import logging
import signal
import threading
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler

from engine import outbox
from engine.clock import BEIJING
from engine.commands import calendar_days, deliver, identity_images, report_course, watch
from engine.errors import Conflict
from engine.office import Office

log = logging.getLogger("mingda.timers")

TICK_SECONDS = 5
LOOK_SECONDS = 600


def scheduler(office: Office, *, seconds: float = TICK_SECONDS) -> BackgroundScheduler:
    """A scheduler, not yet started, that ticks for this office."""
    made = BackgroundScheduler(
        timezone=BEIJING, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    made.add_job(tick, "interval", seconds=seconds, args=[office], id="tick")
    made.add_job(look, "interval", seconds=LOOK_SECONDS, args=[office], id="look")
    return made


def tick(office: Office) -> None:
    """Due timers have woken their processes, due promises are carried out; trouble is logged and tried again."""
    for job in (deliver.wake_due, outbox.carry_out_due):
        _try(job, office)


def look(office: Office) -> None:
    """What lies about has been looked through; several processes looking at once promise each thing once."""
    for job in (
        watch.remind_standing,
        calendar_days.warn_of_missing_year,
        identity_images.delete_due,
        report_course.open_due_report,
    ):
        _try(job, office)


def _try(job: Callable[[Office], object], office: Office) -> None:
    try:
        job(office)
    except Conflict:
        log.info("left to another process", extra={"job": job.__name__})
    except Exception:  # the edge of the job: whatever it was, the next tick comes
        log.exception("tick stopped early", extra={"job": job.__name__})


def run(office: Office, *, seconds: float = TICK_SECONDS) -> None:
    """Ticks until SIGTERM or SIGINT; a tick under way is finished first."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    ticking = scheduler(office, seconds=seconds)
    ticking.start()
    log.info("timers running")
    stop.wait()
    ticking.shutdown(wait=True)
