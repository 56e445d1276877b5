"""Sends a stream of results, as server-sent events or as the parts of a multipart response."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from typing import Any, NamedTuple

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from server.execution.executor import Answer
from server.requests.encoding import encode
from server.requests.media_types import EVENT_STREAM, MULTIPART


class StreamFormat(NamedTuple):
    """How a stream of results is written."""

    headers: Mapping[str, str]
    opening: bytes
    next: Callable[[Any], bytes]
    """Encodes a result of the stream, usually an answer."""
    heartbeat: bytes
    interval: float
    """Seconds without a result before a heartbeat is sent."""
    closing: bytes
    """Marks the end of the results. A stream that ends without it was cut off."""

    def only(self, answer: Answer) -> bytes:
        """Return the whole stream of a single result."""
        return self.opening + self.next(answer) + self.closing


def event(name: bytes, data: object) -> bytes:
    """Return an event of graphql-sse's protocol. Its lines end in LF, since urql finds the end of an event only so."""
    return b"event: %b\ndata: %b\n\n" % (name, encode(data))


def part(content: object) -> bytes:
    """Return a part and the boundary after it, by which a client knows that the part is complete."""
    return b"\r\nContent-Type: application/json\r\n\r\n%b\r\n--graphql" % encode(content)


FORMATS = {
    EVENT_STREAM: StreamFormat(
        headers={
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-store, no-transform",
            "X-Accel-Buffering": "no",  # nginx would hold events back until it has 4 KiB
        },
        opening=b":\n\n",  # Firefox and Safari report the response only once its first byte has come
        next=lambda answer: event(b"next", answer),
        heartbeat=b":\n\n",
        interval=15,
        closing=b"event: complete\ndata:\n\n",
    ),
    # https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
    MULTIPART: StreamFormat(
        headers={
            "Content-Type": 'multipart/mixed; boundary="graphql"; subscriptionSpec=1.0',
            "Cache-Control": "no-store, no-transform",
            "X-Accel-Buffering": "no",
        },
        opening=b"--graphql",
        next=lambda answer: part({"payload": answer}),
        heartbeat=part({}),
        interval=5,
        closing=b"--\r\n",
    ),
}


class EventStream(StreamingResponse):
    """
    Sends the results as they arrive, and calls `ended` when the stream has ended for any reason. When the server stops,
    the stream ends without its `closing`, so that the client reconnects.
    """

    def __init__(
        self,
        results: AsyncIterator[Any],
        written: StreamFormat,
        stopping: asyncio.Event,
        ended: Callable[[], None],
    ) -> None:
        self.ended = ended
        # `close`: the stream may end because the server stops, after which a proxy must send no other request.
        super().__init__(write(results, written, stopping), headers={**written.headers, "Connection": "close"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.ended()


async def write(results: AsyncIterator[Any], written: StreamFormat, stopping: asyncio.Event) -> AsyncGenerator[bytes]:
    """Yield the bytes of the stream until there are no more results, or the server stops."""
    stopped = asyncio.ensure_future(stopping.wait())
    following = asyncio.ensure_future(anext(results, None))
    try:
        yield written.opening
        while not stopping.is_set():
            done, _ = await asyncio.wait(
                {stopped, following}, timeout=written.interval, return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                yield written.heartbeat
            elif following not in done:
                return
            elif (answer := following.result()) is None:
                yield written.closing
                return
            else:
                yield written.next(answer)
                following = asyncio.ensure_future(anext(results, None))
    finally:
        stopped.cancel()
        following.cancel()
        await asyncio.wait({following})
