"""What a query may cost, and what it did cost.

A scalar costs nothing, an object 1, a list of objects 1 and what is inside once, money nothing, a count 10. A
connection costs 2 and, for each of k rows, 1 and what is inside a row; k is the largest whole number that is not
above twice the natural logarithm of the rows asked for, and at least 1. A mutation costs 10 and what is inside the
object that it returns. The real charge follows from the same rule with the rows that were found; Shopify's own is
not published.
"""

from math import log
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)

from .schema import SCHEMA

MOST = 1000
MUTATION = 10
DEARER_MUTATIONS = {"fulfillmentTrackingInfoUpdate": 50}
COUNT = 10
FREE = {"MoneyBag", "MoneyV2", "PageInfo", "UserError", "BulkOperationUserError"}
Found = list[tuple[FieldNode, GraphQLCompositeType]]


class Cost:
    """Reckons one operation; `variables` are the coerced ones."""

    def __init__(
        self,
        operation: OperationDefinitionNode,
        fragments: dict[str, FragmentDefinitionNode],
        variables: dict[str, Any],
    ) -> None:
        self._operation = operation
        self._fragments = fragments
        self._variables = variables
        is_query = operation.operation is OperationType.QUERY
        root = SCHEMA.query_type if is_query else SCHEMA.mutation_type
        assert root is not None
        self._root = root
        self._is_mutation = not is_query

    def requested(self) -> int:
        return self._all(self._operation.selection_set, self._root, None)

    def actual(self, data: dict[str, Any] | None) -> int:
        """Return what the answer cost; a mutation costs its 10 even when it was refused."""
        return self._all(self._operation.selection_set, self._root, data or {})

    def _all(self, selection: SelectionSetNode, kind: GraphQLCompositeType, data: Any) -> int:
        cost = 0
        for field, parent in self._fields(selection, kind):
            value = None if data is None else data.get(_key(field), MISSING)
            if self._is_mutation and kind is self._root:
                cost += self._mutation(field, parent, value, data is not None)
            elif value is not MISSING:
                cost += self._field(field, parent, value, data is not None)
        return cost

    def _mutation(self, field: FieldNode, parent: GraphQLCompositeType, value: Any, is_actual: bool) -> int:
        cost = DEARER_MUTATIONS.get(field.name.value, MUTATION)
        kind = self._kind(field, parent)
        if kind is None or not field.selection_set:
            return cost
        for inner, payload in self._fields(field.selection_set, kind):
            inner_kind = self._kind(inner, payload)
            if inner_kind is None or inner_kind.name in FREE or not inner.selection_set:
                continue
            found = value.get(_key(inner)) if isinstance(value, dict) else None
            if not is_actual or found is not None:
                cost += self._all(inner.selection_set, inner_kind, found)
        return cost

    def _field(self, field: FieldNode, parent: GraphQLCompositeType, value: Any, is_actual: bool) -> int:
        kind = self._kind(field, parent)
        if kind is None or kind.name in FREE or not field.selection_set:
            return 0
        if is_actual and not value:
            return 0
        if kind.name == "Count":
            return COUNT
        if kind.name.endswith("Connection"):
            return self._connection(field, kind, value)
        rows = value if isinstance(value, list) else [value]
        return 1 + max(self._all(field.selection_set, kind, row) for row in rows)

    def _connection(self, field: FieldNode, kind: Any, value: Any) -> int:
        cost = 2
        assert field.selection_set is not None
        for inner, _ in self._fields(field.selection_set, kind):
            name, selection = inner.name.value, inner.selection_set
            if name not in ("nodes", "edges") or selection is None:
                continue
            inner_kind = self._kind(inner, kind)
            assert inner_kind is not None
            if value is None:
                inside = self._rows(name, selection, inner_kind, None)
                cost += rows_counted(self._first(field)) * (1 + inside)
            elif value.get(_key(inner)):
                rows = value[_key(inner)]
                inside = max(self._rows(name, selection, inner_kind, row) for row in rows)
                cost += rows_counted(len(rows)) * (1 + inside)
        return cost

    def _rows(self, name: str, selection: SelectionSetNode, kind: GraphQLCompositeType, row: Any) -> int:
        """Return what is inside a row; the edge around it costs nothing."""
        if name == "nodes":
            return self._all(selection, kind, row)
        cost = 0
        for inner, _ in self._fields(selection, kind):
            node_kind = self._kind(inner, kind)
            if node_kind is not None and inner.selection_set is not None:
                cost += self._all(inner.selection_set, node_kind, None if row is None else row.get(_key(inner)) or {})
        return cost

    def _first(self, field: FieldNode) -> int:
        for argument in field.arguments or ():
            if argument.name.value in ("first", "last"):
                value = argument.value
                if isinstance(value, VariableNode):
                    return int(self._variables.get(value.name.value) or 1)
                return int(value.value) if isinstance(value, IntValueNode) else 1
        return 1

    def _kind(self, field: FieldNode, parent: GraphQLCompositeType) -> GraphQLCompositeType | None:
        fields = getattr(parent, "fields", {})
        if field.name.value not in fields:
            return None
        kind = get_named_type(fields[field.name.value].type)
        return kind if is_composite_type(kind) else None

    def _fields(self, selection: SelectionSetNode, kind: GraphQLCompositeType) -> Found:
        """Return the fields of a selection with the type that each is asked of, fragments unfolded."""
        found: Found = []
        for one in selection.selections:
            if isinstance(one, FieldNode):
                found.append((one, kind))
            elif isinstance(one, FragmentSpreadNode):
                fragment = self._fragments[one.name.value]
                inner = SCHEMA.type_map[fragment.type_condition.name.value]
                found.extend(self._fields(fragment.selection_set, inner))  # type: ignore[arg-type]
            elif isinstance(one, InlineFragmentNode):
                condition = one.type_condition
                inner = SCHEMA.type_map[condition.name.value] if condition else kind
                found.extend(self._fields(one.selection_set, inner))  # type: ignore[arg-type]
        return found


MISSING = object()


def rows_counted(first: int) -> int:
    """Return k: 1 for 1 row, 3 for 5, 7 for 50, 11 for 250."""
    return max(int(2 * log(first)), 1) if first > 0 else 1


def _key(field: FieldNode) -> str:
    return field.alias.value if field.alias else field.name.value
