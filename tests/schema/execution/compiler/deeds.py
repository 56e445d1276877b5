"""Records the resolvers called and the statements run for an operation, and has resolvers fail in turn."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any

import pytest
from graphql import GraphQLObjectType, is_non_null_type, is_object_type
from strawberry.types.field import StrawberryField

from models.observation.database_measures import MEASURES
from resolvers.exceptions import TaskNotFound
from schema.schema import schema
from schema.types.field_metadata import definition_of

Called = tuple[str, tuple[str, ...]]
"""A field, as `Type.name`, and the names on the path to where it was called."""


Failing = tuple[Called, Callable[[], None]] | None
"""The call of a field that fails, and the function that is called instead."""


Deeds = Counter[Called | str]
"""
How often each async resolver was called, and each statement run, by its name in metrics. Other resolvers only compute,
so their number does not matter.
"""


def broken() -> None:
    raise ValueError("broken")


def refused() -> None:
    raise TaskNotFound


def nothing() -> None:
    return None


DEEDS: ContextVar[Deeds | None] = ContextVar("DEEDS", default=None)
"""
The deeds of one operation, also those after its answer, with which graphql-core goes on. The server's worker has
another context.
"""
FAILURES = (broken, refused, nothing)


class Resolvers:
    """Wraps all resolvers of the schema, and records their calls."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.seen: Counter[Called] = Counter()
        """All calls of resolvers since it was last cleared."""
        self.tried: set[Called] = set()
        """The calls that have failed already."""
        self.failing: Failing = None
        patch.setattr(MEASURES, "count", partial(self.count, MEASURES.count))
        self.non_null: set[str] = set()
        for pair, kind, definition in fields():
            if is_non_null_type(kind):
                self.non_null.add(pair)
            # Compiled code would call the bound function rather than the resolver.
            patch.setattr(definition, "metadata", {**definition.metadata, "bind": None})
            resolver = definition.base_resolver
            make = self.later if definition.is_async else self.at_once
            patch.setattr(resolver, "wrapped_func", make(pair, resolver.wrapped_func, info_name(definition)))

    def count(self, count: Callable[[str, float], None], statement: str, seconds: float) -> None:
        count(statement, seconds)
        if (deeds := DEEDS.get()) is not None:
            deeds[statement] += 1

    def later(self, pair: str, function: Callable[..., Any], info: str | None) -> Callable[..., Any]:
        @wraps(function)
        async def call(*arguments: Any, **named: Any) -> Any:
            one = self.begin(pair, named.get(info) if info else None)
            if (deeds := DEEDS.get()) is not None:
                deeds[one] += 1
            found = await function(*arguments, **named)
            return self.failing[1]() if self.failing and self.failing[0] == one else found

        return call

    def at_once(self, pair: str, function: Callable[..., Any], info: str | None) -> Callable[..., Any]:
        @wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            one = self.begin(pair, named.get(info) if info else None)
            return self.failing[1]() if self.failing and self.failing[0] == one else function(*arguments, **named)

        return call

    def begin(self, pair: str, info: Any) -> Called:
        path = info.path.as_list() if info else []
        one = (pair, tuple(key for key in path if isinstance(key, str)))
        self.seen[one] += 1
        return one

    @contextmanager
    def recorded(self, failing: Failing = None) -> Iterator[Deeds]:
        """Yield the deeds recorded meanwhile; `failing` says which call fails, and how."""
        self.failing, deeds = failing, Deeds()
        token = DEEDS.set(deeds)
        yield deeds
        DEEDS.reset(token)
        self.failing = None


def fields() -> Iterator[tuple[str, Any, Any]]:
    """Yield each field that has a resolver: its pair, type and definition."""
    for kind in schema.core.type_map.values():
        if is_object_type(kind) and not kind.name.startswith("__") and kind is not schema.core.subscription_type:
            assert isinstance(kind, GraphQLObjectType)
            for name, field in kind.fields.items():
                definition: StrawberryField = definition_of(field)
                if definition.base_resolver:
                    yield f"{kind.name}.{name}", field.type, definition


def info_name(definition: StrawberryField) -> str | None:
    parameter = definition.base_resolver and definition.base_resolver.info_parameter
    return parameter.name if parameter else None
