"""What can go wrong with a shop, in words for people."""

from datetime import datetime

# Causes of failed appointments; web/remedies/channels.py has their words.
ACCESS, CLOSED, HIDDEN, ANSWER = "shop access", "shop closed", "shop hides data", "shop answer"


class ShopProblem(Exception):
    """A look at a shop that did not succeed; its text is for people."""


class TryLater(ShopProblem):
    """The shop asks to wait until `until`, which is no failure."""

    def __init__(self, words: str, until: datetime) -> None:
        super().__init__(words)
        self.until = until


class ShopDown(ShopProblem):
    """The shop did not answer, or is out of order."""


class OutcomeUnknown(ShopDown):
    """The call was sent, but no whole answer came; the shop may have acted on it."""


class PersonNeeded(ShopProblem):
    """Only a person can help; `cause` is one of the codes above."""

    def __init__(self, cause: str, words: str) -> None:
        super().__init__(words)
        self.cause = cause


class Refused(ShopProblem):
    """The shop refused this one call; what it says stands in the text."""
