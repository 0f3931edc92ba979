"""A stand-in answers under its own names alone, so that no web site whose name leads here can use it."""

from urllib.parse import urlsplit

from flask import abort, request

THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def refuse_other_names(*own: str) -> None:
    """Abort with 421 when somebody asks under a name that is neither among `own` nor this machine's."""
    if urlsplit(f"//{request.host}").hostname not in {*own, *THIS_MACHINE}:
        abort(421)
