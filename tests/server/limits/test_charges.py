"""An operation costs the same over each transport, whether it is answered or refused."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from server.settings.rate import Rate
from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.server.http.subscriber import (
    SUBSCRIPTION,
    init_connection,
    receive_message,
    send_message,
    socket,
    subscribed,
)

LIMIT = 10_000
ME = "{ viewer { id } }"
TASK = "query ($id: ID!) { task(id: $id) { id } }"


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(settings, cost_per_user=Rate.parse(f"{LIMIT}/hour")) as server:
        yield server


async def left(user: Client) -> int:
    """Return the cost that the user had left before this request."""
    cost = (await user.post(ME))["extensions"]["cost"]
    return int(cost["remaining"] + cost["requested"])


ASKED: dict[str, tuple[dict[str, Any], int | None]] = {
    "what is answered": ({"query": ME}, 13),
    "a document that is none": ({"query": "{"}, 500),
    "one of another schema": ({"query": "{ viewer { nobody } }"}, None),
    "one that is too deep": ({"query": "{ a " * 16 + "}" * 16}, 500),
    "variables that do not fit": ({"query": TASK, "variables": {"id": 1.5}}, None),
    "a subscription of another schema": ({"query": "subscription { taskEvents { nothing } }"}, None),
    "a subscription's variables": ({"query": SUBSCRIPTION, "variables": {"ids": [1.5]}}, None),
}


@pytest.mark.parametrize(("asked", "cost"), ASKED.values(), ids=ASKED)
async def test_over_each_transport(server: ServedApplication, asked: dict[str, Any], cost: int | None) -> None:
    one, another = server.new_client(), server.new_client()
    events = one.headers | {"Accept": "text/event-stream"}
    over_http = (await server.http.post("/graphql", json=asked, headers=events)).text
    async with socket(server.address) as connection:
        await init_connection(connection, another)
        await send_message(connection, "subscribe", id="1", payload=asked)
        message = await receive_message(connection)
    charged = LIMIT - await left(one)
    assert LIMIT - await left(another) == charged
    assert charged == cost or (cost is None and charged > 500)
    if charged >= 500:
        assert message["type"] == "error"
        [error] = message["payload"]
        assert error["message"] in over_http.replace("\\'", "'")


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


async def test_an_answer_over_a_socket_is_compiled_and_tells_its_cost(server: ServedApplication) -> None:
    user = server.new_client()
    async with socket(server.address) as connection:
        await init_connection(connection, user)
        for number in range(3):
            await send_message(connection, "subscribe", id=str(number), payload={"query": ME})
            answer = (await receive_message(connection))["payload"]
            assert answer["data"] == {"viewer": {"id": str(user.id)}}
            assert answer["extensions"]["cost"]["requested"] == 13
            assert (await receive_message(connection))["type"] == "complete"


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
