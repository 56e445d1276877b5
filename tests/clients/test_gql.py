"""Python's `gql` over HTTP. Its WebSockets speak the protocol of graphql-ws, which `test_followers.py` tests."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import gql
import pytest
from gql import FileVar, GraphQLRequest
from gql.client import AsyncClientSession
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportQueryError

from tests.api import Client
from tests.application import ServedApplication
from tests.pictures import picture

CREATE = """
    mutation ($input: CreateTaskInput!) {
      createTask(input: $input) { task { id prompt originalImage { sha256 width } } errors { code } }
    }
"""
TASK = "query ($id: ID!) { task(id: $id) { id prompt status } }"


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
    found = await session.execute(GraphQLRequest(TASK, variable_values={"id": created["task"]["id"]}))
    assert found["task"] == {"id": created["task"]["id"], "prompt": "a fox", "status": "PENDING"}
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
