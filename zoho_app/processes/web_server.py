"""gunicorn's settings: this module's names are read by gunicorn itself."""

import os
from typing import Any
from urllib.parse import urlsplit

from zoho_app.config import load
from zoho_app.logs.setting_up import set_up
from zoho_app.processes.leash import die_with

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")

_settings = load()
set_up(_settings)
# Nobody else can reach a new installation; an address of its own in PUBLIC_URL opens it to the network.
_host = "127.0.0.1" if urlsplit(_settings.public_url).hostname in THIS_MACHINE else "0.0.0.0"  # noqa: S104

bind = f"{_host}:{_settings.port}"
worker_class = "gthread"
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
