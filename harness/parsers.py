"""Every parser that takes text from outside, and what it costs to read a text."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask
from werkzeug.exceptions import HTTPException

from zoho_app import masks
from zoho_app.accounts import people, strength
from zoho_app.api.body import BadBody, parsed
from zoho_app.bulk.selection import Selection
from zoho_app.channels.shopify.client import addresses as shopify_addresses
from zoho_app.deliveries import addresses, redaction
from zoho_app.http.limits import FIELDS, FILE_BYTES, FORM_BYTES, Incoming
from zoho_app.logs import redaction as log_redaction
from zoho_app.orders import inventory, places, shipments
from zoho_app.orders.files import cells, limits, reader, titles
from zoho_app.orders.files.values import amounts as file_amounts
from zoho_app.orders.files.values import dates, packed
from zoho_app.orders.input import amounts, emails, keys, pairs, state_words, timestamps
from zoho_app.orders.input import text as texts
from zoho_app.orders.input.fields import BadFields, Reader
from zoho_app.orders.input.order_data import read_order
from zoho_app.orders.listing import search
from zoho_app.orders.listing.filters import ARGS, Filters
from zoho_app.orders.refused import refused
from zoho_app.orders.tracking import carriers, numbers, parcels
from zoho_app.privacy.scrub import Scrubber
from zoho_app.rules import filters as rule_filters
from zoho_app.rules.wildcards import matches
from zoho_app.web.forms import order_fields
from zoho_app.web.rules import draft
from zoho_app.zoho_books.api import throttle
from zoho_app.zoho_books.editions import table, tax_fields
from zoho_app.zoho_books.errors import CannotSubmit
from zoho_app.zoho_books.payload import line_items
from zoho_app.zoho_books.shipments import custom_fields
from zoho_app.zoho_books.shipments.tracking import Tracking
from zoho_app.zoho_books.taxes import tax_match

Parser = Callable[[str], object]
REFUSALS = (
    ValueError,
    BadFields,
    BadBody,
    HTTPException,
    limits.BadFile,
    file_amounts.Doubtful,
    dates.Undecided,
    rule_filters.BadFilter,
    addresses.AddressRefused,
)
HEADER = 8_190  # gunicorn reads no longer one
MOST_KEPT = 65_536  # characters of an answer from outside
QUOTE = '"'
# A text that is so many times as long takes about as many times as long, and up to three times that where it
# no longer fits into the processor's cache. If time grew with the square of the length, it would take 64 times.
LONGER, BOUND = 8, 24


def _request(**environ: Any) -> Incoming:
    return Incoming({"REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(), **environ})


def _header(name: str, read: Callable[[Incoming], object]) -> Parser:
    """The text as a header, which is ASCII and not longer than gunicorn reads."""
    return lambda text: read(_request(**{name: text[:HEADER].encode("ascii", "replace").decode()}))


def _form(content_type: str, before: str = "", after: str = "") -> Parser:
    def read(text: str) -> object:
        body = f"{before}{text}{after}".encode()
        about = {"CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": content_type}
        request = _request(**about, **{"wsgi.input": io.BytesIO(body)})
        request.max_content_length, request.max_form_parts = FILE_BYTES, FIELDS
        with request:
            return request.form, request.files

    return read


def _every_field(read: Callable[[Any], object], *names: str) -> Parser:
    """Give the text to each of these fields, and as names of an object."""
    return lambda text: read({**dict.fromkeys(names, text), "metadata": {text: text}, "variation_list": {text: text}})


def _rule(field: str, operator: str, value: Callable[[str], str]) -> Parser:
    """A rule's filter on an order that has the text in a note and as the SKU of its only item."""

    def agree(text: str) -> object:
        parts = SimpleNamespace(content=text, code=text)
        order = SimpleNamespace(notes=[parts], items=[parts], order_total=Decimal(1))
        return rule_filters.agrees(
            {"field": field, "parameter": "", "operator": operator, "value": value(text)}, order
        )

    return agree


def _ends(text: str) -> str:
    return f"*{text[:200]}?*{text[-200:]}b*"


def _draft(text: str) -> object:
    return draft.read({**dict(parse_qsl(text)), "filter-1-field": "note", "filter-1-value": text, "name": text})


def _tax_fields(text: str) -> object:
    """The text as every part of an order that goes to India, which keeps back what it can't read."""
    metadata = dict.fromkeys(("gst_no", "gst_treatment", "place_of_supply", "tax_exempt"), text)
    address = {"country": text, "state": text, "city": text}
    with suppress(CannotSubmit):
        tax_fields.tax_fields(table.by_country("IN"), "IN", {"gst_no": ""}, {"state": text}, address)
    with suppress(CannotSubmit):
        return tax_fields.tax_fields(table.by_country("IN"), "IN", metadata, address, address)
    return None


def _shop_file(text: str) -> object:
    """The text in each cell of an order that a shop exports."""
    inside = text.replace(QUOTE, "")[:100_000]
    names = ("Name", "Email", "Created at", "Lineitem name", "Lineitem quantity", "Lineitem price", "Billing Zip")
    return reader.parse(",".join(names) + "\n" + ",".join(f'"{inside}"' for _ in names) + "\n")


MULTIPART = "multipart/form-data; boundary=x"
PART = '--x\r\nContent-Disposition: form-data; name="f"'
ORDER = ("email", "source_id", "date_added", "shipping_total", "shipping_city", "cc_number", "folder_id", "tag_name")
SHIPMENT = ("tracking_number", "carrier_code", "tracking_url", "date_shipped", "weight")


def _shopify_name(text: str) -> None:
    with suppress(shopify_addresses.NotAShop):
        shopify_addresses.clean(text)


PARSERS: dict[str, Parser] = {
    "the name of a shop at Shopify": _shopify_name,
    "names with values, one a line": lambda text: pairs.parse(text, "Metadata"),
    "a CSV file": reader.parse,
    "the bytes of a CSV file": lambda text: reader.parse(text.encode()),
    "a number in a CSV file": lambda text: reader.parse(f'SKU,Price\nA,"{text[:100_000].replace(QUOTE, "")}"\n'),
    "the orders of a shop's file": _shop_file,
    "a cell of a CSV file": lambda text: cells.unwrapped(cells.said(cells.cell(text))),
    "an amount in a file": file_amounts.read,
    "a day in a file": lambda text: dates.read(text, "day"),
    "a day within its bounds": lambda text: dates.read(text[: dates.LONGEST]),
    "a time in a file": dates.read_time,
    "a zone in a file": lambda text: dates.read_zone(text[: dates.LONGEST]),
    "a title in a file": lambda text: (titles.named(text), titles.is_telling(text), titles.taxes_in(text)),
    "items in one cell": packed.read,
    "the bytes of a file in no encoding": lambda text: reader.parse(b"\xff" + text.encode("cp1252", "replace")),
    "an order in JSON": lambda text: read_order(parsed(text.encode())),
    "an order's fields": _every_field(read_order, *ORDER),
    "an item of the inventory": _every_field(inventory.read, "code", "price", "stock", "name"),
    "a shipment": _every_field(shipments.read, *SHIPMENT),
    "an object": lambda text: Reader({"a": {text: text}}).mapping("a"),
    "a time": timestamps.from_text,
    "a time in any form": timestamps.read,
    "a text from a shop": lambda text: texts.plain(text, lines=True),
    "a text as it is compared": texts.comparable,
    "a text that is cut": lambda text: texts.cut(text, 5_000),
    "a card number in a body": lambda text: refused.CARD.sub("", text),
    "a word for a state": state_words.read,
    "an odd e-mail address": emails.read,
    "a number in a text": amounts.plain_number,
    "an order's number": keys.number_key,
    "metadata in a text": lambda text: Reader({"a": text}, repairs=[]).mapping("a"),
    "a day": timestamps.day_from_text,
    "a search": search.read,
    "a list's address": lambda text: Filters.from_args(dict.fromkeys(ARGS.values(), text)),
    "a saved view": lambda text: Filters.from_args(dict(parse_qsl(text))),
    "checked orders": lambda text: Selection.from_args(1, {"ids": text, "run": text, "through": text}),
    "all that match": lambda text: Selection.from_args(1, {"all_matching": "1", "view": text}),
    "a country": places.country_code,
    "a state": lambda text: places.state_code("US", text),
    "a tracking number": keys.tracking_key,
    "a carrier": lambda text: carriers.tracking_url(text, text),
    "numbers and links of parcels": numbers.read,
    "parcels": lambda text: parcels.read(text, text, text),
    "the path of an error": lambda text: order_fields._find({}, text),
    "a form": _form("application/x-www-form-urlencoded"),
    "a form in parts": _form(MULTIPART),
    "the head of a part": _form(MULTIPART, PART),
    "a field of a form": _form(MULTIPART, f"{PART}\r\n\r\n", "\r\n--x--\r\n"),
    "a file": _form(MULTIPART, f'{PART}; filename="a"\r\n\r\n', "\r\n--x--\r\n"),
    "the query of an address": _header("QUERY_STRING", lambda request: request.args),
    "cookies": _header("HTTP_COOKIE", lambda request: request.cookies),
    "Accept-Encoding": _header("HTTP_ACCEPT_ENCODING", lambda request: request.accept_encodings),
    "Content-Type": _header("CONTENT_TYPE", lambda request: request.mimetype_params),
    "wildcards in a rule": _rule("note", "matches", _ends),
    "wildcards": lambda text: matches(text[: len(text) // 2], text[len(text) // 2 :][:500]),
    "a list in a rule": _rule("item_code", "is one of", lambda text: text),
    "a text in a rule": _rule("note", "contains", lambda text: f"{text[:400]}b"),
    "a number in a rule": _rule("order_total", ">", lambda text: text),
    "a rule as it is typed": lambda text: _draft(text[:FORM_BYTES]),
    "Product Code Match": lambda text: line_items.parse_match(text[:FORM_BYTES]),
    "Tax Match": lambda text: tax_match.parse.__wrapped__(text[:FORM_BYTES]),
    "what an order says of its customer's tax": lambda text: _tax_fields(text),
    "Product Code Skip": lambda text: line_items.parse_skip(text[:FORM_BYTES]),
    "custom fields": lambda text: custom_fields.read({"custom_fields": [{"label": text, "value": text}]}),
    "tracking numbers in Zoho Books": lambda text: Tracking.said({"tracking_number": text}),
    "why Zoho gives no token": lambda text: throttle.wait_for(
        400, {"retry-after": text[:HEADER]}, json.dumps({"error": text, "error_description": text}).encode()
    ),
    "a channel's address": addresses.check,
    "what a receiver says": lambda text: redaction.blanked(text[:MOST_KEPT], f"https://a.example/{text[:900]}", ""),
    "an e-mail address": people.tidy_email,
    "an address as it is shown": masks.shown,
    "addresses in a text": masks.in_text,
    "a value in the log": log_redaction.one_line,
    "a text in the log": log_redaction.redact,
    "a customer in a text": Scrubber(["ada@example.com"], ["Ada Lovelace"]).clean,
    "a password": lambda text: strength.problem(text, "ada@example.com"),
}
# Files of the desk that use regular expressions on what does not come from outside at this length.
NOT_FROM_OUTSIDE = {
    "alerts/settings.py",  # a list of addresses, each read as an e-mail address is
    "zoho_books/settings.py",  # a store's name of at most 100 characters
    "environment/services.py",  # the environment
    "environment/values.py",  # the environment
    "accounts/common_passwords.py",  # a password of at most 128 characters
    "alerts/text.py",  # a store's name of at most 100 characters
    "privacy/anonymize.py",  # a line of the history
    "migrations/versions/0008_what_goes_out.py",  # what is stored, once
    "web/import_orders/kept.py",  # 32 characters of an address
    "web/layout/bundles.py",  # Bookdesk's own style sheets and scripts
    "api/openapi/document.py",  # Bookdesk's own routes
    "channels/woocommerce/webhooks.py",  # a word and at most 20 digits, or no match at once
    "channels/woocommerce/shipments/plugins.py",  # one sign after the other of a carrier's name or number
    "web/help/guide.py",  # Bookdesk's own user guide
    "web/help/pointers.py",  # headings of Bookdesk's own user guide
    "accounts/currencies.py",  # the table of a package
    "migrations/versions/0009_what_the_source_says.py",  # what is stored, once
    "orders/input/source_state.py",  # 100 characters of a field
    "zoho_books/reconcile/compare.py",  # numbers of sales orders, which Zoho limits
}
COVERED = {
    "channels/shopify/client/addresses.py",
    "logs/redaction.py",
    "masks.py",
    "privacy/scrub.py",
    "accounts/strength.py",
    "accounts/people.py",
    "deliveries/addresses.py",
    "deliveries/redaction.py",
    "orders/files/cells.py",
    "orders/files/columns.py",
    "orders/files/lines.py",
    "orders/files/orders.py",
    "orders/files/tables/decode.py",
    "orders/files/tables/delimited.py",
    "orders/files/tables/workbook.py",
    "orders/files/titles.py",
    "orders/files/values/amounts.py",
    "orders/files/values/dates.py",
    "orders/files/values/packed.py",
    "orders/places.py",
    "orders/tracking/check_digits.py",
    "orders/tracking/links.py",
    "orders/tracking/names.py",
    "orders/tracking/numbers.py",
    "orders/tracking/parcels.py",
    "orders/input/amounts.py",
    "orders/input/emails.py",
    "orders/input/fields.py",
    "orders/input/keys.py",
    "orders/input/state_words.py",
    "orders/input/text.py",
    "orders/refused/refused.py",
    "orders/input/timestamps.py",
    "orders/input/pairs.py",
    "web/layout/errors.py",
    "web/forms/order_fields.py",
    "web/rules/draft.py",
    "zoho_books/api/throttle.py",
    "zoho_books/taxes/tax_match.py",
    "zoho_books/shipments/custom_fields.py",
}


def cost(app: Flask, parser: Parser, text: str, tries: int) -> float:
    """The seconds of this thread's CPU that the parser takes for the text: the best of several tries."""
    best = float("inf")
    for _ in range(tries):
        with app.app_context(), suppress(*REFUSALS):
            began = time.thread_time()
            try:
                parser(text)
            finally:
                best = min(best, time.thread_time() - began)
    return best


def growth(app: Flask, parser: Parser, short: str, long: str, least: float) -> tuple[float, float]:
    """The seconds that the longer text takes, and how many times as long that is as the shorter one takes.

    Of less than `least` seconds a clock tells nothing: it counts as no growth. What looks bad is measured up to
    three times more, because a busy machine spoils a single look.
    """
    taken = cost(app, parser, long, tries=1)
    if taken < least:
        return taken, 1.0
    before = cost(app, parser, short, tries=3)
    for _ in range(3):
        if taken <= BOUND * before:
            break
        taken, before = min(taken, cost(app, parser, long, tries=2)), max(before, cost(app, parser, short, tries=3))
    return taken, taken / max(before, least / LONGER)
