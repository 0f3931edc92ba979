"""The style sheet of all pages: one file a component in static/, sent as one, which a browser fetches once."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

NAME = "bookdesk.css"
# First the tokens, then what a page stands on, then the components and what only some pages have.
FIRST = ("tokens.css", "components/base.css", "components/layout.css")
FOLDERS = ("components", "pages")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
LINE_BREAK = re.compile(r"\s*\n\s*")
FILE = re.compile(r'url\("([\w./-]+)"\)')


def init_app(app: Flask) -> None:
    """Serve the style sheet beside the files of static/, with the headers and the compression of one of them."""
    send_file = app.view_functions["static"]

    def static(filename: str) -> Response:
        answer: Response = _send() if filename == NAME else send_file(filename=filename)  # type: ignore[assignment]
        return answer

    app.view_functions["static"] = static


def style_sheet(folder: Path) -> str:
    """The components of this folder in one text, without comments; what they name has its fingerprint behind it."""
    rest = (path for name in FOLDERS for path in sorted((folder / name).glob("*.css")))
    paths = dict.fromkeys([*(folder / name for name in FIRST), *rest])
    text = COMMENT.sub("", "".join(path.read_text() for path in paths))
    return FILE.sub(lambda name: f'url("{name[1]}?v={fingerprint(folder / name[1])}")', LINE_BREAK.sub("\n", text))


@cache
def kept(folder: Path) -> bytes:
    """The same as it travels, read once in the life of a process."""
    return style_sheet(folder).encode()


@cache
def fingerprint(path: Path) -> str:
    """What changes with the content of a file of static/, or with the style sheet's."""
    content = kept(path.parent) if path.name == NAME else path.read_bytes()
    return sha256(content).hexdigest()[:12]


def _send() -> Response:
    answer = current_app.response_class(kept(Path(current_app.static_folder or "")), mimetype="text/css")
    answer.cache_control.no_cache = True  # the address with a fingerprint is kept for good
    answer.add_etag()
    return answer.make_conditional(request)
