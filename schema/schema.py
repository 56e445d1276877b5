import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from inspect import isawaitable
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLOneOfDirective, GraphQLResolveInfo, is_input_object_type
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import SubscriptionResult
from strawberry.schema_directives import OneOf
from strawberry.types import ExecutionContext, ExecutionResult

from resolvers.context import Info
from resolvers.span import CurrentSpan
from schema.boards.board import Board
from schema.credits.credits import CreditEntry
from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled
from schema.execution.compiler.replaying_executor import Outcomes, ReplayingExecutor
from schema.execution.cost.bounded_lists import check_lists
from schema.execution.document import Document
from schema.execution.documents import Documents
from schema.execution.known_document import DOCUMENT, KnownDocument
from schema.execution.mask_errors import MaskErrors
from schema.execution.operation import Operation
from schema.execution.suggestions import bound_suggestions
from schema.mutation import Mutation
from schema.query import Query
from schema.subscription import Subscription
from schema.tasks.task_record import TaskRecord
from schema.types.scalars import SCALARS
from schema.webhooks.webhook import Webhook
from schema.webhooks.webhook_delivery import WebhookDelivery

Resolver = Callable[..., Any]
logger = logging.getLogger(__name__)


class Schema(strawberry.Schema):
    """
    A Strawberry schema that executes an operation in its compiled form where it can (see schema/execution/compiler),
    and otherwise as Strawberry does. `executions` counts the calls of `execute_operation`, by "compiled" or by the
    `FallbackReason` why the compiled form was not used.
    """

    def __init__(
        self,
        query: type,
        mutation: type | None = None,
        subscription: type | None = None,
        *,
        types: Iterable[type] = (),
        extensions: Iterable[type[SchemaExtension]] = (),
    ) -> None:
        super().__init__(
            query,
            mutation,
            subscription,
            types=types,
            extensions=extensions,
            execution_context_class=ReplayingExecutor,
            config=StrawberryConfig(scalar_map=SCALARS, info_class=Info),
        )
        for root in filter(None, (self._schema.query_type, self._schema.mutation_type)):
            for name, field in root.fields.items():
                if field.resolve and not getattr(field.resolve, "_is_default", False):
                    field.resolve = traced(f"{root.name}.{name}", field.resolve)
        bound_suggestions()
        # Strawberry checks `@oneOf` itself, and does not tell where in the input it is at fault. graphql-core does.
        for named in filter(is_input_object_type, self._schema.type_map.values()):
            named.is_one_of = named.extensions["strawberry-definition"].is_one_of
        self.documents = Documents(self._schema)
        self.executions: Counter[str] = Counter()

    async def execute_operation(
        self,
        document: Document,
        operation: Operation,
        variables: dict[str, object],
        context: object = None,
        root_value: object = None,
    ) -> ExecutionResult:
        """Execute a query or mutation of the document, whose limits and cost have been checked."""
        outcomes = Outcomes()
        outcomes.root_value = root_value
        failure: Exception | None = None
        try:
            compiled, coerced = document.compiled_operation(operation, variables)
            data = await compiled.run(coerced, context, root_value, outcomes)
        except NotCompiled as error:
            self.executions[error.reason] += 1
        except Exception as error:  # graphql-core answers with the same error; if it does not, it is a defect of ours
            failure = error
        else:
            self.executions["compiled"] += 1
            return ExecutionResult(data=data, errors=None)
        result = await self.execute(
            document.text,
            variables,
            context,
            outcomes or root_value,
            operation.name,
            operation_extensions={DOCUMENT: document},
        )
        if failure:
            self.count_failure(failure, result, operation.name)
        return result

    async def follow_operation(
        self, document: Document, operation: Operation, variables: dict[str, object], context: object
    ) -> SubscriptionResult:
        """Execute a subscription of the document, whose limits and cost have been checked."""
        return await self.subscribe(
            document.text, variables, context, None, operation.name, operation_extensions={DOCUMENT: document}
        )

    def count_failure(self, failure: Exception, result: ExecutionResult, operation_name: str | None) -> None:
        """Count a compiled operation that has failed. If graphql-core's `result` has no error, log it as a defect."""
        self.executions[FallbackReason.ERROR if result.errors else FallbackReason.DEFECT] += 1
        if not result.errors:
            name = (operation_name or "without a name")[:100]
            logger.error("The operation %s fails when compiled, but not in graphql-core.", name, exc_info=failure)

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Log nothing: Strawberry would log every error, and MaskErrors has logged the unexpected ones."""


def traced(name: str, resolve: Resolver) -> Resolver:
    """Wrap a root resolver so that awaiting its result is a span. Compiled operations make their own spans instead."""

    async def result_of(awaitable: Awaitable[object]) -> object:
        with CurrentSpan(name):
            return await awaitable

    def call(source: object, info: GraphQLResolveInfo[Any], **arguments: object) -> object:
        result = resolve(source, info, **arguments)
        return result_of(result) if isawaitable(result) else result

    return call


OneOf.__strawberry_directive__.description = GraphQLOneOfDirective.description  # type: ignore[attr-defined]
NODES = (TaskRecord, Board, CreditEntry, Webhook, WebhookDelivery)
schema = Schema(Query, Mutation, Subscription, types=NODES, extensions=[MaskErrors, KnownDocument])
check_lists(schema._schema)
