import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from graphql import OperationType
from starlette.datastructures import Headers
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from models.background import begin
from resolvers.access import Caller
from resolvers.limits.fair_share import Claim, FairShare
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

logger = logging.getLogger(__name__)

PROTOCOL = "graphql-transport-ws"
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
ANY = frozenset(OperationType)
ANONYMOUS = 'A token is required in connection_init: {"Authorization": "Bearer …"}.'
TRY_AGAIN_LATER = 1013
"""The close code for a client that has reached a limit; graphql-ws reconnects later."""
INITIALISED_WITHIN = 10.0
"""Seconds for which a WebSocket stays open without `connection_init`."""
MAX_REASON_BYTES = 120
"""Bytes of the reason with which a WebSocket is closed; the protocol allows 123."""


class WebSocketView:
    """Serves WebSockets at `/graphql`: the part of the endpoint that they use."""

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
        self.allowed_origins = frozenset(allowed_origins)

    async def serve(self, socket: WebSocket) -> None:
        """Serve a WebSocket until it is closed. A page of an origin that is not allowed gets status 403."""
        with suppress(WebSocketDisconnect):
            if not self.may_connect(socket.headers):
                logger.warning("WebSocket refused: CORS_ORIGINS has no %r", socket.headers["origin"])
                await socket.close()
            elif PROTOCOL not in socket.scope["subprotocols"]:
                await socket.accept()
                await socket.close(4406, "Subprotocol not acceptable")
            else:
                await socket.accept(PROTOCOL)
                await OperationsSocket(self, socket).serve()

    def may_connect(self, headers: Headers) -> bool:
        """Whether a client may connect: one without a page, or one whose page is of this host or an allowed origin."""
        origin = headers.get("origin", "").lower()
        if not origin or origin in self.allowed_origins or headers.get("sec-fetch-site") == "same-origin":
            return True
        scheme, _, host = origin.partition("://")
        port = DEFAULT_PORTS.get(scheme, "")
        return host.removesuffix(port) == headers.get("host", "").lower().removesuffix(port)


class OperationsSocket:
    """
    A WebSocket that speaks `graphql-transport-ws`. The token comes in its first message, `connection_init`; until then
    there is no caller, and nothing is executed.
    """

    def __init__(self, view: WebSocketView, socket: WebSocket) -> None:
        self.view, self.socket = view, socket
        self.caller: Caller | None = None
        self.running: dict[str, asyncio.Task[None]] = {}
        """The operations that the client has not stopped, by the id that it gave them."""
        self.memory: Claim
        """The memory of the last message; an operation that lasts longer takes the claim over."""
        self.operations_so_far = 0
        """The number of the last operation, which is added to the id of the WebSocket's request to name it."""

    async def serve(self) -> None:
        """Handle messages until the socket is closed; then end its operations."""
        try:
            try:
                async with asyncio.timeout(INITIALISED_WITHIN):
                    while self.is_open() and not self.caller:
                        await self.handle_next()
            except TimeoutError:
                await self.close(4408, "Connection initialisation timeout")
            while self.is_open():
                await self.handle_next()
        finally:
            if self.caller and self.caller.owner:
                self.view.sockets.give_back(self.caller.owner)
            for task in self.running.values():
                task.cancel()
            if self.running:
                await asyncio.wait(self.running.values())

    def is_open(self) -> bool:
        return self.socket.application_state == WebSocketState.CONNECTED

    async def handle_next(self) -> None:
        """
        Receive a message and handle it; close the socket if it is malformed or too much. It claims memory of the user's
        from before it is parsed until the next one is received.
        """
        with self.view.memory.claim(self.caller and self.caller.id) as self.memory:
            try:
                await self.handle(await self.message())
            except BadRequest as error:
                await self.close(4400, refusal_of(error).message)
            except (RateLimited, Overloaded) as error:
                await self.close(TRY_AGAIN_LATER, refusal_of(error).message)

    async def message(self) -> object:
        """Return the next message, parsed. No variable holds its text, which may be large, while it is handled."""
        try:
            text = await self.socket.receive_text()
        except KeyError:
            raise BadRequest("A message must be text.") from None
        text_weight = weight(text)
        await self.memory.grow_to(text_weight)
        if self.caller and len(text) > IN_MEMORY:
            await self.view.rate_limits.count_bytes(self.caller, len(text))
        return await self.view.large_bodies.parse(self.memory.owner, text, text_weight, "The message")

    async def handle(self, message: object) -> None:
        """Handle a message. BadRequest unless it follows the protocol; RateLimited when there are too many."""
        kind = message.get("type") if isinstance(message, dict) else None
        if self.caller and kind != "subscribe":  # that is counted where it is admitted
            await self.view.rate_limits.count_request(self.caller)
        match message:
            case {"type": "subscribe", "id": str(name), "payload": payload} if len(name) <= MAX_OPERATION_ID_CHARS:
                await self.subscribe(name, payload)
            case {"type": "connection_init", **rest}:
                await self.initialise(rest.get("payload"))
            case {"type": "ping"}:
                await self.send({"type": "pong"})
            case {"type": "pong"}:
                pass
            case {"type": "complete", "id": str(name)}:
                if task := self.running.pop(name, None):
                    task.cancel()
            case _:
                raise BadRequest(
                    f"This is not a message of {PROTOCOL}, or its `id` is not a string of at most "
                    f"{MAX_OPERATION_ID_CHARS} characters."
                )

    async def initialise(self, payload: object) -> None:
        """Verify the token, and from now on read messages of the full size."""
        if self.caller:
            await self.close(4429, "Too many initialisation requests")
            return
        authorization = payload.get("Authorization") if isinstance(payload, dict) else None
        try:
            caller = await self.view.authenticator.authenticate(authorization)
        except (Unauthenticated, PlanNotKnown) as error:
            # 4403 rather than 4401, after which graphql-ws would not connect again with a new token.
            await self.close(4403, refusal_of(error).message if authorization else ANONYMOUS)
            return
        if caller.owner:  # a back end has no limit
            self.view.sockets.take_now(caller.owner)
        self.caller = caller
        note_caller(caller.id)
        self.socket.scope["extensions"][AUTHENTICATED]["call"](self.view.memory.claim(caller.id))
        await self.send({"type": "connection_ack"})

    async def subscribe(self, operation_id: str, payload: object) -> None:
        """Admit an operation and begin it; send the error when it is refused."""
        if not self.caller:
            await self.close(4401, "Unauthorized")
            return
        if operation_id in self.running:
            await self.close(4409, f"Subscriber for {operation_id} already exists")
            return
        self.operations_so_far += 1
        operation = self.view.executor.observed(self.caller, f"{current_request_id()}.{self.operations_so_far}")
        try:
            asks = await self.counted(operation, payload)
            admitted = await self.view.executor.admit(operation, asks, ANY, partial(self.enter, self.caller))
        except HttpRefusal as refusal:
            await self.send(error_message(operation_id, refusal_of(refusal)))
            return
        memory = self.memory.moved()
        if memory.amount:
            memory.shrink_to(memory_of([admitted.document.text, admitted.variables]))
        task = begin("WebSocket operation", self.run(operation_id, operation))
        task.add_done_callback(partial(self.ended, operation, memory))
        self.running[operation_id] = task

    async def counted(self, operation: ObservedOperation, payload: object) -> GraphQLRequest:
        """Count the request and return it, as over HTTP; HttpRefusal when it is malformed, or one too many."""
        try:
            if operation.caller.expires_at + timedelta(seconds=LEEWAY) < datetime.now(UTC):
                raise Unauthenticated("The token has expired. Connect again with a new one.")
            await self.view.rate_limits.count_request(operation.caller)
            return read_request(payload)
        except HttpRefusal as refusal:
            operation.end(refusal)
            raise

    async def enter(self, caller: Caller, kind: OperationType) -> None:
        """Count an operation as the caller's; TooManyAtOnce when they have the most allowed."""
        if kind is OperationType.SUBSCRIPTION:
            await self.view.subscriptions.enter(caller)
        elif caller.owner:
            self.view.requests.take_now(caller.owner)

    def ended(self, operation: ObservedOperation, memory: Claim, _: asyncio.Task[None]) -> None:
        """Free the user's slot and the memory of an operation that has ended."""
        memory.shrink_to(0)
        if operation.admitted.operation.type is OperationType.SUBSCRIPTION:
            self.view.subscriptions.leave(operation.caller)
        elif operation.caller.owner:
            self.view.requests.give_back(operation.caller.owner)

    async def run(self, operation_id: str, operation: ObservedOperation) -> None:
        """Execute an operation and send its answers, as over HTTP, until the socket is closed."""
        caller_id = operation.caller.id
        NOTES.set(RequestNotes({"request_id": operation.request_id, "user_id": str(caller_id)}, payer=caller_id))
        follows = operation.admitted.operation.type is OperationType.SUBSCRIPTION
        answers = self.view.executor.answers(operation) if follows else self.single(operation)
        last: dict[str, object] = {"id": operation_id, "type": "complete"}
        with suppress(WebSocketDisconnect):
            try:
                async with aclosing(answers):
                    async for answer in answers:
                        if "data" in answer:
                            await self.send({"id": operation_id, "type": "next", "payload": answer})
                        else:  # nothing was executed
                            last = {"id": operation_id, "type": "error", "payload": answer["errors"]}
            except WebSocketDisconnect:
                return
            except Exception as error:
                last = error_message(operation_id, refusal_of(error))
            if self.running.get(operation_id) is asyncio.current_task():
                del self.running[operation_id]  # before the client may use the id again
                await self.send(last)

    async def single(self, operation: ObservedOperation) -> AsyncGenerator[Answer]:
        """Yield the answer to a query or mutation, which counts as the caller's until it is sent."""
        answer = await self.view.executor.answer(operation, partial(origin_of, self.socket))
        with self.view.answers.claim(operation.caller.id) as sending:
            sending.take_now(size_of(answer))
            yield answer

    async def send(self, message: dict[str, object]) -> None:
        """Send the message; WebSocketDisconnect when the socket is closed."""
        if not self.is_open():
            raise WebSocketDisconnect
        await self.socket.send_text(encode(message).decode())

    async def close(self, code: int, reason: str) -> None:
        """Close the socket, unless it is closed."""
        if self.is_open():
            with suppress(WebSocketDisconnect):
                await self.socket.close(code, reason.encode()[:MAX_REASON_BYTES].decode(errors="ignore"))


def error_message(operation_id: str, refusal: HttpRefusal) -> dict[str, object]:
    """Return the message that ends an operation with one error."""
    return {"id": operation_id, "type": "error", "payload": [refusal.error]}
