"""Putting the pretend shop together."""

from flask import Flask
from werkzeug.wrappers import Response

from ..common import look
from ..common.doorway import Doorway, Watch
from ..common.faults import Faults
from ..common.own_names import refuse_other_names
from ..common.post import Post
from ..common.serve import StandIn
from ..common.store import Store
from . import gate
from .access import consent, keys
from .back_office import orders as back_office
from .back_office import shop_page
from .control import views as control
from .control.words import WORDS
from .documents import INDEXES
from .orders import book, shapes
from .seed import seed
from .state import Shop
from .webhooks.sender import Sender, post

WATCH = Watch(
    addresses=("/wp-json", "/index.php", "/wc-auth/"),
    secret=("/wc-auth/",),
    expire_tokens=keys.revoke_all,
    revoke_tokens=keys.revoke_all,
)
HOME = "https://sandbox-woo-shop.example.com"


def create_shop(data_path: str, control_urls: bool = False, public_url: str = "", send: Post = post) -> Flask:
    """Return the shop keeping its data in the SQLite file at `data_path`.

    `public_url` is the address callers know it by when that is not the one they use. `control_urls` serves
    /sandbox/... for tests. `send` posts deliveries, pings and keys; no delivery is sent before `sender(app)` is
    started or told to.
    """
    app = look.dressed(Flask(__name__, static_folder=look.STATIC, static_url_path="/static"))
    store = Store(data_path, INDEXES)
    seed(store)
    found = Shop(store, Faults(WORDS), public_url, send)
    home = public_url or HOME
    app.extensions["shop"] = found
    app.extensions["store"] = store
    app.extensions["sender"] = Sender(store, lambda store, number: _shown(store, number, home), home, send)
    app.before_request(lambda: refuse_other_names())
    for room in (gate, consent, back_office, shop_page):
        app.register_blueprint(room.blueprint)
    app.after_request(_add_security_headers)
    if control_urls:
        app.register_blueprint(control.blueprint)
        app.wsgi_app = Doorway(app.wsgi_app, store, found.faults, WATCH)  # type: ignore[method-assign]
    return app


def _shown(store: Store, number: int, home: str) -> dict[str, object] | None:
    order = book.get(store, number)
    return shapes.order(store, order, f"{home}/wp-json") if order else None


def sender(app: Flask) -> Sender:
    """Return what sends the deliveries of an app of `create_shop`."""
    found = app.extensions["sender"]
    assert isinstance(found, Sender)
    return found


def stand_in(app: Flask, host: str, port: int) -> StandIn:
    """Return what serves an app of `create_shop`, with the thread that sends its deliveries."""
    return StandIn("Sandbox WooCommerce", app, host, port, sender(app).start, sender(app).stop)


def _add_security_headers(response: Response) -> Response:
    # No form-action here: the consent form ends in a redirect to the program's own address.
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
