"""What `worker.py` does: all background processes of one machine, or a single one of them."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

from flask import Flask

from zoho_app import create_desk
from zoho_app.appointments import handlers
from zoho_app.config import OTHERS, Config, ConfigError
from zoho_app.logs.set_up import set_up
from zoho_app.processes import commands
from zoho_app.processes.child import Child
from zoho_app.processes.rq_clock import keep_ticking
from zoho_app.processes.rq_worker import keep_working
from zoho_app.processes.supervisor import Supervisor

# The first worker is there for Zoho Books alone, so that receivers of news that hardly answer can't hold up orders,
# however many there are. The second puts the orders first; the third sees to it that neither bulk work nor news wait
# behind orders. The fourth reads shops, which may be slow; the third helps, so that one that hangs holds up no other.
WORKER_QUEUES = (
    ("zoho_books",),
    ("zoho_books", "channels"),
    ("bulk", "channels", "shops", "zoho_books"),
    ("shops",),
)
# An appointment may be interrupted, but it is kinder to let it end.
WORKER_GRACE_SECONDS = 25


def main(what: Sequence[str]) -> int:
    """Run the workers and the clock (no argument), one clock ("clock"), or one worker of the queues named.

    Returns the exit status: 2 when the configuration can't be used, which is said in one line.
    """
    os.umask(OTHERS)
    try:
        app = create_desk()
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    set_up(app.config["BOOKDESK"])
    if not what:
        _supervise(app)
    elif list(what) == ["clock"]:
        keep_ticking(app)
    elif strangers := set(what) - handlers.queues():
        sys.stderr.write(
            f"There is no queue {', '.join(sorted(strangers))}; use one of: {', '.join(sorted(handlers.queues()))}.\n"
        )
        return 2
    else:
        keep_working(app, what)
    return 0


def _supervise(app: Flask) -> None:
    settings: Config = app.config["BOOKDESK"]
    supervisor = Supervisor({**os.environ, **commands.ENVIRONMENT}, str(commands.ROOT))
    for words in settings.warnings:
        supervisor.say(words)
    gc.collect()
    gc.freeze()  # what the children share is not touched by their garbage collection
    supervisor.start(*_children(app))
    supervisor.run()
    supervisor.stop()


def _children(app: Flask) -> list[Child]:
    """Forked, so that all of them share the application that is loaded here, and a dead one is back at once."""
    workers = [
        _child(f"worker {number}", queues, partial(keep_working, app, queues), WORKER_GRACE_SECONDS)
        for number, queues in enumerate(WORKER_QUEUES, start=1)
    ]
    return [*workers, _child("clock", ("clock",), partial(keep_ticking, app), grace=10)]


def _child(name: str, what: Sequence[str], work: Callable[[], None], grace: float) -> Child:
    def run() -> int:
        work()
        return 0

    return Child(name, ["worker.py", *what], grace=grace, work=run)
