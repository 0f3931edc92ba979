"""A form of the sandbox may only be posted from the sandbox's own pages."""

from urllib.parse import urlsplit

from flask import abort, request


def refuse_other_origins() -> None:
    """Abort with 403 when a browser says that the form came from another site."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in ("same-origin", "none"):
        abort(403)
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)
