"""
The execution of lists, a column at a time.

graphql-core completes a list of 50 tasks of 12 fields by 600 calls of `execute_field`, each of which builds what a
resolver might ask for (arguments, a path, `info`) before it reads an attribute of a row. That takes several times as
long as the database takes to find the rows. But all rows are asked for the same fields; so here a field is looked at
once, its attribute is read from every row, and the values are completed together: a column. At the end the columns
are joined to objects again.

    values of `nodes`:  row, row, row
    column `id`:        "1", "2", "3"         (every row's `id`, as the scalar ID writes it)
    column `status`:    "PENDING", None, …    (likewise, nulls kept)
    joined:             {"id": "1", "status": "PENDING"}, …

This is done for what is plain: objects whose fields are attributes, scalars, enums, `__typename`, lists of those, and
fields whose resolver is marked `metadata=COLUMN` (see there). Whenever anything else turns up (another resolver, an
interface, `@defer`, an awaitable, an error, a null where none may be), the column is given up and graphql-core's own
method completes the list from the start: results and errors are its results and errors, whatever happens here.
For that, reading an attribute twice must do no harm. tests/schema/test_executor.py compares the two.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from enum import Enum
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, TypeAlias
from uuid import UUID

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLID,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLString,
    Undefined,
    get_named_type,
    is_leaf_type,
)
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter, get_arguments
from strawberry.types.field import StrawberryField

COLUMN = {"column": True}
"""
The `metadata` of a field whose resolver is a plain function of its parent (its first parameter), its arguments and
`info.context`, and does no harm when called twice. It is called for each row with the same `info`, which knows
no row: its path lacks the index.
"""

PLAIN = (type(None), int, float, str, date, UUID, Enum, dict, list, tuple)
INT_BOUND = 2**31


Info: TypeAlias = GraphQLResolveInfo[Any]


class NotPlain(Exception):
    """graphql-core has to complete this list."""


class ColumnExecutor(StrawberryGraphQLCoreExecutionContext):
    @property
    def has_middlewares(self) -> bool:
        """Something wants to see each call of a resolver."""
        return self.middleware_manager is not None and bool(self.middleware_manager.middlewares)

    def complete_list_value(
        self,
        return_type: GraphQLList[Any],
        field_details_list: Any,
        info: Info,
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        if type(result) in {list, tuple} and position_context is None and not self.has_middlewares:
            with suppress(Exception):  # it will come up again, and be told as graphql-core tells it
                return self.complete_list(return_type, field_details_list, info, result)
        return super().complete_list_value(return_type, field_details_list, info, path, result, position_context)

    def complete_list(self, return_type: GraphQLList[Any], details: Any, info: Info, values: Any) -> list[Any]:
        streamed = any(directive.name.value == "stream" for one in details for directive in one.node.directives or ())
        if type(values) not in {list, tuple} or streamed:
            raise NotPlain
        return self.complete_column(return_type.of_type, details, info, values)

    def complete_column(
        self, return_type: GraphQLOutputType, details: Any, info: Info, values: Sequence[Any]
    ) -> list[Any]:
        """What `complete_value` makes of each of the values."""
        if isinstance(return_type, GraphQLNonNull):
            completed = self.complete_column(return_type.of_type, details, info, values)
            if None in completed:
                raise NotPlain
            return completed
        kinds = set(map(type, values))
        self.check_kinds(kinds, values)
        if type(None) not in kinds:
            return self.complete_values(return_type, details, info, values, kinds)
        kinds.discard(type(None))
        present = [value for value in values if value is not None]
        rest = iter(self.complete_values(return_type, details, info, present, kinds))
        return [None if value is None else next(rest) for value in values]

    def check_kinds(self, kinds: set[type], values: Sequence[Any]) -> None:
        if all(map(is_plain, kinds)):
            return
        for value in values:
            if isinstance(value, Exception) or value is Undefined or self.is_awaitable(value):
                raise NotPlain

    def complete_values(
        self, return_type: Any, details: Any, info: Info, values: Sequence[Any], kinds: set[type]
    ) -> list[Any]:
        """None is none of the values."""
        if isinstance(return_type, (GraphQLScalarType, GraphQLEnumType)):
            return complete_leaves(return_type, values, kinds)
        if isinstance(return_type, GraphQLObjectType):
            return self.complete_objects(return_type, details, info, values)
        if isinstance(return_type, GraphQLList):
            return [self.complete_list(return_type, details, info, value) for value in values]
        raise NotPlain

    def complete_objects(
        self, return_type: GraphQLObjectType, details: Any, info: Info, objects: Sequence[Any]
    ) -> list[Any]:
        is_type_of = return_type.is_type_of
        if is_type_of and not all(is_type_of(one, info) is True for one in objects):
            raise NotPlain
        fields, deferred, _ = self.collect_subfields(return_type, details)
        if deferred:
            raise NotPlain
        if not fields:
            return [{} for _ in objects]
        columns = [self.read_column(return_type, name, fields[name], info, objects) for name in fields]
        names = tuple(fields)
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def read_column(
        self, parent_type: GraphQLObjectType, name: str, details: Any, info: Info, objects: Sequence[Any]
    ) -> list[Any]:
        """The field `name` of every object, completed."""
        node = details[0].node
        if node.name.value == "__typename":
            return [parent_type.name] * len(objects)
        field = self.schema.get_field(parent_type, node.name.value)
        if field is None:
            raise NotPlain
        if not is_leaf_type(get_named_type(field.type)) or not getattr(field.resolve, "_is_default", False):
            nodes = [one.node for one in details]  # what nothing will ask for is not built
            info = self.build_resolve_info(field, nodes, parent_type, Path(info.path, name, parent_type.name))
        read = self.reader(field, details[0], info)
        return self.complete_column(field.type, details, info, list(map(read, objects)))

    def reader(self, field: GraphQLField, detail: Any, info: Info) -> Callable[[Any], Any]:
        definition: StrawberryField = field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
        if getattr(field.resolve, "_is_default", False) and not field.args and not detail.node.arguments:
            if definition.default_resolver is getattr:
                return attrgetter(definition.python_name)
        elif definition.metadata.get("column") and not definition.is_async and not definition.extensions:
            return self.marked_resolver(field, definition, detail, info)
        raise NotPlain

    def marked_resolver(
        self, field: GraphQLField, definition: StrawberryField, detail: Any, info: Info
    ) -> Callable[[Any], Any]:
        """The function itself, its arguments read once for all rows."""
        schema = self.schema.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
        resolver = definition.base_resolver
        if resolver is None or resolver.parent_parameter is None:
            raise NotPlain
        _, arguments = get_arguments(
            field=definition,
            source=None,
            info=schema.config.info_class(_raw_info=info, _field=definition),
            kwargs=get_argument_values(
                field, detail.node, self.variable_values, detail.fragment_variable_values, self.hide_suggestions
            ),
            config=schema.config,
            scalar_registry=schema.schema_converter.scalar_registry,
        )
        del arguments[resolver.parent_parameter.name]
        function: Any = resolver.wrapped_func
        return partial(function, **arguments)


@lru_cache(maxsize=1_000)
def is_plain(kind: type) -> bool:
    """Whether its values need no closer look."""
    return issubclass(kind, PLAIN) and not issubclass(kind, Exception) and not hasattr(kind, "__await__")


def complete_leaves(return_type: Any, values: Sequence[Any], kinds: set[type]) -> list[Any]:
    """As their type writes them. What most columns hold needs no function of Python's to be called for each."""
    write = return_type.coerce_output_value
    if return_type is GraphQLString and kinds == {str}:
        return list(values)
    if return_type is GraphQLInt and kinds == {int} and min(values) >= -INT_BOUND and max(values) < INT_BOUND:
        return list(values)
    if return_type is GraphQLID and all(issubclass(kind, UUID) for kind in kinds):
        return list(map(str, values))
    if isinstance(return_type, GraphQLEnumType) and len(kinds) == 1 and issubclass(next(iter(kinds)), Enum):
        names = {member: write(member) for member in set(values)}
        completed = [names[member] for member in values]
    else:
        completed = list(map(write, values))
    if not {type(None), type(Undefined)}.isdisjoint(map(type, completed)):
        raise NotPlain
    return completed
