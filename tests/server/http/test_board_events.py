"""A user who follows tasks sees, at each event, the boards of the task as they are then."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.api import Client
from tests.application import ServedApplication
from tests.resolvers.boards.boards import ended, join, new_board, put, set_member
from tests.server.http.subscriber import greeted, receive_message, subscribe

EVENTS = """subscription { taskEvents { taskId task {
  prompt boards(first: 2) { role members { userId } tasks { nodes { prompt originalImage { url } } } }
} } }"""


@asynccontextmanager
async def over_websocket(server: ServedApplication, user: Client) -> AsyncIterator[AsyncIterator[Any]]:
    async def events() -> AsyncIterator[Any]:
        while True:
            yield (await receive_message(connection))["payload"]["data"]["taskEvents"]

    async with greeted(server.address, user) as connection:
        await subscribe(connection, "1", EVENTS)
        yield events()


@asynccontextmanager
async def as_stream(server: ServedApplication, user: Client) -> AsyncIterator[AsyncIterator[Any]]:
    async def events() -> AsyncIterator[Any]:
        async for line in answer.aiter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))["data"]["taskEvents"]

    headers = user.headers | {"Accept": "text/event-stream"}
    async with server.http.stream("POST", "/graphql", json={"query": EVENTS}, headers=headers, timeout=20) as answer:
        yield events()


async def until_listening(member: Client, events: AsyncIterator[Any]) -> None:
    """Create tasks until an event of one comes."""
    first = asyncio.ensure_future(anext(events))
    while not first.done():
        await member.task("createTask", prompt="a probe")
        await asyncio.wait([first], timeout=0.3)


async def boards_after(member: Client, task: str, events: AsyncIterator[Any], *, starred: bool) -> Any:
    """Change a task of the member, and return its boards in the event."""
    await member.mutate("starTasks", "tasks { id }", ids=[task], starred=starred)
    while (event := await anext(events))["taskId"] != task:
        pass
    return event["task"]["boards"]


@pytest.mark.parametrize("transport", [over_websocket, as_stream])
async def test_an_open_stream_stops_showing_a_board_when_its_reader_is_removed(
    server: ServedApplication, transport: Any
) -> None:
    user, member, friend = (server.new_client() for _ in range(3))
    board, task = await new_board(user), await ended(member, "Mine")
    await put(user, board, await ended(user, "Theirs"))
    await join(user, board, member, "CONTRIBUTOR")
    await put(member, board, task)
    async with transport(server, member) as events:
        await until_listening(member, events)
        [seen] = await boards_after(member, task, events, starred=True)
        assert {one["prompt"] for one in seen["tasks"]["nodes"]} == {"Mine", "Theirs"}
        await set_member(user, board, member, "VIEWER")
        await join(user, board, friend)
        [seen] = await boards_after(member, task, events, starred=False)
        assert (seen["role"], len(seen["members"])) == ("VIEWER", 3)
        await set_member(user, board, member, None)
        assert await boards_after(member, task, events, starred=True) == []
