"""A web address may hold a secret: nobody sees it whole again, and it is stored encrypted."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from harness.desk import Desk
from tests.support.addresses import address, pages
from tests.support.shop import Shop
from zoho_app import create_app, masks, schema
from zoho_app.accounts.models import AuditEntry
from zoho_app.alerts import settings as alert_settings
from zoho_app.channels import settings as channel_settings
from zoho_app.channels.models import Channel, Delivery
from zoho_app.config import load
from zoho_app.extensions import db
from zoho_app.rules.models import Rule

CANARY, PART, FRESH = "canary-t0ken-of-an-address", "C4naryPartOfAPath0000", "fresh-c4nary-of-an-address"
QUERY = f"?token={CANARY}"
Post = Callable[..., Any]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://shop.example.com/hooks/orders", "https://shop.example.com/hooks/orders"),
        ("https://shop.example.com:8443/hook?token=x&page=2", "https://shop.example.com:8443/hook?[secret]"),
        ("https://ada:pass@shop.example.com/", "https://[secret]@shop.example.com/"),
        (
            "https://hooks.slack.com/services/T0AB12CD3/B0AB12CD3/abcdefghijklmnopqrstuvwx",
            "https://hooks.slack.com/services/[secret]/[secret]/[secret]",
        ),
        ("https://api.telegram.org/bot12:AB-cd/sendMessage", "https://api.telegram.org/[secret]/sendMessage"),
        ("https://hooks.zapier.com/hooks/catch/12/bx7a9ck/", "https://hooks.zapier.com/hooks/catch/12/[secret]/"),
        ("https://shop.example.com/shipment-notifications/v2", "https://shop.example.com/shipment-notifications/v2"),
        ("https://shop.example.com/x#part", "https://shop.example.com/x#[secret]"),
        ("https://[broken", "an address that can't be read"),
        ("nonsense?token=x", "an address that can't be read"),
        ("", ""),
    ],
)
def test_how_an_address_is_shown(url: str, shown: str) -> None:
    assert masks.shown(url) == shown


def test_addresses_within_a_text_are_shown_in_the_same_way() -> None:
    told = masks.in_values({"a": [f"see https://x.example.com/h{QUERY} and more", 7], "b": "no address"})
    assert told == {"a": ["see https://x.example.com/h?[secret] and more", 7], "b": "no address"}


def fill(desk: Desk, shop: Shop, owner: FlaskClient, post: Post) -> None:
    """Every place into which an address is typed, changed there once, and all that happens with it."""
    desk.app.config["ALLOW_PRIVATE_ADDRESSES"] = True
    url = f"{shop.url}/hooks/{PART}{QUERY}"
    new = f"{desk.address}/rules/new"
    actions = {"action-1": "Post Order JSON", "action-1-url": f"{url}2", "action-1-signature": "standard"}
    actions |= {
        "enabled": "y",
        "action-2": "Set Order Metadata",
        "action-2-name": "callback",
        "action-2-value": url,
    }
    assert "added." in post(owner, new, event="Order is Imported", do="save", **actions).text
    db.session.remove()
    rule_id = db.session.scalars(select(Rule.id)).one()
    edit = f"{desk.address}/rules/{rule_id}"
    assert (
        "saved." in post(owner, edit, event="Order is Imported", do="save", **{**actions, "action-1-url": url}).text
    )
    post(owner, f"{desk.address}/channels/new", source_name="Shopify", url=f"{url}2", sync_tracking_numbers="y")
    channel_id = channel_settings.channels(desk.store_id)[0].id
    post(
        owner,
        f"{desk.address}/channels/{channel_id}",
        source_name="Shopify",
        url=url,
        sync_tracking_numbers="y",
    )
    alerts = {"emails": "", "failures_threshold": "10", "quota_percent": "90"}
    for one in (f"{url}2", url):
        post(owner, f"{desk.address}/alerts", webhook_url=one, **alerts)
    order_id = desk.order("1", order_metadata={"ship_notify_url": f"{url}&own=1"}).id
    for _ in range(4):
        shop.will_answer(500, text=f"I do not know {url} nor {PART} with {CANARY}")
    api = {"ORDERDESK-STORE-ID": str(desk.store_id), "ORDERDESK-API-KEY": desk.api_key}
    parcel = {"tracking_number": "1Z999", "carrier_code": "UPS"}
    made = desk.app.test_client().post(f"/api/v2/orders/{order_id}/shipments", headers=api, json=parcel)
    assert made.status_code == 201
    post(owner, f"{desk.address}/alerts", f"{desk.address}/alerts/test")
    desk.work()
    assert len(shop.requests) >= 4, [(one.path, one.body[:60]) for one in shop.requests]
    assert all(CANARY in one.path for one in shop.requests), "it still reaches whom it is for"


def everything(app: Flask, desk: Desk, client: FlaskClient) -> dict[str, str]:
    """The text of every page and file that this person may read."""
    ids = {"order_id": 1, "folder_id": desk.folder("New").id, "channel_id": 1, "rule_id": 1}
    found = {}
    for rule, _ in pages(app):
        if "GET" not in (rule.methods or ()):
            continue
        for form in ("csv", "json") if "form" in rule.arguments else ("",):
            where = address(app, rule, desk.store_id, **ids, **({"form": form} if form else {}))
            answer = client.get(where)
            found[where] = f"{answer.headers}{unescape(answer.get_data(as_text=True))}"
    return found


@pytest.mark.parametrize("role", ["viewer", "operator", "owner"])
def test_no_page_and_no_file_shows_the_secret_of_an_address(
    app: Flask,
    desk: Desk,
    shop: Shop,
    owner: FlaskClient,
    post: Post,
    sign_in: Callable[[str], FlaskClient],
    role: str,
) -> None:
    fill(desk, shop, owner, post)
    shown = everything(app, desk, owner if role == "owner" else sign_in(role))
    # Where an order's metadata, or what a rule writes into it, is typed, it is there to be changed.
    typed = {f"{desk.address}/orders/1/edit/order-metadata", f"{desk.address}/rules/1"}
    with_secret = {where for where, page in shown.items() if CANARY in page or PART in page}
    assert with_secret <= (set() if role == "viewer" else typed)
    if role == "owner":
        assert page_form(shown[f"{desk.address}/rules/1"], "action-1")["action-1-url"].endswith("[secret]?[secret]")
    rules = shown[f"{desk.address}/rules"]
    assert f"{shop.url}/hooks/[secret]?[secret]" in rules, "host and path are shown"


def test_the_secret_is_not_in_the_audit_log_nor_in_the_history_and_is_encrypted_in_the_database(
    desk: Desk, shop: Shop, owner: FlaskClient, post: Post
) -> None:
    fill(desk, shop, owner, post)
    entries = db.session.scalars(select(AuditEntry)).all()
    told = str([(entry.what, entry.changes) for entry in entries])
    assert CANARY not in told and PART not in told
    assert "/hooks/[secret]?[secret]" in told and "another secret" in told
    history = "\n".join(desk.history(1))
    assert '"callback" is now "http://localhost' in history
    assert CANARY not in history
    db.session.remove()
    with db.engine.connect() as connection:
        for table in ("channels", "deliveries", "alert_settings", "rules", "appointments", "gates", "audit_entries"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
            kept = str([tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows])
            if table == "deliveries":  # the order that is sent tells its receiver its own metadata
                kept = re.sub(r"(ship_notify_url|callback)[^,}]+", "", kept)
            assert CANARY not in kept and PART not in kept, table


# Editing what is not shown


def page_form(text: str, prefix: str) -> dict[str, str]:
    """The values of the page's fields whose names begin so."""
    found = {}
    for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", text):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name.group(1).startswith(prefix):
            found[name.group(1)] = unescape(value.group(1)) if value else ""
    return found


def test_a_rule_that_is_saved_as_it_is_shown_keeps_its_addresses_wherever_they_move(
    desk: Desk, owner: FlaskClient, post: Post
) -> None:
    first, second = (f"https://hook.example.com/x?token={CANARY}{number}" for number in (1, 2))
    actions = [
        {"action": "Post Order JSON", "values": {"url": url, "signature": "standard"}} for url in (first, second)
    ]
    db.session.add(Rule(store_id=desk.store_id, name="Two", event="Order is Imported", actions=actions))
    db.session.commit()
    page = f"{desk.address}/rules/{db.session.scalars(select(Rule.id)).one()}"
    form = page_form(owner.get(page).text, "action-") | {
        "action-1-signature": "standard",
        "action-2-signature": "standard",
    }
    assert form["action-1-url"] == form["action-2-url"] == "https://hook.example.com/x?[secret]"
    kept = {"name": "Two", "event": "Order is Imported", "enabled": "y"}
    form |= dict.fromkeys(("action-1", "action-2"), "Post Order JSON")
    moved = post(owner, page, do="down-action-1", **kept, **form).text
    assert CANARY not in moved
    form = page_form(moved, "action-") | {"action-1-signature": "standard", "action-2-signature": "order_desk"}
    form |= dict.fromkeys(("action-1", "action-2"), "Post Order JSON")
    assert "saved." in post(owner, page, do="save", **kept, **form).text
    db.session.remove()
    rule = db.session.scalars(select(Rule)).one()
    assert [one["values"]["url"] for one in rule.actions] == [second, first]


def test_a_shown_address_is_not_taken_for_another_one(desk: Desk, owner: FlaskClient, post: Post) -> None:
    typed = {"action-1": "Post Order JSON", "action-1-url": "https://hook.example.com/x?[secret]"}
    answer = post(owner, f"{desk.address}/rules/new", event="Order is Imported", do="save", **typed)
    assert "Action 1, URL: [secret] stands for a hidden part." in unescape(answer.text)
    assert db.session.scalars(select(Rule)).all() == []
    made = channel_settings.add(desk.store_id, "Etsy", f"https://etsy.example.com/hook{QUERY}", True)
    db.session.commit()
    page = f"{desk.address}/channels/{made.id}"
    changed = "https://evil.example.com/hook?[secret]"
    answer = post(owner, page, source_name="Etsy", url=changed, sync_tracking_numbers="y")
    assert "Webhook address: [secret] stands for a hidden part." in unescape(answer.text)
    db.session.remove()
    assert db.session.scalars(select(Channel)).one().url == f"https://etsy.example.com/hook{QUERY}"


def test_a_channel_and_the_alerts_keep_an_address_that_is_left_as_it_is_shown(
    desk: Desk, owner: FlaskClient, post: Post
) -> None:
    url = f"https://etsy.example.com/hook{QUERY}"
    made = channel_settings.add(desk.store_id, "Etsy", url, True)
    db.session.commit()
    page = f"{desk.address}/channels/{made.id}"
    shown = page_form(owner.get(page).text, "url")["url"]
    assert shown == "https://etsy.example.com/hook?[secret]"
    post(owner, page, source_name="Etsy shop", url=shown)
    db.session.remove()
    found = db.session.scalars(select(Channel)).one()
    assert (found.source_name, found.url) == ("Etsy shop", url)
    post(owner, page, source_name="Etsy shop", url=f"https://etsy.example.com/hook?token={FRESH}")
    db.session.remove()
    assert db.session.scalars(select(Channel.url)).one().endswith(FRESH)

    page, numbers = f"{desk.address}/alerts", {"failures_threshold": "10", "quota_percent": "90"}
    post(owner, page, emails="", webhook_url=url, **numbers)
    shown = page_form(owner.get(page).text, "webhook_url")["webhook_url"]
    assert shown == "https://etsy.example.com/hook?[secret]"
    post(owner, page, emails="", webhook_url=shown, failures_threshold="11", quota_percent="90")
    db.session.remove()
    found_settings = alert_settings.get(desk.store_id)
    assert (found_settings.webhook_url, found_settings.failures_threshold) == (url, 11)
    post(owner, page, emails="", webhook_url="", **numbers)
    db.session.remove()
    assert alert_settings.get(desk.store_id).webhook_url == ""


def test_what_is_stored_already_is_encrypted_and_blanked_by_the_upgrade(tmp_path: Path, redis_server: str) -> None:
    app = create_app(load({"INSTANCE_DIR": str(tmp_path), "REDIS_URL": redis_server}))
    schema.upgrade(app)
    with app.app_context():
        desk = Desk.open(app)
        url = f"https://hook.example.com/x{QUERY}"
        order_id = desk.order("1").id
        values = {"url": url}
        rule = [{"action": "Post Order JSON", "values": values}, {"action": "Cancel Order", "values": {}}]
        db.session.add(Rule(store_id=desk.store_id, name="Tell us", event="Order is Imported", actions=rule))
        channel_settings.add(desk.store_id, "Etsy", url, True)
        old = {"format": "ship_notify", "recipient": "hook", "subject": "x", "body": "{}"}
        db.session.add(Delivery(store_id=desk.store_id, order_id=order_id, message_key="k", url=url, **old))
        changes = {"actions": [[], [{"action": "Post Order JSON", "values": values}]]}
        db.session.add(AuditEntry(store_id=desk.store_id, who="ada@example.com", what="Saved", changes=changes))
        db.session.commit()
        db.session.remove()
        flask_migrate.downgrade(revision="0004")
        with db.engine.connect() as connection:
            before = connection.execute(text("SELECT url FROM channels")).scalar_one()
            assert before == url
        flask_migrate.upgrade()
        assert db.session.scalars(select(Channel.url)).all() == [url]
        assert db.session.execute(select(Delivery.url, Delivery.signature)).all() == [(url, "old")]
        kept = db.session.scalars(select(Rule.actions)).one()
        assert kept == [
            {"action": "Post Order JSON", "values": {"url": url, "signature": "old"}},
            {"action": "Cancel Order", "values": {}},
        ]
        told = db.session.scalars(select(AuditEntry.changes).where(AuditEntry.what == "Saved")).one()
        assert told["actions"][1][0]["values"]["url"] == "https://hook.example.com/[secret]"
        rows = db.session.execute(text("SELECT url FROM channels UNION ALL SELECT actions FROM rules")).all()
        assert CANARY not in str(rows)
        if db.engine.dialect.name == "sqlite":
            made = db.session.execute(text("SELECT sql FROM sqlite_master WHERE name = 'deliveries'")).scalar_one()
            assert "AUTOINCREMENT" in made
        db.session.remove()
        db.engine.dispose()
    app.extensions["redis"].close()
