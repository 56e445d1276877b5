"""Results that are sent one after the other: server-sent events, or the parts of a multipart answer."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from typing import Any, NamedTuple

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from server.http.encoding import encode
from server.http.media_types import EVENT_STREAM, MULTIPART

Answer = Mapping[str, object]


class StreamFormat(NamedTuple):
    """How a stream of results is written."""

    headers: Mapping[str, str]
    opening: bytes
    next: Callable[[Any], bytes]
    """An answer, or whatever else the stream is of, as bytes."""
    heartbeat: bytes
    interval: float
    """Seconds without a result after which the heartbeat is sent."""
    closing: bytes
    """Tells that no more results come. A stream that ends without it was cut off."""

    def only(self, answer: Answer) -> bytes:
        """A stream of one result."""
        return self.opening + self.next(answer) + self.closing


def event(name: bytes, data: object) -> bytes:
    """An event of graphql-sse's protocol. Its lines end in LF alone: urql finds no other end of an event."""
    return b"event: %b\ndata: %b\n\n" % (name, encode(data))


def part(content: object) -> bytes:
    """A part, and the boundary after it, by which a client knows that it is whole."""
    return b"\r\nContent-Type: application/json\r\n\r\n%b\r\n--graphql" % encode(content)


FORMATS = {
    EVENT_STREAM: StreamFormat(
        headers={
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-cache, no-transform",
            "X-Accel-Buffering": "no",  # nginx would keep events back until there are 4 KiB of them
        },
        opening=b":\n\n",  # Firefox and Safari tell of an answer when its first byte comes
        next=lambda answer: event(b"next", answer),
        heartbeat=b":\n\n",
        interval=15,
        closing=b"event: complete\ndata:\n\n",
    ),
    # https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
    MULTIPART: StreamFormat(
        headers={
            "Content-Type": 'multipart/mixed; boundary="graphql"; subscriptionSpec=1.0',
            "Cache-Control": "no-cache, no-transform",
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
    Results as they come; `ended` is called when the stream has ended, however it did. When the server stops it ends
    without its closing, so that clients connect again.
    """

    def __init__(
        self,
        results: AsyncIterator[Any],
        written: StreamFormat,
        stopping: asyncio.Event,
        ended: Callable[[], None],
    ) -> None:
        self.ended = ended
        # Not kept: a proxy would send a request on it just when the server stops, which ends the stream.
        super().__init__(write(results, written, stopping), headers={**written.headers, "Connection": "close"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.ended()


async def write(results: AsyncIterator[Any], written: StreamFormat, stopping: asyncio.Event) -> AsyncGenerator[bytes]:
    """The bytes of the stream, until there are no more results or the process is about to end."""
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
