"""The page of the integration and its settings, as people fill them in."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk, csrf_token
from zoho_app.accounts.models import AuditEntry, Store
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.shipments import custom_fields

pytestmark = pytest.mark.once


@pytest.fixture
def page(desk: Desk) -> str:
    """The address of the integration's page, in a store that is connected."""
    settings.enable(desk.store, "owner@example.com")
    db.session.add(
        Connection(
            store_id=desk.store_id,
            state="connected",
            data_center="sandbox",
            organization_id="927270001",
            organization_name="Sandbox Trading Co",
            connected_by="owner@example.com",
            connected_at=now(),
        )
    )
    db.session.commit()
    return f"{desk.address}/integrations/zoho-books"


def stored(desk: Desk) -> ZohoBooksSettings:
    db.session.remove()
    return db.session.get_one(ZohoBooksSettings, desk.store_id)


def filled(client: FlaskClient, page: str, **changes: str) -> dict[str, str]:
    """What a browser would send back unchanged, with some fields changed."""
    html = client.get(page).text
    form = {"csrf_token": csrf_token(client, page)}
    for name, value in re.findall(r'<input[^>]*?name="(\w+)"[^>]*?type="text"[^>]*?value="([^"]*)"', html):
        form[name] = unescape(value)
    form |= {"poll_minutes": "180", "mark_open": "draft", "seen": seen_in(html)}
    form["salesorder_prefix"] = "ACME-"
    for name in settings.MOVES:
        select = re.search(rf'<select[^>]*name="{name}".*?</select>', html, re.S)
        chosen = select and re.search(r'<option selected value="(\d*)"', select.group(0))
        form[name] = chosen.group(1) if chosen else ""
    form["create_contact_if_missing"] = "y"
    return {**form, **changes}


def seen_in(html: str) -> str:
    """The marks of the values that the page shows."""
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', html)
    assert found
    return found.group(1)


def textarea(html: str, name: str) -> str:
    """What a browser shows in a textarea: it drops the first line break and joins CRLF."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', html, re.S)
    assert found
    return unescape(found.group(1)).replace("\r\n", "\n").removeprefix("\n")


# --- Manage Integrations ------------------------------------------------------------------------------------


def test_zoho_books_is_found_under_productivity_and_by_searching(desk: Desk, owner: FlaskClient) -> None:
    integrations = f"{desk.address}/integrations"
    assert "Manage Integrations" in owner.get(desk.address + "/integrations").text
    assert "Enable" in owner.get(f"{integrations}?tab=Productivity").text
    assert "Enable" in owner.get(f"{integrations}?q=zOHo").text
    nothing = owner.get(f"{integrations}?q=quickbooks").text
    assert "No integration found" in nothing and ">Enable<" not in nothing


def test_enabling_sets_the_folders_by_name_and_a_prefix_that_names_the_store(
    desk: Desk, owner: FlaskClient, post: Any
) -> None:
    page = f"{desk.address}/integrations/zoho-books"
    answer = post(owner, f"{desk.address}/integrations", f"{page}/enable")
    assert "Data center region" in answer.text and "Connect to Zoho Books" in answer.text
    found = stored(desk)
    assert found.after_import_folder_id == desk.folder("Prepared").id
    assert found.after_shipment_folder_id == desk.folder("Closed").id
    assert found.if_canceled_folder_id == desk.folder("Canceled").id
    assert (found.create_contact_if_missing, found.submit_imported, found.poll_minutes) == (True, False, 180)
    assert found.salesorder_prefix == "ACME-"
    assert "Settings" in owner.get(f"{desk.address}/integrations").text


@pytest.mark.parametrize(
    ("name", "prefix"), [("Müller & Söhne", "MULLER-SOHNE-"), ("東京", "STORE7-"), ("a" * 50, "A" * 12 + "-")]
)
def test_any_store_name_makes_a_prefix(name: str, prefix: str) -> None:
    assert settings.prefix_for(Store(id=7, name=name)) == prefix


def test_only_owners_enable(desk: Desk, operator: FlaskClient, post: Any) -> None:
    page = f"{desk.address}/integrations/zoho-books"
    assert ">Enable<" not in operator.get(f"{desk.address}/integrations").text
    answer = operator.post(
        f"{page}/enable", data={"csrf_token": csrf_token(operator, f"{desk.address}/integrations")}
    )
    assert answer.status_code == 403
    assert settings.get(desk.store_id) is None


# --- The settings form --------------------------------------------------------------------------------------


def test_every_label_is_the_guides(page: str, owner: FlaskClient) -> None:
    html = owner.get(page).text
    for label in (
        "After Import, Move To",
        "After Shipment, Move To",
        "If Canceled, Move To",
        "Create Contact If Missing",
        "Product Settings",
        "Product Code Match",
        "Product Code Skip",
        "Inventory Location Match",
        "Gift Message Field",
        "Picklist Message Field",
        "Sales order number prefix",
        "Submit imported orders automatically",
        "Save settings",
        "Check for shipments now",
        "Disconnect",
        "Don&#39;t move",
    ):
        assert label in html, label


def test_what_is_saved_is_shown_again(page: str, owner: FlaskClient, desk: Desk) -> None:
    form = filled(
        owner,
        page,
        after_import_folder_id="",
        after_shipment_folder_id=str(desk.folder("Prepared").id),
        product_code_match="A=B\r\nSET=X,Y,Y",
        product_code_skip="GIFT, CARD",
        inventory_location_match=" Main ",
        gift_message_field="gift_note",
        picklist_message_field="pick_note",
        salesorder_prefix="SHOP/",
        default_sku="MISC",
        mark_open="open",
        submit_imported="y",
        poll_minutes="60",
    )
    form.pop("create_contact_if_missing")
    html = owner.post(page, data=form, follow_redirects=True).text
    assert "Settings saved." in html
    found = stored(desk)
    assert found.after_import_folder_id is None
    assert found.after_shipment_folder_id == desk.folder("Prepared").id
    assert found.if_canceled_folder_id == desk.folder("Canceled").id
    assert (found.product_code_match, found.product_code_skip) == ("A=B\nSET=X,Y,Y", "GIFT, CARD")
    assert (found.inventory_location_match, found.salesorder_prefix) == ("Main", "SHOP/")
    assert (found.gift_message_field, found.picklist_message_field) == ("gift_note", "pick_note")
    assert (found.default_sku, found.mark_open, found.submit_imported) == ("MISC", True, True)
    assert (found.create_contact_if_missing, found.poll_minutes) == (False, 60)
    assert textarea(html, "product_code_match") == "A=B\nSET=X,Y,Y"
    assert re.search(r'checked[^>]*value="open"', html)


def test_a_bad_line_is_named_and_every_character_is_kept(page: str, owner: FlaskClient, desk: Desk) -> None:
    typed = "\r\n\r\n  A=B \r\nno equals sign\r\na=C\r\n"
    html = owner.post(page, data=filled(owner, page, product_code_match=typed)).text
    assert "Product Code Match, line 4: “no equals sign” has no “=”" in html
    assert "Product Code Match, line 5: “a” is already matched in line 3" in html
    assert textarea(html, "product_code_match") == typed.replace("\r\n", "\n")
    assert stored(desk).product_code_match == ""


def test_thousands_of_bad_lines_are_summed_up(page: str, owner: FlaskClient) -> None:
    html = owner.post(page, data=filled(owner, page, product_code_match="bad\n" * 5000)).text
    assert "line 20:" in html and "line 21:" not in html and "4980 more lines can&#39;t be read" in html


def test_leading_line_breaks_survive_saving_and_loading(page: str, owner: FlaskClient, desk: Desk) -> None:
    owner.post(page, data=filled(owner, page, product_code_skip="\r\n\r\nA\r\n\r\n"))
    assert stored(desk).product_code_skip == "\n\nA\n\n"
    assert textarea(owner.get(page).text, "product_code_skip") == "\n\nA\n\n"


def test_a_million_characters_are_saved_and_loaded(page: str, owner: FlaskClient, desk: Desk) -> None:
    text = "\n".join(f"CART-SKU-{number}=ZOHO-SKU-{number}" for number in range(36_000))
    assert len(text) > 1_000_000
    answer = owner.post(page, data=filled(owner, page, product_code_match=text.replace("\n", "\r\n")))
    assert answer.status_code == 302
    assert stored(desk).product_code_match == text
    assert textarea(owner.get(page).text, "product_code_match") == text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("salesorder_prefix", "  ", "type a few characters for this store"),
        ("salesorder_prefix", "x" * 41, "at most 40 characters"),
        ("default_sku", "x" * 201, "at most 200 characters"),
        ("after_import_folder_id", "999999", "After Import, Move To: this folder no longer exists"),
        ("after_import_folder_id", "1 OR 1", "Settings saved."),
        ("gift_message_field", "a\x00b", "Settings saved."),
        ("product_code_skip", "a\x00b", "Settings saved."),
        ("poll_minutes", "7", "Check for shipments every: choose one from the list."),
        ("poll_minutes", "soon", "Check for shipments every: choose one from the list."),
        ("seen", "x", "Nothing was changed."),
    ],
)
def test_bad_input_is_answered_in_words(page: str, owner: FlaskClient, field: str, value: str, words: str) -> None:
    answer = owner.post(page, data=filled(owner, page, **{field: value}), follow_redirects=True)
    assert answer.status_code == 200
    assert words in answer.text


def test_a_folder_of_another_store_cannot_be_chosen(page: str, owner: FlaskClient, desk: Desk) -> None:
    other = Desk.open(desk.app, "Other")
    answer = owner.post(page, data=filled(owner, page, after_import_folder_id=str(other.folder("New").id)))
    assert "no longer exists" in answer.text


def test_two_tabs_never_overwrite_each_other(page: str, owner: FlaskClient, desk: Desk) -> None:
    first, second = filled(owner, page), filled(owner, page)
    owner.post(page, data={**first, "product_code_skip": "FROM-ONE", "poll_minutes": "60"})
    html = owner.post(page, data={**second, "product_code_skip": "FROM-TWO", "default_sku": "MISC"}).text
    assert "Somebody changed the settings on this page after you opened it" in html
    assert textarea(html, "product_code_skip") == "FROM-TWO"
    assert "<pre>FROM-ONE</pre>" in html and "<pre>1 hour</pre>" in html
    assert re.search(r'selected value="60"', html)  # nobody changed it here, so it is shown as it is now
    assert stored(desk).product_code_skip == "FROM-ONE"
    retry = {**second, "product_code_skip": "FROM-TWO", "default_sku": "MISC", "poll_minutes": "60"}
    answer = owner.post(page, data={**retry, "seen": seen_in(html)}, follow_redirects=True)
    assert "Settings saved." in answer.text
    found = stored(desk)
    assert (found.product_code_skip, found.default_sku, found.poll_minutes) == ("FROM-TWO", "MISC", 60)


@pytest.mark.parametrize("role", ["operator", "viewer"])
def test_others_than_owners_read_the_settings_but_cannot_change_them(
    page: str, role: str, sign_in: Any, desk: Desk
) -> None:
    client = sign_in(role)
    html = client.get(page).text
    assert "Only an owner of this store can change these settings." in html
    assert "Save settings" not in html and "Disconnect" not in html
    answer = client.post(page, data=filled(client, page, salesorder_prefix="MINE-"))
    assert answer.status_code == 403
    assert stored(desk).salesorder_prefix == "ACME-"


def test_the_audit_log_says_what_changed(page: str, owner: FlaskClient) -> None:
    owner.post(page, data=filled(owner, page, default_sku="MISC", product_code_skip="S" * 2000))
    db.session.remove()
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None and entry.who == "owner@example.com"
    assert entry.changes["default_sku"] == ["", "MISC"]
    assert entry.changes["product_code_skip"][1].endswith("(2,000 characters)")
    assert len(entry.changes) == 2


# --- Checking, folders, custom fields -----------------------------------------------------------------------


def test_checking_for_shipments_now_schedules_one_check(page: str, operator: FlaskClient, post: Any) -> None:
    assert "checking Zoho Books for shipments" in post(operator, page, f"{page}/check").text
    assert post(operator, page, f"{page}/check").status_code == 200


def test_viewers_cannot_ask_for_a_check(page: str, viewer: FlaskClient) -> None:
    assert "Check for shipments now" not in viewer.get(page).text
    answer = viewer.post(f"{page}/check", data={"csrf_token": csrf_token(viewer, page)})
    assert answer.status_code == 403


def test_missing_custom_fields_are_named_with_how_to_create_them(page: str, owner: FlaskClient, desk: Desk) -> None:
    db.session.get_one(Connection, desk.store_id).missing_custom_fields = ["carrier", "shipping_method"]
    db.session.commit()
    html = owner.get(page).text
    assert "lack the custom fields carrier, shipping_method" in html
    assert "Field Customization" in html and "Check again" in html


def test_folders_that_settings_name_are_known_and_can_be_replaced(page: str, desk: Desk) -> None:
    prepared, closed = desk.folder("Prepared").id, desk.folder("Closed").id
    assert settings.naming_folder(desk.store_id, prepared) == ["After Import, Move To"]
    settings.replace_folder(desk.store_id, prepared, closed)
    db.session.commit()
    assert settings.naming_folder(desk.store_id, prepared) == []
    assert settings.naming_folder(desk.store_id, closed) == ["After Import, Move To", "After Shipment, Move To"]
    settings.replace_folder(desk.store_id, closed, None)
    assert settings.naming_folder(desk.store_id, closed) == []


def test_definitions_match_by_api_name_or_by_label_and_inactive_ones_do_not_count() -> None:
    found = custom_fields.missing(
        [
            {"api_name": "cf_tracking_number", "label": "Sendungsnummer"},
            {"api_name": "cf_x1", "label": " Shipping Method "},
            {"api_name": "cf_carrier", "label": "carrier", "is_active": False},
        ]
    )
    assert found == ["carrier"]


@pytest.mark.parametrize(
    "row",
    [
        {"cf_tracking_number": " 1Z ", "cf_carrier": "UPS"},
        {"cf_tracking_number_unformatted": "1Z", "cf_carrier_unformatted": "UPS"},
        {"custom_fields": [{"api_name": "cf_tracking_number", "value": "1Z"}, {"label": "Carrier", "value": "UPS"}]},
        {"custom_fields": [], "custom_field_hash": {"cf_tracking_number": "1Z", "cf_carrier": "UPS"}},
    ],
)
def test_tracking_is_read_from_every_shape_of_a_sales_order(row: dict[str, Any]) -> None:
    assert custom_fields.read(row) == {"tracking_number": "1Z", "carrier": "UPS", "shipping_method": ""}


@pytest.mark.parametrize("row", [{}, {"status": "open"}, {"custom_fields": [], "custom_field_hash": {}}])
def test_a_row_without_custom_fields_says_that_the_detail_is_needed(row: dict[str, Any]) -> None:
    assert custom_fields.read(row) is None
