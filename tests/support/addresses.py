"""The addresses of all pages and of the API, as the URL map has them."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule


def pages(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Each rule of the URL map, except files, with who may use it."""
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.endswith("static"):
            yield rule, getattr(app.view_functions[rule.endpoint], "access", "nobody")


def address(app: Flask, rule: Rule, store_id: int, **ids: Any) -> str:
    """The rule's address in that store; whatever else it asks for is number 1, or the word "x"."""
    values = {name: ids.get(name, _any_value(rule, name)) for name in rule.arguments}
    if "store_id" in values:
        values["store_id"] = store_id
    with app.test_request_context():
        return rule.build(values)[1]


def _any_value(rule: Rule, name: str) -> Any:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
