"""What an organization's answers about whole sales orders teach of how it computes totals. Pure: dictionaries only.

Kept with the connection as JSON: amounts and rates as text.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zoho_app.zoho_books.taxes.organization_taxes import INTER, INTRA, number
from zoho_app.zoho_books.taxes.totals import to_step

# Zoho Books rounds totals "to the nearest whole number or step"; the largest of these that explains all totals.
STEPS = ("1", "0.5", "0.25", "0.1", "0.05", "0.01")
NO_ROUNDING = "no_rounding"

Json = dict[str, Any]


def learn(rules: Mapping[str, Any], answer: Mapping[str, Any], sent: Mapping[str, Any]) -> Json:
    """The rules with what the answer adds to them; `sent` is what was asked for, which an answer only repeats."""
    found = dict(rules)
    if answer.get("tax_rounding"):
        found["tax_rounding"] = str(answer["tax_rounding"])
    if answer.get("is_discount_before_tax") is not None and "is_discount_before_tax" not in sent:
        found["is_discount_before_tax"] = bool(answer["is_discount_before_tax"])
    _learn_round_off(found, answer)
    _learn_places(found, answer)
    if not _is_abroad_or_exempt(sent):
        _learn_shipping(found, answer)
    return found


def specification(rules: Mapping[str, Any], place: str) -> str:
    """Whether a sales order to that place of supply is within the organization's state or not; "" when not known."""
    known = rules.get("specifications") or {}
    if place in known:
        return str(known[place])
    return INTER if place and INTRA in known.values() else ""


def shipping_tax_id(rules: Mapping[str, Any], spec: str) -> str:
    """The id of the tax that Zoho Books puts on shipping, "" for none that is known."""
    known = rules.get("shipping_taxes") or {}
    return str(known[spec] if spec in known else next((one for one in known.values() if one), ""))


def _learn_round_off(found: Json, answer: Mapping[str, Any]) -> None:
    kind = str(answer.get("transaction_rounding_type") or "")
    if not kind or answer.get("total") is None:
        return
    before = found.get("round_off_step") if found.get("transaction_rounding_type") == kind else None
    found["transaction_rounding_type"] = kind
    if kind == NO_ROUNDING:
        found.pop("round_off_step", None)
        return
    total = Decimal(str(answer["total"]))
    exact, most = total - number(answer.get("roundoff_value")), Decimal(before or STEPS[0])
    fitting = [step for step in STEPS if Decimal(step) <= most and to_step(exact, Decimal(step)) == total]
    found["round_off_step"] = next(iter(fitting), STEPS[-1])


def _learn_places(found: Json, answer: Mapping[str, Any]) -> None:
    place, spec = str(answer.get("place_of_supply") or ""), str(answer.get("tax_specification") or "")
    if place and spec in (INTRA, INTER):
        found["specifications"] = {**(found.get("specifications") or {}), place: spec}


def _is_abroad_or_exempt(sent: Mapping[str, Any]) -> bool:
    """Whether the order left the country or was free of tax, so that its shipping says nothing of other orders."""
    treatments = {sent.get(name) for name in ("gst_treatment", "vat_treatment", "tax_treatment")}
    return bool(treatments & {"overseas", "non_gcc"}) or any(name.startswith("tax_exemption") for name in sent)


def _learn_shipping(found: Json, answer: Mapping[str, Any]) -> None:
    """Nothing is learned of an order without shipping.

    An answer that contradicts an earlier one shows that the organization has changed: all earlier ones are forgotten.
    """
    charge = number(answer.get("shipping_charge"))
    if charge <= 0 or answer.get("shipping_charge_inclusive_of_tax") in (None, ""):
        return
    spec, tax_id = str(answer.get("tax_specification") or ""), str(answer.get("shipping_charge_tax_id") or "")
    known = found.get("shipping_taxes") or {}
    found["shipping_taxes"] = {**(known if known.get(spec, tax_id) == tax_id else {}), spec: tax_id}
    tax = number(answer.get("shipping_charge_inclusive_of_tax")) - number(
        answer.get("shipping_charge_exclusive_of_tax")
    )
    if tax and answer.get("is_inclusive_tax"):
        found["shipping_includes_tax"] = number(answer["shipping_charge_inclusive_of_tax"]) == charge
