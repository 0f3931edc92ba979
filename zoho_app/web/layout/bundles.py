"""The style sheet and the scripts of pages: one small file a purpose in static/, sent as one, fetched once."""

import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

# First the tokens, then what a page stands on, then the components and what only some pages have.
FIRST_SHEETS = ("tokens.css", "components/base.css", "components/layout.css")
SHEET_FOLDERS = ("components", "pages")
LAST_SHEET = "paper.css"  # what any page looks like on paper
SCRIPTS = "scripts"
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


def style_sheet(folder: Path) -> str:
    """The components of this folder in one text, without comments; what they name has its fingerprint behind it."""
    rest = (path for name in SHEET_FOLDERS for path in sorted((folder / name).glob("*.css")))
    paths = dict.fromkeys([*(folder / name for name in FIRST_SHEETS), *rest, folder / LAST_SHEET])
    return _in_one(folder, paths)


def part_of_style_sheet(folder: Path, part: str) -> str:
    """The same of what only some pages have: a folder below that of the pages."""
    return _in_one(folder, sorted((folder / SHEET_FOLDERS[-1] / part).glob("*.css")))


def _in_one(folder: Path, paths: Iterable[Path]) -> str:
    text = COMMENT.sub("", "".join(path.read_text() for path in paths))
    return FILE.sub(lambda name: f'url("{name[1]}?v={fingerprint(folder / name[1])}")', LINE_BREAK.sub("\n", text))


def script(folder: Path, part: str = "") -> str:
    """The scripts of this folder in one text, without the comments that have a line of their own.

    `part` names those that only some pages have: a folder below them.
    """
    paths = sorted((folder / SCRIPTS / part).glob("*.js"), key=lambda path: (path.name != SHARED, path.name))
    texts = (path.read_text() if path.name == SHARED else f"{{\n{path.read_text()}}}\n" for path in paths)
    return LINE_BREAK.sub("\n", '"use strict";\n' + LINE_COMMENT.sub("", "".join(texts)))


SHEET, SCRIPT = "text/css", "text/javascript"
SHEET_PARTS, SCRIPT_PARTS = ("orders", "rule"), ("orders", "palette", "rule")
BUNDLES: dict[str, tuple[Callable[[Path], str], str]] = {
    "bookdesk.css": (style_sheet, SHEET),
    **{f"{part}.css": (partial(part_of_style_sheet, part=part), SHEET) for part in SHEET_PARTS},
    "bookdesk.js": (script, SCRIPT),
    **{f"{part}.js": (partial(script, part=part), SCRIPT) for part in SCRIPT_PARTS},
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
