"""The variables of a query, checked against their types."""

import re
from typing import Any

from graphql import GraphQLError, OperationDefinitionNode, print_ast
from graphql.execution.values import get_variable_values

from .schema import SCHEMA

INVALID = re.compile(r"Variable '\$(\w+)' has invalid value(?: at \.?([^:]+))?: (.*)", re.DOTALL)


class InvalidVariables(Exception):
    """Variables that do not fit; `errors` are those of the answer."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__()
        self.errors = errors


def coerced(operation: OperationDefinitionNode, given: dict[str, Any]) -> dict[str, Any]:
    """Return the values of all variables, defaults included; raise InvalidVariables."""
    found = get_variable_values(SCHEMA, operation.variable_definitions or (), given)
    if isinstance(found, list):
        raise InvalidVariables(_grouped(operation, given, found))
    return dict(found.coerced)


def _grouped(
    operation: OperationDefinitionNode, given: dict[str, Any], errors: list[GraphQLError]
) -> list[dict[str, Any]]:
    """Return one error for each variable, with a problem for each thing that is wrong in it."""
    grouped: dict[str, dict[str, Any]] = {}
    for error in errors:
        match = INVALID.match(error.message)
        name, at, reason = match.groups() if match else ("", None, error.message)
        path: list[str | int] = [int(one) if one.isdecimal() else one for one in re.findall(r"\w+", at or "")]
        explanation = _explained(reason)
        entry = grouped.setdefault(
            name,
            {
                "message": f"Variable ${name} of type {_type(operation, name)} was provided invalid value",
                "locations": [{"line": place.line, "column": place.column} for place in error.locations or []],
                "extensions": {"code": "INVALID_VARIABLE", "value": given.get(name), "problems": []},
            },
        )
        if path:
            where = ".".join(str(one) for one in path)
            entry["message"] += f"{',' if entry['extensions']['problems'] else ' for'} {where} ({explanation})"
        entry["extensions"]["problems"].append({"path": path, "explanation": explanation})
    return list(grouped.values())


def _explained(reason: str) -> str:
    if "to be provided" in reason or "not to be None" in reason:
        return "Expected value to not be null"
    unknown = re.search(r"unknown field '(\w+)'", reason)
    return "Field is not defined on the input object" if unknown else reason


def _type(operation: OperationDefinitionNode, name: str) -> str:
    for definition in operation.variable_definitions or ():
        if definition.variable.name.value == name:
            return print_ast(definition.type)
    return ""
