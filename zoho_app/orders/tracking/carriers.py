"""The page on which a parcel can be followed, as its carrier's name and its number tell."""

from urllib.parse import quote

from zoho_app.orders.tracking import check_digits, names, numbers


def tracking_url(carrier: str, tracking_number: str) -> str:
    """The page that follows the parcel, always https; "" unless there is one number and no doubt whose it is.

    What the check digit proves goes before the name: a number of UPS leads to UPS, whatever was typed.
    """
    found = numbers.read(tracking_number)
    if len(found) != 1 or found[0].link:
        return ""
    number = found[0].number
    carries = check_digits.proved(number) or names.page_of(carrier)
    if carries is None or not carries.page:
        return ""
    return carries.page.format(quote(number, safe=""))
