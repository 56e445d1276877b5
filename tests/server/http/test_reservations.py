"""graphql-sse's single-connection mode: one event stream has the results of operations that other requests send."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from server.access.authenticator import LEEWAY
from server.development.signed_token import sign_token
from server.http import encoded_answer, reservations
from server.settings.settings import Settings
from tests.api import JWT_SECRET, Client
from tests.application import ServedApplication, on_port
from tests.server.http.subscriber import PATIENCE

ME = "{ viewer { id } }"
FOLLOW = "subscription { taskEvents { kind task { prompt } } }"
HEADER = "X-GraphQL-Event-Stream-Token"


@dataclass
class SingleConnection:
    user: Client
    token: str
    lines: AsyncIterator[str]

    async def send(self, operation_id: Any, query: str = ME) -> httpx2.Response:
        return await post(self.user, self.token, operation_id, query)

    async def stop(self, operation_id: str) -> httpx2.Response:
        params = {"operationId": operation_id}
        return await self.user.http.delete("/graphql", params=params, headers=self.user.headers | {HEADER: self.token})

    async def message(self) -> tuple[str, dict[str, Any]]:
        """Return the next event's name and data."""
        async with asyncio.timeout(PATIENCE):
            async for line in self.lines:
                if line.startswith("event: "):
                    return line[7:], json.loads((await anext(self.lines)).removeprefix("data: "))
        raise AssertionError("the stream has ended")

    async def creation(self) -> tuple[str, str]:
        """Create tasks until an event of one comes; return the id of the event's operation, and the task's prompt."""
        message = asyncio.create_task(self.message())
        while not message.done():
            await self.user.task("createTask", prompt="a probe")
            await asyncio.wait([message], timeout=0.3)
        name, data = message.result()
        assert name == "next"
        return data["id"], data["payload"]["data"]["taskEvents"]["task"]["prompt"]


async def reserve(user: Client) -> str:
    answer = await user.http.put("/graphql", headers=user.headers)
    assert answer.status_code == 201
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return answer.text


async def post(user: Client, token: str, operation_id: Any, query: str = ME) -> httpx2.Response:
    request = {"query": query, "extensions": {"operationId": operation_id}}
    return await user.http.post("/graphql", json=request, headers=user.headers | {HEADER: token})


def stream(user: Client, token: str) -> Any:
    headers = user.headers | {HEADER: token, "Accept": "text/event-stream"}
    return user.http.stream("GET", "/graphql", headers=headers)


@asynccontextmanager
async def connected(user: Client) -> AsyncIterator[SingleConnection]:
    token = await reserve(user)
    async with stream(user, token) as response:
        assert response.status_code == 200
        yield SingleConnection(user, token, response.aiter_lines())


def refusal(answer: httpx2.Response) -> tuple[int, str]:
    [error] = answer.json()["errors"]
    return answer.status_code, error["message"]


async def test_operations_share_a_stream(server: ServedApplication) -> None:
    user = server.new_client()
    async with connected(user) as connection:
        assert (await connection.send("follow", FOLLOW)).status_code == 202
        assert await connection.creation() == ("follow", "a probe")
        assert (await connection.send("me")).status_code == 202
        received = [await connection.message() for _ in range(2)]
        while received[-1][0] != "complete":
            received.append(await connection.message())
        [payload] = [data["payload"] for _, data in received[:-1] if data["id"] == "me"]
        assert payload["data"] == {"viewer": {"id": str(user.id)}}
        assert payload["extensions"]["cost"]["requested"] == 13
        assert received[-1] == ("complete", {"id": "me"})


async def test_a_stopped_operation_sends_no_more_events(server: ServedApplication) -> None:
    user = server.new_client()
    async with connected(user) as connection:
        await connection.send("one", FOLLOW)
        assert await connection.creation() == ("one", "a probe")
        await connection.send("two", FOLLOW)
        while await connection.creation() != ("two", "a probe"):
            pass
        assert (await connection.stop("one")).status_code == 200
        assert (await connection.stop("nobody's")).status_code == 200
        await user.task("createTask", prompt="afterwards")
        received = []
        while ("two", "afterwards") not in received:
            received.append(await connection.creation())
        assert ("one", "afterwards") not in received


async def test_an_operation_lasts_as_long_as_its_own_token(server: ServedApplication) -> None:
    user = server.new_client()
    async with connected(user) as connection:
        token = sign_token(JWT_SECRET, user.id, seconds=-LEEWAY // 2)  # good for queries, not for subscriptions
        request = {"query": FOLLOW, "extensions": {"operationId": "follow"}}
        headers = {"Authorization": f"Bearer {token}", HEADER: connection.token}
        assert (await user.http.post("/graphql", json=request, headers=headers)).status_code == 202
        (name, data), ended = await connection.message(), await connection.message()
        assert (name, ended) == ("next", ("complete", {"id": "follow"}))
        assert data["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_reservation_belongs_to_its_user(server: ServedApplication) -> None:
    user, another = server.new_client(), server.new_client()
    async with connected(user) as connection:
        for token in (connection.token, "unknown"):
            assert refusal(await post(another, token, "me"))[0] == 404
            refused = await another.http.delete("/graphql", headers=another.headers | {HEADER: token})
            assert refusal(refused)[0] == 404
            headers = another.headers | {HEADER: token, "Accept": "text/event-stream"}
            assert refusal(await another.http.get("/graphql", headers=headers))[0] == 404
        headers = user.headers | {HEADER: connection.token}
        assert refusal(await user.http.get("/graphql", headers=headers))[0] == 406
        headers["Accept"] = "text/event-stream"
        assert refusal(await user.http.get("/graphql", headers=headers)) == (409, "This event stream is open already.")
    assert refusal(await another.http.delete("/graphql", headers=another.headers))[0] == 404


async def test_an_operation_has_an_id_of_its_own(server: ServedApplication) -> None:
    async with connected(server.new_client()) as connection:
        for operation_id in (None, "", 7, ["a"], "a" * 101):
            status, message = refusal(await connection.send(operation_id))
            assert (status, "operationId" in message) == (400, True)
        await connection.send("follow", FOLLOW)
        assert refusal(await connection.send("follow"))[0] == 409


async def test_a_refusal_is_answered_at_once(server: ServedApplication) -> None:
    async with connected(server.new_client()) as connection:
        answer = await connection.send("me", "{")
        assert answer.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"
        await connection.send("task", "{ task(id: 7) { id } }")
        name, data = await connection.message()
        assert (name, data["id"]) == ("next", "task")
        assert data["payload"]["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_streams_and_operations_count_as_subscriptions(settings: Settings) -> None:
    async with on_port(settings, max_subscriptions_per_user=3) as server:
        user = server.new_client()
        async with connected(user) as connection:
            for operation_id in ("one", "two"):
                assert (await connection.send(operation_id, FOLLOW)).status_code == 202
            for refused in (
                await connection.send("three", FOLLOW),
                await user.http.put("/graphql", headers=user.headers),
            ):
                assert (refused.status_code, "MAX_SUBSCRIPTIONS_PER_USER" in refused.text) == (429, True)
            await connection.stop("one")
            assert (await connection.send("three", FOLLOW)).status_code == 202
        async with asyncio.timeout(PATIENCE):
            while (await user.http.put("/graphql", headers=user.headers)).status_code == 429:
                pass
        assert refusal(await post(user, connection.token, "one"))[0] == 404


def following(number: int) -> str:
    """A subscription's document that waits for its turn to be parsed, since none like it was sent before."""
    comment = f"# {uuid4()} {'x' * 50_000}"  # takes milliseconds
    return f"{comment}\nsubscription Follow{number} {{ taskEvents {{ kind task {{ prompt }} }} }}"


async def until_free(user: Client, count: int) -> None:
    """Wait until the user can reserve so many streams, which is all that they may."""
    async with asyncio.timeout(PATIENCE):
        while (await user.http.put("/graphql", headers=user.headers)).status_code == 429:
            pass
    for _ in range(count - 1):
        await reserve(user)
    assert (await user.http.put("/graphql", headers=user.headers)).status_code == 429


@pytest.mark.parametrize("stopped", [False, True])
async def test_only_one_of_several_operations_with_one_id_begins(settings: Settings, stopped: bool) -> None:
    """However many come at once, and whether it is stopped meanwhile: all of them end with the stream."""
    async with on_port(settings, max_subscriptions_per_user=8) as server:
        user = server.new_client()
        async with connected(user) as connection:
            before = asyncio.create_task(connection.send("before", following(0)))
            begun = [asyncio.create_task(connection.send("follow", following(number))) for number in range(1, 6)]
            if stopped:
                await connection.stop("follow")
            statuses = Counter(answer.status_code for answer in await asyncio.gather(*begun))
            assert (statuses[202] + statuses[404], statuses[409]) == (1, 4)
            assert (await before).status_code == 202
        await until_free(user, 8)


async def test_an_operation_that_is_stopped_before_it_begins_does_not_begin(settings: Settings) -> None:
    async with on_port(settings, max_subscriptions_per_user=8) as server:
        user = server.new_client()
        async with connected(user) as connection:
            ids = [str(number) for number in range(6)]
            begun = [asyncio.create_task(connection.send(one, following(int(one)))) for one in ids]
            await asyncio.gather(*(connection.stop(one) for one in ids))
            statuses = {(await one).status_code for one in begun}
            assert statuses <= {202, 404}
            for one in ids:  # none is in progress
                assert (await connection.send(one, ME)).status_code == 202
        await until_free(user, 8)


@pytest.mark.slow
async def test_an_operation_that_begins_while_the_stream_ends_ends_with_it(settings: Settings) -> None:
    async with on_port(settings, max_subscriptions_per_user=8) as server:
        user = server.new_client()
        for _ in range(3):
            async with connected(user) as connection:
                begun = [asyncio.create_task(connection.send(str(one), following(one))) for one in range(6)]
                await asyncio.wait(begun, return_when=asyncio.FIRST_COMPLETED)
            assert {answer.status_code for answer in await asyncio.gather(*begun)} <= {202, 404}
            await asyncio.sleep(0.1)
        await until_free(user, 8)


@pytest.mark.slow
async def test_a_reservation_that_is_not_opened_ends(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reservations, "OPENED_WITHIN", 0.3)
    async with on_port(settings, max_subscriptions_per_user=2) as server:
        user = server.new_client()
        token = await reserve(user)
        assert (await post(user, token, "follow", FOLLOW)).status_code == 202
        assert (await user.http.put("/graphql", headers=user.headers)).status_code == 429
        await asyncio.sleep(0.5)
        assert refusal(await post(user, token, "me"))[0] == 404
        await reserve(user)
        await reserve(user)


@pytest.mark.slow
async def test_answers_that_wait_are_bounded(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoded_answer, "MAX_USER_BYTES", 300)
    async with on_port(settings) as server:
        user = server.new_client()
        token = await reserve(user)
        sending = [asyncio.create_task(post(user, token, str(number))) for number in range(3)]
        await asyncio.wait(sending, timeout=0.5)  # one is being sent, one waits in memory, one has no memory
        async with stream(user, token) as response:
            connection = SingleConnection(user, token, response.aiter_lines())
            messages = [await connection.message() for _ in range(6)]
            assert [answer.status_code for answer in await asyncio.gather(*sending)] == [202] * 3
    answers = [data["payload"] for name, data in messages if name == "next"]
    assert sum("data" in answer for answer in answers) == 2
    [error] = [error for answer in answers for error in answer.get("errors", ())]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert "300 bytes" in error["message"]
