"""The outcomes of async resolvers in a compiled operation, so that graphql-core does not call them a second time."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from inspect import isawaitable
from typing import Any

from graphql import GraphQLResolveInfo, ResponsePath

from models.observation.tracing import TRACING
from resolvers.span import CurrentSpan

Place = tuple[int, ...]
"""The index in each list on the way to a field."""


class Outcomes(dict[tuple[str | int, ...], object]):
    """Values that async resolvers returned or raised, by response path: its names, followed by its indices."""

    def recorded(self, path: ResponsePath, resolver: Callable[..., Any]) -> Callable[..., Any]:
        """Return an async function that calls an async resolver and records its outcome for a place below `path`."""
        names = tuple(path.as_list())

        async def call(place: Place, *source: object) -> object:
            try:
                value = await resolver(*source)
            except Exception as error:
                self[names + place] = error
                raise
            self[names + place] = value
            return value

        return call

    async def replay(self, path: tuple[str | int, ...]) -> object:
        """Return or raise the outcome. Async like the resolver, so that graphql-core finds errors in the same order."""
        outcome = self[path]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    @contextmanager
    def replayed(self) -> Iterator[None]:
        """Have resolvers made by `replaying` return the outcomes recorded here."""
        token = REPLAYED.set(self)
        try:
            yield
        finally:
            REPLAYED.reset(token)


REPLAYED: ContextVar[Outcomes | None] = ContextVar("REPLAYED", default=None)


def replaying(resolve: Callable[..., Any], span: str | None) -> Callable[..., Any]:
    """
    Return a resolver that calls `resolve`, unless its outcome is recorded. With `span`, awaiting the result is a span
    of that name.
    """

    def call(source: object, info: GraphQLResolveInfo[Any], **arguments: object) -> object:
        outcomes = REPLAYED.get()
        if outcomes:
            path = tuple(sorted(info.path.as_list(), key=lambda key: isinstance(key, int)))
            if path in outcomes:
                return outcomes.replay(path)
        result = resolve(source, info, **arguments)
        return awaited_in_span(span, result) if span and TRACING.on and isawaitable(result) else result

    return call


async def awaited_in_span(name: str, result: Awaitable[object]) -> object:
    with CurrentSpan(name):
        return await result
