"""One cleaning of text at all doors, cutting at a word, and SKUs that look equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.desk import Desk, order_data
from zoho_app.extensions import db
from zoho_app.orders import import_order, inventory
from zoho_app.orders.input import text as texts
from zoho_app.orders.input.keys import number_key, sku_key


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("'07302", "07302"),
        ("'+12015550123", "+12015550123"),
        ("'=1+1", "=1+1"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("'90s T-shirt", "'90s T-shirt"),
        ('="00123"', "00123"),
        ("12 Mill Lane\x0bRear entrance", "12 Mill Lane Rear entrance"),
        ("c/o\x03 Studio", "c/o Studio"),
        ("Zoë 🌻 \u200b\ufeff", "Zoë 🌻"),
        ("Zoe\u0308", "Zoë"),
        ("👩\u200d🚀 Ann\u200b", "👩\u200d🚀 Ann"),
        ("a\u00a0b\u202fc", "a b c"),
        ("half \ud83c of a pair", "half of a pair"),
        ("Groß &amp; Söhne &#39;OHG&#39;", "Groß & Söhne 'OHG'"),
        ("5 &amp;amp; 10", "5 & 10"),
        ("AT&T, Salt&pepper, size <M> <3", "AT&T, Salt&pepper, size <M> <3"),
        ("<p>Big <b>mug</b></p>", "Big mug"),
        ("one<br/>two", "one two"),
        ('{"html": "<b>x</b>"}', '{"html": "<b>x</b>"}'),
    ],
)
def test_what_no_keyboard_has_goes_and_letters_stay(typed: str, read: str) -> None:
    assert texts.plain(typed) == read


def test_several_lines_stay_several_lines_whatever_breaks_them() -> None:
    assert texts.plain("line 1\r\nline 2\u2028line 3<br>line 4\x0bline 5", lines=True) == "\n".join(
        f"line {number}" for number in range(1, 6)
    )


@given(st.text(max_size=200))
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    for lines in (True, False):
        once = texts.clean(text, lines)
        assert texts.clean(once, lines) == once


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 10, "short"),
        ("hello brave new world", 14, "hello brave..."),
        ("hello brave new world", 15, "hello brave..."),
        ("x" * 30, 10, "xxxxxxx..."),
        ("ab", 1, "."),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, limit: int, shown: str) -> None:
    assert texts.cut(text, limit) == shown


@pytest.mark.parametrize(
    "typed", ["MUG‑BLUE", "mug-blue ", "ＭＵＧ－ＢＬＵＥ", "MUG–BLUE", "MUG\u200b-BLUE", "MUG−BLUE"]
)
def test_skus_that_look_equal_are_equal(typed: str) -> None:
    assert sku_key(typed) == sku_key("MUG-BLUE")


@pytest.mark.parametrize("typed", ["MUGBLUE", "MUG BLUE", "MUG_BLUE", "МUG-BLUE"])
def test_skus_that_are_written_with_other_characters_differ(typed: str) -> None:
    assert sku_key(typed) != sku_key("MUG-BLUE")


def test_look_alikes_are_told_by_name() -> None:
    assert texts.look_alikes("МUG-BLUE") == ["“М” is CYRILLIC CAPITAL LETTER EM"]
    assert texts.look_alikes("MUG-BLUE-1") == []
    assert texts.look_alikes("КРУЖКА") == [], "a word all in one alphabet deceives nobody"


@pytest.mark.parametrize("typed", ["1001", "#1001", " # 1001", "Order 1001", "order #1001", "No. 1001", "01001"])
def test_an_order_number_is_the_same_however_shops_write_it(typed: str) -> None:
    assert number_key(typed) == "1001"


def test_numbers_with_words_of_their_own_stay_apart() -> None:
    assert len({number_key(one) for one in ("1001", "1001-1", "A1001", "Nora", "Orderly", "0")}) == 6


def test_a_sku_with_another_dash_finds_its_inventory_details(desk: Desk) -> None:
    inventory.create(desk.store_id, {"code": "MUG-BLUE", "name": "Blue mug", "metadata": {"tax_id": "T1"}})
    order = import_order.import_order(
        desk.store, {**order_data(), "order_items": [{"code": "MUG‑BLUE", "price": 1}]}, "API"
    )
    db.session.commit()
    assert order.items[0].item_metadata == {"tax_id": "T1"}
