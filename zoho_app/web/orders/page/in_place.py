"""Answers to changes that were made in a card of an order's page, without leaving it."""

from flask import flash, make_response, request
from werkzeug.wrappers import Response

from zoho_app.orders.models import Order
from zoho_app.web.orders import show
from zoho_app.web.orders.page import trail


def saved(order: Order, words: str, card: str) -> Response:
    """Say so on the order's page, which shows the change.

    A browser that swapped the form into the page gets the page at once and takes the order out of it; another one is
    led to the card.
    """
    flash(words, "success")
    if "HX-Request" not in request.headers:
        return trail.back_to(order, card)
    answer: Response = make_response(show.page(order))
    answer.headers.update({"HX-Retarget": "#order", "HX-Reselect": "#order"})
    return answer
