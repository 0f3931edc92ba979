"""The address of the API, with and without pretty permalinks: who asks, for what, and how it is answered."""

from typing import Any

from flask import Blueprint, Request, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from .access import consent, sign_in
from .errors import RestError, no_route
from .rest import routes
from .rest.call import Answer, Call, refuse_anonymous
from .seed import setting
from .state import shop
from .webhooks.sender import written

blueprint = Blueprint("gate", __name__)
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
WRITES = ("POST", "PUT", "PATCH", "DELETE")
NOT_FOUND = (
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>404 Not Found</title></head>'
    "<body><h1>Not Found</h1></body></html>"
)


@blueprint.before_app_request
def move() -> AnyResponse | None:
    """Redirect every address of WordPress to where the shop says it has moved."""
    target = setting(shop().store)["moved_to"]
    if not target or not request.path.startswith(("/wp-json", "/index.php", "/wc-auth")):
        return None
    return redirect(f"{target.rstrip('/')}{request.full_path.rstrip('?')}", 301)


@blueprint.route("/wp-json", methods=METHODS)
@blueprint.route("/wp-json/", methods=METHODS)
@blueprint.route("/wp-json/<path:route>", methods=METHODS)
def pretty(route: str = "") -> Response:
    if not setting(shop().store)["permalinks"]:
        # The web server answers, not WordPress.
        return Response(NOT_FOUND, 404, content_type="text/html; charset=iso-8859-1")
    return _answer(f"/{route}".rstrip("/"))


@blueprint.route("/index.php", methods=METHODS)
def plain() -> Any:
    if "wc-auth-route" in request.args:
        return consent.ask()
    route = request.args.get("rest_route")
    if route is None:
        return redirect("/")
    return _answer(route.rstrip("/"))


def _answer(path: str) -> Response:
    try:
        found = _carry_out(path)
    except RestError as error:
        found = Answer(error.body(), error.status)
    text = setting(shop().store)["printed_before"] + written(found.data)
    response = Response(text, found.status, found.headers, content_type="application/json; charset=UTF-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _carry_out(path: str) -> Answer:
    store, method = shop().store, _method(request)
    found = routes.find(store, method, path)
    if found is None:
        raise no_route()
    route, numbers = found
    key = None if route.is_open else sign_in.caller(store, request)
    if not route.is_open:
        if key is None:
            raise refuse_anonymous()
        _refuse_rights(key["permissions"], method)
    given = request.get_json(silent=True)
    call = Call(
        store,
        f"{shop().root_url()}/wp-json",
        request.args,
        given if isinstance(given, dict) else request.form.to_dict(),
        numbers,
        lag=request.environ.get("sandbox.lag", 0),
        repeats=request.environ.get("sandbox.repeat", False),
    )
    return _only_fields(route.view(call))


def _method(given: Request) -> str:
    """Return the method; a POST may say that it means another."""
    other = given.headers.get("X-HTTP-Method-Override") or given.args.get("_method", "")
    return other.upper() if given.method == "POST" and other else given.method


def _refuse_rights(permissions: str, method: str) -> None:
    needed = "write" if method in WRITES else "read"
    if needed not in permissions:
        words = f"The API key provided does not have {needed} permissions."
        raise RestError(401, "woocommerce_rest_authentication_error", words)


def _only_fields(answer: Answer) -> Answer:
    """Leave out of an answer what `_fields` does not name."""
    wanted = {name.partition(".")[0] for name in request.args.get("_fields", "").split(",") if name}
    if not wanted:
        return answer

    def cut(row: Any) -> Any:
        return {name: value for name, value in row.items() if name in wanted} if isinstance(row, dict) else row

    data = [cut(row) for row in answer.data] if isinstance(answer.data, list) else cut(answer.data)
    return Answer(data, answer.status, answer.headers)
