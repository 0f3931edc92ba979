"""Requests that no page of ours would send: to every form, every address and the API."""

from __future__ import annotations

import json
import random
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from harness.desk import ROLE_EMAILS, Desk, csrf_token, order_data
from harness.hostile_values import API, API_FIELDS, HOSTILE, JSONS, QUERY
from harness.pages import furnished
from harness.walker import fields_of
from zoho_app import outgoing
from zoho_app.accounts import api_keys
from zoho_app.api import bucket
from zoho_app.deliveries import addresses
from zoho_app.extensions import db
from zoho_app.orders.models import Order

QUERY += (
    "to",
    "next",
    "back",
    "about",
    "cause",
    "email",
    "at",
    "only",
    "by",
    "tab",
    "sku",
    "history_before",
    "v",
    "all_matching",
)
OWN = {"Origin": "http://localhost"}


@dataclass
class Target:
    """Where a request goes, and what a page of ours would send there."""

    method: str
    path: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    """How many requests were answered with which status, and which broke something."""

    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return sum(self.statuses.values()) + len(self.broken)


@contextmanager
def no_network() -> Iterator[None]:
    """Nothing is reached outside, and no request to the API has to wait."""

    def unreachable(*_: Any, **__: Any) -> None:
        raise outgoing.NotSent(ConnectionError("there is no network"), is_too_late=False)

    def nowhere(*_: Any) -> None:
        raise addresses.NotReached("there is no network")

    taken = bucket.Taken(bucket.CAPACITY, 0)
    with (
        patch.object(outgoing, "send", unreachable),
        patch.object(addresses, "_look_up", nowhere),
        patch.object(bucket, "take", lambda _: taken),
    ):
        yield


class Sender:
    """Sends malformed requests to a full store, the same ones for the same seed."""

    def __init__(self, app: Flask, desk: Desk, seed: int) -> None:
        self.app, self.store_id, self.owner = app, desk.store_id, app.test_client()
        self.api_key = ""
        self.chance = random.Random(seed)
        self.outcome = Outcome()
        paths = furnished(app, desk, "full")
        db.session.remove()
        self.numbers = [1, 2, 2**31 - 1, *self._orders()]
        self._sign_in()
        pages = {
            path: BeautifulSoup(self.owner.get(path, follow_redirects=True).text, "lxml") for path in paths.values()
        }
        forms = [
            (str(form.get("action") or path), form)
            for path, page in pages.items()
            for form in page.select("form[method=post]")
        ]
        self.forms = list(
            {(path, *sorted(fields_of(form))): Target("POST", path, fields_of(form)) for path, form in forms}.values()
        )
        self.rules = [rule for rule in app.url_map.iter_rules() if not rule.endpoint.endswith("static")]
        self.changing = [
            rule for rule in self.rules if {"POST"} & (rule.methods or set()) and "/api/" not in rule.rule
        ]

    def _orders(self) -> list[int]:
        """The newest of the store's orders, whose numbers other things of the store have, too."""
        with self.app.app_context():
            wanted = select(Order.id).where(Order.store_id == self.store_id).order_by(Order.id.desc())
            return list(db.session.scalars(wanted.limit(5)))

    def _somewhere(self) -> dict[str, str]:
        """An address of its own, so that no throttle keeps the next request out."""
        return {"REMOTE_ADDR": str(ip_address(self.chance.getrandbits(32)))}

    def send(self, count: int) -> Outcome:
        """Send so many requests, in turn to forms, to every address, and to the API."""
        with no_network():
            for number in range(count):
                one = (self._form, self._form, self._address, self._query, self._api)[number % 5]
                try:
                    answer = one()
                    answer.get_data()  # or what is made while it travels would not be made
                except Exception:
                    self.outcome.broken.append(traceback.format_exc(limit=-6) + self.told)
                    continue
                self.outcome.statuses[answer.status_code] += 1
                if answer.status_code >= 500:
                    self.outcome.broken.append(f"{answer.status_code}{self.told}")
                if answer.status_code == 401 or (answer.location or "").startswith("/sign-in"):
                    self._sign_in()
        return self.outcome

    def _sign_in(self) -> None:
        token = csrf_token(self.owner, "/sign-in") if "csrf_token" in self.owner.get("/sign-in").text else ""
        typed = {"email": ROLE_EMAILS["owner"], "password": Desk.PASSWORD, "csrf_token": token}
        self.owner.post("/sign-in", data=typed, environ_overrides=self._somewhere())
        found = BeautifulSoup(self.owner.get("/account").text, "lxml").select_one("[name=csrf_token]")
        self.token = str(found["value"]) if found else ""

    def _form(self) -> Any:
        target = self.chance.choice(self.forms)
        return self._post(target.path, self._mutated(target.fields))

    def _address(self) -> Any:
        rule = self.chance.choice(self.changing)
        fields = self.chance.choice(self.forms).fields
        return self._post(
            self._built(rule), self._mutated(dict(self.chance.sample(sorted(fields.items()), min(3, len(fields)))))
        )

    def _query(self) -> Any:
        rule = self.chance.choice([rule for rule in self.rules if "GET" in (rule.methods or set())])
        names = self.chance.sample(QUERY, self.chance.randint(1, 4))
        query = "&".join(f"{name}={_quoted(self.chance.choice(HOSTILE)[:1_000])}" for name in names)
        path = self._built(rule)
        self._tell("GET", f"{path}?{query}", "")
        return self.owner.get(f"{path}?{query}", headers=self._key(), environ_overrides=self._somewhere())

    def _api(self) -> Any:
        method, path = self.chance.choice(API)
        numbers = [self.chance.choice(self.numbers) for _ in range(2)]
        path = "/api/v2" + path.format(*numbers)
        if method == "GET":
            names = self.chance.sample(API_FIELDS, 3)
            path += "?" + "&".join(f"{name}={_quoted(self.chance.choice(HOSTILE)[:500])}" for name in names)
        body = self._json()
        self._tell(method, path, body[:2_000])
        return self.owner.open(
            path, method=method, data=body, headers=self._key(), environ_overrides=self._somewhere()
        )

    def _key(self) -> dict[str, str]:
        """A key that works: a form may have revoked the last one."""
        with self.app.app_context():
            if api_keys.find(self.store_id, self.api_key) is None:
                _, self.api_key = api_keys.new(self.store_id, "Malformed", api_keys.FULL)
                db.session.commit()
        return {"ORDERDESK-STORE-ID": str(self.store_id), "ORDERDESK-API-KEY": self.api_key}

    def _json(self) -> bytes:
        chance = self.chance
        body: Any = {
            **order_data(str(chance.randint(1, 10**6))),
            "order_id": 1,
            "id": 1,
            "code": "A",
            "name": "A",
            "tracking_number": "1",
        }
        for name in chance.sample(API_FIELDS, chance.choice((0, 1, 1, 2, 5))):
            body[name] = chance.choice(JSONS) if chance.random() < 0.5 else chance.choice(HOSTILE)
        item = {chance.choice(API_FIELDS): chance.choice((*JSONS, *HOSTILE)) for _ in range(3)}
        body = chance.choice(
            (
                body,
                body,
                {**body, "order_items": [item]},
                [body],
                {"shipments": [body, item]},
                {"inventory_items": [item]},
            )
        )
        text = json.dumps(body).encode()
        return (
            text
            if chance.random() < 0.9
            else text[: chance.randint(0, len(text))] + chance.choice((b"", b"\xff", b"\x00", b"]"))
        )

    def _mutated(self, fields: dict[str, str]) -> list[tuple[str, str]]:
        chance, pairs = self.chance, [[name, value] for name, value in fields.items() if name != "csrf_token"]
        for pair in chance.sample(pairs, min(len(pairs), chance.choice((1, 1, 2, 3, 99)))):
            pair[1] = chance.choice(HOSTILE)
        turn = chance.random()
        if turn < 0.15 and pairs:
            pairs.remove(chance.choice(pairs))
        elif turn < 0.3 and pairs:
            pairs += [[chance.choice(pairs)[0], chance.choice(HOSTILE)] for _ in range(3)]
        elif turn < 0.4 and pairs:
            chance.choice(pairs)[0] += chance.choice(("[]", "-0", "-99999999999999999999-name", "\x00", "²"))
        elif turn < 0.45:
            pairs += [[chance.choice(HOSTILE), chance.choice(HOSTILE)] for _ in range(5)]
        return [("csrf_token", self.token), *((name, value) for name, value in pairs)]

    def _post(self, path: str, pairs: list[tuple[str, str]]) -> Any:
        path = (
            path
            if self.chance.random() < 0.8
            else f"{path}{'&' if '?' in path else '?'}before={_quoted(self.chance.choice(HOSTILE)[:500])}"
        )
        body, kind = (_urlencoded if self.chance.random() < 0.7 else _multipart)(pairs)
        if self.chance.random() < 0.05:
            kind = self.chance.choice(
                ("text/plain", "application/json", "", "multipart/form-data", "multipart/form-data; boundary=\xff")
            )
        self._tell("POST", path, body[:2_000])
        return self.owner.post(path, data=body, content_type=kind, headers=OWN, environ_overrides=self._somewhere())

    def _tell(self, method: str, path: str, body: object) -> None:
        self.told = f"\n{method} {path[:500]}\n{body!r}\n"

    def _built(self, rule: Rule) -> str:
        """The rule's address with numbers that are there, or that no row has."""
        values = {name: self._blank(rule._converters[name]) for name in rule.arguments}
        if "store_id" in values:
            values["store_id"] = self.store_id
        with self.app.test_request_context():
            built = rule.build(values)
        assert built is not None
        return str(built[1])

    def _blank(self, converter: Any) -> Any:
        if isinstance(converter, AnyConverter):
            return self.chance.choice(sorted(converter.items))
        if isinstance(converter, IntegerConverter):
            return self.chance.choice(self.numbers)
        return self.chance.choice(("x", "details", "²", "a b", "x" * 300, "😀"))


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def _urlencoded(pairs: list[tuple[str, str]]) -> tuple[bytes, str]:
    return "&".join(
        f"{_quoted(name)}={_quoted(value)}" for name, value in pairs
    ).encode(), "application/x-www-form-urlencoded"


def _multipart(pairs: list[tuple[str, str]]) -> tuple[bytes, str]:
    part = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    raw = [(name.encode("utf-8", "surrogatepass"), value.encode("utf-8", "surrogatepass")) for name, value in pairs]
    files = [b'; filename="orders.csv"' if name == b"file" else b"" for name, _ in raw]
    parts = [
        part % (name.replace(b"\r\n", b"").replace(b'"', b""), file, value)
        for (name, value), file in zip(raw, files, strict=True)
    ]
    return b"".join(parts) + b"--x--\r\n", "multipart/form-data; boundary=x"
