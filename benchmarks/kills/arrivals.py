"""What arrived, read from the ledger of the stand-in Zoho, compared with what was ordered."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import requests

from harness.sandbox import ORGANIZATION, books_headers

Json = dict[str, Any]


@dataclass(frozen=True)
class Arrived:
    """What Zoho was told to make: how often each order, under its reference, and each contact, by its e-mail.

    `live` are the references of sales orders that are there and not void at the end, each by its salesorder_id.
    """

    created: Counter[str]
    contacts: Counter[str]
    live: dict[str, str]
    calls: int
    refused_for_haste: int  # calls answered 429


@dataclass
class Verdict:
    """What went wrong, each by the order's or customer's name; empty is as promised."""

    lost: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    duplicate_contacts: list[str] = field(default_factory=list)
    not_canceled: list[str] = field(default_factory=list)


def read(sandbox: str) -> Arrived:
    """Read the whole ledger, and all sales orders as they are at the end."""
    requests.post(f"{sandbox}/sandbox/settings", json={"unlimited": True}, timeout=20).raise_for_status()
    entries = requests.get(f"{sandbox}/sandbox/ledger", timeout=300).json()["requests"]
    return Arrived(
        created=Counter(_made(entries, "salesorder", lambda body: str(body["reference_number"]))),
        contacts=Counter(_made(entries, "contact", lambda body: str(body["contact_persons"][0]["email"]))),
        live={row["reference_number"]: row["salesorder_id"] for row in _sales_orders(sandbox) if _is_live(row)},
        calls=sum(entry["path"].startswith("/books/") for entry in entries),
        refused_for_haste=sum(entry["status"] == 429 for entry in entries),
    )


def _made(entries: list[Json], kind: str, name: Any) -> Iterable[str]:
    for entry in entries:
        made = {"action": "created", "kind": kind}
        if any(made.items() <= change.items() for change in entry["changes"]):
            yield name(json.loads(entry["body"]))


def _sales_orders(sandbox: str) -> Iterable[Json]:
    headers, page, more = books_headers(sandbox), 1, True
    while more:
        query: Json = {"organization_id": ORGANIZATION, "per_page": 200, "page": page}
        answer = requests.get(f"{sandbox}/books/v3/salesorders", headers=headers, params=query, timeout=60).json()
        yield from answer["salesorders"]
        page, more = page + 1, answer["page_context"]["has_more_page"]


def _is_live(row: Json) -> bool:
    return row["status"] != "void"


def judge(arrived: Arrived, sent: Iterable[str], canceled: Iterable[str], known: dict[str, str]) -> Verdict:
    """`known` is what the desk believes: {source_id: salesorder_id} of the orders that it says are there."""
    sent, canceled = set(sent), set(canceled)
    wrong = {name for name in sent if arrived.live.get(name) is None or arrived.live[name] != known.get(name)}
    still_there = {name for name in canceled if name in arrived.live or name in known}
    return Verdict(
        lost=sorted(wrong),
        duplicates=sorted(name for name, times in arrived.created.items() if times > 1),
        duplicate_contacts=sorted(email for email, times in arrived.contacts.items() if times > 1),
        not_canceled=sorted(still_there),
    )
