"""Answers travel compressed: a first visit to any page stays small on a slow line.

What a page says beside a secret is never chosen by a stranger's site: session cookies are SameSite=Lax, and the CSRF
token's signature differs in every answer.
"""

from flask import Flask, request
from flask_compress import Compress
from werkzeug.wrappers import Response

SETTINGS = {
    "COMPRESS_ALGORITHM": ["br", "gzip"],
    "COMPRESS_BR_LEVEL": 5,  # from here on slower makes it hardly any smaller
    "COMPRESS_BR_WINDOW": 17,  # 128 KB, as large as a page; the default takes 4 MB of memory
    "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"],
    "COMPRESS_STREAMS": False,  # an export goes out as it is read
}


def init_app(app: Flask) -> None:
    """Compress text for browsers that understand Brotli or gzip."""
    app.config.update(SETTINGS)
    Compress(app)
    app.after_request(_read_whole)  # runs before the compressing: what was registered last comes first


def _read_whole(answer: Response) -> Response:
    """Style sheets and scripts come as streams of a file; only a whole one is compressed."""
    if request.endpoint == "static" and answer.status_code == 200 and answer.is_streamed:
        answer.direct_passthrough = False
        answer.make_sequence()
    return answer
