"""The traffic of one user's clients: they read, create tasks with images, and subscribe, as docs/api.md says."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import uuid4

import httpx2
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from tests.api import Client, mutation
from tests.deploy.nginx import Nginx
from tests.pictures import data_url, noise
from tests.server.http.subscriber import SUBSCRIPTION, init_connection, send_message

NEWEST = "{ tasks(first: 100) { nodes { id status } } }"
RESULT = "task { status }"
GONE = {502, 504}
"""nginx's status codes when a server is gone before it has answered: a request that is idempotent may be repeated."""
ORIGINAL, GENERATED = noise(300_000), noise(20_000)
PATIENCE = 30.0
PAUSE = 0.1
"""Seconds between two requests, at least; also no fewer than the last one took, to leave processor time to servers."""
States = dict[str, str]
"""The status of tasks, by their ids."""


@dataclass
class Traffic:
    """Sends requests, and repeats and notes those that are not answered. An answer with an error fails the test."""

    nginx: Nginx
    client: Client
    recorded: States = field(default_factory=dict)
    """The tasks that were acknowledged."""
    over_websocket: States = field(default_factory=dict)
    """The tasks as the subscription over WebSocket has learned them."""
    over_stream: States = field(default_factory=dict)
    """The tasks as the subscription over server-sent events has learned them."""
    answered: Counter[str] = field(default_factory=Counter)
    repeated: list[str] = field(default_factory=list)

    async def flow(self, stop: asyncio.Event) -> None:
        """Send requests until `stop` is set, and then wait until both subscriptions know all acknowledged tasks."""
        following = [asyncio.create_task(self.follow_websocket()), asyncio.create_task(self.follow_stream())]
        try:
            async with asyncio.TaskGroup() as working:
                working.create_task(self.read(stop))
                working.create_task(self.record(stop))
            async with asyncio.timeout(PATIENCE):
                while not self.over_websocket == self.over_stream == self.recorded:
                    await asyncio.wait(following, timeout=0.1)
                    assert not any(task.done() for task in following)
        finally:
            for task in following:
                task.cancel()
            await asyncio.wait(following)

    async def read(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.repeat("GET", lambda: self.send("GET", params={"query": NEWEST}))
            await self.repeat("query", lambda: self.send("POST", json={"query": NEWEST}))

    async def record(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            task_id = str(uuid4())
            await self.mutate("createTask", task_id, prompt="Recorded meanwhile")
            await self.upload("uploadOriginalImage", task_id, ORIGINAL)
            await self.mutate("startTask", task_id)
            await self.mutate("completeTask", task_id, image={"dataUrl": data_url(GENERATED)})

    async def mutate(self, name: str, id: str, **input: Any) -> None:
        request = {"query": mutation(name, RESULT), "variables": {"input": {"id": id, **input}}}
        await self.note(name, id, lambda: self.send("POST", json=request))

    async def upload(self, name: str, id: str, content: bytes) -> None:
        request = {"query": mutation(name, RESULT), "variables": {"input": {"id": id, "image": {}}}}
        parts = {"operations": json.dumps(request), "map": json.dumps({"0": ["variables.input.image.file"]})}
        await self.note(name, id, lambda: self.send("POST", data=parts, files={"0": ("picture.png", content)}))

    async def note(self, name: str, id: str, send: Callable[[], Awaitable[dict[str, Any]]]) -> None:
        payload = (await self.repeat(name, send))[name]
        assert payload["errors"] == [], payload
        self.recorded[id] = payload["task"]["status"]

    async def send(self, method: str, **request: Any) -> dict[str, Any]:
        answer = await self.client.http.request(method, "/graphql", headers=self.client.headers, **request)
        if answer.status_code in GONE:
            raise ConnectionError(answer.status_code)
        body = answer.json() if answer.headers["Content-Type"].startswith("application/") else {}
        assert body.keys() & {"data", "errors"} == {"data"}, (answer.status_code, answer.text)
        return dict(body["data"])

    async def repeat(self, name: str, send: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        while True:
            started = monotonic()
            try:
                data = await send()
            except (ConnectionError, httpx2.TransportError) as error:
                self.repeated.append(f"{name}: {error!r}")
                await asyncio.sleep(0.05)
            else:
                self.answered[name] += 1
                await asyncio.sleep(max(PAUSE, monotonic() - started))
                return data

    async def follow_websocket(self) -> None:
        """Subscribe as the page does: after the subscription, read the newest tasks on the same connection."""
        address = f"wss://{self.nginx.address}/graphql"
        protocols = [Subprotocol("graphql-transport-ws")]
        while True:
            try:
                async with connect(address, subprotocols=protocols, ssl=self.nginx.tls) as connection:
                    await init_connection(connection, self.client)
                    await send_message(connection, "subscribe", id="events", payload={"query": SUBSCRIPTION})
                    await send_message(connection, "subscribe", id="newest", payload={"query": NEWEST})
                    async for message in connection:
                        heard = json.loads(message)
                        if heard["type"] == "next":
                            self.learn(self.over_websocket, heard["payload"])
            except InvalidHandshake as refused:
                self.repeated.append(f"WebSocket: {refused}")
            except (ConnectionClosed, OSError) as closed:
                self.answered[f"WebSocket ended: {closed}"] += 1

    async def follow_stream(self) -> None:
        headers = self.client.headers | {"Accept": "text/event-stream"}
        while True:
            try:
                request = {"query": SUBSCRIPTION}
                async with self.client.http.stream("POST", "/graphql", json=request, headers=headers) as stream:
                    if stream.status_code in GONE:
                        self.repeated.append(f"stream: {stream.status_code}")
                    else:
                        await self.read_stream(stream.aiter_lines())
            except httpx2.TransportError as closed:
                self.answered[f"stream ended: {closed!r}"] += 1

    async def read_stream(self, lines: AsyncIterator[str]) -> None:
        await anext(lines)  # the subscription is in force
        newest = await self.repeat("catch-up", lambda: self.send("POST", json={"query": NEWEST}))
        self.learn(self.over_stream, {"data": newest})
        async for line in lines:
            if line.startswith("data: {"):
                self.learn(self.over_stream, json.loads(line.removeprefix("data: ")))

    def learn(self, known: States, answer: dict[str, Any]) -> None:
        assert "errors" not in answer, answer
        data = answer["data"]
        tasks = data["tasks"]["nodes"] if "tasks" in data else [data["taskEvents"]["task"]]
        known.update({task["id"]: task["status"] for task in tasks})
