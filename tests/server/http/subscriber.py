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


async def send_message(connection: ClientConnection, type: str, **rest: Any) -> None:
    await connection.send(json.dumps({"type": type, **rest}))


async def receive_message(connection: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        return dict(json.loads(await connection.recv()))


async def init_connection(connection: ClientConnection, user: Client) -> None:
    await send_message(connection, "connection_init", payload=user.headers)
    assert (await receive_message(connection))["type"] == "connection_ack"


@asynccontextmanager
async def greeted(address: str, user: Client) -> AsyncIterator[ClientConnection]:
    """Open a WebSocket as the user."""
    async with socket(address) as connection:
        await init_connection(connection, user)
        yield connection


async def subscribe(connection: ClientConnection, id: str, query: str, **rest: Any) -> None:
    """Send an operation; `rest` are further members of its payload."""
    await send_message(connection, "subscribe", id=id, payload={"query": query, **rest})


async def answer_to(connection: ClientConnection, query: str, id: str = "1", **rest: Any) -> dict[str, Any]:
    """Send an operation, and return the next message, which is its answer unless others run."""
    await subscribe(connection, id, query, **rest)
    return await receive_message(connection)


@dataclass
class Subscriber:
    connection: ClientConnection
    user: Client
    probes: set[str] = field(default_factory=set)

    async def message(self) -> dict[str, Any]:
        """Return the next message that is not about a probe."""
        while True:
            message = await receive_message(self.connection)
            if message["type"] != "next" or message["payload"]["data"]["taskEvents"]["taskId"] not in self.probes:
                return message

    async def event(self) -> Event:
        message = await self.message()
        assert message["type"] == "next", message
        return dict(message["payload"]["data"]["taskEvents"])

    async def until_listening(self) -> None:
        """Create probes, tasks of the user, until an event of one comes: the protocol does not acknowledge."""
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
async def subscribed(address: str, user: Client, query: str = SUBSCRIPTION) -> AsyncIterator[Subscriber]:
    """Subscribe to all tasks of the user over a WebSocket, and enter once events come."""
    async with greeted(address, user) as connection:
        await subscribe(connection, "1", query)
        subscriber = Subscriber(connection, user)
        await subscriber.until_listening()
        yield subscriber
