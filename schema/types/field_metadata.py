from collections.abc import Callable
from copy import copy
from typing import Any, Literal, NamedTuple

from graphql import GraphQLField, GraphQLNamedType, GraphQLSchema, is_object_type
from strawberry.schema.schema_converter import GraphQLCoreConverter

from resolvers.paging import MAX_PAGE_SIZE


def definition_of(declared: GraphQLField | GraphQLNamedType) -> Any:
    """Return Strawberry's definition of a field or type, which has its `metadata` and its resolver."""
    return declared.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]


def reads(*attributes: str) -> dict[str, object]:
    """
    The `metadata` of a field whose resolver compiled code may call, also in lists. It may depend only on these
    `attributes` of its parent, on its arguments and on `info.context`. In a list, each row's call gets the same `info`,
    whose path lacks the index. Async ones are awaited together, so they should fetch with `Context.load`.
    Others only compute, and may be called twice.
    """
    return {"attributes": attributes}


def bound_once(bind: Callable[..., Callable[[Any], object]]) -> dict[str, object]:
    """
    The `metadata` of a field with work that does not depend on its parent, and so is done once per execution. `bind`
    takes the context and the field's arguments, and returns a function, which compiled code calls for each parent. The
    resolver must return the same.
    """
    return {"bind": bind}


def costs(units: float) -> dict[str, object]:
    """
    The `metadata` of a field that costs more than an object or a leaf, because it has a long text or takes a statement.
    `units` are those of `schema/execution/cost/prices.py`.
    """
    return {"price": units}


def deprecated(reason: str) -> str:
    """The `deprecation_reason` of a field: what replaces it, and how long it stays."""
    return f"{reason} Stays until version 2."


def formerly(name: str) -> dict[str, object]:
    """The `metadata` of a field that was called `name` in an earlier release. `add_former_names` adds that field."""
    return {"formerly": name}


def add_former_names(schema: GraphQLSchema) -> None:
    """Add each field by its former name, too, deprecated."""
    for kind in filter(is_object_type, schema.type_map.values()):
        if kind.name.startswith("__"):
            continue
        for name, field in list(kind.fields.items()):
            if former := definition_of(field).metadata.get("formerly"):
                kind.fields[former] = copy(field)
                kind.fields[former].deprecation_reason = deprecated(f"Use `{name}`.")


class Entries(NamedTuple):
    """How many entries a list has."""

    most: int
    """The maximum, which the stored data or the statement guarantees."""
    counted: int | Literal["page", "first", "ids", "dates"]
    """The number of entries that its cost counts: this one, the size of its page, or the number asked for."""
    usual: int
    """The most entries that its cost counts: `most`, unless the entries are short and rarely so many."""


def at_most(entries: int, *, counted: int | None = None) -> dict[str, object]:
    """
    The `metadata` that every list needs. Its cost counts `counted` entries, for short entries without objects if there
    are rarely more.
    """
    return {"entries": Entries(entries, counted or entries, counted or entries)}


def of_page(most: int = MAX_PAGE_SIZE) -> dict[str, object]:
    """The `metadata` of a list with as many entries as its page, or as the input of its mutation has ids or tasks."""
    return {"entries": Entries(most, "page", most)}


def given(by: Literal["first", "ids", "dates"], most: int, *, usual: int | None = None) -> dict[str, object]:
    """The `metadata` of a list with as many entries as its argument asks for, or as its dates allow."""
    return {"entries": Entries(most, by, usual or most)}
