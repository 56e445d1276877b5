"""Parsed values take a hundred times the memory of their JSON, so that the server parses few bodies at once."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from benchmarks.memory import PeakMemory, memory_of
from resolvers.limits.fair_share import MAX_WAIT_SECONDS, SHARES
from server.http import endpoint
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process, new_process, on_port, own_process
from tests.models.locked_table import locked
from tests.server.http.subscriber import greeted, receive_message, send_message

pytestmark = pytest.mark.own_database

PAGE = "query ($where: TaskFilter) { tasks(where: $where) { nodes { id } } }"
LISTS = "[" + "[]," * 49_000 + "[]]"
SENDERS = 6
PATIENCE = 20.0


def json_body() -> dict[str, Any]:
    return {
        "content": f'{{"query": "{PAGE}", "extensions": {{"a": {LISTS}}}}}',
        "headers": {"Content-Type": "application/json"},
    }


def multipart_body() -> dict[str, Any]:
    return {"files": {"operations": (None, json_body()["content"]), "map": (None, "{}")}}


async def ask(user: Client, content: Any = None, files: Any = None, headers: Any = None) -> httpx2.Response:
    headers = user.headers | (headers or {})
    return await user.http.post("/graphql", content=content, files=files, headers=headers)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux reports its memory")
async def test_values_of_many_requests_wait_for_memory(settings: Settings) -> None:
    async with new_process(settings) as server:
        senders = [server.new_client() for _ in range(SENDERS)]
        await asyncio.gather(*(sender.post("{ tasks { nodes { id } } }") for sender in senders))
        before = memory_of(server.process.pid)
        with PeakMemory(server.process.pid) as memory:
            async with locked(settings):
                asked = [
                    asyncio.create_task(ask(sender, **body))
                    for sender in senders
                    for body in [json_body(), multipart_body()] * 3
                ]
                await asyncio.sleep(1)
                assert not any(one.done() for one in asked)
            answers = await asyncio.gather(*asked)
    assert [answer.json()["data"]["tasks"] for answer in answers] == [{"nodes": []}] * len(asked)
    assert memory.peak - before < 50_000_000, (memory.peak, before)


@pytest.mark.slow
async def test_large_and_slow_requests_delay_no_other_user(settings: Settings) -> None:
    """Only the parts of a request that are used stay in memory while it is executed, and count."""
    extensions: dict[str, Any] = {"a": [[]] * 10_000}  # counted as two megabytes; one user may have one
    batch = json.dumps([{"query": PAGE, "extensions": extensions}])
    image = {"query": "{ viewer { id } }", "variables": {"a": "x" * 900_000}}
    async with own_process(settings, MAX_BODY_SIZE="1000000") as server:
        heavy = {"content": batch, "headers": {"Content-Type": "application/json"}}
        user, name = server.new_client(), "{ viewer { id } }"
        async with locked(settings):
            slow = [asyncio.create_task(ask(server.new_client(), **heavy)) for _ in range(SHARES + 1)]
            await asyncio.sleep(2)
            async with greeted(server.address, server.new_client()) as connection:
                for number in range(3):
                    payload = {"query": PAGE, "extensions": extensions}
                    await send_message(connection, "subscribe", id=str(number), payload=payload)
                await send_message(connection, "ping")
                assert (await receive_message(connection))["type"] == "pong"
                async with asyncio.timeout(PATIENCE):  # a request that waits for the slow ones would wait without end
                    address = {"query": name, "extensions": f'{{"a": {"[" + "[]," * 4_000 + "[]]"}}}'}
                    answers = [
                        await user.http.get("/graphql", params=address, headers=user.headers),
                        await user.http.post("/graphql", json=image, headers=user.headers),
                    ]
            assert not any(one.done() for one in slow)
        assert [answer.json()["data"] for answer in answers] == [{"viewer": {"id": str(user.id)}}] * 2
        assert [(await one).status_code for one in slow] == [200] * len(slow)


@pytest.mark.slow
async def test_a_user_may_have_few_requests_at_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "MAX_REQUESTS", 5)
    async with on_port(settings) as server:
        user, service = server.new_client(), server.new_client(role="service")
        async with locked(settings):
            page = "{ tasks { nodes { id } } }"
            asked = [asyncio.create_task(one.post(page)) for one in [user] * 5 + [service] * 6]
            await asyncio.sleep(0.5)
            assert not any(one.done() for one in asked)
            answer = await user.http.post("/graphql", json={"query": "{ viewer { id } }"}, headers=user.headers)
            assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")
            [error] = answer.json()["errors"]
            assert error["message"] == "A user may have 5 requests at once; end one first."
            assert error["extensions"]["code"] == "RATE_LIMITED"
            assert "data" in await server.new_client().post("{ viewer { id } }")
        assert [(await one)["data"] for one in asked] == [{"tasks": {"nodes": []}}] * len(asked)
        assert "data" in await user.post("{ viewer { id } }")


@pytest.mark.slow
async def test_a_request_that_waits_too_long_for_a_connection_is_refused(settings: Settings) -> None:
    async with on_port(settings) as server:
        user = server.new_client()
        async with locked(settings):
            asked = [asyncio.create_task(user.post("{ tasks { nodes { id } } }")) for _ in range(3)]
            began = time.monotonic()
            [refused], waiting = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            assert MAX_WAIT_SECONDS - 0.5 < time.monotonic() - began < MAX_WAIT_SECONDS + 2
            assert "data" in await server.new_client().post("{ viewer { id } }")
        [error] = (await refused)["errors"]
        assert error["extensions"] == {"code": "UNAVAILABLE", "retryAfter": 5}
        assert "no connection to the database was free for 5 seconds" in error["message"]
        assert [(await one)["data"] for one in waiting] == [{"tasks": {"nodes": []}}] * 2


@pytest.mark.slow
@pytest.mark.parametrize("more", ["x" * 70_000, "[" * 300 + "]" * 300])
async def test_variables_of_a_subscription_are_bounded(settings: Settings, more: str) -> None:
    variables = {"ids": None, "more": json.loads(more) if more.startswith("[") else more}
    asked = {"query": "subscription ($ids: [ID!]) { taskEvents(ids: $ids) { kind } }", "variables": variables}
    async with in_process(settings) as application:
        user = application.new_client()
        headers = user.headers | {"Accept": "text/event-stream"}
        answer = await user.http.post("/graphql", json=asked, headers=headers)
        assert answer.status_code == 413
        assert answer.json()["errors"][0]["message"] == "The variables of a subscription may have 65,536 bytes."
