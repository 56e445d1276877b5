"""Requests to applications in this process: a client over HTTP would cost more than the measured work."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from tempfile import TemporaryFile
from typing import Any

from benchmarks import handwritten
from benchmarks.data import Data
from benchmarks.environment import BUCKET, JWT_SECRET
from benchmarks.work import Request
from server.app import create_app
from server.observation.logs import set_up_logs
from server.settings.settings import Settings

UNLIMITED: Any = {"requests_per_user": "1000000000/minute", "cost_per_user": "1000000000000/minute"}
Ask = Callable[[], Awaitable[Any]]


@asynccontextmanager
async def both_applications(data: Data) -> AsyncIterator[tuple[Any, Any]]:
    """Yield our application, with all features on, and that of the hand-written handler, both running."""
    bucket: Any = {name.lower(): value for name, value in BUCKET.items()}
    async with AsyncExitStack() as stack:
        set_up_logs("info", as_json=True, stream=stack.enter_context(TemporaryFile("w")))  # noqa: SIM115
        ours: Any = create_app(Settings(database_url=data.url, jwt_secret=JWT_SECRET, **UNLIMITED, **bucket))
        theirs = handwritten.create_app(data.url, JWT_SECRET)
        for app in (ours, theirs):
            await stack.enter_async_context(app.router.lifespan_context(app))
        gc.collect()
        gc.freeze()  # as `serve` does
        yield ours, theirs


def asking(app: Any, request: Request, token: str) -> Ask:
    """Return a function that sends the request to the ASGI application and returns the answer's body."""
    path, _, query = request.path.partition("?")
    body = (request.body or "").encode()
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST" if body else "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "headers": [
            (b"host", b"localhost"),
            (b"authorization", f"Bearer {token}".encode()),
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
        ],
    }

    async def ask() -> bytes:
        unread = [{"type": "http.request", "body": body, "more_body": False}]
        sent: list[Any] = []

        async def receive() -> Any:
            return unread.pop() if unread else await asyncio.Event().wait()  # the client stays

        async def send(message: Any) -> None:
            sent.append(message)

        await app(dict(scope), receive, send)
        return bytes(sent[1]["body"])

    return ask


async def processor_time(ask: Ask, times: int) -> float:
    """Return the seconds of this process's processor time for one call, which other programs hardly change."""
    started = time.process_time()
    for _ in range(times):
        await ask()
    return (time.process_time() - started) / times
