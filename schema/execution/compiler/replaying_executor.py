from collections.abc import Callable
from typing import Any

from graphql import GraphQLResolveInfo, MiddlewareManager
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class Outcomes(dict[str, object]):
    """
    What root resolvers have returned or raised, by response name. As the root value of an execution by graphql-core, it
    stands in for these resolvers.
    """

    root_value: object = None

    def resolve(
        self, following: Callable[..., Any], source: Any, info: GraphQLResolveInfo[Any], **arguments: Any
    ) -> Any:
        if source is not self:
            return following(source, info, **arguments)
        if info.path.key not in self:
            return following(self.root_value, info, **arguments)
        outcome = self[str(info.path.key)]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class ReplayingExecutor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, which does not call a root resolver again whose outcome the root value holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.root_value, Outcomes):
            self.middleware_manager = MiddlewareManager(self.root_value)
