"""The OpenAPI document as the page shows it: groups of operations, and the shapes that they name."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """One operation."""

    method: str
    path: str
    summary: str
    more: str
    parameters: list[tuple[str, str]]  # name, what it may be
    body: str  # the name of its shape; "" for none
    answers: list[tuple[str, str]]  # status, words
    fields: list[tuple[str, str]]  # of the answer when all went well


def read(document: Json) -> Json:
    """What the template needs."""
    groups: dict[str, list[Shown]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_shown(path, method, operation))
    shapes = {name: _fields(shape) for name, shape in document["components"]["schemas"].items()}
    return {"groups": groups, "shapes": {name: fields for name, fields in shapes.items() if fields}}


def _shown(path: str, method: str, operation: Json) -> Shown:
    answers = operation["responses"]
    done = next(one for status, one in answers.items() if status.startswith("2"))
    return Shown(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        more=operation.get("description", ""),
        parameters=[(one["name"], words(one["schema"])) for one in operation.get("parameters", ())],
        body=words(_schema(operation["requestBody"])) if "requestBody" in operation else "",
        answers=[(status, one["description"]) for status, one in answers.items()],
        fields=_fields(_schema(done)),
    )


def _schema(one: Json) -> Json:
    schema: Json = one["content"]["application/json"]["schema"]
    return schema


def _fields(shape: Json) -> list[tuple[str, str]]:
    """The names and kinds of an object's fields, or of the objects of a list."""
    if shape.get("type") == "array":
        shape = shape["items"]
    needed = shape.get("required", ())
    fields = shape.get("properties", {}).items()
    return [(name, words(one) + (", required" if name in needed else "")) for name, one in fields]


def words(shape: Json) -> str:
    """What a value may be, in words."""
    if "$ref" in shape:
        return str(shape["$ref"].rpartition("/")[2])
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(map(words, shape["anyOf"])))
    if "enum" in shape:
        return "one of " + ", ".join(shape["enum"])
    if "const" in shape:
        return f"“{shape['const']}”"
    if shape.get("type") == "array":
        return f"list of {words(shape['items'])}" if "items" in shape else "[]"
    kinds = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "names with values"}
    return kinds.get(shape.get("type", ""), str(shape.get("type", "anything")))
