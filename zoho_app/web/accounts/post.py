"""Send e-mail in the background: nobody waits for a mail server, or learns from a wait whether it was sent."""

import logging
from collections.abc import Callable
from email.message import EmailMessage
from threading import BoundedSemaphore, Thread

from flask import Flask, current_app

from zoho_app import mail
from zoho_app.config import Smtp

log = logging.getLogger(__name__)
AT_ONCE = 8
_places = BoundedSemaphore(AT_ONCE)


def is_possible() -> bool:
    """Whether there is a mail server."""
    return current_app.config["SMTP"] is not None


def later(write: Callable[[], EmailMessage | None]) -> None:
    """Write and send an e-mail in the background; people can request it again if it does not arrive."""
    app, server = current_app._get_current_object(), current_app.config["SMTP"]  # type: ignore[attr-defined]
    if server is None:
        return
    if not _places.acquire(blocking=False):
        log.warning("An e-mail was not sent: %d others are still being sent", AT_ONCE)
        return
    Thread(target=_work, args=(app, server, write), daemon=True).start()


def _work(app: Flask, server: Smtp, write: Callable[[], EmailMessage | None]) -> None:
    try:
        with app.app_context():
            if letter := write():
                mail.send(server, letter)
    except mail.MailRefused as refusal:
        log.warning("An e-mail was not sent: %s", refusal)
    except Exception as error:
        log.error("An e-mail was not sent: %s", type(error).__name__)
    finally:
        _places.release()
