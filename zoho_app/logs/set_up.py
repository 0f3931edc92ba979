"""Sends everything that this process logs, libraries included, to one place in one form."""

import logging
import sys
from collections.abc import Iterator
from types import TracebackType
from urllib.parse import unquote, urlsplit

from zoho_app.config import SANDBOX_CLIENT_SECRET, Config
from zoho_app.logs import redaction
from zoho_app.logs.lines import FORMATS


def set_up(settings: Config) -> None:
    """Called once, first of all, by each process that works for people or in the background."""
    redaction.know(secrets_of(settings))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATS[settings.log_format]())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _log_what_ends_the_process


def secrets_of(settings: Config) -> Iterator[str]:
    """The secrets of the configuration, and the passwords in its addresses."""
    yield settings.secret_key
    yield from settings.token_keys
    if settings.zoho_client_secret != SANDBOX_CLIENT_SECRET:
        yield settings.zoho_client_secret
    if settings.smtp:
        yield settings.smtp.password
    for address in (settings.database_url, settings.redis_url):
        password = urlsplit(address).password or ""
        yield password
        yield unquote(password)


def _log_what_ends_the_process(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    logging.getLogger("zoho_app").critical("The process ends.", exc_info=(kind, error, traceback))
