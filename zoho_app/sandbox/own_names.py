"""The sandbox answers under its own names alone, so that no web site whose name leads here can use it."""

from urllib.parse import urlsplit

from flask import abort, request

from .state import sandbox

THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def refuse_other_names() -> None:
    """Abort with 421 when somebody asks under a name that is none of this machine's."""
    own = urlsplit(sandbox().public_url).hostname
    if urlsplit(f"//{request.host}").hostname not in {own, *THIS_MACHINE}:
        abort(421)
