"""Subscriptions in progress, over WebSockets and as server-sent events."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import TypeVar
from uuid import UUID

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send
from strawberry.http.streaming import SSETransport, merge_stream_with_heartbeat

from resolvers.access import Caller
from server.http.encoding import encode
from server.http.refusals import RateLimited

T = TypeVar("T")
RETRY_AFTER = 10
TRANSPORT = SSETransport()


class Subscriptions:
    """
    The number of subscriptions that each user has in this process, over WebSockets and as events.

    `stopping` is set when the process is about to end, which ends the event streams; WebSockets are closed then.
    """

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self.by_user: Counter[UUID] = Counter()
        self.stopping = asyncio.Event()

    def enter(self, caller: Caller) -> None:
        """Count one more of the user's; RateLimited when they have as many as they may."""
        if self.by_user[caller.id] >= self.at_most:
            raise RateLimited(
                f"A user may have {self.at_most} subscriptions at once (MAX_SUBSCRIPTIONS_PER_USER); end one first.",
                RETRY_AFTER,
            )
        self.by_user[caller.id] += 1

    def leave(self, caller: Caller) -> None:
        """Count one less."""
        self.by_user[caller.id] -= 1
        if not self.by_user[caller.id]:
            del self.by_user[caller.id]


class EventStream(StreamingResponse):
    """
    Results as server-sent events. When the server stops it ends without `complete`, so that graphql-sse connects
    again.
    """

    def __init__(self, results: AsyncIterator[str], subscriptions: Subscriptions, caller: Caller) -> None:
        self.subscriptions, self.caller = subscriptions, caller

        async def events() -> AsyncGenerator[str, None]:
            async with aclosing(until(subscriptions.stopping, results)) as following:
                async for event in following:
                    yield event
                if not subscriptions.stopping.is_set():
                    yield TRANSPORT.encode_complete()

        beats = merge_stream_with_heartbeat(
            events, lambda: TRANSPORT.encode_comment("ping"), TRANSPORT.heartbeat_interval, send_initial_heartbeat=False
        )
        super().__init__(beats(), headers=TRANSPORT.headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.subscriptions.leave(self.caller)


async def until(stopping: asyncio.Event, items: AsyncIterator[T]) -> AsyncGenerator[T, None]:
    """The items, until there are no more or the process is about to end."""
    stopped = asyncio.ensure_future(stopping.wait())
    following: asyncio.Future[T | None] | None = None
    try:
        while not stopping.is_set():
            following = asyncio.ensure_future(anext(items, None))
            await asyncio.wait({stopped, following}, return_when=asyncio.FIRST_COMPLETED)
            if not following.done() or (item := following.result()) is None:
                return
            yield item
    finally:
        stopped.cancel()
        if following:
            following.cancel()
            await asyncio.wait({following})


def next_event(answer: Mapping[str, object]) -> str:
    """An answer as the event `next` of graphql-sse's protocol."""
    return TRANSPORT.encode_event("next", encode(answer).decode())
