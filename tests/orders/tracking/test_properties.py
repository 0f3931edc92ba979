"""Whatever stands between numbers that carriers give, each comes out once and none is torn, joined or invented."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zoho_app.orders.tracking import numbers, parcels

DIGITS = "0123456789"
UPS = st.text(DIGITS + "ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=16, max_size=16).map(lambda tail: f"1Z{tail}")
USPS = st.text(DIGITS, min_size=20, max_size=20).map(lambda tail: f"94{tail}")
POSTAL = st.text(DIGITS, min_size=9, max_size=9).map(lambda middle: f"RB{middle}GB")
KNOWN = st.one_of(UPS, USPS, POSTAL)
SEPARATORS = st.sampled_from(
    [" ", ", ", ",", "; ", ";", "\n", "\r\n", "\t", " / ", "/", " & ", " and ", " und ", " | ", " - ", "  "]
)
LABELS = st.sampled_from(["", "Tracking: ", "Tracking number ", "No. ", "#", "Sendungsnummer: ", "N° de suivi : "])
ENDS = st.sampled_from(["", ".", " ", "\n", ";", ","])


@given(st.lists(KNOWN, min_size=1, max_size=6), SEPARATORS, LABELS, ENDS)
@settings(max_examples=80, deadline=None)
def test_every_number_comes_out_once(typed: list[str], separator: str, label: str, end: str) -> None:
    text = label + separator.join(typed) + end
    assert [one.number for one in numbers.read(text)] == list(dict.fromkeys(typed))


@given(KNOWN, st.lists(st.integers(1, 6), min_size=4, max_size=12), st.sampled_from([" ", "-", "  "]))
@settings(max_examples=80, deadline=None)
def test_a_number_in_groups_is_one_number(number: str, sizes: list[int], gap: str) -> None:
    groups: list[str] = []
    rest = number
    for size in sizes:
        groups, rest = [*groups, rest[:size]], rest[size:]
    text = gap.join(part for part in [*groups, rest] if part)
    assert [one.number for one in numbers.read(text)] == [number]


@given(st.text(max_size=300), st.text(max_size=100), st.text(max_size=100))
@settings(max_examples=80, deadline=None)
def test_no_text_breaks_the_reading_and_every_link_is_whole(number: str, carrier: str, method: str) -> None:
    for parcel in parcels.read(number, carrier, method):
        assert parcel.number
        assert parcel.link == "" or (
            parcel.link.startswith("https://") and parcel.link.count("://") == 1 or "://" in number + carrier
        )
