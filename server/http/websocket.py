import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from graphql import OperationType
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.asgi import GraphQL as StrawberryGraphQL
from strawberry.http.exceptions import NonTextMessageReceived, WebSocketDisconnected
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import Operation as Running

from models.background import begin
from resolvers.access import Caller
from resolvers.context import Context
from resolvers.exact_json import load_exactly
from resolvers.limits.fair_share import Claim, FairShare
from schema.schema import schema
from server.access.authenticator import LEEWAY, Authenticator
from server.execution.executor import Answer, Executor
from server.execution.observed_operation import ObservedOperation
from server.http.response import refusal_of
from server.limits.answer_size import size_of
from server.limits.connection.websocket_protocol import AUTHENTICATED
from server.limits.large_bodies import LargeBodies
from server.limits.rate_limits import RateLimits
from server.limits.subscriptions import Subscriptions
from server.observation.request_id import current_request_id
from server.observation.request_notes import NOTES, RequestNotes, note_caller
from server.requests.body import IN_MEMORY
from server.requests.encoding import encode
from server.requests.http_request import origin_of
from server.requests.json_weight import memory_of, weight
from server.requests.refusals import BadRequest, HttpRefusal, Overloaded, PlanNotKnown, RateLimited, Unauthenticated
from server.requests.request import MAX_OPERATION_ID_CHARS, GraphQLRequest, read_request

ANY = frozenset(OperationType)
ANONYMOUS = 'A token is required in connection_init: {"Authorization": "Bearer …"}.'
TRY_AGAIN_LATER = 1013
"""The close code for a client that has reached a limit; graphql-ws reconnects later."""
INITIALISED_WITHIN = timedelta(seconds=10)
"""How long a WebSocket stays open without `connection_init`."""
MAX_REASON_BYTES = 120
"""Bytes of the reason with which a WebSocket is closed; the protocol allows 123."""


class MessageReader(ASGIWebSocketAdapter):
    """Reads messages. Each claims memory of the user's, from before it is parsed until the next one is read."""

    view: "WebSocketView"  # type: ignore[assignment]
    caller: Caller | None = None
    memory: Claim
    """The memory of the last message; an operation that lasts longer takes the claim over."""

    def authenticated(self, caller: Caller) -> None:
        """From now on, read messages of the full size, as the caller's."""
        self.caller = caller
        self.ws.scope["extensions"][AUTHENTICATED]["call"](self.view.memory.claim(caller.id))

    async def iter_json(self, *, ignore_parsing_errors: bool = False) -> AsyncGenerator[object]:
        """Yield parsed messages until the client disconnects; close the socket at one that is malformed or too much."""
        while self.ws.application_state != WebSocketState.DISCONNECTED:
            with self.view.memory.claim(self.caller and self.caller.id) as self.memory:
                try:
                    yield await self.message()
                except WebSocketDisconnect:
                    return
                except BadRequest as error:
                    await self.close(4400, refusal_of(error).message)
                except (RateLimited, Overloaded) as error:
                    await self.close(TRY_AGAIN_LATER, refusal_of(error).message)

    async def message(self) -> object:
        """Return the next message, parsed. No variable holds its text, which may be large, while it is handled."""
        try:
            text = await self.ws.receive_text()
        except KeyError as error:
            raise NonTextMessageReceived from error
        text_weight = weight(text)
        await self.memory.grow_to(text_weight)
        if self.caller and len(text) > IN_MEMORY:
            await self.view.rate_limits.count_bytes(self.caller, len(text))
        return await self.view.large_bodies.parse(self.memory.owner, text, text_weight, "The message")

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send the message; WebSocketDisconnected when the socket is closed."""
        if self.ws.application_state == WebSocketState.DISCONNECTED:
            raise WebSocketDisconnected
        await super().send_json(message)

    async def close(self, code: int, reason: str) -> None:
        """Close the socket, unless it is closed."""
        if self.ws.application_state != WebSocketState.DISCONNECTED:
            with suppress(WebSocketDisconnect):
                await super().close(code, reason.encode()[:MAX_REASON_BYTES].decode(errors="ignore"))


class WebSocketHandler(BaseGraphQLTransportWSHandler[Context | None, None]):
    """
    A WebSocket that speaks `graphql-transport-ws`. The token comes in its first message, `connection_init`; until then
    there is no context, and nothing is executed.
    """

    view: "WebSocketView"
    websocket: MessageReader

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.operations_so_far = 0
        """The number of the last operation, which is added to the id of the WebSocket's request to name it."""

    async def handle_connection_init(self, message: Any) -> None:
        if self.context:
            await self.websocket.close(code=4429, reason="Too many initialisation requests")
            return
        payload = message.get("payload")
        authorization = payload.get("Authorization") if isinstance(payload, dict) else None
        try:
            context = await self.view.context(authorization, partial(origin_of, self.websocket.ws))
            if context.caller.owner:  # a back end has no limit
                self.view.sockets.take_now(context.caller.owner)
        except (Unauthenticated, PlanNotKnown) as error:
            # 4403 rather than 4401, after which graphql-ws would not connect again with a new token.
            await self.websocket.close(code=4403, reason=refusal_of(error).message if authorization else ANONYMOUS)
        except RateLimited as error:
            await self.websocket.close(code=TRY_AGAIN_LATER, reason=refusal_of(error).message)
        else:
            self.context = context
            note_caller(context.caller.id)
            self.websocket.authenticated(context.caller)
            await super().handle_connection_init(message)

    async def shutdown(self) -> None:
        await super().shutdown()
        if self.context and self.context.caller.owner:
            self.view.sockets.give_back(self.context.caller.owner)

    async def handle_message(self, message: Any) -> None:
        operation_id = message.get("id", "") if isinstance(message, dict) else None
        if not isinstance(operation_id, str) or len(operation_id) > MAX_OPERATION_ID_CHARS:
            what = f"A message is an object, and its `id` a string of at most {MAX_OPERATION_ID_CHARS} characters."
            await self.handle_invalid_message(what)
            return
        if self.context and message.get("type") != "subscribe":  # that is counted where it is admitted
            try:
                await self.view.rate_limits.count_request(self.context.caller)
            except RateLimited as error:
                await self.websocket.close(code=TRY_AGAIN_LATER, reason=refusal_of(error).message)
                return
        await super().handle_message(message)
        message.clear()  # Strawberry has a variable for it until the next one comes

    async def handle_subscribe(self, message: Any) -> None:
        if self.context is None or not self.connection_acknowledged or message["id"] in self.operations:
            await super().handle_subscribe(message)  # which closes the connection
            return
        self.operations_so_far += 1
        operation = self.view.executor.observed(self.context.caller, f"{current_request_id()}.{self.operations_so_far}")
        try:
            asks = await self.counted(operation, message)
            enter = partial(self.enter, operation.caller)
            admitted = await self.view.executor.admit(operation, asks, ANY, enter)
        except HttpRefusal as refusal:
            await self.send_message(error_message(message["id"], refusal_of(refusal)))
            return
        running: Running[Context | None, None] = Running(self, message["id"], "", None, None)
        memory = self.websocket.memory.moved()
        if memory.amount:
            memory.shrink_to(memory_of([admitted.document.text, admitted.variables]))
        running.task = begin("WebSocket operation", self.run(running, operation))
        running.task.add_done_callback(partial(self.ended, operation, memory))
        self.operations[message["id"]] = running

    async def counted(self, operation: ObservedOperation, message: Any) -> GraphQLRequest:
        """Count the request and return it, as over HTTP; HttpRefusal when it is malformed, or one too many."""
        try:
            if operation.caller.expires_at + timedelta(seconds=LEEWAY) < datetime.now(UTC):
                raise Unauthenticated("The token has expired. Connect again with a new one.")
            await self.view.rate_limits.count_request(operation.caller)
            return read_request(message["payload"])
        except HttpRefusal as refusal:
            operation.end(refusal)
            raise

    async def enter(self, caller: Caller, kind: OperationType) -> None:
        """Count an operation as the caller's; TooManyAtOnce when they have the most allowed."""
        if kind is OperationType.SUBSCRIPTION:
            await self.view.subscriptions.enter(caller)
        elif caller.owner:
            self.view.requests.take_now(caller.owner)

    def ended(self, operation: ObservedOperation, memory: Claim, ended: asyncio.Task[None]) -> None:
        """Free the user's slot and the memory of an operation that has ended."""
        memory.shrink_to(0)
        if operation.admitted.operation.type is OperationType.SUBSCRIPTION:
            self.view.subscriptions.leave(operation.caller)
        elif operation.caller.owner:
            self.view.requests.give_back(operation.caller.owner)
        self._task_done(ended)

    async def run(self, running: Running[Context | None, None], operation: ObservedOperation) -> None:
        """Execute an operation and send its answers until the client disconnects."""
        caller_id = operation.caller.id
        NOTES.set(RequestNotes({"request_id": operation.request_id, "user_id": str(caller_id)}, payer=caller_id))
        with suppress(WebSocketDisconnected):
            await self.send_answers(running, operation)
            await running.send_operation_message({"id": running.id, "type": "complete"})

    async def send_answers(self, running: Running[Context | None, None], operation: ObservedOperation) -> None:
        """Send the answer, or each answer of a subscription, as over HTTP."""
        executor = self.view.executor
        try:
            if operation.admitted.operation.type is OperationType.SUBSCRIPTION:
                async with aclosing(executor.answers(operation)) as answers:
                    async for answer in answers:
                        await send_answer(running, answer)
            else:
                answer = await executor.answer(operation, partial(origin_of, self.websocket.ws))
                with self.view.answers.claim(operation.caller.id) as sending:
                    sending.take_now(size_of(answer))
                    await send_answer(running, answer)
        except WebSocketDisconnected:
            raise
        except Exception as error:
            await running.send_operation_message(error_message(running.id, refusal_of(error)))


class WebSocketView(StrawberryGraphQL[Context | None, None]):
    """Serves WebSockets at `/graphql`: the part of the endpoint that they use."""

    graphql_transport_ws_handler_class = WebSocketHandler
    websocket_adapter_class = MessageReader

    authenticator: Authenticator
    executor: Executor
    rate_limits: RateLimits
    subscriptions: Subscriptions
    large_bodies: LargeBodies
    answers: FairShare
    memory: FairShare
    requests: FairShare
    sockets: FairShare

    def __init__(self, allowed_origins: Sequence[str]) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=INITIALISED_WITHIN,
            allowed_origins=allowed_origins,
        )

    def encode_json(self, data: object) -> str:
        return encode(data).decode()

    def decode_json(self, data: str | bytes) -> object:
        return load_exactly(data if isinstance(data, bytes) else data.encode())

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context | None:
        """Return None: Strawberry calls this before the token arrives, with which WebSocketHandler sets the context."""
        return None

    async def context(self, authorization: object, origin: Callable[[], str]) -> Context:
        """Return the context of a WebSocket from the token in its `connection_init`; Unauthenticated if invalid."""
        caller = await self.authenticator.authenticate(authorization)
        return self.executor.context_of(self.executor.observed(caller), origin)


async def send_answer(running: Running[Context | None, None], answer: Answer) -> None:
    """Send the answer. One without `data`, for which nothing was executed, is an error, which ends the operation."""
    message: Any = {"id": running.id, "type": "next", "payload": answer}
    if "data" not in answer:
        message = {"id": running.id, "type": "error", "payload": answer["errors"]}
    await running.send_operation_message(message)


def error_message(operation_id: str, refusal: HttpRefusal) -> Any:
    """Return the message that ends an operation with one error."""
    return {"id": operation_id, "type": "error", "payload": [refusal.error]}
