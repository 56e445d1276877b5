"""Triggers update totals exactly, for any writers and any number at once."""

import asyncio
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4

import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.models.connections import as_owner
from tests.models.statistics.drift import drift
from tests.pictures import data_url, picture

pytestmark = pytest.mark.own_database

TOTALS = """{ statistics { totalTasks successfulTasks failedTasks canceledTasks totalCost successRate totalTokensUsed
  totalCreditsDeducted totalGenerationTimeMs avgGenerationTimeMs updatedAt } }"""
INSERT = """
INSERT INTO user_task_history (user_id, prompt, status, tokens_used, credits_deducted, generation_time_ms, cost,
  created_at, completed_at, model_version)
SELECT $1, 'bulk', 'completed', n, 1, n, nullif(n % 3, 0) * 0.000001,
  now() - n % $3 * interval '1 day', now(), 'm' || (80 * random())::integer
FROM generate_series(1, $2) AS n"""


async def work_through_the_api(user: Client, times: int) -> None:
    for n in range(times):
        task = await user.task("createTask", prompt="a fox")
        closing = {"errorMessage": "no", "tokensUsed": n, "creditsDeducted": 1, "generationTimeMs": 10 * n}
        if n % 3:
            await user.task("failTask", id=task["id"], cost="0.01", **closing)
        else:
            await user.task("cancelTask", id=task["id"], cost="0.1", tokensUsed=n)
        if n % 2:
            await user.mutate("deleteTask", "deletedTaskId", id=task["id"])


async def work_in_sql(settings: Settings, user_id: UUID, seed: int, times: int) -> None:
    """Insert, change, move between days and models, and delete tasks, one or several in a statement."""
    random = Random(seed)
    statements = [
        "UPDATE user_task_history SET tokens_used = tokens_used + 1, generation_time_ms = NULL WHERE id = ANY($1)",
        "UPDATE user_task_history SET created_at = created_at - interval '3 days' WHERE id = ANY($1)",
        "UPDATE user_task_history SET status = 'failed' WHERE id = ANY($1)",
        "UPDATE user_task_history SET status = 'canceled', cost = coalesce(cost, 0) + 12.34 WHERE id = ANY($1)",
        "UPDATE user_task_history SET cost = NULL WHERE id = ANY($1)",
        "UPDATE user_task_history SET created_at = created_at - interval '5 hours' WHERE id = ANY($1)",
        "UPDATE user_task_history SET model_version = 'm' || (80 * random())::integer WHERE id = ANY($1)",
        "UPDATE user_task_history SET model_version = NULL, task_type = 'image_edit' WHERE id = ANY($1)",
        "DELETE FROM user_task_history WHERE id = ANY($1)",
    ]
    async with as_owner(settings) as connection:
        mine: list[UUID] = []
        for _ in range(times):
            for tasks in (1, 9):
                mine += [row["id"] for row in await connection.fetch(f"{INSERT} RETURNING id", user_id, tasks, 5)]
                chosen = random.sample(mine, random.choice([1, min(20, len(mine))]))
                await connection.execute(random.choice(statements), chosen)


async def test_totals_are_exact_under_concurrent_writers(settings: Settings, user: Client) -> None:
    async with as_owner(settings) as owner:
        await owner.execute("INSERT INTO auth.users (id) VALUES ($1)", user.id)
        through_the_api = [work_through_the_api(user, 15) for _ in range(4)]
        await asyncio.gather(*through_the_api, *(work_in_sql(settings, user.id, n, 25) for n in range(4)))
        assert await drift(owner) == []
        counted = await owner.fetchrow("SELECT count(*), sum(cost) FROM user_task_history")
    totals = (await user.data(TOTALS))["statistics"]
    assert (totals["totalTasks"], Decimal(totals["totalCost"])) == tuple(counted)
    assert counted[0] > 60


async def test_writers_of_several_users_at_once_do_not_deadlock(settings: Settings) -> None:
    """Each statement touches the totals of all these users, in any order of its rows."""
    users = [uuid4() for _ in range(6)]

    async def write(seed: int) -> None:
        mixed = [user for user in users for _ in range(5)]
        async with as_owner(settings) as connection:
            for n in range(10):
                Random(f"{seed} {n}").shuffle(mixed)
                await connection.execute(
                    """INSERT INTO user_task_history (user_id, prompt, model_version)
                    SELECT user_id, 'mixed', 'm' || (80 * random())::integer FROM unnest($1::uuid[]) AS user_id""",
                    mixed,
                )

    async with as_owner(settings) as owner:
        await owner.executemany("INSERT INTO auth.users (id) VALUES ($1)", [(user,) for user in users])
        await asyncio.gather(*(write(seed) for seed in range(6)))
        assert await drift(owner) == []
        totals = await owner.fetch("SELECT total_tasks FROM user_task_statistics WHERE period_type = 'all_time'")
    assert [row["total_tasks"] for row in totals] == [300] * 6


@pytest.mark.slow
@pytest.mark.parametrize(("days", "periods"), [(1, 4), (2, 8)])
async def test_a_statement_of_ten_thousand_rows_writes_each_period_once(
    settings: Settings, days: int, periods: int
) -> None:
    written = """SELECT n_tup_ins + n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = 'user_task_statistics'"""
    async with as_owner(settings) as owner, owner.transaction():
        await owner.execute(INSERT, uuid4(), 10_000, days)
        assert 4 <= await owner.fetchval(written) <= periods
        assert await owner.fetchval("SELECT max(total_tasks) FROM user_task_statistics") == 10_000
        assert await drift(owner) == []


async def test_totals_change_only_with_values_and_keep_deleted_tasks(settings: Settings, user: Client) -> None:
    task = await user.task("createTask", prompt="a fox")
    recorded = (await user.data(TOTALS))["statistics"]
    await user.task("startTask", id=task["id"])
    assert (await user.data(TOTALS))["statistics"] == recorded
    closing = {"tokensUsed": 7, "creditsDeducted": 2, "generationTimeMs": 300}
    await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(picture())}, **closing)
    before = (await user.data(TOTALS))["statistics"]
    assert (before["totalTasks"], before["totalTokensUsed"], before["avgGenerationTimeMs"]) == (1, 7, 300)
    assert (await user.data("{ viewer { storageUsed } }"))["viewer"]["storageUsed"] == len(picture())

    await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
    after = (await user.data(TOTALS))["statistics"]
    assert {**after, "updatedAt": None} == {**before, "updatedAt": None}
    viewer = (await user.data("{ viewer { storageUsed tasksThisMonth } }"))["viewer"]
    assert viewer == {"storageUsed": 0, "tasksThisMonth": 1}
    async with as_owner(settings) as owner:
        assert await drift(owner) == []


async def test_the_mean_is_over_completed_tasks_with_a_time(user: Client) -> None:
    image = {"dataUrl": data_url(picture())}
    for time in (100, 201, None):
        task = await user.task("createTask", prompt="a fox")
        await user.task("completeTask", id=task["id"], image=image, generationTimeMs=time)
    for time in (9_000, None):
        task = await user.task("createTask", prompt="a fox")
        await user.task("failTask", id=task["id"], errorMessage="no", generationTimeMs=time)
    await user.task("createTask", prompt="still open")
    totals = (await user.data(TOTALS))["statistics"]
    assert totals.pop("updatedAt") is not None
    assert totals == {
        "totalTasks": 6,
        "successfulTasks": 3,
        "failedTasks": 2,
        "canceledTasks": 0,
        "totalCost": "0",
        "successRate": 0.6,
        "totalTokensUsed": 0,
        "totalCreditsDeducted": 0,
        "totalGenerationTimeMs": 9_301,
        "avgGenerationTimeMs": 150.5,
    }


async def test_sums_outgrow_32_bits(settings: Settings, user: Client) -> None:
    async with as_owner(settings) as owner:
        await owner.execute(
            """INSERT INTO user_task_history (user_id, prompt, tokens_used, credits_deducted, generation_time_ms)
            SELECT $1, 'costly', 2147483647, 2147483647, 2147483647 FROM generate_series(1, 3)""",
            user.id,
        )
    totals = (await user.data(TOTALS))["statistics"]
    assert totals["totalTokensUsed"] == totals["totalCreditsDeducted"] == 3 * 2_147_483_647
    assert totals["totalGenerationTimeMs"] == 3 * 2_147_483_647


async def test_totals_are_per_user_and_zero_at_first(user: Client) -> None:
    await user.task("createTask", prompt="a fox")
    nobody = (await Client(user.http).data(TOTALS))["statistics"]
    assert [name for name, value in nobody.items() if value not in (0, "0", None)] == []
    assert [name for name, value in nobody.items() if value is None] == [
        *("successRate", "avgGenerationTimeMs", "updatedAt"),
    ]
