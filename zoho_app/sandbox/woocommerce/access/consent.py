"""The page where the merchant lets a program in; the shop then posts a key to the program's address.

Only an answer of exactly 200 keeps the key. Nothing of this is signed.
"""

import http.client
import json
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from ...common.same_origin import refuse_other_origins
from ...common.store import Document
from .. import documents
from ..seed import setting
from ..state import shop
from . import keys

blueprint = Blueprint("consent", __name__, template_folder="../templates")
Page = str | tuple[str, int] | Response
NEEDED = ("app_name", "scope", "user_id", "return_url", "callback_url")
RIGHTS = {
    "read": ("View orders", "View products", "View webhooks"),
    "write": ("Change orders and their notes", "Create webhooks"),
}
PRETTY, PLAIN = "/wc-auth/v1/authorize", "/index.php"
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@blueprint.get(PRETTY)
def pretty() -> Page:
    if not setting(shop().store)["permalinks"]:
        return "<h1>Not Found</h1>", 404
    return ask()


def ask() -> Page:
    """Show what the program wants; the address without pretty permalinks leads here as well."""
    problem = _problem(request.args)
    if problem:
        return _refused(problem)
    asked = {name: request.args[name] for name in NEEDED}
    rights = [words for part in keys.PERMISSIONS[asked["scope"]] for words in RIGHTS[part]]
    return render_template("woo_consent.html", asked=asked, rights=rights, refused=_return(asked, "0"))


@blueprint.post("/wc-auth/v1/access_granted")
def grant() -> Page:
    """Make a key, post it, and send the browser back."""
    refuse_other_origins()
    problem = _problem(request.form)
    if problem:
        return _refused(problem)
    store, asked = shop().store, request.form
    made = keys.make(store, f"{asked['app_name']} - API", asked["scope"])
    problem = _post(asked, made)
    if problem:
        documents.delete(store, made)
        return _refused(problem)
    return redirect(_return(asked, "1"), 302)


def _problem(asked: Mapping[str, str]) -> str:
    for name in NEEDED:
        if not asked.get(name):
            return f"Missing parameter {name}"
    if asked["scope"] not in keys.PERMISSIONS:
        return f"Invalid scope {asked['scope']}"
    callback = urlsplit(asked["callback_url"])
    if callback.scheme != "https" and callback.hostname not in THIS_MACHINE:
        return "The callback_url needs to be over SSL"
    return ""


def _refused(problem: str) -> Page:
    return render_template("woo_consent_refused.html", problem=f"Error: {problem}."), 401


def _return(asked: Mapping[str, str], success: str) -> str:
    address = asked["return_url"]
    mark = "&" if urlsplit(address).query else "?"
    return f"{address}{mark}{urlencode({'success': success, 'user_id': asked['user_id']})}"


def _post(asked: Mapping[str, str], made: Document) -> str:
    """Post the key; return what went wrong, an empty text when nothing did."""
    body = {
        "key_id": documents.number(made),
        "user_id": asked["user_id"],
        "consumer_key": made["key"],
        "consumer_secret": made["secret"],
        "key_permissions": made["permissions"],
    }
    headers = {"Content-Type": "application/json;charset=UTF-8", "User-Agent": "WordPress/7.0"}
    try:
        status = shop().send(asked["callback_url"], json.dumps(body).encode(), headers)
    except (OSError, http.client.HTTPException) as error:
        return f"An error occurred in the request and at the time were unable to send the consumer data: {error}"
    return "" if status == 200 else "An error occurred in the request"
