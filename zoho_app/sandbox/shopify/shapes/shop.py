"""Shop, versions, the app and its scopes, subscriptions and bulk operations."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ...common.store import Document
from .. import documents
from ..access.scopes import Caller
from ..graphql import versions
from ..seed import setting

Shape = dict[str, Any]


def shop(caller: Caller) -> Shape:
    found = setting(caller.store)
    now = datetime.fromtimestamp(caller.store.now(), ZoneInfo(found["zone"]))
    offset = now.utcoffset()
    domain = {"__typename": "Domain", "id": f"{documents.PREFIX}Domain/1", "host": found["domain"]}
    plan = {"publicDisplayName": found["plan"], "partnerDevelopment": False, "shopifyPlus": found["plan"] == "Plus"}
    return {
        "__typename": "Shop",
        "id": f"{documents.PREFIX}Shop/1",
        "name": found["name"],
        "myshopifyDomain": found["domain"],
        "primaryDomain": {**domain, "url": f"https://{found['domain']}"},
        "currencyCode": found["currency"],
        "enabledPresentmentCurrencies": [found["currency"]],
        "taxesIncluded": found["taxes_included"],
        "taxShipping": True,
        "ianaTimezone": found["zone"],
        "timezoneOffsetMinutes": int(offset.total_seconds() // 60) if offset else 0,
        "orderNumberFormatPrefix": found["prefix"],
        "orderNumberFormatSuffix": found["suffix"],
        "plan": plan,
        "weightUnit": "KILOGRAMS",
        "email": "owner@sandbox-shop.example",
    }


def api_versions(caller: Caller) -> list[Shape]:
    now = caller.store.now()
    stable = [_version(name, True) for name in reversed(versions.supported(now))]
    return [*stable, _version(versions.candidate(now), False), _version("unstable", False)]


def _version(name: str, is_supported: bool) -> Shape:
    return {"displayName": name, "handle": name, "supported": is_supported}


def app_installation(caller: Caller) -> Shape:
    """Return the app with its scopes; a granted write scope is listed with its read scope."""
    names = dict.fromkeys(sorted(caller.scopes))
    for scope in sorted(caller.scopes):
        if scope.startswith("write_"):
            names[scope.replace("write_", "read_", 1)] = None
    app = {
        "__typename": "App",
        "id": f"{documents.PREFIX}App/1",
        "title": "Order desk",
        "handle": "order-desk",
        "apiKey": setting(caller.store)["client_id"],
        "developerType": "MERCHANT",
        "webhookApiVersion": versions.PINNED,
    }
    scopes = [{"handle": name, "description": name.replace("_", " ").capitalize()} for name in names]
    return {
        "__typename": "AppInstallation",
        "id": f"{documents.PREFIX}AppInstallation/1",
        "accessScopes": scopes,
        "app": app,
    }


def subscription(one: Document) -> Shape:
    return {
        "__typename": "WebhookSubscription",
        "id": one["id"],
        "legacyResourceId": documents.number(one["id"]),
        "topic": one["topic"],
        "uri": one["uri"],
        "format": one["format"],
        "name": one["name"],
        "filter": one["filter"],
        "includeFields": one["include_fields"],
        "apiVersion": _version(versions.PINNED, True),
        "createdAt": documents.instant(one["created_at"]),
        "updatedAt": documents.instant(one["modified_at"]),
    }


def bulk_operation(caller: Caller, one: Document) -> Shape:
    """Return a bulk operation as it is at this moment: running until its time has come."""
    now = caller.store.now()
    status = one["status"] or ("RUNNING" if now < one["ready_at"] else "FAILED" if one["error"] else "COMPLETED")
    is_done = status == "COMPLETED"
    link = f"{caller.root_url}/bulk/{one['secret']}.jsonl" if one["count"] else None
    return {
        "__typename": "BulkOperation",
        "id": one["id"],
        "status": status,
        "type": "QUERY",
        "query": one["query"],
        "createdAt": documents.instant(one["created_at"]),
        "completedAt": documents.instant(one["ready_at"]) if is_done else None,
        "errorCode": one["error"] if status == "FAILED" else None,
        "objectCount": str(one["count"] if is_done else 0),
        "rootObjectCount": str(one["roots"] if is_done else 0),
        "fileSize": str(one["size"]) if is_done else None,
        "url": link if is_done and now < one["ready_at"] + 7 * 24 * 3600 else None,
        "partialDataUrl": None,
    }
