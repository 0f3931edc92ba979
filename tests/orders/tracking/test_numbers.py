"""Tracking numbers as people type them: how many parcels a text names, and which."""

from __future__ import annotations

import pytest

from zoho_app.orders.tracking import numbers

UPS, OTHER_UPS = "1Z999AA10123456784", "1Z999AA10123456795"
USPS = "9400110200881234567890"


def read(text: str) -> list[str]:
    return [one.number for one in numbers.read(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"{UPS} {OTHER_UPS}",
        f"{UPS} / {OTHER_UPS}",
        f"{UPS}/{OTHER_UPS}",
        f"{UPS} and {OTHER_UPS}",
        f"{UPS} und {OTHER_UPS}",
        f"{UPS}, {OTHER_UPS}",
        f"{UPS};{OTHER_UPS}",
        f"{UPS}\n{OTHER_UPS}",
        f"{UPS} & {OTHER_UPS}",
        f"{UPS}+{OTHER_UPS}",
        f"{UPS} → {OTHER_UPS}",
        f"{UPS}→{OTHER_UPS}",
        f"{UPS} • {OTHER_UPS}",
        f"{UPS} y {OTHER_UPS}",
        f"1.) {UPS} 2.) {OTHER_UPS}",
        f"2 parcels: {UPS} + {OTHER_UPS}",
        f"{UPS} - {OTHER_UPS}",
        f"{UPS} | {OTHER_UPS}",
        f"1) {UPS} 2) {OTHER_UPS}",
        f"Box 1: {UPS}, Box 2: {OTHER_UPS}",
        f"Parcel 1 of 2: {UPS}. Parcel 2 of 2: {OTHER_UPS}.",
        f"{UPS} (UPS), {OTHER_UPS} (UPS)",
        f"{UPS}, {OTHER_UPS}, {UPS}",
        "1Z 999 AA1 01 2345 6784 1Z 999 AA1 01 2345 6795",
        f"<p>{UPS}</p><p>{OTHER_UPS}</p>",
    ],
)
def test_two_numbers_are_two_parcels_however_they_stand_apart(text: str) -> None:
    assert read(text) == [UPS, OTHER_UPS]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"{UPS}, {UPS}", UPS),
        (f"{UPS.lower()} {UPS}", UPS),
        ("9400 1102 0088 1234 5678 90", USPS),
        ("9400-1102-0088-1234-5678-90", USPS),
        (f"Tracking: {UPS}.", UPS),
        (f"Tracking number {UPS}", UPS),
        (f"No.{UPS}", UPS),
        (f"#{UPS}", UPS),
        (f"UPS: {UPS}", UPS),
        (f"{UPS} shipped 2026-03-05 at 20:30", UPS),
        (f"{UPS} x2", UPS),
        (f"1/1: {UPS}", UPS),
        (f"{UPS} (1/2)", UPS),
        (f"'{UPS}", UPS),
        (f"\u200b{UPS}\u00a0", UPS),
        ("１Z９９９AA１０１２３４５６７８４", UPS),
        ("AB 123 456 789 GB", "AB123456789GB"),
        ("JJD 0003 9000 7812 3456 78", "JJD000390007812345678"),
        ("Sendungsnummer: 00340434292135100186", "00340434292135100186"),
        ("1234 5678 9012", "123456789012"),
        ("Tracking #: 123456", "123456"),
        ("1Z1", "1Z1"),
        (f"{UPS}.pdf", UPS),
        (f"2x Paket {UPS}", UPS),
        ("Tracking no: 1Z 999 AA1 01 2345 6784 (UPS Ground) – delivered by Friday", UPS),
        ("№ RB123456785RU", "RB123456785RU"),
        ("GLS 12345678", "12345678"),
    ],
)
def test_one_number_is_one_parcel_with_labels_groups_and_dots(text: str, number: str) -> None:
    assert read(text) == [number]


@pytest.mark.parametrize(
    "text",
    ["n/a", "N/A", "na", "none", "TBD", "-", "?", "no tracking", "pending", "keine", "0", "000000", "xxxx", "",
     "picked up by customer", "see e-mail", "2 boxes", "in 3 days", "order 1001234", "pickup, call 555 123 4567",
     "2x Paket", "x3", "+1 555 123 4567", "+49 (30) 1234-5678", "05.03.2026",
     "1.23457E+11", "1,23457e+21"],
)  # fmt: skip
def test_what_is_no_number_is_no_parcel(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "number", "link"),
    [
        (f"https://www.ups.com/track?tracknum={UPS}", UPS, f"https://www.ups.com/track?tracknum={UPS}"),
        ("https://www.dhlparcel.example/follow?tt=J123123123&pc=1234AB", "J123123123", None),
        (f"https://parcels.example/en/{UPS}/status", UPS, None),
        ("https://track.example/#/search?searchFor=123456789012", "123456789012", None),
        (f"www.ups.com/track?tracknum={UPS}", UPS, f"https://www.ups.com/track?tracknum={UPS}"),
        (f"http://www.ups.com/track?tracknum={UPS}", UPS, f"https://www.ups.com/track?tracknum={UPS}"),
        ("https://t.example/abc", "https://t.example/abc", "https://t.example/abc"),
        (f"{UPS} https://t.example/abc", UPS, "https://t.example/abc"),
        (f"{UPS} (https://www.ups.com/track?tracknum={UPS}).", UPS, f"https://www.ups.com/track?tracknum={UPS}"),
        (f'<a href="https://t.example/abc">{UPS}</a>', UPS, "https://t.example/abc"),
        (f"[{UPS}](https://t.example/abc)", UPS, "https://t.example/abc"),
    ],
)
def test_number_and_link_are_told_apart(text: str, number: str, link: str | None) -> None:
    (one,) = numbers.read(text)
    assert (one.number, one.link) == (number, link or text)


def test_two_links_are_two_parcels_each_with_its_own() -> None:
    first, second = (f"https://t.example/?tracking={number}" for number in (UPS, OTHER_UPS))
    assert [(one.number, one.link) for one in numbers.read(f"{first},{second}")] == [
        (UPS, first),
        (OTHER_UPS, second),
    ]


@pytest.mark.parametrize(
    "text", [f"UPS {UPS} DHL 1234567890", f"UPS: {UPS}, DHL: 1234567890", f"{UPS} (UPS), 1234567890 (DHL)"]
)
def test_a_carrier_beside_a_number_is_that_numbers(text: str) -> None:
    assert [(one.number, one.carrier) for one in numbers.read(text)] == [(UPS, "UPS"), ("1234567890", "DHL")]
