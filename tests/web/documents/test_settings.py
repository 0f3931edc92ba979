"""Print settings: address, contact, prices, notes, names of fields, and the logo."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader

from harness.desk import Desk, hidden_fields
from zoho_app.accounts import audit
from zoho_app.extensions import db
from zoho_app.orders import edit
from zoho_app.web.documents import settings

TYPED = {
    "address": " 12 Harbour Street \r\nLondon\r\n",
    "contact": "help@acme.example",
    "paper": "A4",
    "gift_message_field": "Gift Message",
    "packing_note_field": "Packing Note",
}


def save(desk: Desk, owner: FlaskClient, **more: str) -> None:
    here = f"{desk.address}/settings/printing"
    answer = owner.post(here, data={**hidden_fields(owner, here), **TYPED, **more})
    assert answer.status_code == 302


def slip(desk: Desk, client: FlaskClient, order_id: int) -> str:
    answer = client.get(f"{desk.address}/orders/print/packing-slips?ids={order_id}")
    return " ".join(BeautifulSoup(answer.text, "lxml").select_one(".sheet").get_text(" ").split())


def picture(form: str, size: tuple[int, int] = (300, 100)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 50,000 pixels wide and high."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0" * 9)))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def upload(desk: Desk, owner: FlaskClient, content: bytes) -> str:
    here = f"{desk.address}/settings/printing"
    data = {**hidden_fields(owner, here), "logo": (io.BytesIO(content), "logo.png")}
    return owner.post(f"{here}/logo", data=data, follow_redirects=True).text


def test_address_contact_and_paper_stand_on_the_slip_and_the_change_in_the_audit_log(
    desk: Desk, owner: FlaskClient
) -> None:
    order_id = desk.order("1001").id
    before = owner.get(f"{desk.address}/orders/print/packing-slips?ids={order_id}")
    assert BeautifulSoup(before.text, "lxml").body["class"] == ["is-letter"]  # the store sells in USD
    save(desk, owner)
    assert "Acme 12 Harbour Street London 1001" in slip(desk, owner, order_id)
    assert slip(desk, owner, order_id).endswith("help@acme.example")
    pdf = owner.get(f"{desk.address}/orders/print/packing-slips.pdf?ids={order_id}")
    assert pdf.headers["Content-Disposition"] == "attachment; filename=packing-slips.pdf"
    (page,) = PdfReader(io.BytesIO(pdf.data)).pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    assert "12 Harbour Street" in page.extract_text()
    (entry,) = audit.latest(desk.store_id)
    assert entry.changes["address"] == ["", "12 Harbour Street\nLondon"]
    assert entry.changes["paper"] == ["Letter", "A4"]


def test_prices_are_printed_when_wanted_but_never_on_a_present(desk: Desk, owner: FlaskClient) -> None:
    bought = desk.order("1", discount_list=[{"name": "SAVE", "amount": 2}]).id
    present = desk.order("2", checkout_data={"gift-message": "For you"}).id
    assert "25.00" not in slip(desk, owner, bought)
    save(desk, owner, show_prices="y")
    text = slip(desk, owner, bought)
    for words in ("$12.50 $25.00", "Discount −$2.00", "Shipping $5.00", "Total"):
        assert words in text
    assert "USD" not in slip(desk, owner, present)


def test_notes_and_other_names_of_fields(desk: Desk, owner: FlaskClient) -> None:
    order = desk.order("1", checkout_data={"Karte": "Alles Gute", "Intern": "Zerbrechlich"})
    order_id = order.id
    edit.add_note(order, "Leaves from gate 3", "owner@example.com")
    db.session.commit()
    assert "gate 3" not in slip(desk, owner, order_id)
    save(desk, owner, show_notes="y", gift_message_field="karte", packing_note_field=" intern ")
    text = slip(desk, owner, order_id)
    for words in ("Gift message Alles Gute", "For the packer Zerbrechlich", "Notes Leaves from gate 3"):
        assert words in text
    assert "Karte:" not in text


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_stands_on_paper(desk: Desk, owner: FlaskClient, form: str) -> None:
    order_id = desk.order("1001").id
    assert "Logo saved." in upload(desk, owner, picture(form, (1600, 400)))
    page = BeautifulSoup(owner.get(f"{desk.address}/orders/print/packing-slips?ids={order_id}").text, "lxml")
    logo = page.select_one(".sheet img.logo")
    assert logo["alt"] == "Acme"
    answer = owner.get(logo["src"])
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert Image.open(io.BytesIO(answer.data)).size == (720, 180)
    pdf = owner.get(f"{desk.address}/orders/print/packing-slips.pdf?ids={order_id}")
    assert len(PdfReader(io.BytesIO(pdf.data)).pages[0].images) == 1
    stranger = Desk.open(desk.app, "Other")
    assert owner.get(logo["src"].replace(desk.address, stranger.address)).status_code == 404
    here = f"{desk.address}/settings/printing"
    owner.post(f"{here}/logo/remove", data=hidden_fields(owner, here))
    assert owner.get(logo["src"]).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Picture: choose a file that is not empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "it is no PNG, JPEG or WebP"),
        (picture("GIF"), "it is no PNG, JPEG or WebP"),
        (picture("PNG")[:-40], "the file is damaged"),
        (bomb(), "it has too many pixels"),
    ],
    ids=["empty", "SVG", "GIF", "damaged", "bomb"],
)
def test_what_is_no_logo_is_refused(desk: Desk, owner: FlaskClient, content: bytes, words: str) -> None:
    assert words in upload(desk, owner, content)
    assert owner.get(f"{desk.address}/logo.png").status_code == 404


def test_a_file_that_is_too_large_is_not_even_opened(
    desk: Desk, owner: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LOGO_BYTES", 100)
    assert "Picture: the file is too large; at most 2 MB." in upload(desk, owner, picture("PNG"))


def test_only_owners_change_what_is_printed(app: Flask, desk: Desk, operator: FlaskClient) -> None:
    for path in ("", "/template"):
        assert operator.get(f"{desk.address}/settings/printing{path}").status_code == 403
    for path in ("", "/logo", "/logo/remove", "/template", "/template/preview", "/template/standard"):
        assert operator.post(f"{desk.address}/settings/printing{path}").status_code == 403


def test_a_text_that_is_too_long_is_refused_and_kept(desk: Desk, owner: FlaskClient) -> None:
    here, long = f"{desk.address}/settings/printing", "x" * 1_001
    answer = owner.post(here, data={**hidden_fields(owner, here), **TYPED, "address": long})
    assert "Store address: it is too long; at most 1,000 characters." in answer.text
    assert long in answer.text
