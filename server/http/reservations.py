"""
graphql-sse's single-connection mode: a client reserves one stream of events, opens it, and sends operations as requests
of their own, whose results come over the stream. https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import partial
from secrets import token_urlsafe

from graphql import OperationType
from starlette.responses import Response

from models.background import begin
from resolvers.access import Caller
from resolvers.limits.fair_share import FairShare
from server.execution.executor import Answer
from server.http.event_stream import FORMATS, EventStream, event
from server.limits.subscriptions import Subscriptions
from server.requests.http_request import HttpRequest
from server.requests.media_types import EVENT_STREAM, Accepted
from server.requests.refusals import BadRequest, RateLimited
from server.requests.request import MAX_OPERATION_ID_CHARS

OPENED_WITHIN = 10.0
"""Seconds after which a reservation ends if its stream has not been opened."""
EVENTS = FORMATS[EVENT_STREAM]._replace(next=bytes)
"""The format of a reserved stream. Its results are encoded before they wait to be sent."""


class Reservation:
    """
    A stream of events, open or reserved, and the operations whose results it carries. The stream and each operation
    count as subscriptions of the caller's. While one result waits to be sent, operations with another result wait.
    """

    def __init__(self, caller: Caller, subscriptions: Subscriptions, answers: FairShare) -> None:
        self.caller, self.subscriptions, self.answers = caller, subscriptions, answers
        self.is_open = False
        self.events: asyncio.Queue[bytes] = asyncio.Queue(1)
        self.operations: dict[str, asyncio.Future[None]] = {}
        """By id, the tasks that send results. Before a task begins, a future; cancelling it prevents the task."""

    @contextmanager
    def beginning(self, operation_id: object) -> Iterator[str]:
        """
        Take the id, which is returned, for an operation that is to `enter` and `begin` within the context. BadRequest
        when it is missing, too long or in use.
        """
        if not isinstance(operation_id, str) or not 1 <= len(operation_id) <= MAX_OPERATION_ID_CHARS:
            raise BadRequest(f"`extensions.operationId` must be a string of 1 to {MAX_OPERATION_ID_CHARS} characters.")
        if operation_id in self.operations:
            raise BadRequest("An operation of this id is in progress.", 409)
        self.operations[operation_id] = beginning = asyncio.get_running_loop().create_future()
        try:
            yield operation_id
        finally:
            if self.operations[operation_id] is beginning:
                del self.operations[operation_id]

    async def enter(self, operation_id: str, _: OperationType) -> None:
        """
        Count the operation as a subscription of the caller's. TooManyAtOnce when there are too many, BadRequest when it
        was stopped or the stream has ended by now.
        """
        await self.subscriptions.enter(self.caller)
        if self.operations[operation_id].cancelled():
            self.subscriptions.leave(self.caller)
            raise BadRequest("The operation was stopped, or its event stream has ended, before it began.", 404)

    def begin(self, operation_id: str, answers: AsyncIterator[Answer]) -> asyncio.Task[None]:
        """
        Send the answers as they come, in a task of their own, which is returned. When it ends the operation, which has
        entered, no longer counts as a subscription.
        """
        self.operations[operation_id] = task = begin("reserved stream", self.send(operation_id, answers))
        task.add_done_callback(partial(self.ended, operation_id))
        return task

    async def send(self, operation_id: str, answers: AsyncIterator[Answer]) -> None:
        """Send the answers as events of the stream, then the event that the operation is complete."""
        async for answer in answers:
            written = event(b"next", {"id": operation_id, "payload": answer})
            try:
                with self.answers.claim(self.caller.id) as claim:
                    claim.take_now(len(written))
                    await self.events.put(written)
            except RateLimited as refusal:
                await self.events.put(event(b"next", {"id": operation_id, "payload": {"errors": [refusal.error]}}))
        await self.events.put(event(b"complete", {"id": operation_id}))

    def ended(self, operation_id: str, _: object) -> None:
        """Remove an operation whose task has ended."""
        del self.operations[operation_id]
        self.subscriptions.leave(self.caller)

    def stop(self, operation_id: str | None) -> None:
        """Cancel an operation, if it is still in progress."""
        if operation := self.operations.get(operation_id or ""):
            operation.cancel()

    async def to_send(self) -> AsyncIterator[bytes]:
        """Yield the encoded results of all operations as they arrive."""
        while True:
            yield await self.events.get()


class Reservations:
    """The reservations of this process. All requests that belong to one of them must reach this process."""

    def __init__(self, subscriptions: Subscriptions, answers: FairShare) -> None:
        self.subscriptions, self.answers = subscriptions, answers
        self.by_token: dict[str, Reservation] = {}

    async def answer(self, request: HttpRequest, caller: Caller, accepted: Accepted) -> Response | None:
        """
        Answer a request that reserves a stream (PUT), opens it (GET) or stops an operation (DELETE). None for any other
        GET.
        """
        token = stream_token(request)
        if request.method == "PUT":
            return await self.reserve(caller)
        if request.method == "DELETE":
            self.find(token, caller).stop(request.query_params.get("operationId"))
            return Response()
        if token is None:
            return None
        if accepted.stream != EVENT_STREAM:
            raise BadRequest(f"An event stream needs `Accept: {EVENT_STREAM}`.", 406)
        return self.open(token, caller)

    async def reserve(self, caller: Caller) -> Response:
        """Return the token of a new reservation; TooManyAtOnce when the caller has too many subscriptions."""
        await self.subscriptions.enter(caller)
        token = token_urlsafe()
        self.by_token[token] = Reservation(caller, self.subscriptions, self.answers)
        asyncio.get_running_loop().call_later(OPENED_WITHIN, self.expire, token)
        return Response(token, 201, media_type="text/plain")

    def expire(self, token: str) -> None:
        """End the reservation if its stream has not been opened."""
        reservation = self.by_token.get(token)
        if reservation and not reservation.is_open:
            self.end(token)

    def find(self, token: str | None, caller: Caller) -> Reservation:
        """Return the caller's reservation with that token; BadRequest with status 404 when they have none."""
        reservation = self.by_token.get(token or "")
        if reservation is None or reservation.caller.id != caller.id:
            raise BadRequest("There is no event stream with this token, or it has ended. Reserve one by PUT.", 404)
        return reservation

    def open(self, token: str, caller: Caller) -> EventStream:
        """Return the stream, whose end is that of the reservation; BadRequest when it is open already."""
        reservation = self.find(token, caller)
        if reservation.is_open:
            raise BadRequest("This event stream is open already.", 409)
        reservation.is_open = True
        stopping = self.subscriptions.stopping
        return EventStream(reservation.to_send(), EVENTS, stopping, partial(self.end, token))

    def end(self, token: str) -> None:
        """Cancel the operations of the reservation and remove it."""
        reservation = self.by_token.pop(token)
        for operation in reservation.operations.values():
            operation.cancel()
        self.subscriptions.leave(reservation.caller)


def stream_token(request: HttpRequest) -> str | None:
    """Return the token of the reservation that a request belongs to; None when it belongs to none."""
    token = request.field(b"x-graphql-event-stream-token")
    if token is None and request.scope["query_string"]:
        return request.query_params.get("token")
    return token
