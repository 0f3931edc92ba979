"""What the answers of an organization teach: how it rounds off, which states are its own, the tax on shipping."""

from typing import Any

import pytest

from zoho_app.zoho_books.taxes import learned

pytestmark = pytest.mark.once


def taught(*answers: dict[str, Any], sent: dict[str, Any] | None = None) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    for answer in answers:
        rules = learned.learn(rules, answer, sent or {})
    return rules


@pytest.mark.parametrize(
    ("totals", "step"),
    [
        ([1180, 20], "1"),
        ([1180, 20.5], "0.5"),
        ([1180, 20.05], "0.05"),
        ([20.05, 1180], "0.05"),
        ([20.1, 20.25], "0.05"),
    ],
)
def test_the_step_of_rounding_off_is_the_largest_that_explains_all_totals(totals: list[float], step: str) -> None:
    answers = [{"transaction_rounding_type": "some_kind", "total": total, "roundoff_value": 0} for total in totals]
    assert taught(*answers)["round_off_step"] == step


def test_another_kind_of_rounding_is_learned_anew() -> None:
    fine, whole = ({"transaction_rounding_type": kind, "total": total} for kind, total in (("a", 20.05), ("b", 20)))
    assert taught(fine, whole)["round_off_step"] == "1"
    assert "round_off_step" not in taught(whole, {"transaction_rounding_type": "no_rounding", "total": 20})


def test_states_are_within_or_across_once_one_is_known_to_be_the_own() -> None:
    away = {"place_of_supply": "GJ", "tax_specification": "inter"}
    assert learned.specification(taught(away), "KL") == ""
    home = {"place_of_supply": "TN", "tax_specification": "intra"}
    rules = taught(away, home)
    assert [learned.specification(rules, place) for place in ("TN", "GJ", "KL", "")] == [
        "intra",
        "inter",
        "inter",
        "",
    ]


def test_what_was_asked_for_teaches_nothing() -> None:
    answer = {"is_discount_before_tax": False}
    assert taught(answer)["is_discount_before_tax"] is False
    assert "is_discount_before_tax" not in taught(answer, sent={"is_discount_before_tax": False})


def test_an_order_without_shipping_teaches_nothing_of_its_tax() -> None:
    with_tax = {
        "shipping_charge": 5.95,
        "shipping_charge_tax_id": "19",
        "shipping_charge_inclusive_of_tax": 5.95,
        "shipping_charge_exclusive_of_tax": 5,
        "is_inclusive_tax": True,
    }
    rules = taught(with_tax, {**with_tax, "shipping_charge": 0, "shipping_charge_tax_id": ""})
    assert (learned.shipping_tax_id(rules, ""), rules["shipping_includes_tax"]) == ("19", True)
    without = {**with_tax, "shipping_charge_tax_id": ""}
    assert learned.shipping_tax_id(taught(with_tax, without), "") == ""
    for sent in ({"vat_treatment": "overseas"}, {"tax_exemption_code": "RESELLER"}):
        assert learned.shipping_tax_id(learned.learn(taught(with_tax), without, sent), "") == "19"


def test_shipping_that_is_not_taxed_any_more_is_so_in_every_state() -> None:
    def answer(spec: str, tax_id: str) -> dict[str, Any]:
        amounts = {"shipping_charge": 5, "shipping_charge_inclusive_of_tax": 5, "shipping_charge_exclusive_of_tax": 5}
        return {**amounts, "tax_specification": spec, "shipping_charge_tax_id": tax_id}

    taxed = taught(answer("intra", "GST18"), answer("inter", "IGST18"))
    assert [learned.shipping_tax_id(taxed, spec) for spec in ("intra", "inter")] == ["GST18", "IGST18"]
    no_more = learned.learn(taxed, answer("intra", ""), {})
    assert [learned.shipping_tax_id(no_more, spec) for spec in ("intra", "inter")] == ["", ""]
    only_at_home = taught(answer("intra", "GST18"), answer("inter", ""))
    assert [learned.shipping_tax_id(only_at_home, spec) for spec in ("intra", "inter")] == ["GST18", ""]
