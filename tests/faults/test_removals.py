"""
Purge, erasure and export are killed at random moments; repeated, they end as if nothing had died.

`TASK_RECORD_KILLS=100 TASK_RECORD_TASKS=2000 ./run test tests/faults/test_removals.py -n 0 -s` kills each 100 times,
with 2,000 tasks; `TASK_RECORD_SEED` repeats a run.
"""

import asyncio
import os
import secrets
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryFile

import asyncpg
import httpx2
import pytest

from server.settings.settings import Settings
from tests.api import Client, mutation
from tests.application import Application, own_process
from tests.bucket import Bucket, put
from tests.models.statistics.drift import drift
from tests.resolvers.retention.ages import PLANS, with_plans
from tests.server.commands import environment, forked, run, variables
from tests.server.exports.exporting import prepared
from tests.server.worker_tables import until_no_jobs_of_the_dead

pytestmark = pytest.mark.own_database

KILLS = int(os.environ.get("TASK_RECORD_KILLS", "2"))
TASKS = int(os.environ.get("TASK_RECORD_TASKS", "40"))
PUTS_AT_ONCE = 16
# A quarter of the tasks is past none of the plan's retentions, and a quarter each past one, two and three of them.
INVENT = """
INSERT INTO user_task_history (id, user_id, prompt, status, tokens_used, completed_at, created_at, aws_generated_key,
  generated_image_url, generated_content_type, generated_width, generated_height, generated_size, generated_sha256)
SELECT id, $1, 'A fox', 'completed', 1, now(), now() - (ARRAY[5, 15, 25, 35])[1 + n % 4] * interval '1 day', key, key,
  'image/png', 1, 1, 1, encode(sha256('x'), 'hex')
FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, $2::integer) AS n) AS task,
  LATERAL (SELECT format('task-history/%s/%s/generated-%s', $1::uuid, id, gen_random_uuid()) AS key) AS image
RETURNING aws_generated_key
"""
NAMED = "SELECT aws_generated_key FROM user_task_history WHERE user_id = $1 AND aws_generated_key IS NOT NULL"
LEFT = """SELECT count(*), count(*) FILTER (WHERE prompt <> ''), count(aws_generated_key), sum(tokens_used)
  FROM user_task_history WHERE user_id = $1 AND deleted_at IS NULL"""


@pytest.fixture
def random() -> Random:
    seed = os.environ.get("TASK_RECORD_SEED", str(secrets.randbelow(10**6)))
    print(f"TASK_RECORD_SEED={seed}")
    return Random(seed)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return with_plans(settings, tmp_path, f"{PLANS}can_export = true\n")


async def with_tasks(application: Application, database: asyncpg.Connection, bucket: Bucket) -> Client:
    """Create a user with TASKS tasks that have an image of one byte each, and one task without."""
    user = application.new_client(plan="brief")
    await user.task("createTask", prompt="A fox")
    keys = [key for (key,) in await database.fetch(INVENT, user.id, TASKS)]
    for first in range(0, TASKS, PUTS_AT_ONCE):
        await asyncio.gather(*(put(bucket.storage, key) for key in keys[first : first + PUTS_AT_ONCE]))
    return user


async def stored(bucket: Bucket, user: Client) -> set[str]:
    return {item.key async for item in bucket.storage.objects(f"task-history/{user.id}/")}


async def killed_again_and_again(random: Random, begin: Callable[[float], Awaitable[bool]], name: str) -> None:
    """Kill an operation KILLS times: `begin` kills it after so many seconds, and returns whether it was unfinished."""
    longest, in_time = 0.5, 0
    for _ in range(KILLS):
        after = random.uniform(0, longest)
        if await begin(after):
            in_time += 1
            longest *= 1.1
        else:
            longest = max(0.05, after * 0.9)
    print(f"{name}: {in_time} of {KILLS} kills before it was done")


@pytest.mark.slow
async def test_purge(
    random: Random, settings: Settings, application: Application, database: asyncpg.Connection, bucket: Bucket
) -> None:
    user = await with_tasks(application, database, bucket)
    values = variables(settings, PLANS_FILE=str(settings.plans_file))

    async def purge_killed(after: float) -> bool:
        with TemporaryFile() as said:
            purging = forked(["purge"], environment(**values), said.fileno(), said.fileno())
        await asyncio.sleep(after)
        purging.kill()
        return await asyncio.to_thread(purging.wait) != 0

    await killed_again_and_again(random, purge_killed, "purge")
    ran = await asyncio.to_thread(run, "purge", **values)
    assert (ran.returncode, ran.stderr) == (0, "")
    quarter = TASKS // 4
    assert tuple(await database.fetchrow(LEFT, user.id)) == (3 * quarter + 1, 2 * quarter + 1, quarter, 3 * quarter)
    await until_no_jobs_of_the_dead(database)
    assert await stored(bucket, user) == {key for (key,) in await database.fetch(NAMED, user.id)}
    assert await drift(database) == []
    used = (await user.data("{ statistics { totalTasks totalTokensUsed } }"))["statistics"]
    assert used == {"totalTasks": TASKS + 1, "totalTokensUsed": TASKS}


@pytest.mark.slow
async def test_erasure(
    random: Random, settings: Settings, application: Application, database: asyncpg.Connection, bucket: Bucket
) -> None:
    other = await with_tasks(application, database, bucket)
    kept = await stored(bucket, other)
    erased = []

    async def erasure_killed(after: float) -> bool:
        user = await with_tasks(application, database, bucket)
        erased.append(user)
        async with own_process(settings, PLANS_FILE=str(settings.plans_file)) as server:
            erasing = asyncio.create_task(erase(Client(server.http, role="admin"), user))
            await asyncio.sleep(after)
            server.process.kill()
            [ended], _ = await asyncio.wait([erasing])
        tasks = (await database.fetchrow(LEFT, user.id))[0]
        assert tasks in (0, TASKS + 1)
        if ended.exception() is None:  # it was acknowledged, so it must be done
            assert tasks == 0
        return bool(tasks)

    await killed_again_and_again(random, erasure_killed, "erasure")
    for user in erased:
        await erase(application.new_client(role="admin"), user)
    await until_no_jobs_of_the_dead(database)
    for user in erased:
        assert (await stored(bucket, user), (await database.fetchrow(LEFT, user.id))[0]) == (set(), 0)
    assert await stored(bucket, other) == kept
    assert (await database.fetchrow(LEFT, other.id))[0] == TASKS + 1
    assert await drift(database) == []


async def erase(administrator: Client, user: Client) -> None:
    given = {"userId": str(user.id), "dryRun": False}
    await administrator.post(mutation("eraseUser", "erasure { id }"), input=given)


@pytest.mark.slow
async def test_export(
    random: Random,
    settings: Settings,
    application: Application,
    database: asyncpg.Connection,
    bucket: Bucket,
    tmp_path: Path,
) -> None:
    user = await with_tasks(application, database, bucket)
    file = tmp_path / "tasks.zip"

    async def export_killed(after: float) -> bool:
        await database.execute("DELETE FROM task_record.exports")  # a user may have 20
        async with own_process(settings, PLANS_FILE=str(settings.plans_file)) as server:
            url = (await prepared(Client(server.http, user.id, plan="brief"), "ZIP"))["url"]
            downloading = asyncio.create_task(download(server.http, url, file))
            await asyncio.sleep(after)
            server.process.kill()
            [ended], _ = await asyncio.wait([downloading])
        if isinstance(ended.exception(), httpx2.TransportError):
            return True
        ended.result()
        assert_whole(file)
        return False

    await killed_again_and_again(random, export_killed, "export")
    await download(application.http, (await prepared(user, "ZIP"))["url"], file)
    assert_whole(file)


async def download(http: httpx2.AsyncClient, url: str, file: Path) -> None:
    with file.open("wb") as writing:
        async with http.stream("GET", url) as answer:
            answer.raise_for_status()
            async for part in answer.aiter_bytes():
                writing.write(part)


def assert_whole(file: Path) -> None:
    """Assert that the archive has the images of all tasks, undamaged."""
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        images = [name for name in archive.namelist() if name.startswith("images/")]
        assert len(images) == TASKS
        assert all(archive.read(name) == b"x" for name in images)
