"""The children that do Bookdesk's work: how each is started, and how to see that it is ready."""

import http.client
import os
import sys
from functools import partial
from pathlib import Path

from zoho_app.config import Config
from zoho_app.processes import private_redis
from zoho_app.processes.child import Child

ROOT = Path(__file__).parent.parent.parent
ENVIRONMENT = {
    "PYTHONUNBUFFERED": "1",
    # Docstrings take 6 MB of each process.
    "PYTHONOPTIMIZE": "2",
    # With more than one arena, glibc gives each thread a heap of its own, and hardly ever gives any of it back.
    "MALLOC_ARENA_MAX": "1",
    # setproctitle leaves the environment that /proc shows of a process as it is.
    "SPT_NOENV": "1",
}
# What the environment holds that is no setting of ours, and the switch of the sandbox for tests.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH", "SANDBOX_CONTROL")
# The workers get 25 seconds to end what they do.
BACKGROUND_GRACE_SECONDS = 28


def prepare() -> list[str]:
    """Brings the database up to date and prints the set-up link; see prepare.py."""
    return _python("-m", "zoho_app.processes.prepare")


def background() -> Child:
    """The workers and the clock, as on every machine that works for this installation."""
    return Child("background", _python(str(ROOT / "worker.py")), grace=BACKGROUND_GRACE_SECONDS, names_its_lines=True)


def web(settings: Config) -> Child:
    """gunicorn; its settings are in web_server.py."""
    command = _python("-m", "gunicorn", "-c", "python:zoho_app.processes.web_server", "zoho_app:create_app()")
    is_ready = partial(_answers, settings.own_host, settings.port, "/health")
    return Child("web", command, grace=12, is_ready=is_ready)


def redis(settings: Config) -> Child:
    """The private Redis. Raises ConfigError when this machine has none."""
    command = private_redis.command(settings)
    return Child("redis", command, is_ready=partial(private_redis.is_ready, settings), environment=_no_secrets())


def sandbox(settings: Config) -> Child:
    """The stand-in Zoho and the pretend shops in one process, for this machine alone.

    It is told nothing of what opens the real ones.
    """
    port, data = settings.sandbox_port, settings.instance_dir / "sandbox.sqlite3"
    command = _python("-m", "zoho_app.sandbox", "--port", str(port), "--data", str(data))
    shop = settings.instance_dir / "sandbox_shopify.sqlite3"
    command += ["--shopify-port", str(settings.shopify_sandbox_port), "--shopify-data", str(shop)]
    command += ["--shopify-url", settings.own_shopify_sandbox_url]
    shop = settings.instance_dir / "sandbox_woocommerce.sqlite3"
    command += ["--woocommerce-port", str(settings.woocommerce_sandbox_port), "--woocommerce-data", str(shop)]
    command += ["--woocommerce-url", settings.own_woocommerce_sandbox_url]
    environment = {**_no_secrets(), "ZOHO_SANDBOX_URL": settings.own_sandbox_url}
    return Child("sandbox", command, is_ready=partial(_answers, "127.0.0.1", port, "/"), environment=environment)


def _no_secrets() -> dict[str, str]:
    """The environment of programs that need none of our settings."""
    return {**ENVIRONMENT, **{name: os.environ[name] for name in PASSED_ON if name in os.environ}}


def _python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def _answers(host: str, port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path)
        connection.getresponse()
        return True
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
