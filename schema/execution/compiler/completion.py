"""Functions that compiled code calls to complete values."""

from asyncio import gather
from collections.abc import Awaitable, Coroutine, Iterator, Mapping
from functools import lru_cache
from itertools import count
from types import GeneratorType
from typing import Any, Never

from graphql import GraphQLLeafType, Undefined
from strawberry.types import has_object_definition

from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled
from schema.execution.compiler.outcomes import Place


def write_leaf(kind: GraphQLLeafType, value: Any) -> object:
    """Return the value as graphql-core writes it. Raises NotCompiled if that takes more than writing it."""
    written = kind.coerce_output_value(value) if is_plain(value.__class__) else None
    return give_up() if written is None or written is Undefined else written


@lru_cache(maxsize=1_000)
def is_plain(kind: type) -> bool:
    """Return whether graphql-core completes a value of this class without awaiting, raising or skipping it."""
    return not issubclass(kind, (Exception, Awaitable, GeneratorType, type(Undefined)))


@lru_cache(maxsize=1_000)
def is_closed(kind: type) -> bool:
    """
    Return whether `is_type_of` alone decides to which type of an interface or union a value of this class belongs.
    Strawberry does not know the class, and its values have no own attributes that could name a type.
    """
    return (
        is_plain(kind)
        and not issubclass(kind, Mapping)
        and kind.__dictoffset__ == 0
        and not hasattr(kind, "__getattr__")
        and not has_object_definition(kind)
    )


def give_up() -> Never:
    """Leave the operation to graphql-core."""
    raise NotCompiled(FallbackReason.VALUE)


async def together(*pending: Coroutine[object, object, object]) -> list[object]:
    """Await all at once and return their results, or raise the first exception when all have ended."""
    results = await gather(*pending, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


def places(place: Place) -> Iterator[Place]:
    """Yield the places of a list's entries; `place` is that of the list."""
    return ((*place, index) for index in count())
