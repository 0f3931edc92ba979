"""The table of causes: each thing that can go wrong has its words and exactly one thing to do next."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.walker import Walker
from tests.support.attention import add_failed, primary_buttons, titles
from zoho_app import kinds
from zoho_app.alerts import notify
from zoho_app.appointments import handlers
from zoho_app.channels import messages
from zoho_app.deliveries import deliver
from zoho_app.web.attention import index
from zoho_app.web.remedies import causes, zoho_books
from zoho_app.zoho_books import errors

ROOMS = Path(__file__).parents[3] / "zoho_app"
CODES = [*errors.TABLE, 9_999, 110_900]


def all_errors(kind: type[errors.ZohoError] = errors.ZohoError) -> Iterator[type[errors.ZohoError]]:
    yield kind
    for further in kind.__subclasses__():
        yield from all_errors(further)


def raised(name: str) -> Iterator[ast.Call]:
    """Every place in the integration where that error is made."""
    for path in (ROOMS / "zoho_books").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def test_every_kind_of_error_is_in_the_table() -> None:
    listed = {kind.cause for kind in all_errors()} - {errors.CannotSubmit.cause}
    assert listed <= causes.CAUSES.keys()
    as_refusals = (errors.Outdated, errors.Forbidden)  # tried again, or told as a refusal
    of_their_own = [kind for kind in all_errors() if kind not in as_refusals]
    assert len(listed) == len(of_their_own) - 1, "two kinds of error share a cause"


def test_whatever_keeps_an_order_from_being_sent_names_a_cause_of_the_table() -> None:
    made = list(raised("CannotSubmit"))
    named = [call.args[1].id for call in made if len(call.args) > 1 and isinstance(call.args[1], ast.Name)]
    assert len(named) == len(made) > 6, "somebody raises CannotSubmit without a cause of its own"
    assert {getattr(errors, name) for name in named} <= causes.CAUSES.keys()
    skus = [
        call.args[2].id for call in raised("InvalidSku") if len(call.args) > 2 and isinstance(call.args[2], ast.Name)
    ]
    assert {getattr(errors, name) for name in skus} == {errors.NO_SKU}


def test_messages_and_alerts_that_did_not_arrive_are_in_the_table() -> None:
    said = {deliver.GONE, deliver.ADDRESS, deliver.SWITCHED_OFF, deliver.NOT_ACCEPTED}
    assert said | {deliver.NOT_REACHED, notify.NO_MAIL, "internal"} <= causes.CAUSES.keys()


def test_every_kind_of_appointment_has_a_name() -> None:
    assert handlers.kinds() <= kinds.ALL.keys()


def test_every_refusal_that_zoho_documents_has_its_own_remedy() -> None:
    assert {code for code, line in errors.TABLE.items() if line.kind == errors.REFUSE} == zoho_books.REFUSALS.keys()


def known_failures() -> list[tuple[str, str, list[str]]]:
    """(kind of appointment, cause, about) of everything that can fail."""
    refused = [(kinds.SUBMIT.name, "refused", [str(code)]) for code in CODES]
    missing = [
        (kinds.CANCEL.name, "not_found", ["1002"]),
        (kinds.CANCEL.name, "refused", ["36"]),
        (kinds.CANCEL.name, "refused", []),
        (kinds.CANCEL.name, errors.InAnotherOrganization.cause, ["X"]),
    ]
    told = [
        (kinds.DELIVER_MESSAGE.name, cause, [f"The {format} receiver", format])
        for cause in (deliver.GONE, deliver.NOT_REACHED)
        for format in (messages.WEBHOOK, messages.SHIP_NOTIFY, messages.ORDER_JSON)
    ]
    others = [(kinds.SUBMIT.name, code, ["X"] if cause.is_split else []) for code, cause in causes.CAUSES.items()]
    others = [one for one in others if one[1] not in ("refused", "not_found")]
    return [
        *refused,
        *missing,
        *told,
        *others,
        (kinds.SEND_ALERT.name, notify.NO_MAIL, []),
        ("of.tomorrow", "unheard of", []),
    ]


@pytest.mark.parametrize(("start", "end"), [(0, 25), (25, 50), (50, 75), (75, 100)])
def test_each_known_failure_has_exactly_one_thing_to_do(
    desk: Desk, operator: FlaskClient, start: int, end: int
) -> None:
    chosen = known_failures()[start:end]
    assert len(known_failures()) < 100
    order_id = desk.order().id
    for kind, cause, about in chosen:
        add_failed(desk, cause, about, order_id, kind=kind)
    walker = Walker(operator, desk.address).open("/attention")
    rows = walker.soup.select(".fix")
    assert len(rows) == len(chosen)
    assert len(set(titles(walker))) >= len(rows) - 3
    assert all(primary_buttons(walker))
    for row in rows:
        (step,) = row.select(".button.is-primary") or row.select(".confirm > summary")  # which asks first
        if step.name == "a" and step["href"].startswith("/"):
            assert operator.get(step["href"]).status_code == 200
    assert len(chosen) <= index.GROUPS_A_PAGE


def test_the_page_of_orders_that_must_be_corrected_leads_to_one_after_the_other(
    desk: Desk, operator: FlaskClient
) -> None:
    order_ids = [desk.order(source_id).id for source_id in ("A", "B")]
    add_failed(desk, "refused", ["4016"], *order_ids)
    walker = Walker(operator, desk.address).open("/attention").click("Correct the orders")
    assert primary_buttons(walker) == ["Correct the next order"]
    walker.click("Correct the next order").see("Order B - ", "Fix the problem")


def test_what_is_no_order_is_never_to_be_corrected_as_one(desk: Desk, operator: FlaskClient) -> None:
    """A code of Zoho may stand for an order's fault; a check for shipments has no order to correct."""
    add_failed(desk, "refused", ["15"], desk.store_id, kind=kinds.CHECK_FOR_SHIPMENTS.name)
    add_failed(desk, "not_found", ["1002"], desk.order().id, kind=kinds.CANCEL.name)
    walker = Walker(operator, desk.address).open("/attention")
    assert primary_buttons(walker) == ["Try this cancellation again", "Try this check for shipments again"]
