"""Admits, executes and observes operations, whichever transport they come over."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from graphql import ExecutionResult, OperationType
from starlette.types import Receive

from models.placement.databases import Databases
from resolvers.administration.administration_errors import PartUnavailable
from resolvers.context import Context
from schema.execution.coded_errors import with_codes
from schema.schema import schema
from server.execution.admission import REFUSED_COST, Admission, Admitted
from server.execution.observed_operation import ObservedOperation
from server.limits.answer_size import encoded
from server.limits.client_watch import ClientWatch
from server.requests.refusals import AnswerTooLarge, RateLimited
from server.requests.request import GraphQLRequest
from server.settings.settings import Settings
from storage.objects import Storage

Answer = Mapping[str, object]


class Executor:
    """Admits, executes and observes operations."""

    def __init__(self, settings: Settings, admission: Admission, database: Databases, storage: Storage) -> None:
        self.admission, self.public_url = admission, settings.public_url
        self.context = partial(
            Context,
            database=database,
            storage=storage,
            webhook_networks=settings.webhook_networks,
            plans=settings.plans,
            currency=settings.currency,
            content_producer=settings.content_producer,
            signing_key=settings.signing_key,
            trust=settings.trust,
            user_id_namespace=settings.user_id_namespace,
            indexes_prompts=settings.index_prompts,
        )
        self.timeout = settings.execution_timeout
        self.observed = partial(ObservedOperation, slow_after=settings.slow_after)

    async def admit(
        self,
        operation: ObservedOperation,
        request: GraphQLRequest,
        allowed: frozenset[OperationType],
        enter: Callable[[OperationType], Awaitable[None]],
    ) -> Admitted:
        """
        Charge the caller for the operation and return it; HttpRefusal when it may not be executed. `enter` then
        refuses a type that the transport does not take, or counts the operation as the caller's.
        """
        try:
            operation.admitted = admitted = await self.admission.admit(operation.caller, request, allowed)
            await enter(admitted.operation.type)
        except BaseException as error:
            operation.end(error)
            raise
        return admitted

    async def answer(
        self, operation: ObservedOperation, origin: Callable[[], str], receive: Receive | None = None
    ) -> Answer:
        """
        Execute a query or mutation and return its answer, with its cost in `extensions`. ExecutionTimeout after
        EXECUTION_TIMEOUT, ClientGone when the client that sends to `receive` disconnects first.
        """
        admitted = operation.admitted
        with operation, ClientWatch(receive, self.timeout):
            result = await schema.execute_operation(
                admitted.document,
                admitted.operation,
                admitted.variables,
                self.context_of(operation, origin),
                hide_suggestions=not self.admission.shows_schema(operation.caller),
            )
            answer: dict[str, object] = {"data": result.data}
            if result.errors or operation.missing_parts:
                answer = answer_of(result, operation, executed=admitted.document.error is None)
                if "data" not in answer:
                    await self.admission.rate_limits.count_cost(operation.caller, REFUSED_COST)
            answer = encoded(answer, admitted.answer_cost)
            answer["extensions"] = {"cost": admitted.cost}
            return answer

    async def answers(self, operation: ObservedOperation) -> AsyncGenerator[Answer]:
        """
        Yield the answers of a subscription, and charge the caller for each. When they have used up their limit, or one
        is too large, the last answer is the refusal.
        """
        admitted = operation.admitted
        with operation:
            results = schema.follow_operation(
                admitted.document,
                admitted.operation,
                admitted.variables,
                self.context_of(operation),
                hide_suggestions=not self.admission.shows_schema(operation.caller),
            )
            async for result, executed in results:
                answer = answer_of(result, operation, executed=executed)
                if executed:  # even if its resolver raised at once
                    answer = {"data": None, **answer}
                cost = admitted.event_cost if "data" in answer else REFUSED_COST
                try:
                    await self.admission.rate_limits.count_cost(operation.caller, cost)
                    answer = encoded(answer, admitted.answer_cost)
                except (RateLimited, AnswerTooLarge) as refusal:
                    yield {"errors": [operation.refused(refusal)]}
                    return
                yield answer

    def context_of(self, operation: ObservedOperation, origin: Callable[[], str] = str) -> Context:
        """
        Return the context for the operation's resolvers; `origin` returns the scheme and host by which the client has
        reached the server, which count unless PUBLIC_URL names them.
        """
        public_url = self.public_url
        return self.context(
            operation.caller, origin=origin if public_url is None else lambda: public_url, notes=operation
        )


def answer_of(result: ExecutionResult, operation: ObservedOperation, *, executed: bool) -> dict[str, object]:
    """
    Return the answer to the client: `data`, and `errors` with their codes, which are added to those of the operation.
    """
    errors = with_codes(result.errors or [], operation, executed=executed)
    # Nothing was executed if the document or a variable is invalid: such errors have no path.
    nothing_executed = result.data is None and bool(errors) and not any(error.path for error in errors)
    answer: dict[str, object] = {} if nothing_executed else {"data": result.data}
    shown: list[Any] = [error.formatted for error in errors]
    if operation.missing_parts:
        shown.append(PartUnavailable(sorted(operation.missing_parts)).error)
    if shown:
        answer["errors"] = shown
    operation.codes.update(str(error["extensions"]["code"]) for error in shown)
    return answer
