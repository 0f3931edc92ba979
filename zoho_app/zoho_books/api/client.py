"""The only file that speaks to the Zoho Books API; it raises only the errors of errors.py.

Shapes are Zoho's (Zoho Books API v3); numbers in answers are Decimals, ids are strings.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from zoho_app import outgoing
from zoho_app.appointments.models import PEOPLE
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.outgoing import Answer, Broken, NotSent
from zoho_app.zoho_books.api import access_token, answers, rate_limit
from zoho_app.zoho_books.api.access_token import Token
from zoho_app.zoho_books.errors import ConnectionLost, OutcomeUnknown, TryLater

PER_PAGE = 200  # Zoho's most
IDS_A_CALL = 200
# What may be missing among the rights of whoever connected, in the words of the finding.
CUSTOM_FIELDS, CONTACT_PERSONS, TAXES, ITEMS = "custom fields", "contact persons", "taxes", "items"
OLDEST_FIRST = {"sort_column": "created_time", "sort_order": "A"}
NEWEST_FIRST = {"sort_column": "created_time", "sort_order": "D"}

FORBIDDEN = 403

Json = dict[str, Any]
Page = tuple[list[Json], bool]  # the rows, and whether there are more


class Gateway:
    """The Zoho Books API for one store. Call it only while no transaction is open.

    Every method raises TryLater, Refused (NotFound) or ConnectionLost; those that change something in Zoho
    also raise OutcomeUnknown.
    """

    def __init__(self, store_id: int, priority: int = PEOPLE, before_call: Callable[[], None] | None = None) -> None:
        self.store_id = store_id
        self.priority = priority
        self.zoho_is_ahead: timedelta | None = None  # by how much, as the last answer's date tells
        self._before_call = before_call
        self._believed: Token | None = None
        self._organization_id = ""

    @classmethod
    def for_task(cls, task: Task) -> "Gateway":
        """The gateway of an appointment: its lease is renewed right before each call, after all waiting."""
        return cls(task.store_id, task.priority, task.before_call)

    def believe(self, token: Token | None, organization_id: str) -> None:
        """Make the next call with a token that was read a moment ago (None reads it then), in that organization."""
        self._stay_with(organization_id)
        self._believed = token

    def organization(self, organization_id: str) -> Json | None:
        """The organization as Zoho lists it to the person who connected; None when it is not among theirs."""
        rows = self._rows(self._read("/organizations", {}), "organizations")
        return next((row for row in rows if str(row.get("organization_id")) == organization_id), None)

    def first_row(self, what: str) -> None:
        """Read one row of "contacts" or "items", to see whether they may be read."""
        self._rows(self._read(f"/{what}", {"per_page": 1}, ITEMS if what == "items" else ""), what)

    def taxes(self) -> list[Json]:
        """The taxes and tax groups of the organization: [{tax_id, tax_name, status, ...}]."""
        found: list[Json] = []
        page, more = 1, True
        while more:
            rows, more = self._page("/settings/taxes", "taxes", page, TAXES)
            found, page = found + rows, page + 1
        return found

    def tax_group(self, tax_group_id: str) -> list[Json]:
        """The taxes of a tax group: [{tax_id, tax_name, tax_percentage, ...}]."""
        answer = self._read(f"/settings/taxgroups/{tax_group_id}", {}, TAXES)
        return self._rows(self._one(answer, "tax_group"), "taxes")

    def tax_exemptions(self) -> list[Json]:
        """The reasons for which an order is free of tax: [{tax_exemption_id, tax_exemption_code, type}]."""
        return self._rows(self._read("/settings/taxexemptions", {}, TAXES), "tax_exemptions")

    def custom_field_definitions(self) -> list[Json]:
        """The custom fields of sales orders: [{label, api_name, is_active, ...}]."""
        answer = self._read("/settings/customfields", {"entity": "salesorder"}, CUSTOM_FIELDS)
        found = answer.get("customfields")
        rows = found.get("salesorder") if isinstance(found, dict) else found
        return [row for row in rows or [] if isinstance(row, dict)]

    def contacts(self, page: int = 1, **filters: str) -> Page:
        """A page of customers that match the filters (`email` does in part: compare again); and if there are more."""
        return self._page("/contacts", "contacts", page, contact_type="customer", **filters)

    def anybody_named(self, name: str) -> list[Json]:
        """Customers and vendors as Zoho filters them by name; compare again."""
        return self._rows(self._read("/contacts", {"contact_name": name}), "contacts")

    def contact(self, contact_id: str) -> Json:
        """One contact whole: contact_persons, billing_address, shipping_address."""
        return self._one(self._read(f"/contacts/{contact_id}", {}), "contact")

    def create_contact(self, body: Json) -> Json:
        """Make a contact; code 3062 says that the name is taken."""
        return self._one(self._write("POST", "/contacts", body), "contact", written=True)

    def add_contact_person(self, contact_id: str, body: Json) -> Json:
        """Add a contact person to a contact."""
        answer = self._write("POST", "/contacts/contactpersons", {"contact_id": contact_id, **body})
        return self._one(answer, "contact_person", written=True)

    def add_address(self, contact_id: str, body: Json) -> str:
        """Add a further address to a contact; returns its address_id."""
        answer = self._write("POST", f"/contacts/{contact_id}/address", body)
        return str(self._one(answer, "address_info", written=True)["address_id"])

    def contacts_page(self, page: int) -> Page:
        """A page of all customers, oldest first, so that a new one moves none; and whether there are more."""
        return self._page("/contacts", "contacts", page, contact_type="customer", **OLDEST_FIRST)

    def latest_contacts(self, page: int) -> Page:
        """A page of all customers, the latest change first; and whether there are more."""
        latest = {"sort_column": "last_modified_time", "sort_order": "D"}
        return self._page("/contacts", "contacts", page, contact_type="customer", **latest)

    def contact_persons_page(self, page: int) -> Page:
        """A page of the contact persons of all contacts; Zoho does not document what a row holds."""
        return self._page("/contacts/contactpersons", "contact_persons", page, CONTACT_PERSONS)

    def items_page(self, page: int) -> Page:
        """A page of all items, active and inactive; and whether there are more."""
        return self._page("/items", "items", page, ITEMS)

    def items_with_sku(self, sku: str) -> list[Json]:
        """Items as Zoho filters them by SKU; Zoho does not document the filter, so compare again."""
        return self._rows(self._read("/items", {"sku": sku}, ITEMS), "items")

    def create_sales_order(self, body: Json) -> Json:
        """Make a sales order under our own number; code 36004 says that the number is taken."""
        params = {"ignore_auto_number_generation": "true"}
        return self._one(self._write("POST", "/salesorders", body, params), "salesorder", written=True)

    def sales_orders_numbered(self, number: str) -> list[Json]:
        """Sales orders as Zoho filters them by number, compared again ignoring case; the very number goes first.

        Whether Zoho takes a number in another case for the same is not documented.
        """
        rows = self._rows(self._read("/salesorders", {"salesorder_number": number}), "salesorders")
        alike = [row for row in rows if str(row.get("salesorder_number")).casefold() == number.casefold()]
        return sorted(alike, key=lambda row: row["salesorder_number"] != number)

    def sales_order(self, salesorder_id: str) -> Json:
        """One sales order whole; raises NotFound when it was deleted."""
        return self._one(self._read(f"/salesorders/{salesorder_id}", {}), "salesorder")

    def changed_sales_orders(self, since: datetime, page: int = 1) -> Page:
        """Sales orders changed at or after `since` (aware), oldest change first; and whether there are more."""
        stamp = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
        params = {"last_modified_time": stamp, "sort_column": "last_modified_time", "sort_order": "A"}
        answer = self._read("/salesorders", {**params, "page": page, "per_page": PER_PAGE})
        return self._rows(answer, "salesorders"), self._has_more(answer)

    def sales_orders_with_ids(self, salesorder_ids: list[str]) -> list[Json]:
        """Those of at most 200 sales orders that Zoho lists; absence must be confirmed by `sales_order`."""
        params = {"salesorder_ids": ",".join(salesorder_ids), "per_page": PER_PAGE}
        rows = self._rows(self._read("/salesorders", params), "salesorders")
        return [row for row in rows if str(row.get("salesorder_id")) in set(salesorder_ids)]

    def sales_orders_with_prefix(self, prefix: str, page: int, order: Mapping[str, str] = OLDEST_FIRST) -> Page:
        """Sales orders whose number begins with `prefix`, compared again; and if there are more."""
        numbered = {"salesorder_number_startswith": prefix} if prefix else {}
        rows, more = self._page("/salesorders", "salesorders", page, **order, **numbered)
        ours = [row for row in rows if str(row.get("salesorder_number") or "").startswith(prefix)]
        return ours, more

    def mark_open(self, salesorder_id: str) -> None:
        """Turn a draft into an open sales order."""
        self._write("POST", f"/salesorders/{salesorder_id}/status/open", None)

    def void(self, salesorder_id: str, reason: str) -> None:
        """Void a sales order; a refusal may mean that it is void already."""
        self._write("POST", f"/salesorders/{salesorder_id}/status/void", {"reason": reason[:500]})

    def _page(self, path: str, name: str, page: int, can_do_without: str = "", **params: Any) -> Page:
        answer = self._read(path, {**params, "page": page, "per_page": PER_PAGE}, can_do_without)
        return self._rows(answer, name), self._has_more(answer)

    def _read(self, path: str, params: Json, can_do_without: str = "") -> Json:
        """Read; what sending `can_do_without` raises Forbidden where it may not be read."""
        try:
            return self._call("GET", path, params, None, can_do_without)
        except (NotSent, Broken) as error:
            raise TryLater(f"Zoho Books did not answer ({error}).", is_outage=True) from error
        except OutcomeUnknown as error:
            raise error.without_harm() from error

    def _write(self, method: str, path: str, body: Json | None, params: Json | None = None) -> Json:
        try:
            return self._call(method, path, params or {}, body)
        except NotSent as error:
            raise TryLater(f"Zoho Books could not be reached ({error}).", is_outage=True) from error
        except Broken as error:
            raise OutcomeUnknown(f"Zoho Books sent an incomplete answer ({error}).", is_outage=True) from error

    def _call(self, method: str, path: str, params: Json, body: Json | None, can_do_without: str = "") -> Json:
        """One call, and a second one with a new token when Zoho does not accept the first one's.

        Where it is about what we `can_do_without`, a right that is missing under a new token says nothing of the
        connection. A token that Zoho does not know always does: the attempt to get a new one tells.
        """
        token, self._believed = self._believed or access_token.access_token(self.store_id), None
        self._stay_with(token.organization_id)
        answer = self._send(token, method, path, params, body)
        is_certain = can_do_without and token.is_new and answers.lacks_a_right(answer)
        if answers.asks_to_reconnect(answer) and not is_certain:
            token = access_token.access_token(self.store_id, worse_than=token.version)
            self._stay_with(token.organization_id)
            answer = self._send(token, method, path, params, body)
            if answers.asks_to_reconnect(answer) and not can_do_without:
                words = answers.why_to_reconnect(answer)
                access_token.lose(self.store_id, token.version, words)
                raise ConnectionLost(words)
        if can_do_without and (answer.status == FORBIDDEN or answers.asks_to_reconnect(answer)):
            raise answers.forbidden(answer, can_do_without)
        found = answers.read(answer)
        self.zoho_is_ahead = answers.clock_ahead(answer)
        return found

    def _stay_with(self, organization_id: str) -> None:
        """Refuse to continue in another organization: "not found" there would mean nothing."""
        if self._organization_id not in ("", organization_id):
            raise TryLater("The store was connected to another organization in the meantime.", now(), True)
        self._organization_id = organization_id

    def _send(self, token: Token, method: str, path: str, params: Json, body: Json | None) -> Answer:
        with rate_limit.place(token.organization_id, self.priority):
            if self._before_call:
                self._before_call()
            answer = outgoing.send(
                method,
                token.api_base + path,
                params={**params, "organization_id": token.organization_id},
                json=body,
                headers={"Authorization": f"Zoho-oauthtoken {token.value}"},
            )
        rate_limit.learn(token.organization_id, answer.headers)
        return answer

    @staticmethod
    def _rows(answer: Json, name: str) -> list[Json]:
        rows = answer.get(name)
        if not isinstance(rows, list):
            raise TryLater(f"Zoho Books answered without {name}.")
        return [row for row in rows if isinstance(row, dict)]

    @staticmethod
    def _one(answer: Json, name: str, written: bool = False) -> Json:
        row = answer.get(name)
        if isinstance(row, dict):
            return row
        words = f"Zoho Books answered without the {name}."
        raise OutcomeUnknown(words) if written else TryLater(words)

    @staticmethod
    def _has_more(answer: Json) -> bool:
        return bool((answer.get("page_context") or {}).get("has_more_page"))
