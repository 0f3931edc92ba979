"""`python -m zoho_app.processes`: everything of one machine under one parent, until Ctrl-C or SIGTERM."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import partial

from zoho_app.config import OTHERS, Config, ConfigError, load
from zoho_app.processes import claims, commands, private_redis, set_up_link
from zoho_app.processes.child import Child
from zoho_app.processes.leash import die_with
from zoho_app.processes.supervisor import Supervisor

READY_SECONDS = 60
OLD_REDIS = (
    "Bookdesk runs Redis 6.2 from a Python package, which no longer gets security updates. Install a "
    "current Redis (on Debian: apt-get install redis-server) and restart Bookdesk."
)


def main() -> int:
    """Start all in order, keep it alive, stop it in order.

    Returns the exit status: 2 when it can't even begin, which is said in one line.
    """
    os.umask(OTHERS)
    try:
        settings = load()
        with claims.installation(settings.instance_dir):
            return _run(settings)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _run(settings: Config) -> int:
    claims.check_port("PORT", settings.host, settings.port)
    ground = list(_ground(settings))
    environment = _environment(settings)
    supervisor = Supervisor(environment, str(commands.ROOT))
    try:
        for words in settings.warnings:
            supervisor.say(words)
        if settings.redis_is_private and private_redis.is_old():
            supervisor.say(OLD_REDIS)
        for child in ground:
            supervisor.start(child)
        prepared = _prepare_database(environment)
        if prepared.returncode:
            return prepared.returncode
        web = commands.web(settings)
        if _are_ready(supervisor, *ground):
            supervisor.start(commands.background())
            supervisor.start(web)
            if _are_ready(supervisor, web):
                _greet(supervisor, settings, prepared.stdout)
                supervisor.run()
        return 0 if supervisor.is_stopping else 1
    finally:
        supervisor.stop()


def _ground(settings: Config) -> Iterator[Child]:
    """The private Redis and the sandbox, where nothing else is configured."""
    if settings.redis_is_private:
        yield commands.redis(settings)
    if _runs_sandbox(settings):
        claims.check_port("SANDBOX_PORT", "127.0.0.1", settings.sandbox_port)
        claims.check_port("SHOPIFY_SANDBOX_PORT", "127.0.0.1", settings.shopify_sandbox_port)
        claims.check_port("WOOCOMMERCE_SANDBOX_PORT", "127.0.0.1", settings.woocommerce_sandbox_port)
        yield commands.sandbox(settings)


def _runs_sandbox(settings: Config) -> bool:
    return settings.runs_sandbox and settings.zoho_sandbox_url in ("", settings.own_sandbox_url)


def _environment(settings: Config) -> dict[str, str]:
    own_sandbox = settings.own_sandbox_url if settings.runs_sandbox else ""
    own_shop = settings.own_shopify_sandbox_url if _runs_sandbox(settings) else ""
    own_woocommerce = settings.own_woocommerce_sandbox_url if _runs_sandbox(settings) else ""
    return {
        **os.environ,
        **commands.ENVIRONMENT,
        "INSTANCE_DIR": str(settings.instance_dir),
        "ZOHO_SANDBOX_URL": settings.zoho_sandbox_url or own_sandbox,
        "SHOPIFY_SANDBOX_URL": settings.shopify_sandbox_url or own_shop,
        "WOOCOMMERCE_SANDBOX_URL": settings.woocommerce_sandbox_url or own_woocommerce,
    }


def _prepare_database(environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Bring the tables up to date in a process of its own; its output is the set-up link, "" once there is a user."""
    return subprocess.run(  # noqa: S603 - a command of ours
        commands.prepare(),
        env=environment,
        cwd=commands.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        start_new_session=True,
        preexec_fn=partial(die_with, os.getpid()),
    )


def _are_ready(supervisor: Supervisor, *children: Child) -> bool:
    """Wait for them; False when one does not get ready in time, or when somebody asks to stop."""
    for child in children:
        if not supervisor.wait_until(child.is_ready, READY_SECONDS):
            if not supervisor.is_stopping:
                supervisor.say(f"not ready after {READY_SECONDS} seconds; the lines above say why", child.name)
            return False
    return True


def _greet(supervisor: Supervisor, settings: Config, link: str) -> None:
    where = set_up_link.hand_over(link or None, settings.instance_dir, sys.stdout)
    supervisor.say(f"Bookdesk is ready at {settings.public_url}")
    if where:
        supervisor.say(f"Nobody can sign in yet. Set up Bookdesk once at {where}")


if __name__ == "__main__":
    sys.exit(main())
