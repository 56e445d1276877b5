"""An operation costs the same over each transport, whether it is answered or refused."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from itertools import count
from typing import Any

import httpx2
import pytest

from models import pool
from server.settings.rate import Rate
from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.models.connections import as_owner, as_superuser, database_name
from tests.models.locked_table import locked
from tests.server.http.subscriber import (
    PATIENCE,
    SUBSCRIPTION,
    answer_to,
    greeted,
    subscribed,
)
from tests.services import PostgresService

LIMIT = 10_000
ME = "{ viewer { id } }"
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'"
TASK = "query ($id: ID!) { task(id: $id) { id } }"


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(settings, cost_per_user=Rate.parse(f"{LIMIT}/hour")) as server:
        yield server


@pytest.fixture
def _statements_are_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No statement costs more because it took long, as on a busy machine."""
    monkeypatch.setattr(pool, "FREE_SECONDS", 60.0)


quickly = pytest.mark.usefixtures("_statements_are_quick")


async def left(user: Client) -> int:
    """Return the cost that the user had left before this request."""
    cost = (await user.post(ME))["extensions"]["cost"]
    return int(cost["remaining"] + cost["requested"])


ASKED: dict[str, tuple[dict[str, Any], int | None]] = {
    "a query": ({"query": ME}, 13),
    "no document": ({"query": "{"}, 500),
    "a document of another schema": ({"query": "{ viewer { nobody } }"}, None),
    "a document that is too deep": ({"query": "{ a " * 16 + "}" * 16}, 500),
    "variables that do not fit": ({"query": TASK, "variables": {"id": 1.5}}, None),
    "a subscription of another schema": ({"query": "subscription { taskEvents { nothing } }"}, None),
    "a subscription's variables": ({"query": SUBSCRIPTION, "variables": {"ids": [1.5]}}, None),
}


@quickly
@pytest.mark.slow
@pytest.mark.parametrize(("asked", "cost"), ASKED.values(), ids=ASKED)
async def test_over_each_transport(server: ServedApplication, asked: dict[str, Any], cost: int | None) -> None:
    one, another = server.new_client(), server.new_client()
    events = one.headers | {"Accept": "text/event-stream"}
    over_http = (await server.http.post("/graphql", json=asked, headers=events)).text
    async with greeted(server.address, another) as connection:
        message = await answer_to(connection, **asked)
    charged = LIMIT - await left(one)
    assert LIMIT - await left(another) == charged
    assert charged == cost or (cost is None and charged > 500)
    if charged >= 500:
        assert message["type"] == "error"
        [error] = message["payload"]
        assert error["message"] in over_http.replace("\\'", "'")


@quickly
@pytest.mark.slow
async def test_a_large_body_costs_and_is_not_read_to_its_end_when_it_costs_too_much(server: ServedApplication) -> None:
    user = server.new_client()
    await user.data(
        "query ($a: [String!]) { viewer { id } tasks(first: 1, where: {modelVersion: $a}) { nodes { id } } }"
    )
    before = await left(user)
    await user.post("{ viewer { id } }", unused="a" * 3 * 1024 * 1024)
    assert 3 * 1024 // 16 <= before - await left(user) - 13 <= 3 * 1024 // 16 + 20
    for _ in range(15):
        answer = await user.post("{ viewer { id } }", unused="a" * 12 * 1024 * 1024)
        if "errors" in answer:
            break
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["RATE_LIMITED"]


@quickly
async def test_each_event_costs(server: ServedApplication) -> None:
    user = server.new_client()
    task = await user.task("createTask", prompt="a fox")
    async with subscribed(server.address, user) as subscriber:
        before = await left(user)
        created = await user.post(
            "mutation ($input: StartTaskInput!) { startTask(input: $input) { task { id } } }", input={"id": task["id"]}
        )
        assert (await subscriber.event())["task"]["id"] == task["id"]
        assert before - await left(user) == 13 + created["extensions"]["cost"]["requested"] + 16


@pytest.mark.slow
async def test_a_subscription_ends_when_its_events_cost_too_much(settings: Settings) -> None:
    async with on_port(settings, cost_per_user=Rate.parse("2000/hour")) as server:
        user, backend = server.new_client(), server.new_client(role="service")
        async with subscribed(server.address, user) as subscriber:
            for _ in range(200):
                await backend.task("createTask", prompt="a fox", userId=str(user.id))
            while (message := await subscriber.message())["type"] == "next":
                pass
            [error] = message["payload"]
            assert error["extensions"]["code"] == "RATE_LIMITED"
            assert "(COST_PER_USER)" in error["message"]


TASKS = '{ tasks(where: {search: "a fox"}) { nodes { id } } }'
WAIT = 0.45
"""Seconds for which statements are held up, as a search through many long prompts takes."""


async def over_http(server: ServedApplication, user: Client, query: str) -> Any:
    return await user.post(query)


async def by_get(server: ServedApplication, user: Client, query: str) -> Any:
    headers = user.headers | {"Apollo-Require-Preflight": "x"}
    return (await server.http.get("/graphql", params={"query": query}, headers=headers)).json()


async def in_a_batch(server: ServedApplication, user: Client, query: str) -> Any:
    batch = [{"query": ME}, {"query": query}]
    return (await server.http.post("/graphql", json=batch, headers=user.headers)).json()[1]


async def as_a_stream(server: ServedApplication, user: Client, query: str) -> Any:
    headers = user.headers | {"Accept": "text/event-stream"}
    answer = await server.http.post("/graphql", json={"query": query}, headers=headers)
    return json.loads(answer.text.split("data: ")[1].split("\n")[0])


async def over_a_socket(server: ServedApplication, user: Client, query: str) -> Any:
    async with greeted(server.address, user) as connection:
        return (await answer_to(connection, query))["payload"]


Ask = Callable[[ServedApplication, Client, str], Coroutine[Any, Any, Any]]
over_each_transport = pytest.mark.parametrize("ask", [over_http, by_get, in_a_batch, as_a_stream, over_a_socket])


@over_each_transport
async def test_the_time_of_a_statement_is_charged_afterwards(
    server: ServedApplication, settings: Settings, ask: Ask
) -> None:
    user, other = server.new_client(), server.new_client()
    quick = await ask(server, user, TASKS)
    before = await left(user)
    async with locked(settings):
        asking = asyncio.create_task(ask(server, user, TASKS))
        await asyncio.sleep(WAIT)
    answer = await asking
    assert answer["data"] == quick["data"] == {"tasks": {"nodes": []}}
    charged = before - await left(user)
    assert charged - answer["extensions"]["cost"]["requested"] >= (WAIT - 0.2) * 10_000
    assert await left(other) == LIMIT  # nobody else is charged


SOURCES = "{ tasks(first: 1) { nodes { id sources { taskId } } } }"
"""Takes two statements. The second one reads sources."""
OF_SOURCES = "subscription { taskEvents { taskId task { id sources { taskId } } } }"


@pytest.fixture
async def few(settings: Settings) -> AsyncIterator[ServedApplication]:
    """A server on which a user has less than a statement costs that takes WAIT seconds."""
    async with on_port(settings, cost_per_user=Rate.parse("3000/hour")) as server:
        yield server


@pytest.mark.slow
@over_each_transport
async def test_earlier_statements_are_charged_before_the_next_begins(
    few: ServedApplication, settings: Settings, ask: Ask
) -> None:
    user, other = few.new_client(), few.new_client()
    for one in (user, other):
        await one.task("createTask", prompt="a fox")
    async with locked(settings, "task_record.task_sources"), asyncio.timeout(PATIENCE):
        async with locked(settings):
            asking = asyncio.create_task(ask(few, user, SOURCES))
            await asyncio.sleep(WAIT)
        answer = await asking  # it does not wait for the second table
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert 0 < error["extensions"]["retryAfter"] <= 3600
    assert error["path"] == ["tasks", "nodes", 0, "sources"]
    assert [error["extensions"]["code"] for error in (await user.post(ME))["errors"]] == ["RATE_LIMITED"]
    assert (await other.data(SOURCES))["tasks"]["nodes"][0]["sources"] == []  # nobody else is refused


@pytest.mark.slow
async def test_statements_of_an_event_are_charged(few: ServedApplication, settings: Settings) -> None:
    user, release = few.new_client(), asyncio.Event()
    async with (
        subscribed(few.address, user, OF_SOURCES) as subscriber,
        as_owner(settings) as owner,
        locked(settings, "task_record.task_sources"),
        asyncio.timeout(PATIENCE),
    ):
        async with owner.transaction():
            await owner.execute("INSERT INTO user_task_history (user_id, prompt) VALUES ($1, 'a fox')", user.id)
            holding = asyncio.create_task(hold(settings, release))  # from the moment that the task is there
            await asyncio.sleep(0.2)
        await asyncio.sleep(1 + WAIT)  # what plain SQL changes is sent within a second
        release.set()
        await holding
        [error] = (await subscriber.message())["payload"]
    assert error["extensions"]["code"] == "RATE_LIMITED"


async def hold(settings: Settings, release: asyncio.Event) -> None:
    async with locked(settings):
        await release.wait()


@pytest.mark.slow
async def test_a_statement_whose_client_left_is_charged(server: ServedApplication, settings: Settings) -> None:
    user = server.new_client()
    before = await left(user)
    async with locked(settings):
        with pytest.raises(httpx2.ReadTimeout):
            await server.http.post("/graphql", json={"query": TASKS}, headers=user.headers, timeout=WAIT)
        async with asyncio.timeout(PATIENCE):
            for asked in count(1):
                if before - await left(user) - 13 * asked >= (WAIT - 0.2) * 10_000:
                    return


@pytest.mark.slow
async def test_a_statement_of_a_lost_connection_is_not_charged(
    server: ServedApplication, settings: Settings, postgres: PostgresService
) -> None:
    user = server.new_client()
    before = await left(user)
    async with locked(settings), as_superuser(postgres, settings) as superuser:
        asking = asyncio.create_task(user.post(TASKS))
        await asyncio.sleep(WAIT)
        while not asking.done():  # a lost connection is replaced
            await superuser.fetch(TERMINATE, database_name(settings))
            await asyncio.wait([asking], timeout=WAIT)
        answer = await asking
    assert answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert before - await left(user) <= 13 + 500 + answer["extensions"]["cost"]["requested"]
