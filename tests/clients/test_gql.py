"""Python's `gql`: its transports for HTTP and for WebSockets."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import gql
import pytest
from gql import FileVar, GraphQLRequest
from gql.client import AsyncClientSession
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportQueryError
from gql.transport.websockets import WebsocketsTransport

from tests.api import Client
from tests.application import ServedApplication
from tests.pictures import picture
from tests.server.http.subscriber import PATIENCE

CREATE = """
    mutation ($input: CreateTaskInput!) {
      createTask(input: $input) { task { id prompt originalImage { sha256 width } } errors { code } }
    }
"""
TASK = "query ($id: ID!) { task(id: $id) { id prompt status } }"
FOLLOW = GraphQLRequest("subscription { taskEvents { kind taskId task { status } } }")


@pytest.fixture
def user(server: ServedApplication) -> Client:
    return server.new_client()


@pytest.fixture
async def session(server: ServedApplication, user: Client) -> AsyncIterator[AsyncClientSession]:
    transport = AIOHTTPTransport(f"{server.url}/graphql", headers=user.headers)
    async with gql.Client(transport=transport) as session:
        yield session


async def test_queries_mutations_and_errors(session: AsyncClientSession) -> None:
    created = (await session.execute(GraphQLRequest(CREATE, variable_values={"input": {"prompt": "a fox"}})))[
        "createTask"
    ]
    assert created["errors"] == []
    told = await session.execute(GraphQLRequest(TASK, variable_values={"id": created["task"]["id"]}))
    assert told["task"] == {"id": created["task"]["id"], "prompt": "a fox", "status": "PENDING"}
    with pytest.raises(TransportQueryError) as caught:
        await session.execute(GraphQLRequest(TASK, variable_values={"id": "7"}))
    assert caught.value.errors
    assert caught.value.errors[0]["extensions"] == {"code": "BAD_USER_INPUT"}


@pytest.mark.parametrize("streaming", [False, True])  # it streams a file without its name
async def test_a_picture_is_uploaded(session: AsyncClientSession, tmp_path: Path, streaming: bool) -> None:
    content = picture((30, 20)) + bytes(2_000_000)
    (tmp_path / "fox.png").write_bytes(content)
    file = FileVar(str(tmp_path / "fox.png"), content_type="image/png", streaming=streaming)
    given = {"prompt": "a fox", "originalImage": {"file": file}}
    created = (await session.execute(GraphQLRequest(CREATE, variable_values={"input": given}), upload_files=True))[
        "createTask"
    ]
    assert created["errors"] == []
    assert created["task"]["originalImage"] == {"sha256": hashlib.sha256(content).hexdigest(), "width": 30}


async def test_changes_are_followed(server: ServedApplication, user: Client) -> None:
    transport = WebsocketsTransport(f"ws://{server.address}/graphql", init_payload=user.headers)
    async with (
        gql.Client(transport=transport) as session,
        aclosing(session.subscribe(FOLLOW)) as events,
        asyncio.timeout(PATIENCE),
    ):
        first = asyncio.ensure_future(anext(events))
        while not first.done():
            task = await user.task("createTask", prompt="a fox")
            await asyncio.wait([first], timeout=0.3)
        assert first.result()["taskEvents"]["task"] == {"status": "PENDING"}
        await user.task("startTask", id=task["id"])
        while (event := (await anext(events))["taskEvents"])["task"]["status"] == "PENDING":
            pass
        assert event == {"kind": "UPDATED", "taskId": task["id"], "task": {"status": "PROCESSING"}}
