"""Another user's requests, and how long they take, while the server is attacked."""

import asyncio
import json
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple, TypeAlias

import httpx2
from aiohttp import web

from benchmarks.uploads import Client, picture

HOST = "127.0.0.1"
IMAGE = 200_000  # bytes
PAGE = "{ tasks(first: 50) { nodes { id prompt status createdAt } } }"
HOOK = """mutation ($input: CreateWebhookInput!) {
  createWebhook(input: $input) { webhook { id } errors { message } }
}"""
DELETE = "mutation ($id: ID!) { deleteWebhook(input: {id: $id}) { deletedWebhookId } }"
WORK = {
    "page": "a page",
    "long_address": "a page by GET, with a long address",
    "picture": "a task completed with a picture of 200 kB",
    "event": "a task recorded, and its event received",
}
"""The bystander's actions, by the method's name."""
Waits: TypeAlias = dict[str, list[float]]
"""By action, the seconds that it took each time; infinity if it was refused."""


class Place(NamedTuple):
    """The server's address, and the certificate and key of this machine."""

    port: int
    certificate: str


class Bystander:
    """Another user, whose webhook receiver answers immediately."""

    def __init__(self, http: httpx2.AsyncClient, image: bytes) -> None:
        self.http, self.client, self.image = http, Client(http), image
        self.arrived: dict[str, asyncio.Event] = {}

    async def receive(self, request: web.Request) -> web.Response:
        task = json.loads(await request.read())["data"]["id"]
        self.arrived.setdefault(task, asyncio.Event()).set()
        return web.Response(status=204)

    async def page(self) -> None:
        (await self.http.post("/graphql", json={"query": PAGE})).raise_for_status()

    async def long_address(self) -> None:
        headers = {"GraphQL-Preflight": "1"}
        query = {"query": f"{PAGE} # {'x' * 5_000}"}
        (await self.http.get("/graphql", params=query, headers=headers)).raise_for_status()

    async def picture(self) -> None:
        await self.client.complete(await self.client.create(), self.image)

    async def event(self) -> None:
        task = await self.client.create()
        await self.arrived.setdefault(task, asyncio.Event()).wait()

    async def look(self, seconds: float) -> Waits:
        """Repeat all actions for so many seconds, and at least once."""
        waits: Waits = {}
        until = time.monotonic() + seconds
        while not waits or time.monotonic() < until:
            for work in (self.page, self.long_address, self.picture, self.event):
                began = time.monotonic()
                try:
                    async with asyncio.timeout(120):
                        await work()
                    took = time.monotonic() - began
                except (OSError, AssertionError, httpx2.HTTPError):  # TimeoutError is one
                    took = float("inf")
                waits.setdefault(work.__name__, []).append(took)
            await asyncio.sleep(0.3)  # so that a quick machine stays within REQUESTS_PER_USER
        return waits


async def looking(place: Place, token: str, seconds: float) -> Waits:
    headers = {"Authorization": f"Bearer {token}"}
    address = f"http://127.0.0.1:{place.port}"
    async with httpx2.AsyncClient(base_url=address, headers=headers, timeout=120) as http:
        bystander = Bystander(http, picture(IMAGE))
        async with receiving(bystander.receive, place) as url:
            made = await http.post(
                "/graphql",
                json={"query": HOOK, "variables": {"input": {"url": f"{url}/quick", "events": ["TASK_CREATED"]}}},
            )
            webhook = made.json()["data"]["createWebhook"]["webhook"]["id"]
            waits = await bystander.look(seconds)
            await http.post("/graphql", json={"query": DELETE, "variables": {"id": webhook}})
            return waits


@asynccontextmanager
async def receiving(receive: Callable[[web.Request], Awaitable[web.Response]], place: Place) -> AsyncIterator[str]:
    """Receive events, and yield the address of the receiver."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(place.certificate)
    app = web.Application()
    app.router.add_post("/{path}", receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, 0, ssl_context=context).start()
        yield f"https://{HOST}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def look_in_process(place: Place, token: str, seconds: float) -> Waits:
    return asyncio.run(looking(place, token, seconds))
