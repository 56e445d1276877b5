"""Invalid messages over a WebSocket close it; operations that are refused do not."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from server.access.authenticator import LEEWAY
from server.development.signed_token import sign_token
from server.http import websocket
from tests.api import JWT_SECRET
from tests.application import ServedApplication
from tests.server.http.subscriber import PATIENCE, answer_to, greeted, receive_message, send_message, socket, subscribe

ME = "{ viewer { id } }"


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
    {"type": "subscribe", "id": "a" * 101, "payload": {"query": ME}},
    {"type": "complete", "id": {}},
    {"type": "subscribe", "id": "1", "payload": {"query": ME, "variables": {"a": [[]] * 101_000}}},
]


async def test_an_invalid_message_closes_the_connection(
    server: ServedApplication, caplog: pytest.LogCaptureFixture
) -> None:
    for message in BAD_MESSAGES:
        async with greeted(server.address, server.new_client()) as connection:
            await connection.send(message if isinstance(message, str | bytes) else json.dumps(message))
            with pytest.raises(ConnectionClosed):
                await receive_message(connection)
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


async def test_a_refused_operation_does_not_close_the_connection(server: ServedApplication) -> None:
    user = server.new_client()
    async with greeted(server.address, user) as connection:
        for payload, code in BAD_PAYLOADS:
            await send_message(connection, "subscribe", id="1", payload=payload)
            message = await receive_message(connection)
            assert (message["type"], message["id"]) == ("error", "1"), payload
            assert {error["extensions"]["code"] for error in message["payload"]} == {code}, payload
            assert "Did you mean" not in str(message)
        assert (await answer_to(connection, ME))["payload"]["data"] == {"viewer": {"id": str(user.id)}}


TOKENLESS = 'A token is required in connection_init: {"Authorization": "Bearer …"}.'
PLATINUM = sign_token(JWT_SECRET, uuid4(), plan="platinum")
GREETINGS: list[tuple[dict[str, Any], int, str]] = [
    ({"type": "subscribe", "id": "1", "payload": {"query": ME}}, 4401, "Unauthorized"),
    ({"type": "connection_init"}, 4403, TOKENLESS),
    *(
        ({"type": "connection_init", "payload": payload}, 4403, TOKENLESS)
        for payload in (None, {}, {"Authorization": None}, {"authorization": "Bearer x"}, {"authToken": "x"}, "x")
    ),
    ({"type": "connection_init", "payload": {"Authorization": "Bearer x"}}, 4403, "The token is not a JSON Web Token"),
    (
        {"type": "connection_init", "payload": {"Authorization": f"Bearer {PLATINUM}"}},
        4403,
        "The token's plan is unknown. Known plans: free, pro",
    ),
]


@pytest.mark.parametrize(("message", "code", "reason"), GREETINGS)
async def test_without_a_valid_token_the_socket_is_closed(
    server: ServedApplication, message: dict[str, Any], code: int, reason: str
) -> None:
    async with socket(server.address) as connection:
        await send_message(connection, **message)
        with pytest.raises(ConnectionClosed):
            await receive_message(connection)
        assert connection.close_code == code
        assert str(connection.close_reason).startswith(reason)


@pytest.mark.slow
async def test_a_socket_without_a_greeting_is_closed(
    server: ServedApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websocket, "INITIALISED_WITHIN", 0.3)
    async with socket(server.address) as connection:
        with pytest.raises(ConnectionClosed):
            await receive_message(connection)
        assert connection.close_code == 4408


async def test_the_legacy_protocol_is_refused(server: ServedApplication) -> None:
    async with socket(server.address, "graphql-ws") as connection:
        assert connection.subprotocol is None
        async with asyncio.timeout(PATIENCE):
            await connection.wait_closed()
        assert connection.close_code == 4406


@pytest.mark.slow
async def test_a_connection_outlives_its_token_and_does_nothing_more(server: ServedApplication) -> None:
    token = sign_token(JWT_SECRET, server.new_client().id, seconds=2 - LEEWAY)
    async with socket(server.address) as connection:
        await send_message(connection, "connection_init", payload={"Authorization": f"Bearer {token}"})
        assert (await receive_message(connection))["type"] == "connection_ack"
        answers: list[dict[str, Any]] = []
        while not answers or answers[-1]["type"] != "error":
            await asyncio.sleep(0.1)  # to stay within the rate limit
            answers.append(await answer_to(connection, ME))
            if answers[-1]["type"] == "next":
                assert (await receive_message(connection))["type"] == "complete"
        assert answers[-1]["payload"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.slow
@pytest.mark.parametrize("before", ["subscription { taskEvents { kind } }", "{ tasks { nodes { id } } }"])
async def test_an_id_is_used_again_at_once(server: ServedApplication, before: str) -> None:
    """The end of the operation before, which may take a moment, does not end the one that has its id now."""
    user = server.new_client()
    async with greeted(server.address, user) as connection:
        for _ in range(10):
            await subscribe(connection, "1", before)
            await send_message(connection, "complete", id="1")
            answer = await answer_to(connection, ME)
            assert answer["payload"]["data"] == {"viewer": {"id": str(user.id)}}
            assert await receive_message(connection) == {"id": "1", "type": "complete"}
