"""gunicorn's settings: this module's names are read by gunicorn itself."""

import os
from typing import Any

from zoho_app.config import load
from zoho_app.logs.set_up import set_up
from zoho_app.processes.leash import die_with

_settings = load()
set_up(_settings)

bind = f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"
worker_class = "zoho_app.processes.web_worker.WebWorker"
workers = 2
threads = 4
# Loaded once and then forked: a web process that dies is back at once, and shares most of its memory.
preload_app = True
timeout = 60
graceful_timeout = 8
control_socket_disable = True
errorlog = "-"
logger_class = "zoho_app.processes.web_server_log.WebServerLog"
loglevel = "warning"


def post_fork(server: Any, worker: Any) -> None:
    """Runs in each new web worker."""
    die_with(os.getppid())


def worker_exit(server: Any, worker: Any) -> None:
    """Runs in a web worker that ends."""
    if worker.booted and not worker.alive:
        # It was asked to stop and has ended its requests. Python would take seconds to give its memory back piece
        # by piece, and gunicorn would kill it meanwhile.
        os._exit(0)
