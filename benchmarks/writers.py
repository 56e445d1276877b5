"""
Many connections of pgbench write tasks at once, to a PostgreSQL that takes 4 ms to flush its log, as on an ordinary
disk in a cloud. Measures whether commits share flushes, and what they wait for.
"""

import asyncio
import os
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import asyncpg

from benchmarks.contenders import BOTH_CORES, OURS, running
from benchmarks.options import Options
from benchmarks.table import ratio, table
from server.development.embedded.postgres import EmbeddedPostgres, _programs
from server.development.migrated import migrated_postgres

SLOW_FLUSHES = ("ALTER SYSTEM SET commit_delay = 4000", "ALTER SYSTEM SET commit_siblings = 0")
NORMAL_FLUSHES = ("ALTER SYSTEM RESET commit_delay", "ALTER SYSTEM RESET commit_siblings")
WRITERS = (1, 8, 32, 128)
USERS = 400
EACH_WRITES = {1: 100, 8: 80, 32: 40, 128: 12}
"""
Tasks per writer and second of a turn, by the number of writers. Writers that wait for each other share the number of a
single one.
"""
SAMPLE_EVERY = 0.01  # seconds
WAITS = """SELECT coalesce(wait_event_type || ' ' || wait_event, 'nothing: at work') AS wait, count(*) AS number
  FROM pg_stat_activity WHERE application_name = 'pgbench' AND state = 'active' GROUP BY 1"""

USER = "('00000000-0000-4000-8000-' || lpad(:user, 12, '0'))"
INSERT = f"""
\\set user random(1, {USERS})
INSERT INTO user_task_history (user_id, prompt) VALUES ({USER}::uuid, 'A lighthouse in a storm');
"""
NOTIFYING = f"""
\\set user random(1, {USERS})
WITH task AS (
  INSERT INTO user_task_history (user_id, prompt) VALUES ({USER}::uuid, 'A lighthouse in a storm') RETURNING id
) SELECT pg_notify('task_events', id::text) FROM task;
"""
EVENTS = {
    "with events": ("ENABLE", INSERT),
    "without any": ("DISABLE", INSERT),
    "with NOTIFY in the transaction": ("DISABLE", NOTIFYING),
}
"""Whether the trigger that records notifications is on, and the script of a writer."""


NEXT_USER = """
\\set n :n + 1
\\set user (:client_id * 7919 + :n * 31) % :users + 1
"""
"""The beginning of pgbench scripts whose transactions alternate between users; `:n` counts a writer's transactions."""


def as_server(statement: str) -> str:
    """Return pgbench's script for a transaction like the server's."""
    return f"""{NEXT_USER}
BEGIN;
SELECT set_config('role', 'authenticated', true),
  set_config('request.jwt.claims', '{{"role": "authenticated", "sub": "' || {USER} || '"}}', true);
{statement};
COMMIT;
"""


TASK = "md5((:run)::text || ' ' || (:client_id)::text || ' ' || (:n)::text)::uuid"
CHANGE = (
    f"UPDATE user_task_history SET updated_at = now(), {{}} WHERE id = {TASK} AND status IN ('pending', 'processing')"
)
ENDED = "tokens_used = 150, credits_deducted = 1, generation_time_ms = 5000, completed_at = now()"
RECORDED = (
    f"INSERT INTO user_task_history (id, user_id, prompt) VALUES ({TASK}, {USER}::uuid, 'A lighthouse in a storm')"
)
STATEMENTS = {
    "recording": RECORDED,
    "starting": CHANGE.format("status = 'processing'"),
    "completing": CHANGE.format(f"status = 'completed', model_version = 'm-1', {ENDED}"),
    "recording others": RECORDED,
    "failing": CHANGE.format(f"status = 'failed', error_message = 'no', {ENDED}"),
}
WORK = {name: as_server(statement) for name, statement in STATEMENTS.items()}
"""The scripts in order: each changes the tasks of the one before, or records those of the next."""


def times(writers: int, seconds: int, *, in_turns: bool) -> str:
    """Return pgbench's option for the transactions of each writer in a turn of about `seconds`."""
    return f"-t{max(2, seconds * (EACH_WRITES[1] // writers if in_turns else EACH_WRITES[writers]))}"


@dataclass
class Turns:
    rates: list[float] = field(default_factory=list)
    waits: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        return median(self.rates)

    def frequent_waits(self) -> str:
        """The three most frequent waits, each with its share of all samples of busy writers."""
        return ", ".join(f"{wait} {number / self.waits.total():.0%}" for wait, number in self.waits.most_common(3))


async def pgbench(url: str, script: str, writers: int, *options: str) -> float:
    """Run pgbench and return its transactions a second."""
    with TemporaryDirectory() as directory:
        file = Path(directory) / "script.sql"
        file.write_text(script)
        program = [str(_programs() / "pgbench"), "-n", "-M", "prepared", "-f", str(file), "-c", str(writers)]
        environment = os.environ | {"PGAPPNAME": "pgbench"}
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *program, *options, url, env=environment, stdout=pipe, stderr=pipe
        )
        said, complaint = await process.communicate()
    found = re.search(r"tps = ([\d.]+)", said.decode())
    if not found or b"ERROR" in complaint:
        raise RuntimeError(f"{said.decode()}{complaint.decode()}")
    return float(found[1])


@dataclass
class Bench:
    postgres: EmbeddedPostgres
    superuser: asyncpg.Connection

    async def with_waits(self, turns: Turns, url: str, script: str, writers: int, *options: str) -> None:
        writing = asyncio.create_task(pgbench(url, script, writers, *options))
        while not writing.done():
            turns.waits.update({row["wait"]: row["number"] for row in await self.superuser.fetch(WAITS)})
            await asyncio.sleep(SAMPLE_EVERY)
        turns.rates.append(await writing)


@asynccontextmanager
async def with_slow_flushes(superuser_url: str) -> AsyncIterator[asyncpg.Connection]:
    superuser = await asyncpg.connect(superuser_url)
    try:
        for change in (*SLOW_FLUSHES, "SELECT pg_reload_conf()"):
            await superuser.execute(change)
        yield superuser
    finally:
        for change in (*NORMAL_FLUSHES, "SELECT pg_reload_conf()"):
            await superuser.execute(change)
        await superuser.close()


async def with_and_without_events(bench: Bench, rounds: int, seconds: int) -> list[str]:
    found: dict[tuple[str, int], list[float]] = {}
    for _ in range(rounds):
        for writers in WRITERS:
            for name, (how, script) in EVENTS.items():
                await bench.superuser.execute(f"ALTER TABLE user_task_history {how} TRIGGER notify_inserted")
                each = times(writers, seconds, in_turns=script is NOTIFYING)
                rate = await pgbench(bench.postgres.owner_url, script, writers, each)
                found.setdefault((name, writers), []).append(rate)
    await bench.superuser.execute("ALTER TABLE user_task_history ENABLE TRIGGER notify_inserted")
    ours, none, before = EVENTS
    rows = [
        [
            str(writers),
            *(f"{median(found[name, writers]):,.0f}" for name in EVENTS),
            ratio(found[ours, writers], found[ours, 1]),
            ratio(found[ours, writers], found[none, writers]),
            ratio(found[ours, writers], found[before, writers]),
        ]
        for writers in WRITERS
    ]
    return table(["writers", *EVENTS, "with events, to one writer", "– to none", "– to NOTIFY"], rows)


async def by_work(bench: Bench, rounds: int, seconds: int, users: int) -> list[str]:
    found: dict[tuple[str, int], Turns] = {}
    runs = 1_000 * await bench.superuser.fetchval("SELECT extract(epoch FROM now())::bigint")
    for _ in range(rounds):
        for writers in WRITERS:
            each = times(writers, seconds, in_turns=users == 1)
            for name, script in WORK.items():
                runs += name.startswith("recording")
                given = [f"-D{variable}={value}" for variable, value in (("run", runs), ("n", 0), ("users", users))]
                turns = found.setdefault((name, writers), Turns())
                await bench.with_waits(turns, bench.postgres.application_url, script, writers, each, *given)
    names = [name for name in WORK if name != "recording others"]
    rows = []
    for name in names:
        for writers in WRITERS:
            turns = found[name, writers]
            to_one = ratio(turns.rates, found[name, 1].rates)
            rows.append([name, str(writers), f"{turns.rate:,.0f}", to_one, turns.frequent_waits()])
    return table(["", "writers", "a second", "to one writer", "busy writers wait for"], rows)


async def measured(postgres: EmbeddedPostgres, rounds: int, seconds: int) -> list[str]:
    async with with_slow_flushes(postgres.superuser_url) as superuser:
        bench = Bench(postgres, superuser)
        return [
            "Tasks inserted a second by SQL for 400 users, a server beside it that sends the events:",
            "",
            *await with_and_without_events(bench, rounds, seconds),
            "",
            "Transactions a second as the server makes them, with role and claims, for 400 users:",
            "",
            *await by_work(bench, rounds, seconds, USERS),
            "",
            "The same for one user, whose totals each writer has to change:",
            "",
            *await by_work(bench, rounds, seconds, 1),
        ]


def writers_at_once(options: Options) -> list[str]:
    """Measure with 1 to 128 writers, for about `options.seconds` each."""
    with (
        migrated_postgres(options.data / "writers") as postgres,
        running(replace(OURS, cores=BOTH_CORES), postgres.application_url),
    ):
        return asyncio.run(measured(postgres, options.rounds, options.seconds))
