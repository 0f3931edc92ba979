"""Connect a store to an organization of Zoho Books, and disconnect it. api/accounts_server.py talks to Zoho."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from zoho_app import kinds
from zoho_app.accounts import audit, stores
from zoho_app.accounts.models import Store
from zoho_app.appointments import gates
from zoho_app.clock import now
from zoho_app.extensions import db, only_reading
from zoho_app.orders import identity
from zoho_app.zoho_books.api import access_token as connections
from zoho_app.zoho_books.api import accounts_server, data_centers
from zoho_app.zoho_books.api.access_token import GATE
from zoho_app.zoho_books.cache.models import CachedContact, CachedEmail, CachedItem
from zoho_app.zoho_books.models import CHOOSING, CONNECTED, DISCONNECTED, Connection
from zoho_app.zoho_books.sales_orders import former_organization, organization
from zoho_app.zoho_books.shipments import custom_fields

CHOOSE_WORDS = "Choose the organization in Zoho Books for this store."
DISCONNECTED_WORDS = "This store was disconnected from Zoho Books."


class OrganizationRefused(Exception):
    """That organization can't be chosen; the text says why."""


class OtherOrganization(Exception):
    """The store belonged to another organization before; choosing this one has to be confirmed."""


def active(organizations: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Reduce Zoho's rows to the organizations in use and to what is kept of them.

    Zoho Books API: `is_org_active` stands in the row or in its `org_settings`.
    """
    return [_kept(row) for row in organizations if row.get("organization_id") and _is_active(row)]


def connect(store_id: int, who: str, grant: accounts_server.Grant, organizations: list[dict[str, Any]]) -> Connection:
    """Keep what Zoho gave. The connection is CONNECTED when the organization is beyond doubt, else CHOOSING.

    `organizations` is what `active` made, and not empty. A store whose access was lost goes on with the
    organization it had. The caller revokes the former refresh token after the commit.
    """
    found = connections.get_connection(store_id) or _first(store_id, grant)
    was_disconnected = found.state == DISCONNECTED
    found.data_center = grant.data_center.key
    found.access_token = grant.access_token
    found.refresh_token = grant.refresh_token
    found.access_token_expires_at = grant.expires_at
    found.token_version += 1
    found.refreshing_until = found.refresh_after = None
    found.scopes = ",".join(accounts_server.SCOPES)
    found.connected_by, found.connected_at, found.disconnected_at = who, now(), None
    found.organizations = organizations
    found.state, found.lost_because = CHOOSING, CHOOSE_WORDS
    gates.close(store_id, kinds.ZOHO_BOOKS, GATE, CHOOSE_WORDS)
    beyond_doubt = _beyond_doubt(found, was_disconnected)
    if beyond_doubt:
        choose(found, beyond_doubt, who)
    db.session.flush()
    return found


def _first(store_id: int, grant: accounts_server.Grant) -> Connection:
    """The store's new row; of two who connect at the same moment the second goes on with the first one's."""
    made = Connection(
        store_id=store_id, data_center=grant.data_center.key, token_version=0, organization_id="", state=CHOOSING
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return db.session.get_one(Connection, store_id)
    return made


def choose(found: Connection, organization_id: str, who: str, is_confirmed: bool = False) -> None:
    """Decide for one of the offered organizations and let the store's work go on.

    A store without orders takes over the organization's currency.

    Raises OrganizationRefused when it is not among them, OtherOrganization when the store belonged to another
    one and nobody confirmed that what waits goes to this one.
    """
    row = next((row for row in found.organizations if row["organization_id"] == organization_id), None)
    if row is None:
        raise OrganizationRefused("Choose one of the organizations in the list.")
    before = found.organization_id
    if before and before != organization_id:
        if not is_confirmed:
            raise OtherOrganization(found.organization_name)
        _forget_organization(found)
    found.organization_id = row["organization_id"]
    found.organization_name = row["name"]
    found.time_zone = row["time_zone"]
    found.currency_code = row["currency_code"]
    found.price_precision = row["price_precision"]
    if row.get("country_code"):
        _keep_country(found, row["country_code"])
    found.organizations = []
    if not identity.has_orders(found.store_id):  # else its amounts would become other money
        stores.take_currency(db.session.get_one(Store, found.store_id), found.currency_code, who)
    found.state, found.lost_because = CONNECTED, ""
    gates.open_(found.store_id, kinds.ZOHO_BOOKS, GATE)
    organization.note_connected(found, who, before)
    db.session.flush()
    former_organization.go_on(found, who)


def propose(found: Connection, currency_code: str) -> str:
    """The organization to offer first: the former one, else one in the store's currency, else the default one."""
    rows = found.organizations
    first = sorted(rows, key=lambda row: (row["currency_code"] != currency_code, not row["is_default"]))
    is_former_there = any(row["organization_id"] == found.organization_id for row in rows)
    return found.organization_id if is_former_there else str(first[0]["organization_id"]) if first else ""


def refresh_token_of(store_id: int) -> tuple[data_centers.DataCenter, str] | None:
    """The refresh token in use and where it belongs, or None. Reads in a transaction of its own."""
    with only_reading(), Session(db.engine) as session:
        row = session.get(Connection, store_id)
        center = data_centers.get(row.data_center) if row else None
        if row is None or center is None or not row.refresh_token:
            return None
        return center, row.refresh_token


def revoke(former: tuple[data_centers.DataCenter, str] | None) -> bool:
    """End a former refresh token at Zoho, with no transaction open; False when Zoho did not confirm it."""
    return former is None or accounts_server.revoke(*former)


def disconnect(store_id: int, who: str) -> None:
    """Forget the tokens and hold the store's work back; settings and organization are remembered.

    So are contacts and items for some days, so that a disconnection by mistake costs nothing; see cache/forget.py.
    The caller has revoked the refresh token at Zoho before.
    """
    found = connections.get_connection(store_id)
    if found is None or found.state == DISCONNECTED:
        return
    found.access_token = found.refresh_token = found.access_token_expires_at = None
    found.token_version += 1
    found.refreshing_until = found.refresh_after = None
    found.state, found.lost_because = DISCONNECTED, DISCONNECTED_WORDS
    found.disconnected_at = now()
    gates.close(store_id, kinds.ZOHO_BOOKS, GATE, DISCONNECTED_WORDS)
    words = f"Disconnected from Zoho Books, organization {found.organization_name}"
    audit.note(store_id, who, words, event="connection.ended")
    db.session.flush()


def keep_custom_fields(store_id: int, definitions: Iterable[Mapping[str, Any]]) -> None:
    """Remember which of the three custom fields are missing; `definitions` as Zoho lists them."""
    found = connections.get_connection(store_id)
    if found is not None:
        found.missing_custom_fields = custom_fields.missing(definitions)
        db.session.flush()


def _beyond_doubt(found: Connection, was_disconnected: bool) -> str:
    """The organization nobody needs to be asked about, or ""."""
    offered = [row["organization_id"] for row in found.organizations]
    if former_organization.waiting_for(found.store_id) & {*offered} - {
        found.organization_id
    }:  # perhaps it is wanted again
        return ""
    if found.organization_id in offered and (len(offered) == 1 or not was_disconnected):
        return found.organization_id
    return offered[0] if len(offered) == 1 and not found.organization_id else ""


def _forget_organization(found: Connection) -> None:
    """What was learned from the former organization says nothing about another one."""
    for cached in (CachedItem, CachedContact, CachedEmail):
        db.session.execute(delete(cached).where(cached.store_id == found.store_id))
    found.items_filled_at = found.contacts_filled_at = found.contacts_synced_at = found.contacts_watermark = None
    found.filling = None
    found.watermark = found.last_poll_at = None
    found.last_poll_found = ""
    found.missing_custom_fields = found.unreadable = found.taxes = found.totals_rules = None
    found.observed = None
    found.rows_carry_fields = False
    found.ids_asked_at = None
    found.preflight = found.preflight_at = None


def keep_edition(store_id: int, row: Mapping[str, Any]) -> None:
    """Keep the organization's country, which decides what Zoho Books has there; `row` as Zoho lists it."""
    _keep_country(db.session.get_one(Connection, store_id), _country(row))


def _keep_country(found: Connection, code: str) -> None:
    """Keep the country, and try again the fields that the organization has refused."""
    known = {name: value for name, value in (found.totals_rules or {}).items() if name != "refused_elements"}
    rules = {**known, "country_code": code}
    if rules != found.totals_rules:
        found.totals_rules = rules


def _country(row: Mapping[str, Any]) -> str:
    return str(row.get("country_code") or "").upper()[:2]


def _is_active(row: Mapping[str, Any]) -> bool:
    settings = row.get("org_settings") or {}
    return bool(row.get("is_org_active", settings.get("is_org_active", True)))


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    precision = row.get("price_precision")
    return {
        "organization_id": str(row["organization_id"]),
        "name": str(row.get("name") or row["organization_id"])[:200],
        "currency_code": str(row.get("currency_code") or "")[:3],
        "country_code": _country(row),
        "time_zone": str(row.get("time_zone") or "UTC")[:64],
        "price_precision": precision if isinstance(precision, int) else 2,
        "is_default": bool(row.get("is_default_org")),
    }
