"""`recordTasks` compared with a call for each task: how many tasks one client records and ends in the same time."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from statistics import median
from uuid import UUID, uuid4

import asyncpg
import httpx2

from benchmarks.credits import ask, everyones_time
from benchmarks.environment import JWT_SECRET
from benchmarks.options import Options
from benchmarks.table import ratio, table
from benchmarks.uploads import CREATE, REQUEST_TIMEOUT, serving
from server.development.signed_token import Role, sign_token
from server.settings.settings import Settings

FAIL = "mutation ($input: FailTaskInput!) { failTask(input: $input) { task { status } errors { message } } }"
RECORD = """mutation ($input: RecordTasksInput!) { recordTasks(input: $input) {
  results { task { id status } errors { message } } errors { message } } }"""
TASK = {"prompt": "A lighthouse in a storm", "aspectRatio": "16:9", "modelVersion": "gemini-2.5-flash-image"}
FAILURE = {"errorMessage": "The model refused the prompt", "tokensUsed": 150, "generationTimeMs": 5000}
AT_ONCE = 100
"""Tasks of one call, and in a turn of calls for one task each."""
OWNERS = [uuid4() for _ in range(AT_ONCE)]
ROLES: tuple[Role, Role] = ("service", "user")
BATCHES = 5
"""Calls of `recordTasks` in a turn."""
Ask = Callable[..., Awaitable[None]]
Taken = dict[str, tuple[list[float], list[float]]]
"""By the way of recording, for each round, the seconds and the seconds of processor time of one task."""


def many_at_once(options: Options) -> list[str]:
    with serving() as (server, settings):
        taken = asyncio.run(measured(server.address, settings, options.rounds))
    (single, single_work), *others = taken.values()
    rows = [
        [name, f"{1 / median(seconds):,.0f}", ratio(single, seconds), ratio(single_work, work)]
        for name, (seconds, work) in zip([*taken][1:], others, strict=True)
    ]
    return [
        "Tasks that one client records and ends by `recordTasks`, 100 in a call, to those by `createTask` and "
        "`failTask`, in turns. The processor's time is that of server, PostgreSQL and storage together.",
        "",
        *table(["tasks", "a second", "times as many", "times as many for the same processor time"], rows),
    ]


async def measured(address: str, settings: Settings, rounds: int) -> Taken:
    taken: Taken = {}
    async with httpx2.AsyncClient(base_url=address, timeout=REQUEST_TIMEOUT) as http:
        for number in range(rounds + 1):
            for name, record in ways(http).items():
                before, started = everyones_time(), time.perf_counter()
                tasks = await record()
                if number:  # the first round warms up
                    seconds, work = taken.setdefault(name, ([], []))
                    seconds.append((time.perf_counter() - started) / tasks)
                    work.append((everyones_time() - before) / tasks)
            if not number:
                await analyze(settings)
    return taken


async def analyze(settings: Settings) -> None:
    """Do what autovacuum does within a minute: PostgreSQL reads all rows of a table that it believes to be empty."""
    assert settings.database_owner_url
    owner = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    await owner.execute("ANALYZE")
    await owner.close()


def ways(http: httpx2.AsyncClient) -> dict[str, Callable[[], Awaitable[int]]]:
    """By name, the functions that record the tasks of a turn, and return how many."""
    service, user = (sign_token(JWT_SECRET, OWNERS[0], role=role, plan="pro") for role in ROLES)
    return {
        "one by one": lambda: one_by_one(partial(ask, http, service)),
        "of one user, by a back end": lambda: at_once(partial(ask, http, service), OWNERS[:1] * AT_ONCE),
        "of one user, by themselves": lambda: at_once(partial(ask, http, user), OWNERS[:1] * AT_ONCE),
        f"of {AT_ONCE} users, by a back end": lambda: at_once(partial(ask, http, service), OWNERS),
    }


async def one_by_one(ask: Ask) -> int:
    for _ in range(AT_ONCE):
        task_id = str(uuid4())
        await ask(CREATE, id=task_id, userId=str(OWNERS[0]), **TASK)
        await ask(FAIL, id=task_id, creditsDeducted=0, **FAILURE)
    return AT_ONCE


async def at_once(ask: Ask, owners: Sequence[UUID]) -> int:
    for _ in range(BATCHES):
        given = [{"id": str(uuid4()), "userId": str(owner), **TASK} for owner in owners]
        await ask(RECORD, tasks=[{"task": task, "outcome": {"failed": FAILURE}} for task in given])
    return BATCHES * len(owners)
