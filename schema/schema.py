import logging
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from functools import partial
from inspect import isawaitable
from typing import Any

import strawberry
from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLOneOfDirective,
    execute,
    is_enum_type,
    is_input_object_type,
    is_object_type,
    subscribe,
)
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.config import StrawberryConfig

from resolvers.context import Info
from schema.boards.board import Board
from schema.credits.credits import CreditEntry
from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled
from schema.execution.compiler.outcomes import Outcomes, replaying
from schema.execution.cost.bounded_lists import check_lists
from schema.execution.document import Document, Documents
from schema.execution.operation import Operation
from schema.roots import Mutation, Query, Subscription
from schema.tasks.task_record import TaskRecord
from schema.types.common_descriptions import describe
from schema.types.field_metadata import add_former_names, definition_of
from schema.types.scalars import SCALARS
from schema.webhooks.webhook import Webhook, WebhookDelivery

logger = logging.getLogger(__name__)
LONGEST_NAME = 200
"""Characters of the longest value that may be a misspelt name of an enum."""


class Schema(strawberry.Schema):
    """
    A Strawberry schema that executes operations in their compiled form (see schema/execution/compiler) or else by
    graphql-core. `executions` counts the calls of `execute_operation`, by "compiled" or a `FallbackReason`.
    """

    def __init__(
        self, query: type, mutation: type | None = None, subscription: type | None = None, *, types: Iterable[type] = ()
    ) -> None:
        config = StrawberryConfig(scalar_map=SCALARS, info_class=Info)
        super().__init__(query, mutation, subscription, types=types, config=config)
        self.core = self._schema
        """The schema as graphql-core has it."""
        roots = (self.core.query_type, self.core.mutation_type)
        for kind in filter(is_object_type, self.core.type_map.values()):
            for name, field in kind.fields.items():
                if field.resolve and not kind.name.startswith("__") and definition_of(field).base_resolver:
                    field.resolve = replaying(field.resolve, f"{kind.name}.{name}" if kind in roots else None)
        # Strawberry's own check of `@oneOf` does not say which part of the input is at fault; graphql-core's does.
        for named in filter(is_input_object_type, self.core.type_map.values()):
            named.is_one_of = definition_of(named).is_one_of
        for enum in filter(is_enum_type, self.core.type_map.values()):
            enum.coerce_input_value = partial(coerce_name, enum.coerce_input_value)
        describe(self.core)
        add_former_names(self.core)
        self.documents = Documents(self.core)
        self.executions: Counter[str] = Counter()

    async def execute_operation(
        self,
        document: Document,
        operation: Operation,
        variables: dict[str, object],
        context: object = None,
        root_value: object = None,
        *,
        hide_suggestions: bool = False,
    ) -> ExecutionResult:
        """
        Execute a query or mutation of the document, whose limits and cost have been checked. With `hide_suggestions`,
        errors suggest no names of the schema.
        """
        outcomes = Outcomes()
        failure: Exception | None = None
        try:
            compiled, coerced = document.compiled_operation(operation, variables)
            data = await compiled.run(coerced, context, root_value, outcomes)
        except NotCompiled as error:
            self.executions[error.reason] += 1
        except Exception as error:  # graphql-core finds the same error; if not, the compiler has a defect
            failure = error
        else:
            self.executions["compiled"] += 1
            return ExecutionResult(data)
        if document.error:
            return invalid(document, hide_suggestions=hide_suggestions)
        with outcomes.replayed():
            answering: Any = execute(
                self.core,
                document.tree,
                root_value,
                context,
                variables,
                operation.name,
                is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]
                hide_suggestions=hide_suggestions,
            )
            result: ExecutionResult = await answering if isawaitable(answering) else answering
        if failure:
            self.count_failure(failure, result, operation.name)
        return result

    async def follow_operation(
        self,
        document: Document,
        operation: Operation,
        variables: dict[str, object],
        context: object,
        *,
        hide_suggestions: bool = False,
    ) -> AsyncGenerator[tuple[ExecutionResult, bool]]:
        """
        Execute a subscription of the document, whose limits and cost have been checked. Yields each result, and
        whether anything was executed for it.
        """
        if document.error:
            yield invalid(document, hide_suggestions=hide_suggestions), False
            return
        events: Any = subscribe(
            self.core,
            document.tree,
            None,
            context,
            variables,
            operation.name,
            hide_suggestions=hide_suggestions,
        )
        events = await events if isawaitable(events) else events
        if isinstance(events, ExecutionResult):
            yield events, False
            return
        try:
            async with aclosing(events):
                async for result in events:
                    yield result, True
        except GraphQLError as error:
            yield ExecutionResult(None, [error]), True
        except Exception as error:
            yield ExecutionResult(None, [GraphQLError(str(error), original_error=error)]), True

    def as_str(self) -> str:
        """Return the SDL, in which Strawberry does not describe `@oneOf`."""
        directive = "directive @oneOf on"
        return super().as_str().replace(directive, f'"""\n{GraphQLOneOfDirective.description}\n"""\n{directive}', 1)

    def count_failure(self, failure: Exception, result: ExecutionResult, operation_name: str | None) -> None:
        """Count a compiled operation that failed. If graphql-core's `result` has no error, log it as a defect."""
        self.executions[FallbackReason.ERROR if result.errors else FallbackReason.DEFECT] += 1
        if not result.errors:
            name = (operation_name or "without a name")[:100]
            logger.error("The operation %s fails when compiled, but not in graphql-core.", name, exc_info=failure)


def coerce_name(coerce: Callable[[object, bool], object], value: object, hide_suggestions: bool = False) -> object:
    """
    Coerce the name of an enum's value. For a long text, graphql-core suggests no similar names: it first coerces
    variables with suggestions, even where these are hidden, and a search for 14 MB takes half a second.
    """
    return coerce(value, hide_suggestions or (isinstance(value, str) and len(value) > LONGEST_NAME))


def invalid(document: Document, *, hide_suggestions: bool) -> ExecutionResult:
    """Return the result of an operation of an invalid document."""
    error = document.error_for(hide_suggestions=hide_suggestions)
    return ExecutionResult(None, [error] if error else None)


NODES = (TaskRecord, Board, CreditEntry, Webhook, WebhookDelivery)
schema = Schema(Query, Mutation, Subscription, types=NODES)
check_lists(schema.core)
