"""The page "App": what a program needs to connect, what it may do, and what it was told."""

from flask import Blueprint, redirect, render_template, request, url_for

from ...common.markets import MARKETS
from .. import documents, seed
from ..state import shop
from . import view
from .orders import Page, common, enter

blueprint = Blueprint("app_page", __name__, template_folder="../templates")
blueprint.before_request(enter)
blueprint.context_processor(common)
SHOWN_DELIVERIES = 20


@blueprint.get("/app")
def app() -> Page:
    return _show()


def _show(problem: str = "") -> Page:
    store = shop().store
    settings = seed.setting(store)
    deliveries = documents.find(store, "delivery", order="id DESC")[:SHOWN_DELIVERIES]
    page = render_template(
        "shop_app.html",
        problem=problem,
        credentials=[
            ("Shop", settings["domain"]),
            ("Address", shop().root_url()),
            ("Client ID", settings["client_id"]),
            ("Client secret", settings["client_secret"]),
            ("Admin API access token", settings["admin_token"] or "none, the app was uninstalled"),
        ],
        scopes=settings["scopes"],
        currencies=[(code, code == settings["currency"]) for code in MARKETS],
        subscriptions=documents.find(store, "subscription"),
        deliveries=[
            {
                "topic": one["topic"],
                "when": view.when(store, one["triggered_at"]),
                "outcome": _outcome(one["attempts"], one["due_at"] is not None),
            }
            for one in deliveries
        ],
    )
    return (page, 400) if problem else page


def _outcome(attempts: list[dict[str, int]], is_due: bool) -> str:
    if not attempts:
        return "waiting"
    status = attempts[-1]["status"]
    answer = str(status) if status else "no answer"
    if 200 <= status < 300:
        return f"arrived ({answer})"
    times = "once" if len(attempts) == 1 else f"{len(attempts)} times"
    return f"failed {times} ({answer}){', will be tried again' if is_due else ''}"


@blueprint.post("/app/currency")
def change_currency() -> Page:
    """Sell in another currency from the next order on, with the taxes of its country."""
    currency = request.form.get("currency", "")
    if currency not in MARKETS:
        return _show(f"The shop cannot sell in {currency!r}.")
    country, zone, included, tax_name, tax_rate = MARKETS[currency]
    changes = {"currency": currency, "country": country, "zone": zone, "taxes_included": included}
    seed.change(shop().store, {**changes, "tax_name": tax_name, "tax_rate": tax_rate})
    return redirect(url_for("app_page.app", done="saved"), 303)
