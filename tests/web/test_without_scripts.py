"""Without scripts: all that changes anything stands in a plain form, and no button or link waits for a script."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.pages import furnished

# What stands on a page at certain moments only; the tests of those pages press it.
AT_MOMENTS = {
    "alert_links.confirm": "by the link in a mail",
    "alert_links.stop": "by the link in a mail",
    "alerts.rotate_secret": "when there is a webhook",
    "alerts.send_test": "when somebody is told",
    "attention.always_separate": "when another contact has the customer's name",
    "attention.choose_tax": "when an order waits for a tax",
    "attention.confirm_currency": "when an order is in another currency",
    "attention.correct": "when an order lacks its e-mail address, or a field is too long",
    "attention.give_sku": "when items lack their SKU",
    "attention.decide_account": "when orders of a source lack their e-mail address",
    "attention.decide_line": "when items lack their SKU",
    "attention.join_contact": "when another contact has the customer's name",
    "attention.not_there": "when something is in an organization that was connected before",
    "attention.own_account": "when another contact has the customer's name",
    "attention.pay_shipping": "when a discount is larger than the items",
    "attention.same_name": "when another contact has the customer's name",
    "attention.send_void": "when the source calls an order void",
    "import_orders.confirm": "after a file was sent",
    "import_orders.save": "after a file was sent",
    "invitation.answer": "by the link of an invitation",
    "documents.remove_logo": "when there is a logo",
    "documents.use_standard_template": "when the store has a template of its own",
    "orders.is_another_purchase": "when an order looks like one that is here",
    "orders.tell_shop": "when a shop could not be told of a shipment",
    "privacy.erase": "after a look at what is held",
    "receivers.try_now": "while a receiver is left alone",
    "rules.move": "when there are two rules",
    "runs.stop": "while a run is under way",
    "runs.withdraw": "while orders of a run wait",
    "set_up.set_up": "before signing in",
    "shop_webhooks.receive": "by the shop itself",
    "shopify.connect_sandbox": "where the pretend shop runs",
    "shops.go_on": "when the shop is paused",
    "sign_in.sign_in": "before signing in",
    "unlock.ask": "where there is a mail server",
    "unlock.unlock": "by the link in a mail",
    "zoho_books.turn_on_pushes": "while there is no webhook address",
    "zoho_push.push": "by Zoho Books",
    "zoho_books.forget_answer": "when an answer was kept",
    "zoho_books.choose": "between consent and choice",
}
WORKS_BY_SCRIPT = "[hx-put], [hx-patch], [hx-delete], [onclick], [onsubmit], a:not([href])"
# Without a form work what browsers open by themselves, and comforts that are not there without scripts.
BUTTONS = "button:not([popovertarget], [form], [data-print][hidden], [data-copy][hidden], [data-step][hidden])"


def pages(app: Flask, desk: Desk, owner: FlaskClient) -> Iterator[tuple[str, BeautifulSoup]]:
    """Every page of a store with much, with nothing, and in trouble."""
    for state in ("full", "empty", "trouble"):
        store = desk if state == "full" else Desk.open(app, state)
        for path in furnished(app, store, state).values():
            yield path, BeautifulSoup(owner.get(path, follow_redirects=True).text, "lxml")


def test_all_that_can_be_done_is_done_by_plain_forms(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    found, scripted = set(), []
    for path, page in pages(app, desk, owner):
        scripted += [f"{path}: {one}" for one in page.select(WORKS_BY_SCRIPT)]
        scripted += [f"{path}: {one}" for one in page.select(BUTTONS) if one.find_parent("form") is None]
        scripted += [f"{path}: {one}" for one in page.select("[hx-post]") if not is_pressed_too(one)]
        for form in page.select("form[method=post]"):
            others = page.select(f'[formaction][form="{form["id"]}"]') if form.get("id") else []
            addresses = [form.get("action"), *(one["formaction"] for one in (*form.select("[formaction]"), *others))]
            found |= {endpoint(app, str(address or path)) for address in addresses}
    assert scripted == []
    changing = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    pressed = {one for one in changing if not one.startswith("api_")}
    assert len(pressed) > 60
    assert pressed - found == AT_MOMENTS.keys()


def is_pressed_too(one: Tag) -> bool:
    """Whether a button of the same form does what a script does sooner."""
    form = one.find_parent("form")
    return form is not None and any(button["formaction"] == one["hx-post"] for button in form.select("[formaction]"))


def endpoint(app: Flask, address: str) -> str:
    path = address.removeprefix("http://localhost").partition("?")[0].partition("#")[0]
    return str(app.url_map.bind("localhost").match(path, method="POST")[0])
