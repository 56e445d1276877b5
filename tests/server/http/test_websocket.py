"""Messages over a WebSocket that are none, and operations that are refused there."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from server.access.authenticator import LEEWAY
from server.development.signed_token import sign_token
from server.settings.settings import Settings
from tests.api import JWT_SECRET
from tests.application import ServedApplication, on_port
from tests.server.http.subscriber import greet, hear, say, socket

ME = "{ viewer { id } }"


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(settings) as server:
        yield server


BAD_MESSAGES: list[Any] = [
    "no JSON",
    "[" * 100_000,
    b"\x00\xff",
    7,
    None,
    [],
    {},
    {"type": 7},
    {"type": "unknown"},
    {"type": "subscribe", "id": ["a"], "payload": {"query": ME}},
    {"type": "subscribe", "payload": {"query": ME}},
    {"type": "complete", "id": {}},
]


async def test_a_message_that_is_none_closes_the_connection(
    server: ServedApplication, caplog: pytest.LogCaptureFixture
) -> None:
    for message in BAD_MESSAGES:
        async with socket(server.address) as connection:
            await greet(connection, server.new_client())
            await connection.send(message if isinstance(message, str | bytes) else json.dumps(message))
            with pytest.raises(ConnectionClosed):
                await hear(connection)
            assert connection.close_code == 4400, message
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


BAD_PAYLOADS: list[tuple[Any, str]] = [
    (None, "BAD_REQUEST"),
    ("x", "BAD_REQUEST"),
    ([], "BAD_REQUEST"),
    ({}, "BAD_REQUEST"),
    ({"query": 7}, "BAD_REQUEST"),
    ({"query": ME, "variables": []}, "BAD_REQUEST"),
    ({"query": "query A { viewer { id } } query B { viewer { id } }"}, "BAD_REQUEST"),
    ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
    ({"query": "{ viewr { id } }"}, "GRAPHQL_VALIDATION_FAILED"),
    ({"query": "{ __schema { types { name } } }"}, "GRAPHQL_VALIDATION_FAILED"),
    ({"query": "{ a " * 16 + "}" * 16}, "QUERY_TOO_COSTLY"),
    ({"query": "subscription { " + "taskEvents { kind } " * 40 + "}"}, "QUERY_TOO_COSTLY"),
]


async def test_an_operation_that_is_refused_leaves_the_connection_alone(server: ServedApplication) -> None:
    user = server.new_client()
    async with socket(server.address) as connection:
        await greet(connection, user)
        for payload, code in BAD_PAYLOADS:
            await say(connection, "subscribe", id="1", payload=payload)
            message = await hear(connection)
            assert (message["type"], message["id"]) == ("error", "1"), payload
            assert {error["extensions"]["code"] for error in message["payload"]} == {code}, payload
            assert "Did you mean" not in str(message)
        await say(connection, "subscribe", id="1", payload={"query": ME})
        assert (await hear(connection))["payload"]["data"] == {"viewer": {"id": str(user.id)}}


async def test_administrators_are_told_similar_names(server: ServedApplication) -> None:
    async with socket(server.address) as connection:
        await greet(connection, replace(server.new_client(), role="admin"))
        await say(connection, "subscribe", id="1", payload={"query": "{ viewr { id } }"})
        assert "Did you mean 'viewer'?" in (await hear(connection))["payload"][0]["message"]


async def test_a_connection_outlives_its_token_and_does_nothing_more(server: ServedApplication) -> None:
    token = sign_token(JWT_SECRET, server.new_client().id, seconds=2 - LEEWAY)
    async with socket(server.address) as connection:
        await say(connection, "connection_init", payload={"Authorization": f"Bearer {token}"})
        assert (await hear(connection))["type"] == "connection_ack"
        answers: list[dict[str, Any]] = []
        while not answers or answers[-1]["type"] != "error":
            await asyncio.sleep(0.1)  # within the rate of requests
            await say(connection, "subscribe", id="1", payload={"query": ME})
            answers.append(await hear(connection))
            if answers[-1]["type"] == "next":
                assert (await hear(connection))["type"] == "complete"
        assert answers[-1]["payload"][0]["extensions"]["code"] == "UNAUTHENTICATED"
