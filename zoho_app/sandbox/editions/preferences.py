"""What the owner of an organization decides, and what nobody outside Zoho knows: both are switches.

They are kept in the organization itself. Where it keeps none, its edition says what is usual.
"""

from dataclasses import dataclass
from typing import Any

from ..common.store import Document
from .table import Edition, edition_by_country


@dataclass(frozen=True)
class Switch:
    """One preference: how it is called on the page, and the values it may have, with their labels."""

    label: str
    values: dict[Any, str]


LEVELS = {"entity_level": "once for the whole order", "item_level": "on each line"}
# Of the three kinds of rounding only the name no_rounding is published.
SWITCHES = {
    "tax_rounding": Switch("Taxes are rounded", LEVELS),
    "transaction_rounding_type": Switch(
        "Totals are rounded",
        {"no_rounding": "not at all", "nearest_whole": "to the nearest whole", "nearest_step": "to the nearest 0.05"},
    ),
    "discount_type": Switch(
        "Discounts count, unless told otherwise",
        {"item_level": "on lines only", "entity_level": "on the whole order"},
    ),
    "is_discount_before_tax": Switch("Discounts are taken", {True: "before tax", False: "after tax"}),
    "shipping_includes_tax": Switch(
        "Where prices include tax, shipping", {True: "includes it, too", False: "is without tax"}
    ),
    "finer_rates": Switch(
        "Rates with too many decimals are",
        {"kept": "kept", "cut": "cut", "refused": "refused"},
    ),
}

# Neither documented nor seen. The first answer is the one that the sandbox gives unless told otherwise.
OPEN_QUESTIONS = {
    # Seen by name with code in one live organization; whether all answer so is not known.
    "returned_countries": Switch(
        "Countries and states come back",
        {
            "as_given": "as they were given, with their code",
            "names": "by name, with their code",
            "names_only": "by name, without their code",
        },
    ),
    "searched_emails": Switch(
        "A search text finds the e-mail addresses of",
        {"all": "all contact persons", "primary": "the primary contact person"},
    ),
    "contact_persons_list": Switch("The list of all contact persons is", {"there": "there", "missing": "missing"}),
    "salesorder_ids_limit": Switch("The filter salesorder_ids takes 200", {"ids": "ids", "characters": "characters"}),
    "unknown_reference_code": Switch(
        "An item or tax that does not exist gets the code", {"1002": "1002", "2": "2", "4": "4"}
    ),
    "number_case": Switch("A number in another case is", {"same": "the same number", "other": "another number"}),
    "void_of_draft": Switch("Voiding a draft is", {"allowed": "allowed", "refused": "refused"}),
    "package_items": Switch("The items of each package are", {"listed": "listed", "not_listed": "not listed"}),
    "overlong_text": Switch("A text that is too long is", {"refused": "refused", "cut": "cut"}),
    "foreign_elements": Switch(
        "Where an edition has no is_inclusive_tax, it is", {"ignored": "ignored", "refused": "refused"}
    ),
}


def edition_of_organization(organization: Document) -> Edition:
    return edition_by_country(organization["country_code"])


def preference(organization: Document, name: str) -> Any:
    """Return the value of a switch, or the name of the tax on shipping ("shipping_tax", "" for none)."""
    usual = _usual(organization)
    return organization.get("preferences", {}).get(name, usual[name])


def _usual(organization: Document) -> dict[str, Any]:
    edition = edition_of_organization(organization)
    return {
        "tax_rounding": edition.tax_rounding,
        "transaction_rounding_type": edition.rounding_type,
        "discount_type": "item_level",
        "is_discount_before_tax": True,
        "shipping_includes_tax": True,
        "shipping_tax": edition.shipping_tax,
        **{name: next(iter(switch.values)) for name, switch in OPEN_QUESTIONS.items()},
        # Not seen for two and three decimals; a currency without decimals refuses or cuts.
        "finer_rates": "refused" if organization.get("price_precision", 2) == 0 else "kept",
    }


def set_preferences(organization: Document, given: dict[str, Any], tax_names: list[str]) -> None:
    """Put preferences into an organization, unsaved; raise ValueError that names a wrong one."""
    switches = {**SWITCHES, **OPEN_QUESTIONS}
    for name, value in given.items():
        if name == "shipping_tax":
            is_right = value in ("", *tax_names)
        else:
            is_right = name in switches and isinstance(value, (str, bool)) and value in switches[name].values
        if not is_right:
            raise ValueError(f"Cannot set {name} to {value!r}.")
    organization["preferences"] = {**organization.get("preferences", {}), **given}
