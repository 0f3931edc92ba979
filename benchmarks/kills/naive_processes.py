"""`python -m benchmarks.kills.naive_processes`: Redis, the sandbox and four RQ workers, kept alive."""

import os
import sys

from harness.server import ROOT
from zoho_app.config import load
from zoho_app.processes import commands
from zoho_app.processes.child import Child
from zoho_app.processes.supervisor import Supervisor

WORKERS = 4
START_SECONDS = 60


def main() -> None:
    settings = load()
    supervisor = Supervisor({**os.environ, "PYTHONUNBUFFERED": "1"}, str(ROOT))
    ground = [commands.redis(settings), commands.sandbox(settings)]
    supervisor.start(*ground)
    assert all(supervisor.wait_until(child.is_ready, START_SECONDS) for child in ground)
    command = [sys.executable, "-m", "benchmarks.kills.naive_worker"]
    supervisor.start(*[Child(f"worker {number}", command) for number in range(1, WORKERS + 1)])
    supervisor.say("ready at once")
    supervisor.run()
    supervisor.stop()


if __name__ == "__main__":
    main()
