"""What goes over the API as JSON Schema: the parts that other shapes are put together from."""

from collections.abc import Iterable
from typing import Any

from zoho_app.orders.input.fields import HIGHEST_ID

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
NUMBER: Shape = {"type": "number"}
WHOLE: Shape = {"type": "integer"}
FLAG: Shape = {"type": "boolean"}
ID: Shape = {"type": "integer", "minimum": 1, "maximum": HIGHEST_ID}
ID_TEXT: Shape = {"type": "string", "pattern": "^[0-9]+$"}
TIME: Shape = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"}
DAY_OR_BLANK: Shape = {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}
# PHP writes an object without names as [].
NAMES: Shape = {
    "anyOf": [{"type": "object", "additionalProperties": TEXT}, {"type": "array", "maxItems": 0}],
}
ANY_OBJECT: Shape = {"type": "object"}


def ref(name: str) -> Shape:
    """A shape that stands among the document's schemas."""
    return {"$ref": f"#/components/schemas/{name}"}


def one_of(values: Iterable[str]) -> Shape:
    """One of these texts."""
    return {"type": "string", "enum": list(values)}


def many(shape: Shape, least: int = 0, most: int | None = None) -> Shape:
    """A list."""
    return {"type": "array", "items": shape} | ({"minItems": least} if least else {}) | _most(most)


def _most(most: int | None) -> Shape:
    return {} if most is None else {"maxItems": most}


def or_null(shape: Shape) -> Shape:
    """The same, or null."""
    return {"anyOf": [shape, {"type": "null"}]}


def answered(fields: dict[str, Shape], optional: Iterable[str] = ()) -> Shape:
    """An object of an answer: exactly these fields, all of them but the optional ones."""
    required = [name for name in fields if name not in set(optional)]
    return {"type": "object", "properties": fields, "required": required, "additionalProperties": False}


def asked(fields: dict[str, Shape], required: Iterable[str] = ()) -> Shape:
    """An object of a request: fields that are not named here are left alone."""
    needed = list(required)
    return {"type": "object", "properties": fields} | ({"required": needed} if needed else {})
