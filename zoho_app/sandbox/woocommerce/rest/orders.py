"""Orders: read, changed, put into the trash; their notes and refunds; how many have each status."""

from typing import Any

from .. import documents
from ..errors import RestError, invalid
from ..orders import book, shapes, statuses
from ..orders.sums import Money, totals
from ..seed import setting
from .call import Answer, Call
from .listing import found

PARTS = ("line_items", "shipping_lines", "fee_lines", "coupon_lines")
PLAIN = ("billing", "shipping", "customer_note", "payment_method", "payment_method_title", "transaction_id")
MOST_ROWS = 100


def show(call: Call) -> Answer:
    return Answer(shapes.order(call.store, call.order(), call.root))


def update(call: Call) -> Answer:
    """Change an order: its status, its meta data, its addresses."""
    order, given = call.order(), call.body
    _refuse_lines(given)
    if given.get("status") and given["status"] not in statuses.named(call.store):
        raise invalid(status=f"status is not one of {', '.join(statuses.named(call.store))}.")
    with call.store.transaction():
        changed = [name for name in (*PLAIN, "meta_data") if name in given]
        for name in PLAIN:
            if name in given:
                order["fields"][name] = _merged(order["fields"][name], given[name])
        if "meta_data" in given:
            order["fields"]["meta_data"] = _meta(call, order["fields"]["meta_data"], given["meta_data"])
        if any(name in given for name in (*PARTS, "billing", "shipping")):
            # Addresses and lines let the shop reckon anew, with today's taxes.
            book.note_change(call.store, "recalculated", "order", str(documents.number(order)))
            money = Money(setting(call.store)["decimals"], [], order["fields"]["prices_include_tax"])
            order["fields"].update(totals(order["fields"], money))
        if changed:
            book.save(call.store, order)
        if given.get("status"):
            order = book.set_status(call.store, order, given["status"])
    return Answer(shapes.order(call.store, order, call.root))


def _merged(former: Any, given: Any) -> Any:
    return {**former, **given} if isinstance(former, dict) and isinstance(given, dict) else given


def _refuse_lines(given: dict[str, Any]) -> None:
    """Refuse lines that are sent back with an SKU of null, as the lines of deleted products have it."""
    for place, line in enumerate(given.get("line_items", [])):
        if line.get("sku", "") is None:
            raise invalid(line_items=f"line_items[{place}][sku] is not of type string.")


def _meta(call: Call, former: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Change by id; a key without an id overwrites its first row and removes its others; null deletes."""
    rows = [dict(row) for row in former]
    for one in given:
        if one.get("id"):
            named = [row for row in rows if row["id"] == one["id"]]
        else:
            named = [row for row in rows if row["key"] == one["key"]]
            rows = [row for row in rows if row["key"] != one["key"] or row is named[0]]
        if one.get("value") is None:
            rows = [row for row in rows if row not in named]
        elif named:
            named[0].update(one)
        else:
            rows.append({"id": documents.new_number(call.store, "meta"), **one})
    return rows


def batch(call: Call) -> Answer:
    """Change up to 100 orders; what is refused stands in its row of an answer of 200."""
    rows = call.body.get("update", [])
    if len(rows) > MOST_ROWS:
        words = "Unable to accept more than 100 items for this request."
        raise RestError(413, "woocommerce_rest_request_entity_too_large", words)
    done = []
    for row in rows:
        one = Call(call.store, call.root, {}, row, {"order": str(row.get("id", 0))})
        try:
            done.append(update(one).data)
        except RestError as error:
            done.append({"id": row.get("id", 0), "error": error.body()})
    return Answer({"update": done})


def delete(call: Call) -> Answer:
    order = call.order()
    shown = shapes.order(call.store, order, call.root)
    if call.query.get("force") == "true":
        book.delete(call.store, order)
    else:
        book.trash(call.store, order)
    return Answer(shown)


def list_notes(call: Call) -> Answer:
    notes = documents.of_order(call.store, "note", documents.number(call.order()))
    wanted = {"customer": True, "internal": False}.get(call.query.get("type", "any"))
    chosen = [note for note in reversed(notes) if wanted is None or note["customer_note"] is wanted]
    return Answer([shapes.note(call.store, note) for note in chosen], headers=found(chosen))


def add_note(call: Call) -> Answer:
    if not call.body.get("note"):
        raise RestError(400, "rest_missing_callback_param", "Missing parameter(s): note", params=["note"])
    order = call.order()
    with call.store.transaction():
        note = book.add_note(call.store, order, call.body["note"], bool(call.body.get("customer_note")))
    return Answer(shapes.note(call.store, note), 201)


def list_refunds(call: Call) -> Answer:
    refunds = documents.of_order(call.store, "refund", documents.number(call.order()))
    return Answer([shapes.refund(call.store, one) for one in reversed(refunds)], headers=found(refunds))


def totals_by_status(call: Call) -> Answer:
    return Answer(shapes.counts(call.store))
