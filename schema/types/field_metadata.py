from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from graphql import GraphQLField, GraphQLNamedType
from strawberry.schema.schema_converter import GraphQLCoreConverter

from resolvers.paging import MAX_PAGE_SIZE


def definition_of(declared: GraphQLField | GraphQLNamedType) -> Any:
    """Return Strawberry's definition of a field or type, which has its `metadata` and its resolver."""
    return declared.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]


def reads(*attributes: str) -> dict[str, object]:
    """
    The `metadata` of a field whose resolver compiled code may call, in lists too. Such a resolver depends on its
    parent, of which it reads `attributes`, on its arguments and on `info.context` alone. In a list it is called for
    each row with the same `info`, whose path lacks the index. An async one is awaited together with those of the other
    rows, so it should fetch with `Context.load`. Another one only computes: it may be called twice.
    """
    return {"attributes": attributes}


def bound_once(bind: Callable[..., Callable[[Any], object]]) -> dict[str, object]:
    """
    The `metadata` of a field whose work that does not depend on its parent is done once per execution: compiled
    code calls, for each parent, the function that `bind` has returned for the context and the field's arguments. The
    resolver must return the same.
    """
    return {"bind": bind}


def costs(units: float) -> dict[str, object]:
    """
    The `metadata` of a field that costs more than an object or a leaf: of a long text, or of a field that takes a
    statement of its own. `units` are those of `schema/execution/cost/prices.py`.
    """
    return {"price": units}


class Entries(NamedTuple):
    """How many entries a list has."""

    most: int
    """The maximum, which the stored data or the resolver's statement guarantees."""
    counted: int | Literal["page", "first", "ids", "dates"]
    """How many entries its cost counts: this number, the size of the page around it, or the number asked for."""
    usual: int
    """The most entries that its cost counts: `most`, unless the entries are short and rarely so many."""


def at_most(entries: int, *, counted: int | None = None) -> dict[str, object]:
    """
    The `metadata` of a list, which every list needs. `counted` is the number of entries that its cost counts, for short
    entries without objects of which there are rarely so many.
    """
    return {"entries": Entries(entries, counted or entries, counted or entries)}


def of_page(most: int = MAX_PAGE_SIZE) -> dict[str, object]:
    """The `metadata` of a list with as many entries as its page, or as the input of its mutation has ids or tasks."""
    return {"entries": Entries(most, "page", most)}


def given(by: Literal["first", "ids", "dates"], most: int, *, usual: int | None = None) -> dict[str, object]:
    """The `metadata` of a list with as many entries as its argument asks for, or as may be between its dates."""
    return {"entries": Entries(most, by, usual or most)}
