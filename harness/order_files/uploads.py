"""A person who uploads one file after the other, answers what is asked and imports what is offered."""

import io
import re
import traceback
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from harness.desk import ROLE_EMAILS, Desk, csrf_token, hidden_fields
from harness.walker import fields_of
from zoho_app.extensions import db
from zoho_app.orders.models import Order, OrderItem

REFUSED, ASKED, SHOWN, IMPORTED = "refused in words", "asked about columns", "shown, nothing to import", "imported"


@dataclass
class Outcome:
    """How far each file came, what broke, and what was stored otherwise than the page said."""

    ends: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    half_stored: list[str] = field(default_factory=list)


class Uploader:
    """Somebody of the desk in front of the page Import orders."""

    def __init__(self, app: Flask, desk: Desk) -> None:
        self.app, self.client, self.page = app, app.test_client(), f"{desk.address}/orders/import"
        desk.person("owner")
        db.session.remove()
        data = {"csrf_token": csrf_token(self.client, "/sign-in"), "email": ROLE_EMAILS["owner"]}
        assert self.client.post("/sign-in", data={**data, "password": Desk.PASSWORD}).status_code == 302
        self.hidden = hidden_fields(self.client, self.page)
        self.outcome = Outcome()

    def upload_all(self, files: Iterable[tuple[str, bytes, str]]) -> Outcome:
        """Upload each of (what it is, its bytes, its name)."""
        for what, content, name in files:
            before = self._stored()
            try:
                end, imported = self._upload(content, name)
            except Exception:
                self.outcome.broken.append(f"{what}: {traceback.format_exc(limit=-6)}")
                end, imported = "", 0
            if end:
                self.outcome.ends[end] += 1
            orders, hollow = self._stored()
            if orders - before[0] != imported or hollow:
                said = f"{what}: {orders - before[0]} orders stored, {imported} announced, {hollow} without items"
                self.outcome.half_stored.append(said)
        return self.outcome

    def _upload(self, content: bytes, name: str) -> tuple[str, int]:
        """How far the file came, and how many orders the page says were imported."""
        page = self._post(self.page, {**self.hidden, "file": (io.BytesIO(content), name)})
        if (form := page.select_one("form.import-columns")) is not None:
            page = self._post(self.at, {**fields_of(form), "leave_out": "1"})
        if page.select_one("form.import-columns") is not None:
            return ASKED, 0
        form = page.select_one("form.import-preview")
        if form is None:
            return REFUSED, 0
        if form.select_one("button.is-primary") is None:
            return SHOWN, 0
        data = fields_of(form) | {"orders": [str(box["value"]) for box in form.select("input[name=orders]")]}
        page = self._post(str(form["action"]), data)
        found = re.search(r"([0-9,]+) orders? imported\.", page.get_text(" "))
        return IMPORTED, int(found[1].replace(",", "")) if found else 0

    def _post(self, address: str, data: dict[str, Any]) -> BeautifulSoup:
        answer = self.client.post(address, data=data, follow_redirects=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        self.at = answer.request.path
        return BeautifulSoup(answer.text, "lxml")

    def _stored(self) -> tuple[int, int]:
        """How many orders there are, and how many of them have no item."""
        with self.app.app_context():
            db.session.rollback()
            orders = db.session.scalar(select(func.count()).select_from(Order)) or 0
            with_items = db.session.scalar(select(func.count(func.distinct(OrderItem.order_id)))) or 0
            db.session.remove()
            return orders, orders - with_items
