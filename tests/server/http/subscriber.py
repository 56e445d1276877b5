"""A client that follows `taskEvents`."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.api import Client

SUBSCRIPTION = """subscription ($ids: [ID!]) {
  taskEvents(ids: $ids) { kind taskId task { id status prompt errorMessage } } }"""
PATIENCE = 15.0
Event = dict[str, Any]


@asynccontextmanager
async def socket(address: str, protocol: str = "graphql-transport-ws") -> AsyncIterator[ClientConnection]:
    async with connect(f"ws://{address}/graphql", subprotocols=[Subprotocol(protocol)]) as connection:
        yield connection


async def say(connection: ClientConnection, type: str, **rest: Any) -> None:
    await connection.send(json.dumps({"type": type, **rest}))


async def hear(connection: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        return dict(json.loads(await connection.recv()))


async def greet(connection: ClientConnection, user: Client) -> None:
    await say(connection, "connection_init", payload=user.headers)
    assert (await hear(connection))["type"] == "connection_ack"


@dataclass
class Subscriber:
    connection: ClientConnection
    user: Client
    probes: set[str] = field(default_factory=set)

    async def message(self) -> dict[str, Any]:
        """The next one that is about no probe."""
        while True:
            message = await hear(self.connection)
            if message["type"] != "next" or message["payload"]["data"]["taskEvents"]["taskId"] not in self.probes:
                return message

    async def event(self) -> Event:
        message = await self.message()
        assert message["type"] == "next", message
        return dict(message["payload"]["data"]["taskEvents"])

    async def until_listening(self) -> None:
        """The protocol does not tell when a subscription is in force: tasks are made until one is heard of."""
        while True:
            probe = str((await self.user.task("createTask", prompt="a probe"))["id"])
            self.probes.add(probe)
            try:
                async with asyncio.timeout(0.3):
                    while json.loads(await self.connection.recv())["payload"]["data"]["taskEvents"]["taskId"] != probe:
                        pass
            except TimeoutError:
                continue
            return


@asynccontextmanager
async def subscribed(address: str, user: Client) -> AsyncIterator[Subscriber]:
    """To all of the user's tasks, from now on."""
    async with socket(address) as connection:
        await greet(connection, user)
        await say(connection, "subscribe", id="1", payload={"query": SUBSCRIPTION})
        subscriber = Subscriber(connection, user)
        await subscriber.until_listening()
        yield subscriber
