"""Choose the tax of Zoho Books for an item of an order; never a guess."""

from collections.abc import Sequence
from decimal import Decimal

from zoho_app.zoho_books.errors import NoTax
from zoho_app.zoho_books.taxes.organization_taxes import Tax, rate_text
from zoho_app.zoho_books.taxes.tax_match import TaxMatch


def choose(
    taxes: Sequence[Tax],
    match: TaxMatch,
    rate: Decimal | None,
    name: str,
    places: Sequence[str],
    specification: str = "",
) -> Tax | None:
    """The tax for a rate (percent) and a tax name, as far as the order tells them; None means no tax.

    `places` is where the order goes, the nearest first: its state, its country. Tax Match goes first, by name and
    then by rate; then the only active tax of that rate, or without a rate the only one of that name. Of several with
    that rate, the only one for trade within or across states counts where `specification` tells which of the two it
    is, else the only one that is for both. A rate of 0 for which Zoho Books has no tax means no tax. Raises NoTax.
    """
    active = [tax for tax in taxes if tax.is_active]
    if wanted := match.by_name(name, places) if name else "":
        return _named(active, wanted, _subject(None, name))
    if wanted := match.by_rate(rate, places) if rate is not None else "":
        return _named(active, wanted, _subject(rate, name))
    if rate is None:
        return _only([tax for tax in active if _key(tax.name) == _key(name)], rate, name) if name else None
    fitting = [tax for tax in active if tax.rate == rate]
    if len(fitting) > 1 and specification:
        # GST of 0% has no parts that tell where it holds; IGST is out of the question within a state.
        told = [[tax for tax in fitting if tax.specification == one] for one in (specification, "")]
        fitting = next(filter(None, told), fitting)
    return None if rate == 0 and not fitting else _only(fitting, rate, name)


def _named(active: Sequence[Tax], wanted: str, subject: str) -> Tax:
    found = [tax for tax in active if _key(tax.name) == _key(wanted)]
    if len(found) == 1:
        return found[0]
    what = "several active taxes" if found else "no active tax"
    raise NoTax(f"Tax Match names “{wanted}”, and Zoho Books has {what} of that name. Correct Tax Match.", subject)


def _only(found: Sequence[Tax], rate: Decimal | None, name: str) -> Tax:
    if len(found) == 1:
        return found[0]
    subject = _subject(rate, name)
    if not found:
        raise NoTax(f"Zoho Books has no active tax of {subject}. Choose one for it in Tax Match.", subject)
    names = ", ".join(f"“{tax.name}”" for tax in found[:5])
    raise NoTax(f"Zoho Books has several taxes of {subject}: {names}. Choose one of them in Tax Match.", subject)


def _subject(rate: Decimal | None, name: str) -> str:
    return f"“{name}”" if rate is None else rate_text(rate)


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
