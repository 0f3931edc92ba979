"""Sending one e-mail through the mail server that SMTP_URL names: TLS checked, and never for long."""

import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage
from threading import Timer
from urllib.parse import urlsplit

from flask import current_app

from zoho_app.config import Smtp

# How long the server may think before each of its words, and how long all of it may take once it is reached.
WORD_SECONDS = 8
TOTAL_SECONDS = 20
LONGEST_REPLY = 200


class MailRefused(Exception):
    """The server did not take the message; the text says why. `is_final` means that trying again is in vain."""

    def __init__(self, words: str, is_final: bool) -> None:
        super().__init__(words)
        self.is_final = is_final


def send(server: Smtp, message: EmailMessage) -> None:
    """Hand the message to the mail server, for the one address in its `To`. Raises MailRefused.

    When the connection breaks at the very end, the server may have taken it all the same.
    """
    name = f"The mail server {server.host}"
    try:
        _send(server, message)
    except smtplib.SMTPAuthenticationError as error:
        words = f"{name} refused the user name or password of SMTP_URL ({error.smtp_code})."
        raise MailRefused(words, is_final=error.smtp_code >= 500) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, reply = next(iter(error.recipients.values()))
        raise MailRefused(f"{name} refused the address with {code}{_said(reply)}", code >= 500) from error
    except smtplib.SMTPResponseException as error:
        words = f"{name} answered {error.smtp_code}{_said(error.smtp_error)}"
        raise MailRefused(words, is_final=error.smtp_code >= 500) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailRefused(f"{name} lacks a required feature: {error}", is_final=True) from error
    except ssl.SSLCertVerificationError as error:
        words = f"{name} has a certificate that is not trusted: {error.verify_message}."
        raise MailRefused(words, is_final=False) from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailRefused(f"{name} {_trouble(error)}", is_final=False) from error


def _send(server: Smtp, message: EmailMessage) -> None:
    trusted = ssl.create_default_context()
    with _connect(server, trusted) as client:
        _encrypt(client, server, trusted)
        if server.user:
            client.login(server.user, server.password)
        client.send_message(message)


class _Client(smtplib.SMTP):
    """Cuts its connection when the time is up, counted from when it is established."""

    watch: Timer | None = None

    def getreply(self) -> tuple[int, bytes]:
        if self.watch is None:
            self.watch = Timer(TOTAL_SECONDS, self.cut)
            self.watch.daemon = True
            self.watch.start()
        return super().getreply()

    def cut(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def close(self) -> None:
        if self.watch is not None:
            self.watch.cancel()
        super().close()


class _TlsClient(_Client, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def _connect(server: Smtp, trusted: ssl.SSLContext) -> smtplib.SMTP:
    """Say hello under the desk's own public name: asking the network for this machine's may take long."""
    own_name = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    if server.is_tls:
        return _TlsClient(server.host, server.port, own_name, timeout=WORD_SECONDS, context=trusted)
    return _Client(server.host, server.port, own_name, timeout=WORD_SECONDS)


def _encrypt(client: smtplib.SMTP, server: Smtp, trusted: ssl.SSLContext) -> None:
    """Only on this very machine may a message, and the password, travel as they are."""
    client.ehlo_or_helo_if_needed()
    if server.is_tls or (server.is_here and not client.has_extn("starttls")):
        return
    client.starttls(context=trusted)
    client.ehlo()


def _said(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    text = " ".join(text.split())[:LONGEST_REPLY]
    return f": “{text}”." if text else "."


def _trouble(error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "refused the connection."
    if isinstance(error, TimeoutError):
        return "did not answer in time."
    if isinstance(error, socket.gaierror):
        return "was not found."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "closed the connection."
    if isinstance(error, OSError) and error.strerror:
        return f"could not be reached: {error.strerror}."
    return f"could not be used ({type(error).__name__})."
