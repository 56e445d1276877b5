"""
Users subscribe to changes, each on another WebSocket, while another process records tasks for them. Measures the time
of a change from its commit to the user, and the cost of the subscriptions.
"""

import asyncio
import gc
import json
import os
import random
import resource
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles
from uuid import UUID, uuid4, uuid5

import uvloop
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.contenders import LOAD_CORE, OURS, Running, running
from benchmarks.environment import JWT_SECRET, USER
from benchmarks.memory import memory_of
from benchmarks.options import Options
from benchmarks.table import table
from models.placement.databases import Databases
from server.development.migrated import migrated_postgres
from server.development.signed_token import sign_token
from server.notifier import Notifier
from server.stores.connections import NOTIFIER, keep_connected

QUERY = "subscription { taskEvents { kind taskId task { id status prompt createdAt } } }"
INSERT = "INSERT INTO user_task_history (id, user_id, prompt) VALUES ($1, $2, 'A lighthouse in a storm')"
A_SECOND = 100  # tasks recorded
CONNECTING = 50  # users at a time
ARRIVAL_TIMEOUT = 60.0  # seconds for the last changes to arrive


class Followers:
    """The users who subscribe. `latencies` are the seconds from each change's commit to its arrival."""

    def __init__(self, number: int, server: Running) -> None:
        self.users = [uuid5(USER, f"subscriber {one}") for one in range(number)]
        self.address = f"ws://127.0.0.1:{server.port}/graphql"
        self.connecting = asyncio.Semaphore(CONNECTING)
        self.everyone = asyncio.Barrier(number + 1)
        self.arrivals: dict[str, asyncio.Future[float]] = {}
        self.latencies: list[float] = []

    async def follow(self, user: UUID) -> None:
        async with AsyncExitStack() as stack:
            async with self.connecting:
                protocol = Subprotocol("graphql-transport-ws")
                connecting = connect(self.address, subprotocols=[protocol], ping_interval=None)
                connection = await stack.enter_async_context(connecting)
                await subscribe(connection, user)
            await self.everyone.wait()
            async for message in connection:
                event = json.loads(message)["payload"]["data"]["taskEvents"]
                if arrival := self.arrivals.pop(event["taskId"], None):  # a change may be sent twice
                    arrival.set_result(time.perf_counter())
        raise ConnectionError("The server has ended a subscription.")

    async def record(self, database: Databases, user: UUID) -> None:
        task = str(uuid4())
        arrival = self.arrivals[task] = asyncio.get_running_loop().create_future()
        async with database.transaction(user) as transaction:
            await transaction.connection.execute(INSERT, task, user)
        committed = time.perf_counter()
        self.latencies.append(await arrival - committed)

    async def record_many(self, url: str, seconds: int) -> None:
        """
        Record tasks at a steady rate, whether or not earlier ones have arrived. Return when all have.
        """
        async with Databases(url) as database:
            sending = asyncio.create_task(keep_connected(url, NOTIFIER, Notifier(database, database.events).notify))
            async with asyncio.timeout(seconds + ARRIVAL_TIMEOUT), asyncio.TaskGroup() as group:
                started = time.perf_counter()
                for number in range(seconds * A_SECOND):
                    await asyncio.sleep(started + number / A_SECOND - time.perf_counter())
                    group.create_task(self.record(database, random.choice(self.users)))
            sending.cancel()


async def subscribe(connection: ClientConnection, user: UUID) -> None:
    """
    Subscribe, and wait for the answer to a ping: the protocol does not confirm a subscription, but a pong shows that
    the server has read it.
    """
    token = sign_token(JWT_SECRET, user, seconds=86_400)
    for message, answered in (
        ({"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}}, "connection_ack"),
        ({"type": "subscribe", "id": "1", "payload": {"query": QUERY}}, None),
        ({"type": "ping"}, "pong"),
    ):
        await connection.send(json.dumps(message))
        if answered and (answer := json.loads(await connection.recv()))["type"] != answered:
            raise ConnectionError(f"Not {answered}, but {answer}")


@dataclass(frozen=True)
class Use:
    """A server's `memory` in bytes, and `processor_time` in seconds since its start."""

    memory: int
    processor_time: float

    @classmethod
    def of(cls, server: Running) -> "Use":
        return cls(memory_of(server.process_id), server.processor_time())


def subscriptions(options: Options) -> list[str]:
    seconds = options.rounds * options.seconds
    with (
        many_sockets(),
        migrated_postgres(options.data / "subscriptions") as postgres,
        running(OURS, postgres.application_url) as server,
        on_core(LOAD_CORE),
    ):
        return uvloop.run(measured(server, options.subscriptions, postgres.application_url, seconds))


async def measured(server: Running, number: int, url: str, seconds: int) -> list[str]:
    followers = Followers(number, server)
    uses = [Use.of(server)]
    async with asyncio.TaskGroup() as group:
        following = [group.create_task(followers.follow(user)) for user in followers.users]
        await followers.everyone.wait()
        gc.freeze()  # collecting garbage among all these objects would delay the arrival of changes
        uses.append(Use.of(server))
        await asyncio.sleep(seconds)
        uses.append(Use.of(server))
        await followers.record_many(url, seconds)
        uses.append(Use.of(server))
        for task in following:
            task.cancel()
    return report(followers, uses, seconds)


def report(followers: Followers, uses: list[Use], seconds: int) -> list[str]:
    number, latencies = len(followers.users), followers.latencies
    before, subscribed, _, after = uses
    milliseconds = [(later.processor_time - earlier.processor_time) * 1000 for earlier, later in pairwise(uses)]
    rows = [
        ("memory before anyone", f"{before.memory / 1e6:.0f} MB"),
        ("memory with all subscribed", f"{subscribed.memory / 1e6:.0f} MB"),
        ("– of it for one", f"{(subscribed.memory - before.memory) / number / 1e3:.1f} kB"),
        ("memory after the events", f"{after.memory / 1e6:.0f} MB"),
        ("processor time to connect and subscribe one", f"{milliseconds[0] / number:.2f} ms"),
        ("processor time a second, nothing happening", f"{milliseconds[1] / seconds:.1f} ms"),
        (f"processor time a second, {A_SECOND} events", f"{milliseconds[2] / seconds:.1f} ms"),
        ("from commit to arrival, median", f"{median(latencies) * 1000:.1f} ms"),
        ("– 99th percentile", f"{quantiles(latencies, n=100)[-1] * 1000:.1f} ms"),
        ("– longest", f"{max(latencies) * 1000:.1f} ms"),
    ]
    return [
        f"{number:,} users, each subscribed on a WebSocket of their own; nothing for {seconds} s, then another process "
        f"records {len(latencies):,} tasks of random ones of them, {A_SECOND} a second. All arrived.",
        "",
        *table(["", ""], rows),
    ]


@contextmanager
def on_core(core: str) -> Iterator[None]:
    """Run this process on one core, so that it does not disturb the server on the other."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {int(core)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


@contextmanager
def many_sockets() -> Iterator[None]:
    """Allow this process, and servers that it starts, to open as many files as the machine allows."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits[1], limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
