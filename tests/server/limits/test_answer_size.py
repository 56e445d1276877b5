"""An answer above MAX_ANSWER_SIZE is refused before it is encoded, over each transport; long prompts fit in a page."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from server.limits.answer_size import MAX_ANSWER_SIZE, size_of
from server.requests.encoding import encode
from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.server.http.raw import opened, posted
from tests.server.http.subscriber import answer_to, greeted

LONGEST = "画" * 10_000
PAGE = "{ tasks(first: 100) { nodes { id prompt } } }"
MANY = "{ tasks(first: 100) { nodes { " + "".join(f"p{n}: prompt " for n in range(6)) + "} } }"


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(settings) as server:
        yield server


@pytest.fixture
async def user(server: ServedApplication, settings: Settings) -> Client:
    """A user with 100 tasks that have the longest prompt."""
    user = server.new_client()
    connection = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    try:
        statement = "INSERT INTO user_task_history (user_id, prompt) SELECT $1, $2 FROM generate_series(1, 100)"
        await connection.execute(statement, user.id, LONGEST)
    finally:
        await connection.close()
    return user


def check_refused(answer: Any) -> None:
    assert "data" not in answer
    [error] = answer["errors"]
    assert error["message"] == (
        "The answer has more than 16,777,216 bytes (MAX_ANSWER_SIZE). Ask for smaller pages, or for less in them."
    )
    assert error["extensions"] == {"code": "QUERY_TOO_COSTLY"}


async def test_a_large_answer_is_refused_before_it_is_encoded(server: ServedApplication, user: Client) -> None:
    nodes = (await user.data(PAGE))["tasks"]["nodes"]
    assert [node["prompt"] for node in nodes] == [LONGEST] * 100
    for _ in range(2):  # executed by graphql-core, then compiled
        check_refused(await user.post(MANY))
    events = user.headers | {"Accept": "text/event-stream"}
    answer = await user.http.post("/graphql", json={"query": MANY}, headers=events)
    check_refused(answer.json())
    async with greeted(server.address, user) as connection:
        message = await answer_to(connection, MANY)
        assert (message["type"], message["id"]) == ("error", "1")
        check_refused({"errors": message["payload"]})


@pytest.mark.slow
async def test_the_answers_of_a_batch_are_measured_together(user: Client) -> None:
    answer = await user.http.post("/graphql", json=[{"query": PAGE}] * 4, headers=user.headers)
    assert [len(one["data"]["tasks"]["nodes"]) for one in answer.json()] == [100] * 4
    answer = await user.http.post("/graphql", json=[{"query": PAGE}] * 8, headers=user.headers)
    *answered, refused, _, _ = answer.json()
    assert [len(one["data"]["tasks"]["nodes"]) for one in answered] == [100] * 5
    check_refused(refused)


@pytest.mark.parametrize(
    "value",
    [
        {"data": {"tasks": {"nodes": [{"id": str(uuid4()), "n": 5, "none": None, "yes": True}] * 1000}}},
        {"data": [LONGEST, "x" * 1_000, '"' * 1_000, "\0" * 1_000, "\n" * 1_000, "😀" * 1_000]},
        {"data": [{"x" * 1_000: n} for n in range(100)], "errors": [{"message": "No", "path": ["a", 1]}]},
        {"at": [datetime.now(UTC)] * 10, "half of a pair": "\ud800" * 1_000},
    ],
)
def test_the_measured_size_is_close_to_the_encoded_size(value: object) -> None:
    assert size_of(value) == pytest.approx(len(encode(value)), rel=0.4)


def test_measuring_stops_at_the_limit() -> None:
    prompts = ["x" * 1_000_000] * 1_000_000
    assert MAX_ANSWER_SIZE < size_of(prompts) < MAX_ANSWER_SIZE + 2 * len(prompts)


async def test_a_client_that_does_not_read_has_few_answers_waiting(server: ServedApplication, user: Client) -> None:
    """A third answer of 15 MB is refused while two are unread; other users are answered, and so is this one later."""
    request = posted(user, json.dumps({"query": MANY.replace("p5: prompt", "")}).encode())
    async with AsyncExitStack() as stack:
        statuses = []
        for _ in range(3):
            reader, _ = await stack.enter_async_context(opened(server, request, buffer=2048))
            statuses.append((await reader.readline()).split()[1])
        assert statuses == [b"200", b"200", b"429"]
        refusal = (await reader.read(2_000)).decode()
        assert "A user may have 33,554,432 bytes of answers that are still being sent" in refusal
        assert "data" in await server.new_client().post("{ viewer { id } }")
    async with asyncio.timeout(10):
        while "data" not in (answer := await user.post(PAGE)):
            assert answer["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
            await asyncio.sleep(0.05)
