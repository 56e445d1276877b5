"""The state that processes share by REDIS_URL, and their own if Redis cannot be used."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from resolvers.access import Caller, Role
from server.limits import subscriptions
from server.limits.subscriptions import Subscriptions
from server.requests import persisted_documents
from server.requests.refusals import RateLimited
from server.settings.plans import BUILT_IN
from server.settings.rate import Rate
from server.settings.settings import Settings
from server.stores import shared_store
from server.stores.shared_store import SharedStore
from tests.api import Client
from tests.application import in_process, on_port
from tests.server.http.subscriber import PATIENCE, SUBSCRIPTION

NOWHERE = SecretStr("redis://:a-password@127.0.0.1:1/0")
ME = "{ viewer { id } }"


def caller() -> Caller:
    return Caller(uuid4(), Role.USER, BUILT_IN["free"], datetime.now(UTC) + timedelta(hours=1))


@asynccontextmanager
async def process(address: SecretStr, at_most: int = 2) -> AsyncIterator[Subscriptions]:
    """The subscriptions that one process counts in the shared store."""
    async with SharedStore(address) as store, Subscriptions(at_most, store) as counted:
        yield counted


async def refused(counted: Subscriptions, user: Caller) -> bool:
    try:
        await counted.enter(user)
    except RateLimited:
        return True
    return False


async def test_subscriptions_count_in_all_processes(redis: SecretStr) -> None:
    user = caller()
    async with process(redis) as here, process(redis) as there:
        await here.enter(user)
        await there.enter(user)
        assert await refused(here, user)
        assert await refused(there, user)
        await here.enter(caller())
        here.leave(user)
        async with asyncio.timeout(PATIENCE):
            while await refused(there, user):
                pass
        assert await refused(here, user)


async def test_a_subscription_that_begins_while_another_ends_counts(redis: SecretStr) -> None:
    user = caller()
    async with process(redis) as here, process(redis) as there:
        await here.enter(user)
        await here.enter(user)
        for _ in range(5):
            here.leave(user)
            await here.enter(user)
            await asyncio.sleep(0.05)  # all processes know the end
            assert await refused(there, user)


@pytest.mark.slow
async def test_subscriptions_of_a_killed_process_no_longer_count(
    redis: SecretStr, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "LEASE", 2)
    monkeypatch.setattr(subscriptions, "RENEWED_EVERY", 0.3)
    user, another = caller(), caller()
    async with process(redis, 1) as lasting, process(redis, 1) as there, SharedStore(redis) as store:
        await Subscriptions(1, store).enter(user)  # nothing renews it, as after a kill
        await lasting.enter(another)
        assert await refused(there, user)
        await asyncio.sleep(3)
        assert not await refused(there, user)
        assert await refused(there, another)


@pytest.mark.slow
async def test_streams_of_two_servers_count_together(settings: Settings, redis: SecretStr) -> None:
    shared: dict[str, Any] = {"redis_url": redis, "max_subscriptions_per_user": 1}
    async with on_port(settings, **shared) as here, on_port(settings, **shared) as there:
        user = here.new_client()
        events = user.headers | {"Accept": "text/event-stream"}
        request = {"query": SUBSCRIPTION}
        async with here.http.stream("POST", "/graphql", json=request, headers=events) as stream:
            assert stream.status_code == 200
            answer = await there.http.post("/graphql", json=request, headers=events)
            assert (answer.status_code, "MAX_SUBSCRIPTIONS_PER_USER" in answer.text) == (429, True)


def named(query: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(query.encode()).hexdigest()}}


async def is_known(user: Client, query: str) -> bool:
    answer = await user.http.post("/graphql", json={"extensions": named(query)}, headers=user.headers)
    return "data" in answer.json()


async def send(user: Client, query: str) -> None:
    request = {"query": query, "extensions": named(query)}
    assert "data" in (await user.http.post("/graphql", json=request, headers=user.headers)).json()


async def test_documents_are_known_to_all_processes(settings: Settings, redis: SecretStr) -> None:
    query = "{ viewer { id } } # 一只狐狸"
    async with in_process(settings, redis_url=redis) as here:
        await send(here.new_client(), query)
    async with in_process(settings, redis_url=redis) as there:
        assert not await is_known(there.new_client(), "{ __typename }")
        assert await is_known(there.new_client(), query)


async def test_a_document_must_have_its_hash(settings: Settings, redis: SecretStr) -> None:
    async with in_process(settings, redis_url=redis) as application, SharedStore(redis) as store:
        await store.client.set(f"task-record:document:{named(ME)['persistedQuery']['sha256Hash']}", "{ __typename }")
        assert not await is_known(application.new_client(), ME)


@pytest.mark.slow
async def test_a_user_does_not_displace_others_documents(
    settings: Settings, redis: SecretStr, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persisted_documents, "MAX_OF_USER", 3)
    queries = [f"{{ viewer {{ id }} }} # {number}" for number in range(5)]
    async with in_process(settings, redis_url=redis) as here:
        await send(here.new_client(), ME)
        greedy = here.new_client()
        for query in queries:
            await send(greedy, query)
    for _ in range(2):
        async with in_process(settings, redis_url=redis) as there:
            asking = [there.new_client() for _ in queries]
            known = [await is_known(user, query) for user, query in zip(asking, queries, strict=True)]
            assert sum(known) == 3
            assert await is_known(there.new_client(), ME)


@pytest.mark.slow
async def test_a_document_that_several_users_request_at_once(
    settings: Settings, redis: SecretStr, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stored as one user's, however many users request it at once."""
    monkeypatch.setattr(persisted_documents, "MAX_OF_USER", 3)
    query = "{ viewer { id } } # 三只狐狸"
    async with in_process(settings, redis_url=redis) as here:
        await send(here.new_client(), query)
    async with in_process(settings, redis_url=redis) as there:
        users = [there.new_client() for _ in range(4)]
        assert await asyncio.gather(*(is_known(user, query) for user in users)) == [True] * 4
        for user in users:
            for number in range(5):
                await send(user, f"{{ viewer {{ id }} }} # {user.id} {number}")


async def test_all_documents_together_are_bounded(
    settings: Settings, redis: SecretStr, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persisted_documents, "MAX_SHARED", 3)
    queries = [f"{{ viewer {{ id }} }} # {number}" for number in range(5)]
    async with in_process(settings, redis_url=redis) as here:
        for query in queries:
            await send(here.new_client(), query)
    async with in_process(settings, redis_url=redis) as there:
        assert sum([await is_known(there.new_client(), query) for query in queries]) == 3


async def test_each_process_counts_for_itself_without_the_store(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with in_process(settings, redis_url=NOWHERE, requests_per_user=Rate.parse("4/hour")) as application:
        user = application.new_client()
        await send(user, ME)
        assert await is_known(user, ME)
        costs = [(await user.post(ME))["extensions"]["cost"] for _ in range(2)]
        assert costs[0]["remaining"] - costs[1]["remaining"] == costs[1]["requested"]
        assert (await user.error(ME))["extensions"]["code"] == "RATE_LIMITED"
    async with process(NOWHERE, at_most=1) as counted:
        someone = caller()
        await counted.enter(someone)
        assert await refused(counted, someone)
        counted.leave(someone)
        await counted.enter(someone)
    assert caplog.text.count("REDIS_URL cannot be used") == 2
    assert "a-password" not in caplog.text


async def test_requests_do_not_wait_for_a_store_that_does_not_answer(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_store, "STORE_TIMEOUT", 0.3)
    connected: list[asyncio.StreamWriter] = []
    silent = await asyncio.start_server(lambda _, writer: connected.append(writer), "127.0.0.1")
    port = silent.sockets[0].getsockname()[1]
    async with in_process(settings, redis_url=SecretStr(f"redis://127.0.0.1:{port}/0")) as application:
        user = application.new_client()
        await user.data(ME)
        began = time.monotonic()
        for _ in range(20):
            await user.data(ME)
        assert time.monotonic() - began < 3
    silent.close()
    for writer in connected:
        writer.close()


async def test_the_store_is_used_again_after_a_failure(
    redis: SecretStr, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shared_store, "ASKED_AGAIN_AFTER", 0.2)
    async with SharedStore(redis) as store:
        await store.ask(lambda: store.client.set("key", "value"))
        with pytest.raises(shared_store.StoreUnusable):
            await store.ask(lambda: store.client.expire("key", "soon"))  # type: ignore[arg-type]
        with pytest.raises(shared_store.StoreUnusable):
            await store.ask(lambda: store.client.get("key"))
        await asyncio.sleep(0.3)
        assert await store.ask(lambda: store.client.get("key")) == b"value"
    assert caplog.text.count("REDIS_URL cannot be used") == 1
