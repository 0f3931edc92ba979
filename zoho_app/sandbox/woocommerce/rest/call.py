"""One request of the API, as its view sees it, and the answer it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...common.store import Document, Store
from ..errors import RestError, invalid_id
from ..orders import book


@dataclass(frozen=True)
class Call:
    """The shop's memory, the address of the API, the query, the JSON body, and the numbers in the route."""

    store: Store
    root: str
    query: Mapping[str, str]
    body: dict[str, Any]
    numbers: dict[str, str]
    lag: float = 0
    repeats: bool = False

    def order(self) -> Document:
        """Return the order of the route; raise RestError when there is none."""
        found = book.get(self.store, self.numbers["order"])
        if found is None:
            raise invalid_id()
        return found


@dataclass(frozen=True)
class Answer:
    data: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


View = Callable[[Call], Answer]


def refuse_anonymous() -> RestError:
    return RestError(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
