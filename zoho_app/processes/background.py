"""What `worker.py` does: all background processes of one machine, or a single one of them."""

import os
import sys
from collections.abc import Sequence

from zoho_app import create_desk
from zoho_app.appointments import handlers
from zoho_app.config import OTHERS, Config, ConfigError
from zoho_app.logs.set_up import set_up
from zoho_app.processes import commands
from zoho_app.processes.rq_clock import keep_ticking
from zoho_app.processes.rq_worker import keep_working
from zoho_app.processes.supervisor import Supervisor


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
        _supervise(app.config["BOOKDESK"])
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


def _supervise(settings: Config) -> None:
    supervisor = Supervisor({**os.environ, **commands.ENVIRONMENT}, str(commands.ROOT))
    for words in settings.warnings:
        supervisor.say(words)
    supervisor.start(*commands.background())
    supervisor.say("The background processes have started.")
    supervisor.run()
    supervisor.stop()
