"""The gateway: versions, tokens of both kinds, and shops that let nobody in."""

import pytest

from harness import shopify_operations as operations
from harness.shopify import CLIENT, InsideShop

NAME = "{ shop { name } }"


def test_a_client_id_and_secret_give_a_token_of_a_day(shop: InsideShop) -> None:
    for sent in ({"data": CLIENT}, {"json": CLIENT}):
        given = shop.web.post("/admin/oauth/access_token", **sent).get_json()
        assert given["expires_in"] == 86399
        assert "read_orders" in given["scope"].split(",")
        shop.token = given["access_token"]
        assert shop.data(NAME)["shop"]["name"] == "Sandbox Shop"
    shop.set_up(clock_offset=86398)
    assert shop.answer(NAME).status_code == 200
    shop.set_up(clock_offset=86400)
    refused = shop.answer(NAME)
    assert refused.status_code == 401
    assert refused.get_json() == {
        "errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"
    }
    assert shop.token not in str(shop.ledger())
    assert CLIENT["client_secret"] not in str(shop.ledger())


@pytest.mark.parametrize(
    ("settings", "changes", "word"),
    [
        ({"token_refusal": "app_not_installed"}, {}, "app_not_installed"),
        ({"token_refusal": "shop_not_permitted"}, {}, "shop_not_permitted"),
        ({}, {"client_secret": "wrong"}, "invalid_client"),
        ({}, {"client_id": "wrong"}, "application_cannot_be_found"),
        ({}, {"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_refused_token_is_a_page_of_html(
    shop: InsideShop, settings: dict[str, str], changes: dict[str, str], word: str
) -> None:
    shop.set_up(**settings)
    refused = shop.web.post("/admin/oauth/access_token", data={**CLIENT, **changes})
    assert refused.status_code == 400
    assert refused.content_type.startswith("text/html")
    assert word in refused.text


def test_new_scopes_count_for_the_next_token(shop: InsideShop) -> None:
    shop.token = shop.web.post("/admin/oauth/access_token", data=CLIENT).get_json()["access_token"]
    shop.set_up(scopes=["write_orders"])
    query = "{ currentAppInstallation { accessScopes { handle } } }"

    def scopes() -> set[str]:
        found = shop.data(query)["currentAppInstallation"]["accessScopes"]
        return {one["handle"] for one in found}

    assert "read_customers" in scopes()
    shop.token = shop.web.post("/admin/oauth/access_token", data=CLIENT).get_json()["access_token"]
    assert scopes() == {"write_orders", "read_orders"}


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("2026-10", "2026-10"),
        ("2026-01", "2026-01"),
        ("2025-10", "2026-01"),
        ("2019-04", "2026-01"),
        ("2027-01", "2027-01"),
    ],
)
def test_a_version_that_is_gone_is_answered_by_the_oldest_one(shop: InsideShop, asked: str, served: str) -> None:
    shop.set_up(clock_offset=1795910400 - shop.app.extensions["store"].now())  # 29 November 2026
    answer = shop.answer(NAME, version=asked)
    assert (answer.status_code, answer.headers["X-Shopify-API-Version"]) == (200, served)
    found = shop.data(operations.PREFLIGHT)["publicApiVersions"]
    assert [one["handle"] for one in found if one["supported"]] == ["2026-01", "2026-04", "2026-07", "2026-10"]


@pytest.mark.parametrize("version", ["2026-11", "2030-01", "latest"])
def test_a_version_that_never_was_is_not_found(shop: InsideShop, version: str) -> None:
    assert shop.answer(NAME, version=version).status_code == 404


@pytest.mark.parametrize(("state", "status"), [("frozen", 402), ("refused", 403), ("gone", 404), ("locked", 423)])
def test_a_shop_that_is_not_open_answers_with_a_text(shop: InsideShop, state: str, status: int) -> None:
    shop.set_up(state=state)
    answer = shop.answer(NAME)
    assert answer.status_code == status
    assert isinstance(answer.get_json()["errors"], str)


def test_it_answers_under_the_shops_name_and_this_machines_alone(shop: InsideShop) -> None:
    for host in ("localhost:8002", "127.0.0.1:8002", "sandbox-shop.myshopify.com"):
        assert shop.web.get("/", headers={"Host": host}).status_code == 200, host
    for path in ("/", "/app", "/admin/oauth/access_token"):
        assert shop.web.get(path, headers={"Host": "evil.example"}).status_code == 421, path


def test_uninstalled_it_lets_nobody_in_and_says_so_once(shop: InsideShop) -> None:
    address = "https://desk.example.com/hook"
    shop.data(operations.SUBSCRIBE, topic="APP_UNINSTALLED", webhook={"uri": address})
    shop.control("uninstall", {})
    (posted,) = shop.deliver()
    assert (posted[0], posted[2]["X-Shopify-Topic"]) == (address, "app/uninstalled")
    assert shop.answer(NAME).status_code == 401
