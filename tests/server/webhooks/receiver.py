import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

import trustme
from aiohttp import web
from multidict import CIMultiDictProxy
from standardwebhooks import Webhook as Verifier

from tests.api import Client

HOST = "127.0.0.1"
PATIENCE = 30.0


@dataclass(frozen=True)
class Received:
    path: str
    headers: CIMultiDictProxy[str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    def verified(self, secret: str) -> dict[str, Any]:
        """The event, if it is signed with the secret; raises WebhookVerificationError otherwise."""
        return dict(Verifier(secret).verify(self.body, dict(self.headers)))


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answering(*statuses: int, **headers: str) -> Answer:
    """Returns one status after the other, and from then on the last."""
    left = list(statuses)

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=left.pop(0) if len(left) > 1 else left[0], text="thank you", headers=headers)

    return answer


def hanging(ends: asyncio.Event) -> Answer:
    """Answers once `ends` is set."""

    async def answer(_: web.Request) -> web.StreamResponse:
        await ends.wait()
        return web.Response()

    return answer


OK = answering(200)


@dataclass
class Receiver:
    """A server that receives events, with a certificate of `authority`. `answers` has the answer of each path."""

    authority: trustme.CA
    answers: dict[str, Answer] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)
    port: int = 0

    async def __aenter__(self) -> Self:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.authority.issue_cert(HOST, "localhost").configure_cert(context)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.receive)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, HOST, 0, ssl_context=context)
        await site.start()
        self.port = self.runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.runner.cleanup()

    async def receive(self, request: web.Request) -> web.StreamResponse:
        received = Received(request.path, request.headers, await request.read())
        async with self.came:
            self.received.append(received)
            self.came.notify_all()
        return await self.answers.get(request.path, OK)(request)

    def of(self, path: str) -> list[Received]:
        return [one for one in self.received if one.path == path]

    async def until(self, path: str, number: int = 1) -> list[Received]:
        """The requests to that path, once there are `number` of them."""
        async with asyncio.timeout(PATIENCE), self.came:
            await self.came.wait_for(lambda: len(self.of(path)) >= number)
        return self.of(path)

    def url(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    async def webhook(self, client: Client, path: str, *events: str, host: str = HOST, **more: Any) -> tuple[str, str]:
        """Create a webhook of the client's that sends to this path; return its id and its secret."""
        made = await client.mutate(
            "createWebhook",
            "webhook { id } secret",
            url=self.url(path, host),
            events=list(events) or ["TASK_CREATED", "TASK_COMPLETED", "TASK_FAILED", "TASK_DELETED"],
            **more,
        )
        assert made["errors"] == [], made
        return made["webhook"]["id"], made["secret"]
