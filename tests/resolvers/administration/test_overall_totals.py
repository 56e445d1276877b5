"""`admin`: totals over all users, the usage of each, and what is stored."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.models.connections import as_owner
from tests.pictures import data_url, picture
from tests.resolvers.administration.counted import counted
from tests.resolvers.pages import both_ways

pytestmark = pytest.mark.own_database

SUMS = "totalTasks successfulTasks failedTasks totalTokensUsed totalCreditsDeducted totalGenerationTimeMs imagesSize"
STATISTICS = f"""{{ admin {{
  statistics {{ {SUMS} successRate avgGenerationTimeMs periodDate timeZone updatedAt }}
  day: statistics(period: DAY) {{ {SUMS} }}
  empty: statistics(period: MONTH, date: "2001-01-01") {{ {SUMS} updatedAt }}
  storage {{ imageCount imageSize databaseSize updatedAt }} }} }}"""
HISTORY = f"""query ($period: StatisticsPeriod!, $from: Date!, $to: Date!) {{
  admin {{ statisticsHistory(period: $period, from: $from, to: $to) {{ periodDate {SUMS} }} }} }}"""
USERS = """query ($orderBy: UserUsageOrder!, $first: Int, $after: String, $last: Int, $before: String) {
  admin { users(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    nodes { userId totalTasks failedTasks totalTokensUsed totalCreditsDeducted totalCost storageUsed lastTaskAt
      updatedAt credits { available held } }
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }"""
WAITING = """INSERT INTO task_record.overall_changes
  SELECT $1, current_date, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 FROM generate_series(1, 20001)"""
IMAGE = picture()


async def completed(user: Client, tokens: int, credits: int, **more: Any) -> dict[str, Any]:
    task = await user.task("createTask", prompt="a secret fox")
    image = {"dataUrl": data_url(IMAGE)}
    cost = {"tokensUsed": tokens, "creditsDeducted": credits, "generationTimeMs": 1000, **more}
    return await user.task("completeTask", id=task["id"], image=image, **cost)


async def read(administrator: Client) -> dict[str, Any]:
    return dict((await administrator.data(STATISTICS))["admin"])


async def ranked(administrator: Client, order: str, **page: Any) -> list[dict[str, Any]]:
    return list((await administrator.data(USERS, orderBy=order, **page))["admin"]["users"]["nodes"])


async def drifted(settings: Settings) -> list[Any]:
    async with as_owner(settings) as owner:
        return list(await owner.fetch("SELECT * FROM task_record.drifted_overall"))


@pytest.mark.slow
async def test_totals_cover_all_users_and_changes(
    settings: Settings, administrator: Client, new_client: NewClient
) -> None:
    first, second = new_client(), new_client()
    task = await completed(first, tokens=100, credits=2)
    await completed(second, tokens=50, credits=1)
    failed = await second.new_task("a fox")
    await second.task("failTask", id=failed, errorMessage="No")
    await counted(settings)
    found = await read(administrator)
    size = len(IMAGE)
    sums = {"totalTasks": 3, "successfulTasks": 2, "failedTasks": 1, "totalTokensUsed": 150}
    sums |= {"totalCreditsDeducted": 3, "totalGenerationTimeMs": 2000, "imagesSize": 2 * size}
    assert {name: found["statistics"][name] for name in sums} == sums == found["day"]
    assert found["statistics"]["successRate"] == pytest.approx(2 / 3)
    assert found["statistics"]["avgGenerationTimeMs"] == 1000
    assert (found["statistics"]["periodDate"], found["statistics"]["timeZone"]) == (None, "UTC")
    assert {value for name, value in found["empty"].items() if name != "updatedAt"} == {0}
    assert (found["storage"]["imageCount"], found["storage"]["imageSize"]) == (2, 2 * size)
    assert found["storage"]["databaseSize"] > 1_000_000
    for one in (found["statistics"], found["empty"], found["storage"]):
        assert datetime.fromisoformat(one["updatedAt"]) > datetime.now(UTC) - timedelta(minutes=1)

    await first.mutate("deleteTask", "deletedTaskId", id=task["id"])
    await counted(settings)
    found = await read(administrator)
    assert found["day"] == sums | {"imagesSize": size}
    assert found["storage"]["imageCount"] == 1

    async with as_owner(settings) as owner:
        await owner.execute("DELETE FROM auth.users WHERE id = $1", second.id)
    await counted(settings)
    assert (await read(administrator))["day"] == dict.fromkeys(sums, 0) | {
        "totalTasks": 1,
        "successfulTasks": 1,
        "totalTokensUsed": 100,
        "totalCreditsDeducted": 2,
        "totalGenerationTimeMs": 1000,
    }
    [only] = await ranked(administrator, "TASKS")
    assert only["userId"] == str(first.id)
    assert only["lastTaskAt"] is None
    assert await drifted(settings) == []


async def test_a_history_over_every_user(settings: Settings, administrator: Client) -> None:
    async with as_owner(settings) as owner:
        await owner.execute("""
            INSERT INTO user_task_history (user_id, prompt, created_at)
            SELECT gen_random_uuid(), 'a fox', day + interval '1 hour'
            FROM unnest('{2025-12-31, 2025-12-31, 2026-01-01, 2026-01-31, 2026-03-05}'::timestamptz[]) AS day
        """)
    await counted(settings)

    async def history(period: str, first: str, last: str) -> dict[str, int]:
        data = await administrator.data(HISTORY, **{"period": period, "from": first, "to": last})
        return {one["periodDate"]: one["totalTasks"] for one in data["admin"]["statisticsHistory"]}

    assert await history("DAY", "2025-12-30", "2026-01-02") == {"2025-12-30": 0, "2025-12-31": 2, "2026-01-01": 1}
    assert await history("WEEK", "2025-12-29", "2026-01-12") == {"2025-12-29": 3, "2026-01-05": 0}
    months = {"2025-12-01": 2, "2026-01-01": 2, "2026-02-01": 0, "2026-03-01": 1}
    assert await history("MONTH", "2025-12-01", "2026-03-02") == months
    error = await administrator.error(HISTORY, **{"period": "DAY", "from": "2020-01-01", "to": "2026-01-01"})
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert await history("DAY", "9999-12-30", "9999-12-31") == {"9999-12-30": 0}


@pytest.mark.slow
async def test_users_are_ranked_and_paged(settings: Settings, administrator: Client, new_client: NewClient) -> None:
    users = [new_client() for _ in range(3)]
    for user, (tasks, tokens, spent) in zip(users, [(1, 2**31 - 1, 5), (2, 7, 5), (3, 9, 0)], strict=True):
        for number in range(tasks):
            await completed(user, tokens=0 if number else tokens, credits=0 if number else spent, cost="0.25")
    await completed(users[0], tokens=2**31 - 1, credits=0)  # together more than 32 bits hold
    await users[1].task("failTask", id=await users[1].new_task(), errorMessage="No", cost="0.3")
    given = {"id": str(uuid4()), "userId": str(users[1].id), "amount": 8, "reason": "A gift"}
    await administrator.mutate("grantCredits", "credits { available }", **given)
    await counted(settings)
    names = {str(user.id): number for number, user in enumerate(users)}

    async def order(by: str) -> list[int]:
        return [names[node["userId"]] for node in await ranked(administrator, by)]

    ties = sorted([0, 1], key=lambda number: str(users[number].id), reverse=True)
    assert await order("TOKENS") == [0, 2, 1]
    assert await order("CREDITS") == [*ties, 2]
    assert await order("COST") == [1, 2, 0]
    assert (await order("STORAGE"))[0] == 2
    assert (await order("FAILED_TASKS"))[0] == 1
    ranks = [(node["failedTasks"], node["totalCost"]) for node in await ranked(administrator, "COST")]
    assert ranks == [(1, "0.8"), (0, "0.75"), (0, "0.25")]
    [_, heavy, _] = sorted(await ranked(administrator, "TOKENS"), key=lambda node: node["totalTokensUsed"])[::-1]
    assert heavy["userId"] == str(users[2].id)
    assert (heavy["totalTasks"], heavy["totalTokensUsed"], heavy["storageUsed"]) == (3, 9, 3 * len(IMAGE))
    assert heavy["credits"] is None
    one = "query ($id: ID!) { admin { user(id: $id) { userId totalTasks totalTokensUsed storageUsed } } }"
    alone = (await administrator.data(one, id=heavy["userId"]))["admin"]["user"]
    assert alone == {name: heavy[name] for name in alone}
    assert (await administrator.data(one, id=str(uuid4())))["admin"]["user"] is None
    for instant in (heavy["lastTaskAt"], heavy["updatedAt"]):
        assert datetime.fromisoformat(instant) > datetime.now(UTC) - timedelta(minutes=1)
    balances = {names[node["userId"]]: node["credits"] for node in await ranked(administrator, "TASKS")}
    assert balances == {0: None, 1: {"available": 8, "held": 0}, 2: None}

    for by in ("TOKENS", "CREDITS", "TASKS", "STORAGE", "COST", "FAILED_TASKS"):

        async def read(by: str = by, **page: Any) -> dict[str, Any]:
            return dict((await administrator.data(USERS, orderBy=by, **page))["admin"]["users"])

        assert [names[node["userId"]] for node in await both_ways(read, 1)] == await order(by)
    of_another = (await read(first=1))["pageInfo"]["endCursor"]
    assert await administrator.error_code(USERS, orderBy="TASKS", after=of_another) == "BAD_USER_INPUT"


async def test_pending_changes_are_counted_in_parts(settings: Settings, administrator: Client, user: Client) -> None:
    async with as_owner(settings) as owner, owner.transaction():
        before = await owner.fetchval("SELECT counted_at FROM task_record.overall_count")
        await owner.execute(WAITING, user.id)
        for part in (10_000, 10_000, 1):
            assert await owner.fetchval("SELECT counted_at FROM task_record.overall_count") == before
            assert await owner.fetchval("SELECT task_record.count_changes()") == part
    found = (await read(administrator))["statistics"]
    assert found["totalTasks"] == 20_001
    assert datetime.fromisoformat(found["updatedAt"]) > before  # when the last of them was counted


@pytest.mark.slow
async def test_writers_do_not_wait_for_the_count(settings: Settings, administrator: Client, user: Client) -> None:
    """Counting locks no row that writers change, even of the same user."""
    await completed(user, tokens=1, credits=0)
    async with as_owner(settings) as owner, owner.transaction():
        await owner.fetchval("SELECT task_record.count_changes()")
        async with asyncio.timeout(5):
            await completed(user, tokens=2, credits=0)
    await counted(settings)
    assert (await read(administrator))["statistics"]["totalTokensUsed"] == 3
    [only] = await ranked(administrator, "TASKS")
    assert (only["totalTasks"], only["totalTokensUsed"]) == (2, 3)


@pytest.mark.slow
async def test_late_commits_are_counted(settings: Settings, administrator: Client, user: Client) -> None:
    record = "INSERT INTO user_task_history (user_id, prompt, tokens_used) VALUES ($1, 'a fox', $2)"
    async with as_owner(settings) as owner:
        async with owner.transaction():
            await owner.execute(record, user.id, 5)
            await completed(administrator, tokens=1, credits=0)
            await counted(settings)
            assert (await read(administrator))["statistics"]["totalTokensUsed"] == 1
        await counted(settings)
    assert (await read(administrator))["statistics"]["totalTokensUsed"] == 6
    assert await drifted(settings) == []
