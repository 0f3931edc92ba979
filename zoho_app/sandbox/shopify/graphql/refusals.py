"""What Shopify says to a query that does not fit the schema; graphql-core finds the faults, in words of its own."""

import re
from collections.abc import Callable
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    Node,
    OperationDefinitionNode,
    specified_rules,
    validate,
)
from graphql.language import FieldNode, FragmentDefinitionNode, InlineFragmentNode

from .schema import SCHEMA

Translation = tuple[str, dict[str, Any]]


def _undefined_field(found: re.Match[str]) -> Translation:
    name, kind = found.groups()
    words = f"Field '{name}' doesn't exist on type '{kind}'"
    return words, {"code": "undefinedField", "typeName": kind, "fieldName": name}


def _undefined_argument(found: re.Match[str]) -> Translation:
    argument, kind, field = found.groups()
    words = f"Field '{field}' doesn't accept argument '{argument}'"
    details = {"name": field, "typeName": "Field", "argumentName": argument}
    return words, {"code": "argumentNotAccepted", **details}


def _missing_argument(found: re.Match[str]) -> Translation:
    field, argument = found.groups()
    words = f"Field '{field}' is missing required arguments: {argument}"
    details = {"className": "Field", "name": field, "arguments": argument}
    return words, {"code": "missingRequiredArguments", **details}


def _no_selection(found: re.Match[str]) -> Translation:
    field, kind = found.groups()
    kind = kind.strip("[]!")
    words = f"Field must have selections (field '{field}' returns {kind} but has no selections. "
    return f"{words}Did you mean '{field} {{ ... }}'?)", {"code": "selectionMismatch", "nodeName": f"field '{field}'"}


def _selection_on_scalar(found: re.Match[str]) -> Translation:
    field, kind = found.groups()
    words = f"Selections can't be made on scalars (field '{field}' returns {kind.strip('[]!')} but has selections)"
    return words, {"code": "selectionMismatch", "nodeName": f"field '{field}'"}


def _undefined_variable(found: re.Match[str]) -> Translation:
    name = found[1]
    words = f"Variable ${name} is used by anonymous query but not declared"
    if found[2]:
        words = f"Variable ${name} is used by {found[2]} but not declared"
    return words, {"code": "variableNotDefined", "variableName": name}


def _unused_variable(found: re.Match[str]) -> Translation:
    name, operation = found.groups()
    words = f"Variable ${name} is declared by {operation or 'anonymous query'} but not used"
    return words, {"code": "variableNotUsed", "variableName": name}


def _undefined_type(found: re.Match[str]) -> Translation:
    return f"No such type {found[1]}, so it can't be a fragment condition", {"code": "undefinedType"}


WORDS: tuple[tuple[str, Callable[[re.Match[str]], Translation]], ...] = (
    (r"Cannot query field '(\w+)' on type '(\w+)'", _undefined_field),
    (r"Unknown argument '(\w+)' on field '(\w+)\.(\w+)'", _undefined_argument),
    (r"Argument '\w+\.(\w+)\((\w+):\)' of type '[^']+' is required", _missing_argument),
    (r"Field '(\w+)' of type '([^']+)' must have a selection of subfields", _no_selection),
    (r"Field '(\w+)' must not have a selection since type '([^']+)' has no subfields", _selection_on_scalar),
    (r"Variable '\$(\w+)' is not defined(?: by operation '(\w+)')?", _undefined_variable),
    (r"Variable '\$(\w+)' is never used(?: in operation '(\w+)')?", _unused_variable),
    (r"Unknown type '(\w+)'", _undefined_type),
)


def problems(document: DocumentNode) -> list[dict[str, Any]]:
    """Return everything that is wrong with a document, as the errors of an answer."""
    return [_translated(document, error) for error in validate(SCHEMA, document, specified_rules)]


def _translated(document: DocumentNode, error: GraphQLError) -> dict[str, Any]:
    message, extensions = error.message, {"code": _plain_code(error.message)}
    for pattern, words in WORDS:
        found = re.match(pattern, error.message)
        if found:
            message, extensions = words(found)
            break
    path = path_to(document, error.nodes[0]) if error.nodes else []
    locations = [{"line": place.line, "column": place.column} for place in error.locations or []][:1]
    return {"message": message, "locations": locations, "path": path, "extensions": extensions}


def _plain_code(message: str) -> str:
    """Return the code of what has no words of its own here: literals of another type, and all the rest."""
    is_literal = re.search(
        r"cannot represent|Expected value of type|is not defined by type|does not exist in", message
    )
    return "argumentLiteralsIncompatible" if is_literal else "invalidQuery"


def path_to(document: DocumentNode, wanted: Node) -> list[str]:
    """Return the names that lead from an operation to a node, such as query Changed, orders, nodes."""

    def search(node: Node, names: list[str]) -> list[str] | None:
        names = [*names, *_names(node)]
        if node is wanted:
            return names
        for child in _children(node):
            found = search(child, names)
            if found is not None:
                return found
        return None

    return next(filter(None, (search(one, []) for one in document.definitions)), [])


def _names(node: Node) -> list[str]:
    if isinstance(node, OperationDefinitionNode):
        return [f"{node.operation.value} {node.name.value}" if node.name else node.operation.value]
    if isinstance(node, FragmentDefinitionNode):
        return [f"fragment {node.name.value}"]
    if isinstance(node, FieldNode):
        return [node.alias.value if node.alias else node.name.value]
    if isinstance(node, InlineFragmentNode) and node.type_condition:
        return [f"... on {node.type_condition.name.value}"]
    return []


def _children(node: Node) -> list[Node]:
    found: list[Node] = []
    for key in node.keys:
        value = getattr(node, key, None)
        if isinstance(value, Node):
            found.append(value)
        elif isinstance(value, list | tuple):
            found.extend(one for one in value if isinstance(one, Node))
    return found
