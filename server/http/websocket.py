from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from graphql import OperationType
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import Operation as Running
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    SubscribeMessage,
)

from resolvers.context import Context
from server.access.authenticator import LEEWAY
from server.http.event_stream import Answer
from server.http.refusals import HttpRefusal, Unauthenticated
from server.http.request import GraphQLRequest, read_request
from server.http.response import internal_error
from server.limits.admission import Admitted
from server.limits.attendance import within

if TYPE_CHECKING:
    from server.http.endpoint import GraphQL

ANY = frozenset(OperationType)


class WebSocketHandler(BaseGraphQLTransportWSHandler[Context | None, None]):
    """
    A WebSocket that speaks `graphql-transport-ws`. The token comes in its first message; until then there is no
    context, and nothing can be done.
    """

    view: "GraphQL"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.admitted: dict[str, Admitted] = {}

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        payload = message.get("payload")
        authorization = payload.get("Authorization") if isinstance(payload, dict) else None
        try:
            self.context = await self.view.context(authorization)
        except Unauthenticated as error:
            # 4403 rather than 4401: graphql-ws takes that one for final and would not come again with a new token.
            await self.websocket.close(code=4403, reason=str(error))
        else:
            await super().handle_connection_init(message)

    async def handle_message(self, message: Message) -> None:
        if isinstance(message, dict) and isinstance(message.get("id", ""), str):
            await super().handle_message(message)
        else:
            await self.handle_invalid_message("A message is an object, and its `id` a string.")

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        if self.context is None or not self.connection_acknowledged or message["id"] in self.operations:
            await super().handle_subscribe(message)  # which closes the connection
            return
        try:
            admitted = await self.admit(self.context, message)
        except HttpRefusal as refusal:
            await self.send_message(error_message(message["id"], refusal))
            return
        message["payload"]["query"] = admitted.document.text
        self.admitted[message["id"]] = admitted
        await super().handle_subscribe(message)
        if (running := self.operations.get(message["id"])) and running.task:
            running.task.add_done_callback(partial(self.ended, message["id"], admitted))
        else:
            self.ended(message["id"], admitted)

    async def admit(self, context: Context, message: SubscribeMessage) -> Admitted:
        """Count and admit an operation as over HTTP; HttpRefusal says why it is not executed."""
        caller = context.caller
        if caller.expires_at + timedelta(seconds=LEEWAY) < datetime.now(UTC):
            raise Unauthenticated("The token has expired. Connect again with a new one.")
        await self.view.admission.rate_limits.count_request(caller)
        admitted = await self.view.admission.admit(caller, read_request(message["payload"]), ANY)
        if admitted.type is OperationType.SUBSCRIPTION:
            await self.view.subscriptions.enter(caller)
        return admitted

    def ended(self, operation_id: str, admitted: Admitted, _: object = None) -> None:
        """Forget an operation, and give a subscription's place back."""
        self.admitted.pop(operation_id, None)
        if admitted.type is OperationType.SUBSCRIPTION and self.context:
            self.view.subscriptions.leave(self.context.caller)

    async def run_operation(self, operation: Running[Context | None, None]) -> None:
        """Send the answers to it as over HTTP: that of a query or mutation, or each of a subscription."""
        if self.context is None:
            raise RuntimeError("nothing is admitted without a context")
        caller, admitted = self.context.caller, self.admitted[operation.id]
        asks = GraphQLRequest(operation.query, operation.variables or {}, operation.operation_name, None)
        try:
            if admitted.type is OperationType.SUBSCRIPTION:
                async with aclosing(self.view.followed(caller, asks, admitted)) as answers:
                    async for answer in answers:
                        await send_answer(operation, answer)
            else:
                running = self.view.answer_to(caller, asks, admitted)
                await send_answer(operation, await within(self.view.execution_timeout, running))
        except HttpRefusal as refusal:
            await operation.send_operation_message(error_message(operation.id, refusal))
        except Exception as error:
            await operation.send_operation_message(error_message(operation.id, internal_error(error)))
        await operation.send_operation_message({"id": operation.id, "type": "complete"})


async def send_answer(operation: Running[Context | None, None], answer: Answer) -> None:
    """Send it; one without `data`, of which nothing was executed, ends the operation."""
    message: Any = {"id": operation.id, "type": "next", "payload": answer}
    if "data" not in answer:
        message = {"id": operation.id, "type": "error", "payload": answer["errors"]}
    await operation.send_operation_message(message)


def error_message(operation_id: str, refusal: HttpRefusal) -> Any:
    """The message that ends an operation with one error."""
    return {"id": operation_id, "type": "error", "payload": [refusal.error]}
