"""What a strict checker of accessibility, and a narrow telephone, make of the order desk's pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from tests.browser_support import chromium
from tests.support import ROLE_EMAILS, Desk
from zoho_app.extensions import db
from zoho_app.orders import editing, samples, shipments

LONG = "Donaudampfschifffahrtsgesellschaft" * 5
VIEWS = (("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320))


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application, served to a real browser."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_page_is_accessible_and_fits_a_telephone(desk: Desk, address: str) -> None:
    desk.person("owner")
    pages = pages_with_content(desk)
    db.session.remove()
    with chromium() as browser:
        page = browser.new_page()
        sign_in(page, address)
        wrong = [found for path in pages for found in complaints(page, address + path)]
        page.close()
    assert wrong == []


def pages_with_content(desk: Desk) -> list[str]:
    """The pages of a store with sample orders and of one order whose every text is very long."""
    samples.add_samples(desk.store, "owner@example.com")
    order = desk.order(
        LONG,
        tag_name=LONG[:60],
        email=f"{LONG}@example.com",
        customer={"first_name": LONG, "city": LONG},
        checkout_data={LONG: LONG},
        order_items=[{"name": LONG, "code": LONG, "price": "1", "metadata": {"description": LONG}}],
    )
    shipments.add(order, {"tracking_number": LONG, "carrier_code": LONG[:90]}, "owner@example.com")
    editing.add_note(order, LONG, "owner@example.com")
    db.session.commit()
    one, item = f"{desk.address}/orders/{order.id}", order.items[0].id
    sections = ("details", "addresses", "discounts", "checkout-data", "order-metadata")
    return [
        *(f"{desk.address}/orders{query}" for query in ("", "?all=1", "?q=nothing", "/new", "/import")),
        *(one, f"{one}/preview", f"{one}/items/new", f"{one}/items/{item}"),
        *(f"{one}/edit/{section}" for section in sections),
        *(f"{desk.address}/folders", f"{desk.address}/folders/{order.folder_id}"),
        *(f"{desk.address}/inventory", f"{desk.address}/inventory/new", f"{desk.address}/inventory?q=nothing"),
    ]


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Email").fill(ROLE_EMAILS["owner"])
    page.get_by_label("Password").fill(Desk.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def complaints(page: Page, url: str) -> list[str]:
    """What is wrong with a page in any view: what axe finds, and whether it is wider than the window."""
    answer = page.goto(url)
    found = [] if answer is not None and answer.status == 200 else [f"{url} did not open"]
    for scheme, width in VIEWS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{url} is wider than {width} px")
        violations = Axe().run(page).response["violations"]
        found += [f"{url} {scheme} {width}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in violations]
    return found
