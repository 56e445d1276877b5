"""Events arrive within seconds, whatever the receivers of some other owners do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from statistics import median
from time import monotonic
from uuid import UUID

import asyncpg
import pytest
from aiohttp import web

from tests.api import Client
from tests.server.webhooks.receiver import HOST, OK, Answer, Receiver

OWNERS, WEBHOOKS_EACH, LATE = 8, 3, 14.0
"""Owners whose receivers are slow, the webhooks of each, and the seconds after which a late receiver answers."""
WAITING = """INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
  SELECT id, user_id, user_id, 'test', '{}' FROM task_record.webhooks, generate_series(1, $2) WHERE id = $1"""


def late(ends: asyncio.Event) -> Answer:
    """Answers 204 after LATE seconds, so that it counts as healthy."""

    async def answer(_: web.Request) -> web.StreamResponse:
        await wait(ends, LATE)
        return web.Response(status=204)

    return answer


def alternating(ends: asyncio.Event) -> Answer:
    """Answers nine requests at once, so as not to be known as slow, and the next late."""
    numbers, answer_late = count(), late(ends)

    async def answer(request: web.Request) -> web.StreamResponse:
        return await (answer_late if next(numbers) % 10 == 9 else OK)(request)

    return answer


def dripping(ends: asyncio.Event) -> Answer:
    """Sends a byte of the answer's head every second."""

    async def answer(request: web.Request) -> web.StreamResponse:
        assert isinstance(request.transport, asyncio.Transport)
        for byte in b"HTTP/1.1 204 No Content":
            request.transport.write(bytes([byte]))
            await wait(ends, 1)
        return web.Response()

    return answer


def flooding(ends: asyncio.Event) -> Answer:
    """Answers at once, with a body that does not end."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with suppress(ConnectionError):
            while not ends.is_set():
                await response.write(b"x" * 65_536)
                await asyncio.sleep(0.01)  # encrypting takes the processor of the server under test, too
        return response

    return answer


async def wait(ends: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await ends.wait()


@pytest.fixture
async def ends() -> AsyncIterator[asyncio.Event]:
    """Set at the end, so that no receiver is waited for."""
    ends = asyncio.Event()
    yield ends
    ends.set()


@asynccontextmanager
async def no_handshake() -> AsyncIterator[int]:
    """A port on which connections are accepted, and nothing is ever sent."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(accept, HOST, 0) as server:
        yield server.sockets[0].getsockname()[1]


async def waits(user: Client, receiver: Receiver, times: int = 5) -> list[float]:
    """The seconds after which each of so many events of the user's arrived, one after the other."""
    await receiver.webhook(user, "/quick", "TASK_CREATED")
    seconds = []
    for number in range(times):
        began = monotonic()
        await user.task("createTask", prompt="a fox")
        await receiver.until("/quick", number + 1)
        seconds.append(monotonic() - began)
    return seconds


Busy = Callable[[str, int], Awaitable[None]]


@pytest.fixture
async def busy(new_client: Callable[..., Client], database: asyncpg.Connection) -> AsyncIterator[Busy]:
    """`busy(url, events)` gives OWNERS webhooks to this address, with so many events for each."""
    owners = [new_client() for _ in range(OWNERS)]

    async def make(url: str, events: int) -> None:
        for owner in owners:
            for _ in range(WEBHOOKS_EACH):
                made = await owner.mutate("createWebhook", "webhook { id }", url=url, events=["TASK_FAILED"])
                await database.execute(WAITING, UUID(made["webhook"]["id"]), events)

    yield make
    await database.execute("DELETE FROM task_record.webhooks WHERE user_id = ANY ($1)", [one.id for one in owners])


@pytest.mark.parametrize(
    ("answer", "events"),
    [
        pytest.param(late, 200, marks=pytest.mark.slow),
        pytest.param(alternating, 200, marks=pytest.mark.slow),
        pytest.param(dripping, 200, marks=pytest.mark.slow),
        pytest.param(flooding, 200, marks=pytest.mark.slow),
        pytest.param(lambda _: OK, 2_000, marks=pytest.mark.slow, id="backlog"),
    ],
)
async def test_slow_receivers_of_eight_owners_delay_nobody(
    busy: Busy,
    new_client: Callable[..., Client],
    receiver: Receiver,
    ends: asyncio.Event,
    answer: Callable[[asyncio.Event], Answer],
    events: int,
) -> None:
    receiver.answers["/slow"] = answer(ends)
    await busy(receiver.url("/slow"), events)
    await receiver.until("/slow", 2 * OWNERS)
    seconds = await waits(new_client(), receiver)
    assert median(seconds) < 5, seconds


@pytest.mark.slow
async def test_receivers_that_do_not_shake_hands_delay_nobody(
    busy: Busy, new_client: Callable[..., Client], receiver: Receiver
) -> None:
    async with no_handshake() as port:
        await busy(f"https://{HOST}:{port}/", 200)
        seconds = await waits(new_client(), receiver)
    assert median(seconds) < 5, seconds
