"""Every code and kind of answer of Zoho's: what the desk takes it for when it has sent something, or only asked."""

from datetime import timedelta
from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from tests.support.submit import SALES_ORDERS, reloaded, submit
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import actions, errors
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.errors import ConnectionLost, NotFound, OutcomeUnknown, Refused, TryLater, ZohoError

SAID = "Zoho's own words"
HTML = "<html>Sorry</html>"
REFUSALS = [(400, code) for code in (2, 4, 11, 15, 36, 1004, 1038, 3062, 4016, 4097, 36004, 110817, 110999)]
# Documented as a fault in the address; and codes and statuses that nobody has documented.
REFUSALS += [(404, 5), (405, 5), (200, 4016), (400, 77777), (409, 77777), (404, 0)]
# Kind of answer, and what it is for who has sent something; who only asked may ask again.
KINDS = {
    "refused": (Refused, Refused),
    "missing": (NotFound, NotFound),
    "wait": (TryLater, TryLater),
    "reconnect": (ConnectionLost, ConnectionLost),
    "unknown": (OutcomeUnknown, TryLater),
}
ANSWERS: list[tuple[int, int | str, str]] = [
    *((status, code, "refused") for status, code in REFUSALS),
    *((status, 1002, "missing") for status in (400, 404)),
    (404, 77777, "missing"),
    *((429, code, "wait") for code in (43, 44, 45, 1070, 77777)),
    (200, 43, "wait"),
    (429, HTML, "wait"),
    *((status, code, "reconnect") for status, code in ((401, 14), (401, 57), (400, 57), (400, 6041), (401, 77777))),
    (401, HTML, "reconnect"),
    *((500, code, "unknown") for code in (1000, 2, 77777)),
    (200, 1000, "unknown"),
    *((status, HTML, "unknown") for status in (200, 302, 403, 404, 413, 502, 503, 504)),
    (200, "", "unknown"),
    (201, "[]", "unknown"),
]


def met(gateway: Gateway, writes: bool) -> ZohoError:
    with pytest.raises(ZohoError) as caught:
        if writes:
            gateway.create_sales_order({})
        else:
            gateway.sales_order("1")
    return caught.value


def has_its_class(desk: Desk, books: Books, status: int, answer: int | str, kind: str, writes: bool) -> None:
    case = f"{status} {answer}"
    body: Any = answer if isinstance(answer, str) else {"code": answer, "message": SAID}
    books.fail({"action": "status", "status": status, "body": body, "path": SALES_ORDERS, "times": 2})
    books.count_from_here()
    error = met(Gateway(desk.store_id), writes)
    assert type(error) is KINDS[kind][not writes], case
    calls = 2 if kind == "reconnect" else 1
    assert len(books.desk_calls()) == calls, f"{case}: only with a new token is it asked again"
    if isinstance(answer, int) and kind != "wait":
        assert SAID in error.words and str(answer) in error.words, case
        assert error.words.endswith(errors.entry(answer).next_step), case


@pytest.mark.once
@pytest.mark.parametrize("writes", [True, False], ids=["sent", "asked"])
def test_each_answer_has_its_class(desk: Desk, books: Books, writes: bool) -> None:
    for status, answer, kind in ANSWERS:
        if kind != "reconnect":
            has_its_class(desk, books, status, answer, kind, writes)


@pytest.mark.once
@pytest.mark.parametrize("writes", [True, False], ids=["sent", "asked"])
@pytest.mark.parametrize(("status", "answer", "kind"), [one for one in ANSWERS if one[2] == "reconnect"], ids=str)
def test_each_answer_that_loses_the_connection_has_its_class(
    desk: Desk, books: Books, status: int, answer: int | str, kind: str, writes: bool
) -> None:
    has_its_class(desk, books, status, answer, kind, writes)


@pytest.mark.parametrize(("code", "seconds"), [(43, 60), (44, 60), (1070, 10), (45, 3600)])
def test_who_is_not_told_how_long_to_wait_goes_by_the_table(
    desk: Desk, books: Books, code: int, seconds: int
) -> None:
    books.fail({"action": "throttle", "code": code, "path": SALES_ORDERS})
    error = met(Gateway(desk.store_id), writes=True)
    assert isinstance(error, TryLater) and error.is_waiting and error.gate == "limit" and error.until is not None
    assert abs(error.until - now() - timedelta(seconds=seconds)) < timedelta(seconds=5)


def test_each_line_of_the_table_has_words_and_one_next_step() -> None:
    for line in [*errors.TABLE.values(), errors.UNKNOWN_CODE, errors.entry(110_001)]:
        assert line.words.endswith(".") and line.next_step.endswith(".")


def test_an_address_that_zoho_does_not_know_deletes_nothing_here(desk: Desk, books: Books) -> None:
    order_id = submit(desk, desk.order())
    nothing = {"code": 0, "salesorders": [], "page_context": {}}
    unknown = {"code": 5, "message": "Invalid URL Passed"}
    books.fail(
        {"action": "status", "status": 200, "body": nothing, "path": SALES_ORDERS, "exact": True, "times": 0},
        {"action": "status", "status": 404, "body": unknown, "path": f"{SALES_ORDERS}/", "times": 0},
    )
    actions.check_for_shipments(desk.store_id, "operator@example.com")
    db.session.commit()
    desk.work()
    assert reloaded(order_id).fulfillment_id
