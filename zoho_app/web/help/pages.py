"""The pages of the user guide: its contents, each part, and what it leads to. They stand beside a page or alone."""

from pathlib import Path

from flask import Blueprint, abort, current_app, render_template, request, send_from_directory
from werkzeug.wrappers import Response

from zoho_app.http.access import SIGNED_IN, access
from zoho_app.web.help import guide, search
from zoho_app.web.help.guide import Book, Part

bp = Blueprint("help", __name__, url_prefix="/help")


@bp.get("")
@access(SIGNED_IN)
def index() -> str:
    query = request.args.get("q", "").strip()
    book = the_guide()
    return _page("help/index.html", book, query=query, found=search.find(book, query))


@bp.get("/<part>")
@access(SIGNED_IN)
def show(part: str) -> str:
    book = the_guide()
    found = book.parts.get(part) or abort(404)
    return _page("help/show.html", book, found, task=book.task_of(part))


@bp.get("/pages/<name>")
@access(SIGNED_IN)
def page(name: str) -> str:
    book = the_guide()
    return _page("help/show.html", book, book.pages.get(name) or abort(404), task=None)


@bp.get("/pictures/<name>")
@access(SIGNED_IN)
def picture(name: str) -> Response:
    if name not in the_guide().pictures:
        abort(404)
    return send_from_directory(_docs() / "screens", name)


def the_guide() -> Book:
    """The user guide that came with this copy of Bookdesk."""
    return guide.read(_docs())


def _docs() -> Path:
    return Path(current_app.root_path).parent / "docs"


def _page(template: str, book: Book, part: Part | None = None, **more: object) -> str:
    return render_template(template, tasks=book.tasks, part=part, **more)
