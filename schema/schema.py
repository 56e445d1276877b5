from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.graphql import OperationType

from resolvers.context import Info
from schema.execution.compiled_operation import Outcomes, ReplayingExecutor
from schema.execution.document import AT_ONCE, Document, KnownDocument
from schema.execution.mask_errors import MaskErrors
from schema.mutation import Mutation
from schema.query import Query
from schema.scalars import SCALARS
from schema.subscription import Subscription
from schema.tasks.task_record import TaskRecord


class Schema(strawberry.Schema):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"execution_context_class": ReplayingExecutor})
        self.document = lru_cache(maxsize=AT_ONCE)(partial(Document, self._schema))

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,
        root_value: Any = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """By the compiled operation where that is possible, see schema/executor.py; else as Strawberry does."""
        outcomes = Outcomes()
        with suppress(Exception):  # it will come up again, and be told as graphql-core tells it
            operation, variables = self.document(query or "").operation(operation_name, variable_values)
            if allowed_operation_types is None or operation.type in allowed_operation_types:
                data = await operation.run(variables, context_value, root_value, outcomes)
                return ExecutionResult(data=data, errors=None)
        return await super().execute(
            query,
            variable_values,
            context_value,
            outcomes or root_value,
            operation_name,
            allowed_operation_types,
            operation_extensions,
        )

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Strawberry would log each of them; MaskErrors logs those that nobody expected."""


schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[TaskRecord],
    config=StrawberryConfig(scalar_map=SCALARS, info_class=Info),
    extensions=[MaskErrors, KnownDocument],
)
