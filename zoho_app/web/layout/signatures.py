"""What signs the session cookie and the form tokens: HMAC-SHA256 in place of the libraries' SHA-1."""

import hashlib

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie under SHA-256."""

    digest_method = staticmethod(hashlib.sha256)


def init_app(app: Flask) -> None:
    """Sign cookies of this application, and all else that itsdangerous signs in this process, so."""
    app.session_interface = Sessions()
    # Flask-WTF's form tokens have no setting of their own.
    Signer.default_digest_method = staticmethod(hashlib.sha256)
