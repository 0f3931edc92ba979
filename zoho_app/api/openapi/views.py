"""GET /openapi.json, and the page that shows the same to people.

Both are public: they say what every store's API is like, and nothing of any store. So editors and generators can load
the document from its address without a key.
"""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template

from zoho_app.api.door import BASE
from zoho_app.api.openapi import document, reference
from zoho_app.http.access import PUBLIC, access

document_bp = Blueprint("api_openapi", __name__, url_prefix=BASE)
page_bp = Blueprint("reference", __name__, url_prefix="/api-docs")


@document_bp.get("/openapi.json")
@access(PUBLIC)
def show() -> Response:
    """The OpenAPI document."""
    return jsonify(_document())


@page_bp.get("")
@access(PUBLIC)
def index() -> str:
    return render_template("api/reference.html", **reference.read(_document()))


def _document() -> dict[str, Any]:
    """Made once for each process: the routes stay what they are."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if "api_document" not in app.extensions:
        app.extensions["api_document"] = document.make(app)
    found: dict[str, Any] = app.extensions["api_document"]
    return found
