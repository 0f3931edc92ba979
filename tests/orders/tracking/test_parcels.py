"""Numbers, carriers and methods matched to each other, and the page on which each parcel can be followed."""

from __future__ import annotations

import pytest

from zoho_app.orders.tracking import names, parcels
from zoho_app.orders.tracking.carriers import tracking_url

UPS, USPS = "1Z999AA10123456784", "9400110200881234567890"
OF_UPS = f"https://www.ups.com/track?tracknum={UPS}"
OF_USPS = f"https://tools.usps.com/go/TrackConfirmAction?tLabels={USPS}"


def read(number: str, carrier: str, method: str = "") -> list[tuple[str, str, str, str]]:
    return [(one.number, one.carrier, one.method, one.link) for one in parcels.read(number, carrier, method)]


@pytest.mark.parametrize(
    ("number", "carrier", "method"),
    [
        (f"{UPS}, {USPS}", "UPS, USPS", "Ground, Priority"),
        (f"{UPS} {USPS}", "UPS / USPS", "Ground / Priority"),
        (f"{UPS}\n{USPS}", "UPS and USPS", "Ground; Priority"),
        (f"{UPS} & {USPS}", "USPS, UPS", "Priority, Ground"),
        (f"{UPS}, {USPS}, {UPS}", "UPS, USPS", "Ground, Priority"),
    ],
)
def test_carriers_and_methods_go_to_their_numbers(number: str, carrier: str, method: str) -> None:
    assert read(number, carrier, method) == [(UPS, "UPS", "Ground", OF_UPS), (USPS, "USPS", "Priority", OF_USPS)]


def test_one_carrier_and_one_method_are_of_all_numbers() -> None:
    assert [row[1:3] for row in read("11111111, 22222222", "DHL", "Express")] == [("DHL", "Express")] * 2


def test_carriers_that_cannot_be_matched_stay_as_they_were_typed_and_lead_nowhere() -> None:
    typed = "Smith, Sons, and Co"
    assert [row[1:] for row in read("A123456, B123456", typed, "Van")] == [(typed, "Van", "")] * 2
    assert [row[3] for row in read("11111111, 22222222, 33333333", "DHL, GLS")] == ["", "", ""]


def test_a_check_digit_proves_the_carrier_and_a_wrong_one_proves_nothing() -> None:
    assert read(UPS, "") == [(UPS, "UPS", "", OF_UPS)]
    assert read("1Z999AA10123456795", "") == [("1Z999AA10123456795", "", "", "")]
    assert read(UPS, "FedEx") == [(UPS, "FedEx", "", OF_UPS)], "the name stays, the link is the right one"
    assert read("123456789012", "") == [("123456789012", "", "", "")], "one in eleven numbers would fit FedEx's"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("UPS", "ups"), ("U.P.S.", "ups"), ("ups_ground", "ups"), ("UPS Ground", "ups"),
        ("United Parcel Service", "ups"), ("usps_first_class", "usps"), ("US Postal Service", "usps"),
        ("Fed-Ex", "fedex"), ("FedExGround", "fedex"), ("Federal Express", "fedex"),
        ("RoyalMail", "royalmail"), ("royal-mail", "royalmail"), ("DHL Paket", "dhl-de"),
        ("DHL Express", "dhl-express"), ("DHL", "dhl"), ("DPD", "dpd"), ("DPD (UK)", "dpd-uk"),
        ("DPD Polska", "dpd-pl"), ("Hermes Germany", "hermes-de"), ("Hermes UK", "evri"),
        ("Österreichische Post", "postat"), ("PostNL", "postnl"), ("Aus Post", "auspost"),
        ("Canada Post", "canadapost"), ("Colissimo", "laposte"), ("Upstate Couriers", None), ("Pups", None),
        ("My cousin's van", None), ("UPS or USPS", None), ("", None), ("DPD Croatia", None),
        ("GLS Italy", None), ("GLSX", None),
        ("DHL Paket International", "dhl-de"), ("DHL Parcel NL", "dhl-parcel"), ("DHL Freight", "dhl-freight"),
        ("Royal Mail Tracked 48", "royalmail"), ("La Poste Colissimo", "laposte"),
        ("Poste Italiane Crono", "posteitaliane"), ("India Post", None), ("Blue Dart Apex", "bluedart"),
        ("delhivery surface", "delhivery"), ("Evri (Hermes)", "evri"), ("Correos Express", "correosexpress"),
        ("Correos de Mexico", None), ("UPS Freight", "tforce"), ("TNT Italy", None), ("TNT", "tnt"),
        ("DPD UK Next Day", "dpd-uk"), ("DPD Ireland", None), ("GLS Germany", "gls"), ("GLS Spain", None),
        ("Australia Post eParcel", "auspost"), ("China Post", None), ("Post", None),
    ],
)  # fmt: skip
def test_carriers_are_known_by_whole_words_and_country(name: str, key: str | None) -> None:
    found = names.page_of(name)
    assert (found and found.key) == key


@pytest.mark.parametrize(
    "number", ["https://t.example/abc", "11111111 22222222", "n/a", "picked up", "x https://t.example/abc"]
)
def test_what_is_not_one_number_gets_no_link(number: str) -> None:
    assert tracking_url("UPS", number) == ""


@pytest.mark.parametrize(
    "carrier", ["India Post", "Correos Express", "UPS Freight", "DHL Freight", "DHL Parcel NL", "TNT Italy", "Bpost"]
)
def test_no_link_is_better_than_one_to_another_company(carrier: str) -> None:
    assert tracking_url(carrier, "12345678901") == ""


@pytest.mark.parametrize(
    "text",
    ["N.A.", "kein Tracking", "nicht verfügbar", "ohne Sendungsverfolgung", "folgt", "sans suivi", "à venir",
     "sin seguimiento", "no disponible", "non tracciabile", "n.v.t.", "niet beschikbaar", "brak", "not trackable"],
)  # fmt: skip
def test_words_for_none_are_known_in_the_languages_of_those_who_ship(text: str) -> None:
    assert (parcels.read(text, "DHL", ""), parcels.is_unclear(text)) == ((), False)


@pytest.mark.parametrize(("text", "is_unclear"), [("picked up", True), ("n/a", False), ("0", False), (UPS, False)])
def test_only_what_is_neither_a_number_nor_a_word_for_none_is_unclear(text: str, is_unclear: bool) -> None:
    assert parcels.is_unclear(text) == is_unclear
