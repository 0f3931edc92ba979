"""A mail server on this machine, which takes what the desk sends or refuses it on demand."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from harness.server import free_ports
from zoho_app.config import Smtp

USER, PASSWORD, SENDER = "desk", "p@ss word", "desk@example.com"


@dataclass
class Post:
    """What has arrived; `replies` are the server's answers to its next messages, then "250 OK"."""

    server: Smtp
    letters: list[EmailMessage] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Protocol, session: Session, envelope: Envelope) -> str:
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            letter = message_from_bytes(content, policy=default)
            assert isinstance(letter, EmailMessage)
            assert envelope.rcpt_tos == [letter["To"]]
            self.letters.append(letter)
        return reply


def letters_of(post: Post, count: int) -> list[EmailMessage]:
    """What has arrived, once so many letters have, which are sent in the background."""
    for _ in range(200):
        if len(post.letters) >= count:
            break
        time.sleep(0.05)
    assert len(post.letters) >= count, f"{len(post.letters)} letters arrived"
    return post.letters


@contextmanager
def post_office(
    tls: ssl.SSLContext | None = None, host: str = "localhost", from_first_byte: bool = False
) -> Iterator[Post]:
    """The server, with a password and STARTTLS where `tls` is given; `host` is how the desk calls it."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=data.login.decode() == USER and data.password.decode() == PASSWORD, handled=False)

    (port,) = free_ports(1)
    user, password = (USER, PASSWORD) if tls else ("", "")
    post = Post(Smtp(host, port, user, password, from_first_byte, SENDER))
    options: dict[str, Any] = {"authenticator": check, "auth_require_tls": not from_first_byte}
    if from_first_byte:
        options["ssl_context"] = tls
    elif tls:
        options |= {"tls_context": tls, "require_starttls": True}
    controller = Controller(post, hostname="127.0.0.1" if host == "localhost" else host, port=port, **options)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()
