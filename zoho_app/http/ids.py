"""Answer 404 for ids in addresses that are too large for an id column."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """`<int:...>` of a route, up to what an id column holds; anything larger answers 404."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", LARGEST_ID)
        super().__init__(*args, **kwargs)


def init_app(app: Flask) -> None:
    """Use it for every `<int:...>` from here on."""
    app.url_map.converters["int"] = IdConverter
