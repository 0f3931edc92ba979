"""The settings page of a Shopify shop: connecting, what comes in, pausing and disconnecting."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.shopify_desk import ShopifyDesk
from zoho_app.channels.shops import settings
from zoho_app.channels.shops.models import CONNECTED, DISCONNECTED
from zoho_app.extensions import db
from zoho_app.sandbox.shopify import seed
from zoho_app.web.channels import shopify as page

Post = Callable[..., Any]


def enable(owner: FlaskClient, desk: Desk, post: Post) -> str:
    """Press Enable on the card of Shopify; return the address of the shop's page."""
    answer = post(owner, f"{desk.address}/integrations", f"{desk.address}/integrations/shops/add/shopify")
    assert answer.status_code == 200
    return str(answer.request.path)


def test_settings_to_the_first_order_in_three_clicks(
    shopify: ShopifyDesk, owner: FlaskClient, desk: Desk, post: Post
) -> None:
    assert page.SANDBOX == {"client_id": seed.CLIENT_ID, "client_secret": seed.CLIENT_SECRET}
    here = enable(owner, desk, post)
    shown = post(owner, here, f"{here}/connect-sandbox").text
    assert "Connected to Sandbox Shop" in shown
    shopify.place()
    desk.work("shops")
    (shop,) = settings.shops(desk.store_id)
    assert (shop.state, shop.last_read_found) == (CONNECTED, "1 new")
    text = owner.get(here).text
    assert "1 order" in text and "All scopes are granted" in text
    assert owner.get(f"{desk.address}/integrations?tab=Sales+Channels").text.count(here) == 1


def test_typed_credentials_connect_and_wrong_ones_say_why(
    shopify: ShopifyDesk, owner: FlaskClient, desk: Desk, post: Post
) -> None:
    here = enable(owner, desk, post)
    shown = post(owner, here, f"{here}/connect", address="acme shop", client_id="1", client_secret="2")
    assert "Shop name: Type the shop" in shown.text
    assert 'value="1"' in shown.text  # nothing typed is lost, but a secret is never shown
    assert "shpss" not in shown.text
    blank = post(owner, here, f"{here}/connect-by-token")
    assert "Admin API access token: copy it" in blank.text
    assert settings.shops(desk.store_id)[0].credentials is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("acme", "acme.myshopify.com"),
        (" https://Acme.myshopify.com/admin ", "acme.myshopify.com"),
        ("https://admin.shopify.com/store/acme/orders?x=1", "acme.myshopify.com"),
        ("www.acme-shop.com", None),
        ("acme.myshopify.com.evil.example", None),
        ("evil.example/acme.myshopify.com", None),
        ("acme.myshopify.com@evil.example", None),
        ("", None),
    ],
)
def test_the_name_of_a_shop_is_read_as_people_paste_it(typed: str, address: str | None) -> None:
    if address is None:
        with pytest.raises(page.NotAShop):
            page.addresses.clean(typed)
    else:
        assert page.addresses.clean(typed) == address


def test_a_missing_scope_says_what_it_hides(shopify: ShopifyDesk, owner: FlaskClient, desk: Desk, post: Post) -> None:
    shopify.control("settings", {"scopes": ["read_customers"]})
    here = enable(owner, desk, post)
    refused = post(owner, here, f"{here}/connect-sandbox").text
    assert "The app lacks the scope read_orders" in refused
    shopify.control("settings", {"scopes": ["read_orders"]})
    assert "older than 60 days" in post(owner, here, f"{here}/connect-sandbox").text


def test_settings_are_saved_and_a_pause_holds_everything(shopify: ShopifyDesk, owner: FlaskClient) -> None:
    shop = shopify.connect()
    desk, here = shopify.desk, f"{shopify.desk.address}/integrations/shopify/{shop.id}"
    form = BeautifulSoup(owner.get(here).text, "lxml").select_one("#settings")
    assert form is not None
    fields = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
    changed = {**fields, "name": "Acme EU", "number_prefix": "EU-", "since": "2026-01-02", "read_minutes": "1"}
    owner.post(here, data={**changed, "comes_in_paid": "y"})
    shop = shopify.shop
    assert (shop.name, shop.number_prefix, shop.read_minutes, shop.payments) == ("Acme EU", "EU-", 1, ["paid"])
    assert shop.since.isoformat() == "2026-01-02T00:00:00+00:00"
    nothing = owner.post(here, data={**changed, "version": ""}).text
    assert "Choose at least one state" in nothing
    owner.post(f"{desk.address}/integrations/shops/{shop.id}/pause", data=fields)
    shopify.place()
    desk.work("shops")
    assert shopify.orders() == []
    owner.post(f"{desk.address}/integrations/shops/{shop.id}/continue", data=fields)
    desk.work("shops")
    assert [order.source_id for order in shopify.orders()] == ["EU-#1001"]


def test_disconnecting_ends_webhooks_and_forgets_the_credentials(
    shopify: ShopifyDesk, owner: FlaskClient, post: Post
) -> None:
    shopify.connect()
    shopify.desk.work("shops")
    shop = shopify.shop
    here = f"{shopify.desk.address}/integrations/shopify/{shop.id}"
    assert len(shopify.calls("Subscribe")) == 5
    post(owner, here, f"{shopify.desk.address}/integrations/shops/{shop.id}/disconnect")
    shop = shopify.shop
    assert (shop.state, shop.credentials, shop.access_token) == (DISCONNECTED, None, None)
    assert len(shopify.calls("Unsubscribe")) == 5


def test_the_page_is_its_stores_alone(shopify: ShopifyDesk, owner: FlaskClient, viewer: FlaskClient) -> None:
    shop = shopify.connect()
    other = Desk.open(shopify.desk.app, "Other")
    assert owner.get(f"{other.address}/integrations/shopify/{shop.id}").status_code == 404
    here = f"{shopify.desk.address}/integrations/shopify/{shop.id}"
    assert viewer.get(here).status_code == 200
    assert "Client secret" not in viewer.get(here).text
    db.session.remove()
