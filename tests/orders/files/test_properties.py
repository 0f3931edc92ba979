"""Whatever the shop, the locale and the damage: what was written comes out or is told; nothing differs silently."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.order_files import chance, compare
from zoho_app.orders.files import reader
from zoho_app.orders.files.limits import BadFile

pytestmark = pytest.mark.once
FILES = 150


def test_what_was_written_comes_out_or_is_told() -> None:
    outcomes = {seed: compare.read(chance.case(seed)) for seed in range(FILES)}
    assert {seed: one.silent for seed, one in outcomes.items() if one.silent} == {}
    assert sum(one.is_exact for one in outcomes.values()) > FILES // 2, "too much is asked or refused"
    refused = {seed: one.refused for seed, one in outcomes.items() if one.refused}
    assert refused == {}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    try:
        reader.parse(content)
    except BadFile as refused:
        assert str(refused).endswith(".")


HEADS = (
    "Name,Lineitem name,Lineitem quantity,Lineitem price,Total,Currency",
    "Order Number,SKU,Price,Quantity,Order Date",
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(HEADS), st.lists(st.text(max_size=40), min_size=1, max_size=12))
def test_any_cells_are_read_or_refused_in_words(head: str, cells: list[str]) -> None:
    try:
        preview = reader.parse(f"{head}\n{','.join(cells)}\n")
    except BadFile:
        return
    for order in preview.orders:
        assert order.errors or order.clean is not None
