"""`python -m zoho_app.processes`: everything of one machine under one parent, until Ctrl-C or SIGTERM."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import DBAPIError

from zoho_app import create_desk
from zoho_app.config import OTHERS, Config, ConfigError, load
from zoho_app.processes import claims, commands, database, private_redis, set_up_link
from zoho_app.processes.child import Child
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
    app = create_desk(settings)
    supervisor = Supervisor(_environment(settings), str(commands.ROOT))
    try:
        for words in settings.warnings:
            supervisor.say(words)
        if settings.redis_is_private and private_redis.is_old():
            supervisor.say(OLD_REDIS)
        for child in ground:
            supervisor.start(child)
        _prepare_database(app)
        web = commands.web(settings)
        if _are_ready(supervisor, *ground):
            supervisor.start(*commands.background())
            supervisor.start(web)
            if _are_ready(supervisor, web):
                _greet(supervisor, app)
                supervisor.run()
        return 0 if supervisor.is_stopping else 1
    finally:
        supervisor.stop()


def _ground(settings: Config) -> Iterator[Child]:
    """The private Redis and the sandbox, where nothing else is configured."""
    if settings.redis_is_private:
        yield commands.redis(settings)
    if settings.runs_sandbox and settings.zoho_sandbox_url in ("", settings.own_sandbox_url):
        claims.check_port("SANDBOX_PORT", "127.0.0.1", settings.sandbox_port)
        yield commands.sandbox(settings)


def _environment(settings: Config) -> dict[str, str]:
    own_sandbox = settings.own_sandbox_url if settings.runs_sandbox else ""
    return {
        **os.environ,
        **commands.ENVIRONMENT,
        "INSTANCE_DIR": str(settings.instance_dir),
        "ZOHO_SANDBOX_URL": settings.zoho_sandbox_url or own_sandbox,
    }


def _prepare_database(app: Flask) -> None:
    try:
        database.migrate(app)
        database.check_token_keys(app)
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise ConfigError(f"DATABASE_URL: the database can't be used: {reason}") from error


def _are_ready(supervisor: Supervisor, *children: Child) -> bool:
    """Wait for them; False when one does not get ready in time, or when somebody asks to stop."""
    for child in children:
        if not supervisor.wait_until(child.is_ready, READY_SECONDS):
            if not supervisor.is_stopping:
                supervisor.say(f"not ready after {READY_SECONDS} seconds; the lines above say why", child.name)
            return False
    return True


def _greet(supervisor: Supervisor, app: Flask) -> None:
    where = set_up_link.hand_over(database.set_up_link(app), Path(app.instance_path), sys.stdout)
    supervisor.say(f"Bookdesk is ready at {app.config['PUBLIC_URL']}")
    if where:
        supervisor.say(f"Nobody can sign in yet. Set up Bookdesk once at {where}")


if __name__ == "__main__":
    sys.exit(main())
