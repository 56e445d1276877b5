from asyncio import CancelledError
from http import HTTPStatus
from time import perf_counter

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.http.response import refusal_response
from server.http.stop import Stop
from server.observation.operation_measures import count_refusal
from server.observation.quiet_paths import QUIET
from server.observation.request_id import request_id_of
from server.observation.request_notes import NOTES, RequestNotes
from server.requests.media_types import JSON
from server.requests.refusals import CutOff

RESTARTING = 1012
"""The close code after which the client of a WebSocket reconnects."""
ANSWERS = {"http.response.start", "websocket.accept", "websocket.http.response.start"}


class RequestLog:
    """
    The outermost middleware. It gives each request an id, which is in its response and in all of its log lines, and
    logs the request in one line when it has been answered. Neither addresses nor bodies are in that line.

    Once `stop` is asked for, each response has `Connection: close`, so that a proxy sends no request on a connection
    that is about to close. A WebSocket that is opened after streams have ended is closed with the code after which its
    client reconnects.
    """

    def __init__(self, app: ASGIApp, stop: Stop) -> None:
        self.app, self.stop = app, stop
        self.log = structlog.get_logger().bind()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        request_id = request_id_of(scope)
        header = (b"x-request-id", request_id.encode())
        notes = RequestNotes({"request_id": request_id}, [] if scope["type"] == "http" else None)
        NOTES.set(notes)
        status: int | None = None

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] in ANSWERS:
                message["headers"] = [*message.get("headers", ()), header]
                if self.stop.asked and message["type"] == "http.response.start":
                    MutableHeaders(scope=message)["Connection"] = "close"
                status = message.get("status", HTTPStatus.SWITCHING_PROTOCOLS)
            await send(message)

        try:
            if scope["type"] == "websocket" and self.stop.streams.is_set():
                await answer({"type": "websocket.accept", "subprotocol": next(iter(scope["subprotocols"]), None)})
                await answer({"type": "websocket.close", "code": RESTARTING})
            else:
                await self.app(scope, receive, answer)
        except CancelledError:  # the process is stopping, and no longer waits for requests
            if status is not None or scope["type"] != "http":
                raise
            refusal = CutOff(request_id)
            count_refusal(refusal)
            await refusal_response(refusal, JSON)(scope, receive, answer)
        finally:
            self.write(scope, status, perf_counter() - began, notes)

    def write(self, scope: Scope, status: int | None, seconds: float, notes: RequestNotes) -> None:
        """Write the line of a request. `status` is None when it was not answered."""
        answered = status is not None and status < HTTPStatus.BAD_REQUEST
        operations, notes.operations = notes.operations or [], None
        fields = operations[0] if len(operations) == 1 else {"operations": operations} if operations else {}
        (self.log.debug if answered and QUIET.fullmatch(scope["path"]) else self.log.info)(
            "request",
            method=scope.get("method", "WEBSOCKET"),
            route=getattr(scope.get("route"), "path", None),
            status=status,
            duration_ms=round(seconds * 1000, 1),
            **fields,
        )
