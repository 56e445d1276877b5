from collections.abc import Callable
from typing import Any

from graphql import GraphQLResolveInfo, MiddlewareManager
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

Place = tuple[int, ...]
"""Where in the lists on the way to a field it is: an index for each of them."""


class Outcomes(dict[tuple[str | int, ...], object]):
    """
    What async resolvers have returned or raised, by response path: its names, followed by its indices. As the root
    value of an execution by graphql-core, it stands in for these resolvers.
    """

    root_value: object = None

    def recorded(self, path: Path, resolver: Callable[..., Any]) -> Callable[..., Any]:
        """Return an async function that does what an async resolver does, and records it for a place below `path`."""
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

    def resolve(
        self, following: Callable[..., Any], source: Any, info: GraphQLResolveInfo[Any], **arguments: Any
    ) -> Any:
        path = tuple(sorted(info.path.as_list(), key=lambda key: isinstance(key, int)))
        if path not in self:
            return following(self.root_value if source is self else source, info, **arguments)
        return self.replay(path)

    async def replay(self, path: tuple[str | int, ...]) -> object:
        """Async like the resolver, so that graphql-core finds errors in the same order."""
        outcome = self[path]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class ReplayingExecutor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, which does not call a resolver again whose outcome the root value holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.root_value, Outcomes):
            self.middleware_manager = MiddlewareManager(self.root_value)
