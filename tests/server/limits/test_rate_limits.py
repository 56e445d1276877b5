"""Rate limits of a user: requests, costs and subscriptions, counted in one process and in a shared store."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from pydantic import SecretStr
from websockets.exceptions import ConnectionClosed

from resolvers.access import Caller, Role
from server.limits import rate_limits
from server.limits.rate_limits import Counters, RateLimits
from server.settings.rate import Rate
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process, on_port
from tests.server.http.raw import unread
from tests.server.http.subscriber import (
    SUBSCRIPTION,
    answer_to,
    greeted,
    init_connection,
    receive_message,
    send_message,
    socket,
    subscribe,
)

ME = "{ viewer { id } }"


def limited(response: httpx2.Response, setting: str) -> int:
    """Assert that the response is a refusal by this setting, and return after how many seconds to try again."""
    assert response.status_code == 429
    assert "data" not in response.json()
    [error] = response.json()["errors"]
    assert setting in error["message"]
    assert error["extensions"].keys() == {"code", "retryAfter"}
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert type(error["extensions"]["retryAfter"]) is int
    assert response.headers["Retry-After"] == str(error["extensions"]["retryAfter"])
    return int(error["extensions"]["retryAfter"])


async def post(user: Client, query: Any = ME, **headers: str) -> httpx2.Response:
    return await user.http.post("/graphql", json={"query": query}, headers=user.headers | headers)


async def test_requests_are_counted_for_each_user(settings: Settings) -> None:
    """Invalid ones count, too; the body of one too many is not read."""
    async with in_process(settings, requests_per_user=Rate.parse("5/hour")) as application:
        user = application.new_client()
        await user.http.post("/graphql", content=b"{", headers=user.headers | {"Content-Type": "application/json"})
        await user.http.put("/graphql", headers=user.headers)
        await post(user, "{")
        await post(user, ME, Accept="image/png")
        assert (await post(user)).status_code == 200
        assert 3500 < limited(await post(user), "REQUESTS_PER_USER") <= 3600
        limited(await user.http.post("/graphql", content=unread(), headers=user.headers), "REQUESTS_PER_USER")
        assert (await post(Client(user.http))).status_code == 200


async def test_long_work_is_not_delayed_until_a_proxy_gives_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "MAX_PAUSE", 0.01)
    limits = RateLimits(settings.model_copy(update={"cost_per_user": Rate.parse("1000/hour")}), None)
    async with asyncio.timeout(10):
        await limits.pace(Caller(uuid4(), Role.USER, settings.plans["pro"], datetime.now(UTC)), 10_000)


async def test_costs_add_up(settings: Settings) -> None:
    async with in_process(settings, cost_per_user=Rate.parse("41/hour")) as application:
        user = application.new_client()
        left = [(await post(user)).json()["extensions"]["cost"]["remaining"] for _ in range(3)]
        assert left == [28, 15, 2]
        limited(await post(user), "COST_PER_USER")


@pytest.mark.parametrize(
    "request_",
    [
        *(
            {"query": query}
            for query in ("{", "{ unknown }", "{ a " * 16 + "}" * 16, "{ __schema { types { name } } }")
        ),
        {"query": ME, "operationName": "Nobody"},
        {"query": "query A { viewer { id } } query B { viewer { id } }"},
    ],
)
async def test_an_operation_that_is_refused_costs_more_than_most(settings: Settings, request_: dict[str, str]) -> None:
    async with in_process(settings, cost_per_user=Rate.parse("1000/hour")) as application:
        user = application.new_client()
        await user.http.post("/graphql", json=request_, headers=user.headers)
        left = (await post(user)).json()["extensions"]["cost"]["remaining"]
        assert left <= 1000 - 500 - 13


async def test_limits_may_be_disabled(settings: Settings) -> None:
    async with in_process(settings, requests_per_user=None, cost_per_user=None) as application:
        user = application.new_client()
        answer = (await post(user)).json()
        assert answer["extensions"]["cost"] == {"requested": 13, "maximum": 5000, "remaining": None}


async def test_a_trusted_back_end_is_not_limited(settings: Settings) -> None:
    async with in_process(
        settings, requests_per_user=Rate.parse("1/hour"), cost_per_user=Rate.parse("1/hour")
    ) as application:
        user = application.new_client()
        for _ in range(3):
            assert (await post(replace(user, role="service"))).status_code == 200
        limited(await post(replace(user, role="admin")), "COST_PER_USER")


async def test_messages_over_a_socket_are_counted(settings: Settings) -> None:
    async with (
        on_port(settings, requests_per_user=Rate.parse("2/hour")) as server,
        socket(server.address) as connection,
    ):
        await init_connection(connection, server.new_client())
        await send_message(connection, "ping")
        assert (await receive_message(connection))["type"] == "pong"
        await subscribe(connection, "1", ME)
        assert [(await receive_message(connection))["type"] for _ in range(2)] == ["next", "complete"]
        [error] = (await answer_to(connection, ME, id="2"))["payload"]
        assert error["extensions"]["code"] == "RATE_LIMITED"
        assert error["extensions"]["retryAfter"] > 3000
        await send_message(connection, "ping")
        with pytest.raises(ConnectionClosed, match=r"1013.*REQUESTS_PER_USER"):
            await receive_message(connection)


async def test_processes_count_together(settings: Settings, redis: SecretStr) -> None:
    shared = {"redis_url": redis, "cost_per_user": Rate.parse("34/hour")}
    async with in_process(settings, **shared) as here, in_process(settings, **shared) as elsewhere:
        user = here.new_client()
        there = elsewhere.new_client(user.id)
        assert (await post(user)).json()["extensions"]["cost"]["remaining"] == 21
        assert (await post(there)).json()["extensions"]["cost"]["remaining"] == 8
        assert 3500 < limited(await post(user), "COST_PER_USER") <= 3600


async def test_counters_are_deleted_after_their_period() -> None:
    counters, another = Counters(), ("cost", uuid4())
    for _ in range(100):
        assert counters.add(("cost", uuid4()), 1, seconds=0)[0] == 1
    counters.swept_at = 0
    assert counters.add(another, 1, seconds=60)[0] == 1
    count, remaining = counters.add(another, 4, seconds=60)
    assert (count, 59 < remaining <= 60, len(counters.counts)) == (5, True, 1)


async def test_subscriptions_of_one_user_at_once(settings: Settings) -> None:
    async with on_port(settings, max_subscriptions_per_user=2) as server:
        user = server.new_client()
        events = user.headers | {"Accept": "text/event-stream"}
        async with greeted(server.address, user) as connection:
            await subscribe(connection, "1", SUBSCRIPTION)
            async with server.http.stream("POST", "/graphql", json={"query": SUBSCRIPTION}, headers=events) as stream:
                assert stream.status_code == 200
                limited(await server.http.post("/graphql", json={"query": SUBSCRIPTION}, headers=events), "at once")
                refused = await answer_to(connection, SUBSCRIPTION, id="2")
                assert refused["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
            await until_subscription_ended(connection)


async def until_subscription_ended(connection: Any) -> None:
    """Subscribe until it is accepted: a stream that was closed counts until the server has seen it."""
    async with asyncio.timeout(15):
        while True:
            await subscribe(connection, "3", SUBSCRIPTION)
            await send_message(connection, "ping")
            if (await receive_message(connection))["type"] == "pong":
                return
            assert (await receive_message(connection))["type"] == "pong"
