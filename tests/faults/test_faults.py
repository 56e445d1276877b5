"""
Whichever process dies at whatever moment, all that was acknowledged is there, nothing is left over, and totals and
credits are exact.

`./run test -m faults -n 0 -s` runs the long test, in rounds of 30 kills. Each round prints its seed, by which it can be
repeated: `TASK_RECORD_SEED` is that of the first. The test ends when server, PostgreSQL and storage have been killed
`TASK_RECORD_KILLS` times each, 70 by default.
"""

import asyncio
import os
import secrets
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

import httpx2
import pytest

from models.claims import NOBODY
from models.placement.databases import Databases
from resolvers.administration.inspection import Inspection
from server.development.demo.demo_user import DEMO_PLAN
from server.jobs import expire_uploads
from server.stores.connections import open_storage
from storage.images.keys import PREFIXES
from tests.api import Client
from tests.faults.acknowledged import assert_all_is_stored
from tests.faults.proxy import Proxy, refusal
from tests.faults.recorder import Recorder
from tests.faults.world import PATIENCE, World, world
from tests.models.connections import as_owner
from tests.server.operations.repair import repair
from tests.server.worker_tables import NO_SCHEDULE, until_no_jobs_of_the_dead

RECORDERS = 4
KILLS = ["server killed", "PostgreSQL killed", "storage killed"]
KILLS_A_ROUND = 30


@dataclass
class Chaos:
    """Causes random faults one after another; after each, waits until the recorders have got some answers."""

    world: World
    random: Random
    recorders: list[Recorder]
    faults: Counter[str] = field(default_factory=Counter)
    recoveries: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def cause_faults(self, kills: int) -> None:
        """Cause faults until `kills` of server, PostgreSQL and storage together have been killed."""
        while sum(self.faults[name] for name in KILLS) < kills:
            await asyncio.sleep(self.random.uniform(0, 0.5))
            name, fault = self.random.choice(self.possible())
            await fault()
            self.faults[name] += 1
            self.recoveries[name].append(await self.world.until_ready())
            await self.until_answered(self.answers + len(self.recorders))

    @property
    def answers(self) -> int:
        return sum(recorder.answered.total() for recorder in self.recorders)

    async def until_answered(self, answers: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.answers < answers:  # noqa: ASYNC110 - each recorder counts for itself
                await asyncio.sleep(0.02)

    def possible(self) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        """Return the faults to choose from; each kill is three times as likely as another fault."""
        here, down = self.world, self.random.choice([0.05, 0.2, 1])
        ways: list[Callable[[], Awaitable[None]]] = [
            lambda: here.end_server(signal.SIGKILL, down),
            lambda: here.kill(here.servers.postgres, down),
            lambda: here.kill(here.servers.object_storage, down),
        ]
        answer = refusal(self.random.choice([500, 503]))
        return [
            *list(zip(KILLS, ways, strict=True)) * 3,
            ("server stopped", lambda: here.end_server(signal.SIGINT, down)),
            ("PostgreSQL's connections cut", lambda: self.disturb(here.to_postgres, down, cut=True)),
            ("PostgreSQL silent", lambda: self.disturb(here.to_postgres, down, silent=True)),
            ("storage's connections cut", lambda: self.disturb(here.to_storage, down, cut=True)),
            ("storage slow", lambda: self.disturb(here.to_storage, down, delay=0.3)),
            ("storage answers 500 or 503", lambda: self.disturb(here.to_storage, down, answer=answer)),
        ]

    async def disturb(self, proxy: Proxy, seconds: float, **how: object) -> None:
        for name, value in how.items():
            setattr(proxy, name, value)
        await asyncio.sleep(seconds)
        proxy.heal()

    def report(self) -> str:
        lines = [f"{'fault':32}{'times':>6}{'recovered within, median':>26}{'most':>8}"]
        for name, times in sorted(self.recoveries.items()):
            median = sorted(times)[len(times) // 2]
            lines.append(f"{name:32}{len(times):>6}{median:>24.1f} s{max(times):>6.1f} s")
        return "\n".join(lines)


async def run_chaos(seed: int, kills: int) -> Counter[str]:
    """Run recorders under faults, assert that nothing is lost or left over, and return the number of each fault."""
    print(f"TASK_RECORD_SEED={seed}", flush=True)
    begun, stop = time.monotonic(), asyncio.Event()
    async with world() as here, httpx2.AsyncClient(base_url=here.address, timeout=10) as http:
        recorders = [Recorder(Client(http, plan=DEMO_PLAN), Random(f"{seed} {number}")) for number in range(RECORDERS)]
        chaos = Chaos(here, Random(seed), recorders)
        try:
            async with asyncio.TaskGroup() as working:
                for recorder in recorders:
                    working.create_task(recorder.work(stop))
                await chaos.cause_faults(kills)
                stop.set()
        except* (RuntimeError, TimeoutError):
            print(await here.explain())
            raise
        print(f"{kills} kills in {time.monotonic() - begun:.0f} s\n{chaos.report()}")
        print(f"{dict(sum((recorder.answered for recorder in recorders), Counter()))}")
        seconds, name = max(recorder.slowest for recorder in recorders)
        repeated = sum(recorder.repeated for recorder in recorders)
        print(f"{repeated} attempts had to be repeated, those of one {name} for {seconds:.1f} s")
        for recorder in recorders:
            await assert_all_is_stored(recorder)
        # The server finishes requests of clients that have given up before the expiry of uploads is simulated.
        await here.end_server(signal.SIGINT, down=0)
        # Storage may still be about to store what dead servers sent: for less than the hour that claims hold.
        await here.kill(here.servers.object_storage, down=0)
        await here.until_ready()
        await nothing_is_left_over(here)
    return chaos.faults


async def nothing_is_left_over(here: World) -> None:
    """Make all uploads expire, wait for the removals, and assert that each stored object is named by a row."""
    async with (
        Databases(here.settings.database_url.get_secret_value()) as database,
        open_storage(here.settings) as storage,
        as_owner(here.settings) as owner,
    ):
        await owner.execute("UPDATE task_record.image_uploads SET created_at = now() - interval '2 days'")
        await expire_uploads(database, NO_SCHEDULE)
        await until_no_jobs_of_the_dead(owner)
        assert await repair(Inspection(database, storage, NOBODY)) == (0, [])
        named = await owner.fetch("SELECT key FROM task_record.recorded_objects WHERE named")
        stored = {item.key for prefix in PREFIXES async for item in storage.objects(prefix)}
        assert stored == {row["key"] for row in named}


@pytest.mark.slow
async def test_a_few_faults() -> None:
    """With this seed storage, PostgreSQL and the server are killed once each, and connections are cut twice."""
    await run_chaos(seed=9739, kills=3)


@pytest.mark.faults
async def test_many_faults() -> None:
    seed = int(os.environ.get("TASK_RECORD_SEED", secrets.randbelow(10**6)))
    wanted = int(os.environ.get("TASK_RECORD_KILLS", "70"))
    faults: Counter[str] = Counter()
    while (least := min(faults[name] for name in KILLS)) < wanted:
        faults += await run_chaos(seed, min(3 * (wanted - least), KILLS_A_ROUND))
        print(f"so far {dict(faults)}\n", flush=True)
        seed += 1
