"""The style sheets and the scripts of pages: one small file a purpose in static/, sent as few, each fetched once.

What every page needs is bookdesk.css and bookdesk.js. What only some have is a folder of static/pages or
static/scripts, and these pages name it in their head.
"""

import re
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

# First the tokens, then what a page stands on, then the components.
FIRST_SHEETS = ("tokens.css", "components/base.css", "components/layout.css")
COMPONENTS, PAGES, SCRIPTS = "components", "pages", "scripts"
PARTS_WITH_SHEET = (
    *("attention", "connection", "documents", "help", "home"),
    *("import", "lone", "order", "orders", "palette", "rule"),
)
PARTS_WITH_SCRIPT = ("help", "orders", "palette", "rule")
PAPER = "paper.css"  # what any page looks like on paper; it stands behind all others
# What the other scripts share, also those that only some pages have; each of these is a block of its own.
SHARED = "shared.js"
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
LINE_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
LINE_BREAK = re.compile(r"\s*\n\s*")
FILE = re.compile(r'url\("([\w./-]+)"\)')


def init_app(app: Flask) -> None:
    """Serve both beside the files of static/, with the headers and the compression of one of them."""
    send_file = app.view_functions["static"]

    def static(filename: str) -> Response:
        if filename in BUNDLES:
            return _send(filename)
        return send_file(filename=filename)  # type: ignore[return-value]

    app.view_functions["static"] = static


def style_sheet(folder: Path, part: str = "") -> str:
    """The components of this folder in one text, without comments; what they name has its fingerprint behind it.

    `part` names those that only some pages have.
    """
    if part:
        return _sheet(folder, sorted((folder / PAGES / part).glob("*.css")))
    first = [folder / name for name in FIRST_SHEETS]
    return _sheet(folder, list(dict.fromkeys([*first, *sorted((folder / COMPONENTS).glob("*.css"))])))


def paper(folder: Path) -> str:
    """What every page looks like on paper."""
    return _sheet(folder, [folder / PAPER])


def _sheet(folder: Path, paths: list[Path]) -> str:
    text = COMMENT.sub("", "".join(path.read_text() for path in paths))
    return FILE.sub(lambda name: f'url("{name[1]}?v={fingerprint(folder / name[1])}")', LINE_BREAK.sub("\n", text))


def script(folder: Path, part: str = "") -> str:
    """The scripts of this folder in one text, without the comments that have a line of their own.

    `part` names those that only some pages have: a folder below them.
    """
    paths = sorted((folder / SCRIPTS / part).glob("*.js"), key=lambda path: (path.name != SHARED, path.name))
    texts = (path.read_text() if path.name == SHARED else f"{{\n{path.read_text()}}}\n" for path in paths)
    return LINE_BREAK.sub("\n", '"use strict";\n' + LINE_COMMENT.sub("", "".join(texts)))


STYLE, SCRIPT = "text/css", "text/javascript"
BUNDLES: dict[str, tuple[Callable[[Path], str], str]] = {
    "bookdesk.css": (style_sheet, STYLE),
    **{f"{part}.css": (partial(style_sheet, part=part), STYLE) for part in PARTS_WITH_SHEET},
    PAPER: (paper, STYLE),
    "bookdesk.js": (script, SCRIPT),
    **{f"{part}.js": (partial(script, part=part), SCRIPT) for part in PARTS_WITH_SCRIPT},
}


@cache
def kept(path: Path) -> bytes:
    """One of them as it travels, read once in the life of a process."""
    build, _ = BUNDLES[path.name]
    return build(path.parent).encode()


@cache
def fingerprint(path: Path) -> str:
    """What changes with the content of a file of static/, or with that of a bundle."""
    content = kept(path) if path.name in BUNDLES else path.read_bytes()
    return sha256(content).hexdigest()[:12]


def _send(name: str) -> Response:
    content = kept(Path(current_app.static_folder or "") / name)
    answer = current_app.response_class(content, mimetype=BUNDLES[name][1])
    answer.cache_control.no_cache = True  # the address with a fingerprint is kept for good
    answer.add_etag()
    return answer.make_conditional(request)
