"""Numbers of rows as forms and addresses name them."""

from zoho_app.orders.input.fields import HIGHEST_ID


def row_id(text: str) -> int:
    """The number; for `type=` of a form's `get`, which takes the ValueError of any other text for no answer."""
    number = int(text)
    if not 0 <= number <= HIGHEST_ID:
        raise ValueError("no row has such a number")
    return number
