"""What an order tells Zoho Books of its customer's tax: place of supply, treatment, registration number, exemption.

Each field is filled from where the order goes, unless the order's own metadata of that name says it. A field that
can't be filled for certain is left out or refused by name, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zoho_app.orders.input import tax_facts
from zoho_app.orders.places import country_code
from zoho_app.zoho_books.editions import places
from zoho_app.zoho_books.editions.table import GULF, INDIA, UK, US, Edition
from zoho_app.zoho_books.errors import BAD_TAX, NO_PLACE, CannotSubmit

# Zoho Books API: 15 digits and letters, such as 22AAAAA0000A1Z5; the first two digits are the state's.
_GST_NUMBER_LENGTH = 15
_TREATMENTS = {
    "gst_treatment": ("business_gst", "business_none", "overseas", "consumer"),
    "vat_treatment": ("uk", "eu_vat_registered", "overseas"),
    "tax_treatment": (
        "vat_registered",
        "vat_not_registered",
        "gcc_vat_registered",
        "gcc_vat_not_registered",
        "non_gcc",
        "dz_vat_registered",
        "dz_vat_not_registered",
    ),
}

Texts = Mapping[str, str]


@dataclass(frozen=True)
class TaxFields:
    """Fields of the sales order, and of the contact when it is created. `is_exempt`: the order is free of tax.

    `exemption_code` is the reason that the order names, "" when it names none.
    """

    order: Texts = field(default_factory=dict)
    contact: Texts = field(default_factory=dict)
    is_exempt: bool = False
    exemption_code: str = ""

    @property
    def place(self) -> str:
        """The place of supply, "" when the order tells none."""
        return self.order.get("place_of_supply", "")


@dataclass(frozen=True)
class _Asked:
    """The order's metadata and addresses; `home` is the organization's country."""

    metadata: Texts
    ships_to: Texts
    customer: Texts
    home: str

    def told(self, name: str) -> str:
        return tax_facts.told(self.metadata, name)

    def treatment(self, name: str) -> str:
        """The treatment that the order itself names. Raises CannotSubmit for one that Zoho Books does not know."""
        text = self.told(name).casefold()
        if text and text not in _TREATMENTS[name]:
            raise _bad(name, f"“{self.told(name)}” is none of {', '.join(_TREATMENTS[name])}")
        return text


def tax_fields(edition: Edition, home: str, metadata: Texts, ships_to: Texts, customer: Texts) -> TaxFields:
    """The fields for an order with that metadata that goes to `ships_to`; `home` is the organization's country.

    Raises CannotSubmit about metadata that can't be read, and about a place that has to be told and is not.
    """
    asked = _Asked(metadata, ships_to, customer, home)
    fill = {INDIA: _india, GULF: _gulf, UK: _uk, US: _us}.get(edition.key)
    return fill(asked) if fill else TaxFields()


def _india(asked: _Asked) -> TaxFields:
    number = asked.told("gst_no").upper()
    if number and not _is_gst_number(number):
        raise _bad("gst_no", f"“{number[:40]}” is no GST number. It has 15 characters, such as 22AAAAA0000A1Z5")
    own, country = asked.treatment("gst_treatment"), country_code(asked.ships_to.get("country", ""))
    is_abroad = country not in ("", "IN")
    order = {"place_of_supply": "" if is_abroad else _indian_place(asked)}
    if own or number or is_abroad:
        treatment = own or ("overseas" if is_abroad else "business_gst")
        order |= {"gst_treatment": treatment, "gst_no": number if treatment == "business_gst" else ""}
    lives_abroad = country_code(asked.customer.get("country", "")) not in ("", "IN")
    usual = "overseas" if lives_abroad else "business_gst" if number else "consumer"
    contact = {"gst_treatment": own or usual, "gst_no": number}
    contact["place_of_contact"] = "" if lives_abroad else places.indian_state(asked.customer.get("state", ""))
    return TaxFields(_filled(order), _filled(contact), *_exemption(asked))


def _is_gst_number(text: str) -> bool:
    is_plain = text.isascii() and text.isalnum()
    return len(text) == _GST_NUMBER_LENGTH and is_plain and text[:2].isdecimal()


def _indian_place(asked: _Asked) -> str:
    """The state that the order goes to; without one, Zoho Books takes that of the contact."""
    own, state = asked.told("place_of_supply"), asked.ships_to.get("state", "")
    code = places.indian_state(own or state)
    if own and not code:
        raise _bad("place_of_supply", f"“{own[:40]}” is no state of India. Write its code, such as TN")
    if state and not code:
        raise CannotSubmit(
            f"“{state}” is no state of India that Bookdesk knows, and the place of supply decides between CGST with "
            "SGST and IGST. Correct the state of the shipping address, or write its code, such as TN, into the order "
            "metadata place_of_supply, then submit again.",
            NO_PLACE,
            [state],
        )
    return code


def _gulf(asked: _Asked) -> TaxFields:
    own, number = asked.treatment("tax_treatment"), asked.told("tax_reg_no")
    place = _gulf_place(asked)
    leaves = country_code(asked.ships_to.get("country", "")) not in ("", *places.GULF)
    order = {"place_of_supply": place, "tax_treatment": own or ("non_gcc" if leaves else "")}
    lives_in = country_code(asked.customer.get("country", "")) or asked.home
    contact = {"tax_treatment": own or _gulf_treatment(lives_in, asked.home, bool(number)), "tax_reg_no": number}
    contact["country_code"] = "" if leaves else place
    return TaxFields(_filled(order), _filled(contact))


def _gulf_treatment(lives_in: str, home: str, is_registered: bool) -> str:
    if lives_in not in places.GULF:
        return "non_gcc"
    return ("" if lives_in == home else "gcc_") + ("vat_registered" if is_registered else "vat_not_registered")


def _gulf_place(asked: _Asked) -> str:
    """The emirate, or the country of the Gulf; what leaves the Gulf is supplied where the organization is."""
    own, country = asked.told("place_of_supply").upper(), country_code(asked.ships_to.get("country", ""))
    if own:
        if own not in (*places.GULF, *places.EMIRATES):
            raise _bad("place_of_supply", f"“{own[:40]}” is neither an emirate nor a country of the Gulf, such as DU")
        return own
    if country == "AE" or (not country and asked.home == "AE" and asked.ships_to.get("state")):
        found = places.emirate(asked.ships_to.get("state", ""), asked.ships_to.get("city", ""))
        if not found:
            raise CannotSubmit(
                "Zoho Books has to know the place of supply, and neither state nor city of the shipping address "
                f"names an emirate. Write {', '.join(places.EMIRATES.values())} as the state, then submit again.",
                NO_PLACE,
                [asked.ships_to.get("state", "") or asked.ships_to.get("city", "") or "AE"],
            )
        return found
    if not country and asked.ships_to.get("country"):
        raise CannotSubmit(
            "Zoho Books has to know the place of supply, and Bookdesk knows no country "
            f"“{asked.ships_to['country']}”. Correct the country of the shipping address, then submit again.",
            NO_PLACE,
            [asked.ships_to["country"]],
        )
    if country in places.GULF:
        return country
    return asked.home if country else ""


def _uk(asked: _Asked) -> TaxFields:
    own, number = asked.treatment("vat_treatment"), asked.told("vat_reg_no")
    leaves = country_code(asked.ships_to.get("country", "")) not in ("", "GB")
    lives_abroad = country_code(asked.customer.get("country", "")) not in ("", "GB")
    order = {"vat_treatment": own or ("overseas" if leaves else "")}
    contact = {"vat_treatment": own or ("overseas" if lives_abroad else ""), "vat_reg_no": number}
    return TaxFields(_filled(order), _filled(contact))


def _us(asked: _Asked) -> TaxFields:
    return TaxFields({}, {}, *_exemption(asked))


def _exemption(asked: _Asked) -> tuple[bool, str]:
    """Whether the order is free of tax, and the code of the reason that it names."""
    try:
        is_exempt = tax_facts.is_exempt(asked.metadata)
    except tax_facts.Unreadable as problem:
        words = f"The order's metadata {problem}, then submit again."
        raise CannotSubmit(words, BAD_TAX, [tax_facts.TAX_EXEMPT]) from problem
    return is_exempt, asked.told(tax_facts.TAX_EXEMPTION_CODE) if is_exempt else ""


def _filled(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _bad(name: str, words: str) -> CannotSubmit:
    return CannotSubmit(f"The order's metadata {name}: {words}, then submit again.", BAD_TAX, [name])
