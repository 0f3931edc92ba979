"""Product Settings: which items are sent, under which SKU, at which price. No database is needed."""

import time
from dataclasses import dataclass
from decimal import Decimal

import pytest

from zoho_app.orders.models import OrderItem
from zoho_app.zoho_books.payload.line_items import Line, Plan, parse_locations, parse_match, parse_skip, plan_lines

CENT = Decimal("0.01")


@dataclass
class Typed:
    product_code_match: str = ""
    product_code_skip: str = ""
    inventory_location_match: str = ""


def item(code: str, price: str = "10.00", quantity: int = 1) -> OrderItem:
    return OrderItem(name=code, code=code, price=Decimal(price), quantity=quantity)


def plan(items: list[OrderItem], locations: dict[str, str] | None = None, unit: Decimal = CENT, **typed: str) -> Plan:
    return plan_lines(items, Typed(**typed), lambda code: (locations or {}).get(code, ""), unit=unit)


def sent(lines: list[Line]) -> list[tuple[str, int, Decimal]]:
    return [(line.sku, line.quantity, line.rate) for line in lines]


def test_without_settings_an_item_goes_under_its_own_sku() -> None:
    assert sent(plan([item(" A-1 ", "12.50", 3)]).lines) == [("A-1", 3, Decimal("12.50"))]


def test_a_matched_sku_is_replaced_ignoring_case_and_outer_spaces_and_the_item_keeps_its_own() -> None:
    mug = item("mug-red")
    assert sent(plan([mug], product_code_match="\n  MUG-Red =  ZB-Mug \r\n").lines) == [
        ("ZB-Mug", 1, Decimal("10.00"))
    ]
    assert mug.code == "mug-red"


def test_the_result_of_a_match_is_not_matched_again() -> None:
    assert [line.sku for line in plan([item("A")], product_code_match="A=B\nB=C").lines] == ["B"]


def test_only_the_first_equals_sign_divides_a_line() -> None:
    assert [line.sku for line in plan([item("A")], product_code_match="A=B=2").lines] == ["B=2"]


def test_a_bundle_is_unpacked_and_a_repeated_sku_becomes_its_quantity() -> None:
    lines = plan([item("SET", "30.00", 2)], product_code_match="SET=MUG,SPOON,spoon").lines
    assert sent(lines) == [("MUG", 2, Decimal("30.00")), ("SPOON", 4, Decimal(0))]
    assert all(line.is_part for line in lines)


@pytest.mark.parametrize("price", ["30.00", "9.99", "0.01", "0", "0.3333", "-5.05", "19999.99"])
@pytest.mark.parametrize("bundle", ["B", "B,C", "B,B", "B,B,B", "B,C,C,B,B,B,B,B,B", "B,B,B,C,D"])
@pytest.mark.parametrize("quantity", [1, 3, 7])
def test_the_parts_of_a_bundle_cost_exactly_what_the_item_costs(price: str, bundle: str, quantity: int) -> None:
    lines = plan([item("A", price, quantity)], product_code_match=f"A={bundle}").lines
    assert sum(line.rate * line.quantity for line in lines) == Decimal(price) * quantity
    pieces = {sku: sum(line.quantity for line in lines if line.sku == sku) for sku in set(bundle.split(","))}
    assert pieces == {sku: bundle.split(",").count(sku) * quantity for sku in pieces}
    assert all(line.rate == line.rate.quantize(Decimal("0.0001")) and line.quantity > 0 for line in lines)


def test_a_price_that_cannot_be_divided_goes_in_whole_cents_on_a_line_of_its_own() -> None:
    lines = plan([item("A", "10.00")], product_code_match="A=B,B,B").lines
    assert sent(lines) == [("B", 1, Decimal("3.34")), ("B", 2, Decimal("3.33"))]


def test_yen_are_divided_into_whole_yen_and_dinars_into_fils() -> None:
    """2,401 yen by 2 is 1,200 and one yen left; 1.000 dinar by 3 is 0.333 and one fils left."""
    yen = plan([item("A", "2401")], unit=Decimal(1), product_code_match="A=B,B").lines
    assert sent(yen) == [("B", 1, Decimal(1201)), ("B", 1, Decimal(1200))]
    dinars = plan([item("A", "1.000")], unit=Decimal("0.001"), product_code_match="A=B,B,B").lines
    assert sent(dinars) == [("B", 1, Decimal("0.334")), ("B", 2, Decimal("0.333"))]


def test_skipped_skus_stay_behind_and_are_named() -> None:
    gift, mug = item("GIFT-CARD"), item("MUG")
    for text in ("gift-card", " x , Gift-Card ", "X\n\nGIFT-CARD\n", "X\r\nGIFT-CARD"):
        found = plan([gift, mug], product_code_skip=text)
        assert [line.sku for line in found.lines] == ["MUG"]
        assert found.skipped == [(gift, "Product Code Skip")]


def test_skip_looks_at_the_desks_sku_and_comes_before_the_match() -> None:
    assert plan([item("A")], product_code_match="A=B", product_code_skip="A").lines == []
    assert len(plan([item("A")], product_code_match="A=B", product_code_skip="B").lines) == 1


def test_an_item_without_a_sku_is_never_skipped_by_a_stray_comma() -> None:
    assert len(plan([item("")], product_code_skip=",,\n,").lines) == 1


def test_only_items_of_the_named_locations_are_sent() -> None:
    here, there, nowhere = item("A"), item("B"), item("C")
    locations = {"A": "Main Warehouse", "B": "Shop"}
    found = plan([here, there, nowhere], locations, inventory_location_match="main warehouse , Cellar")
    assert [line.order_item for line in found.lines] == [here]
    assert found.skipped == [(there, "Inventory Location Match"), (nowhere, "Inventory Location Match")]


def test_nothing_is_left_when_everything_is_skipped() -> None:
    found = plan([item("A"), item("B")], product_code_skip="a,b")
    assert (found.lines, len(found.skipped)) == ([], 2)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("A=B\nC D", 2, "has no “=”"),
        ("\n\n=B", 3, "no SKU before the “=”"),
        ("A=", 1, "no SKU after the “=”"),
        ("A=B,,C", 1, "comma without a SKU"),
        ("A=B\r\nX=Y\r\n a =C", 3, "already matched in line 1"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(text: str, line: int, words: str) -> None:
    (problem,) = parse_match(text).problems
    assert problem.line == line
    assert words in problem.words
    assert str(problem).startswith(f"Line {line}: ")


def test_every_bad_line_is_named_and_the_good_ones_still_count() -> None:
    match = parse_match("A=B\nbad\nC=D\nworse")
    assert [problem.line for problem in match.problems] == [2, 4]
    assert set(match.parts) == {"a", "c"}


def test_unicode_line_separators_belong_to_the_sku() -> None:
    assert parse_match("A\u2028B=C").problems == ()


def test_locations_and_skips_read_the_same_lists() -> None:
    assert parse_skip("a,B\nc") == parse_locations(" A , b ,\r\n C ") == {"a", "b", "c"}


def test_a_million_characters_are_read_within_two_seconds() -> None:
    match = "\n".join(f"CART-SKU-{number}=ZOHO-{number},PART-{number % 7}" for number in range(35_000))
    skip = ",".join(f"SKIP-{number}" for number in range(95_000))
    assert len(match) > 1_000_000 and len(skip) > 1_000_000
    begun = time.process_time()
    found = plan([item("cart-sku-34999")], product_code_match=match, product_code_skip=skip)
    assert time.process_time() - begun < 2
    assert [line.sku for line in found.lines] == ["ZOHO-34999", "PART-6"]
