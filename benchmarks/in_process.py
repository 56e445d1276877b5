"""Requests to an application within this process: a client over HTTP would cost more than what is measured."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks.work import Request

Ask = Callable[[], Awaitable[Any]]


def asking(app: Any, request: Request, token: str) -> Ask:
    """Return a function that sends the request to the ASGI application, and returns the body of the answer."""
    path, _, query = request.path.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST" if request.body else "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "headers": [(b"authorization", f"Bearer {token}".encode()), (b"content-type", b"application/json")],
    }

    async def ask() -> bytes:
        unread = [{"type": "http.request", "body": (request.body or "").encode(), "more_body": False}]
        sent: list[Any] = []

        async def receive() -> Any:
            return unread.pop() if unread else await asyncio.Event().wait()  # the client stays

        async def send(message: Any) -> None:
            sent.append(message)

        await app(dict(scope), receive, send)
        return bytes(sent[1]["body"])

    return ask


async def processor_time(ask: Ask, times: int) -> float:
    """Return the seconds of this process's processor time for one call, on which other programs have little effect."""
    started = time.process_time()
    for _ in range(times):
        await ask()
    return (time.process_time() - started) / times
