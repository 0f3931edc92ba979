"""The schema of the Admin API, as far as the stand-in has it."""

from pathlib import Path
from typing import Any

from graphql import GraphQLEnumType, GraphQLSchema, build_schema


def _build() -> GraphQLSchema:
    schema = build_schema((Path(__file__).parent / "admin.graphql").read_text(), no_location=True)
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLEnumType) and not kind.name.startswith("__"):
            # A later version may answer with values that this one does not list.
            kind.coerce_output_value = _as_it_is  # type: ignore[method-assign, assignment]
    return schema


def _as_it_is(value: Any) -> str:
    return str(value)


SCHEMA = _build()
