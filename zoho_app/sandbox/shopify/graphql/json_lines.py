"""A bulk operation's result: one JSON line for each object of a connection, children after their parents."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

MOST_CONNECTIONS, DEEPEST = 5, 2


@dataclass(frozen=True)
class Lines:
    text: str
    count: int
    roots: int
    error: str | None


def check(document: DocumentNode, operation: OperationDefinitionNode) -> None:
    """Raise ValueError unless the query has 1 to 5 connections, at most two levels of them."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    depths = list(_depths(operation.selection_set, fragments, 0))
    if not depths:
        raise ValueError("Bulk queries must contain at least one connection.")
    if len(depths) > MOST_CONNECTIONS:
        raise ValueError(f"Bulk queries cannot contain more than {MOST_CONNECTIONS} connections.")
    if max(depths) > DEEPEST:
        raise ValueError(f"Bulk queries cannot contain connections with a nesting depth greater than {DEEPEST}.")


def _depths(selection: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode], depth: int) -> Iterator[int]:
    """Yield how deep each connection stands; it is known by the nodes or edges that are asked of it."""
    for one in selection.selections:
        if isinstance(one, FragmentSpreadNode):
            yield from _depths(fragments[one.name.value].selection_set, fragments, depth)
        elif isinstance(one, InlineFragmentNode):
            yield from _depths(one.selection_set, fragments, depth)
        elif isinstance(one, FieldNode) and one.selection_set:
            names = [inner.name.value for inner in one.selection_set.selections if isinstance(inner, FieldNode)]
            is_connection = "nodes" in names or "edges" in names
            if is_connection:
                yield depth + 1
            yield from _depths(one.selection_set, fragments, depth + is_connection)


def lines_of(data: dict[str, Any], error: str | None) -> Lines:
    """Return the file of an answer's data; nothing of it when the query failed."""
    if error:
        return Lines("", 0, 0, error)
    found = [line for value in data.values() for line in _connection(value, None)]
    roots = sum("__parentId" not in line for line in found)
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in found)
    return Lines(text, len(found), roots, None)


def _connection(value: Any, parent_id: str | None) -> Iterator[dict[str, Any]]:
    for node in _nodes(value) or []:
        own = {name: inner for name, inner in node.items() if _nodes(inner) is None}
        yield {**own, "__parentId": parent_id} if parent_id else own
        for inner in node.values():
            if _nodes(inner) is not None:
                yield from _connection(inner, str(node.get("id", "")))


def _nodes(value: Any) -> list[dict[str, Any]] | None:
    """Return the rows of a connection, None for anything else."""
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("nodes"), list):
        return list(value["nodes"])
    if isinstance(value.get("edges"), list):
        return [edge["node"] for edge in value["edges"]]
    return None
