"""Users are counted once in each day, week and month, and as new in that of their first task."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from server.operations.reconcile import reconcile
from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.bucket import own_bucket
from tests.models.connections import as_owner
from tests.resolvers.administration.counted import counted
from tests.resolvers.pages import both_ways

pytestmark = pytest.mark.own_database

ACTIVITY = """query ($period: StatisticsPeriod!, $from: Date!, $to: Date!) { admin {
  activity(period: $period, from: $from, to: $to) { periodDate activeUsers newUsers totalTasks } } }"""
USED = """{ admin { hours(from: "2026-03-01", to: "2026-03-20") { weekday hour totalTasks }
  models(from: "2026-03-01", to: "2026-03-20") { modelVersion totalTasks successfulTasks failedTasks }
  failureHistory(from: "2026-03-01", to: "2026-03-20") { day failureCode failedTasks } } }"""
INSERT = """INSERT INTO user_task_history (user_id, prompt, created_at)
  SELECT $1, 'a fox', day + interval '1 hour' FROM unnest($2::text[]::timestamptz[]) AS day"""


async def record(owner: Connection, user: UUID, *days: str) -> None:
    await owner.execute(INSERT, user, days)


async def activity_of(administrator: Client, period: str, first: str, last: str) -> list[tuple[int, int, int]]:
    """Active users, new users and tasks of each period."""
    found = (await administrator.data(ACTIVITY, **{"period": period, "from": first, "to": last}))["admin"]["activity"]
    return [(one["activeUsers"], one["newUsers"], one["totalTasks"]) for one in found]


async def test_each_user_counts_once_and_is_new_once(settings: Settings, new_client: NewClient) -> None:
    administrator = new_client(role="admin")
    first, second = uuid4(), uuid4()
    async with as_owner(settings) as owner:
        # 2026-03-02 is a Monday.
        await record(owner, first, "2026-03-02", "2026-03-02", "2026-03-04", "2026-03-09")
        await record(owner, second, "2026-03-04")
        await counted(settings)
        days = ("DAY", "2026-03-02", "2026-03-05")
        assert await activity_of(administrator, *days) == [(1, 1, 2), (0, 0, 0), (2, 1, 2)]
        assert await activity_of(administrator, "WEEK", "2026-03-02", "2026-03-16") == [(2, 2, 4), (1, 0, 1)]
        assert await activity_of(administrator, "MONTH", "2026-02-01", "2026-04-01") == [(0, 0, 0), (2, 2, 5)]
        # Tasks that are inserted later may be older.
        await record(owner, second, "2026-02-27", "2026-03-04")
        for _ in range(2):
            await counted(settings)
            assert await activity_of(administrator, *days) == [(1, 1, 2), (0, 0, 0), (2, 0, 3)]
            assert await activity_of(administrator, "MONTH", "2026-02-01", "2026-04-01") == [(1, 1, 1), (2, 1, 6)]
            await owner.execute("SELECT task_record.count_overall()")
        await owner.execute("DELETE FROM user_task_history WHERE created_at < '2026-03-01'")
        await counted(settings)
        assert await activity_of(administrator, *days) == [(1, 1, 2), (0, 0, 0), (2, 1, 3)]


async def test_a_pending_period_is_not_counted_twice(settings: Settings, new_client: NewClient) -> None:
    """Neither by a recount of active users, nor by the count of a user's other days."""
    administrator = new_client(role="admin")
    user, days = uuid4(), ("DAY", "2026-03-02", "2026-03-05")
    async with as_owner(settings) as owner, as_owner(settings) as other:
        await record(owner, user, "2026-03-04")
        await owner.execute("SELECT task_record.recount_activity()")  # as an upgrade does
        await counted(settings)
        assert await activity_of(administrator, *days) == [(0, 0, 0), (0, 0, 0), (1, 1, 1)]
        await record(owner, user, "2026-02-27", "2026-03-02")
        async with other.transaction():
            await other.execute("SELECT FROM task_record.overall_changes WHERE day = '2026-02-27' FOR UPDATE")
            await counted(settings)
        await counted(settings)
        assert await activity_of(administrator, *days) == [(1, 0, 1), (0, 0, 0), (1, 0, 1)]
        assert await activity_of(administrator, "MONTH", "2026-02-01", "2026-04-01") == [(1, 1, 1), (1, 0, 2)]
        assert await owner.fetch("TABLE task_record.drifted_activity") == []


@pytest.mark.slow
async def test_drift_is_reported_and_repaired(settings: Settings, new_client: NewClient) -> None:
    """Pending changes are not a drift."""
    administrator = new_client(role="admin")

    async def drifted(*, repair: bool = False) -> list[str]:
        lines: list[str] = []
        async with own_bucket(settings) as own:
            await reconcile(own, lines.append, repair=repair)
        return [line for line in lines if line.startswith("drifted")]

    async with as_owner(settings) as owner:
        await record(owner, uuid4(), "2026-03-02", "2026-03-04")
        await counted(settings)
        await record(owner, uuid4(), "2026-03-02", "2026-03-05")
        assert await drifted() == []
        await counted(settings)
        assert await drifted() == []
        for change in (
            "UPDATE task_record.active_users SET is_new = true WHERE period_date = '2026-03-04'",
            "DELETE FROM task_record.active_users WHERE period_date = '2026-03-05'",
            "UPDATE task_record.overall_statistics SET new_users = 7 WHERE period_type IN ('week', 'month')",
            "UPDATE task_record.overall_usage SET total_tasks = 7 WHERE day = '2026-03-02'",
        ):
            await owner.execute(change)
        line = "drifted statistics: 5 of all users together"
        assert await drifted() == [line]
        assert await drifted(repair=True) == [f"{line} (repaired)"]
        await counted(settings)
        assert await drifted() == []
    days = ("DAY", "2026-03-02", "2026-03-06")
    assert await activity_of(administrator, *days) == [(2, 2, 2), (0, 0, 0), (1, 0, 1), (1, 0, 1)]
    assert (await administrator.data(USED))["admin"]["hours"] == [
        {"weekday": day, "hour": 1, "totalTasks": tasks} for day, tasks in ((1, 2), (3, 1), (4, 1))
    ]


@pytest.mark.parametrize("erase", ["SELECT task_record.erase_user($1)", "DELETE FROM auth.users WHERE id = $1"])
async def test_an_erased_user_is_no_longer_counted(settings: Settings, new_client: NewClient, erase: str) -> None:
    administrator = new_client(role="admin")
    first, second = uuid4(), uuid4()
    async with as_owner(settings) as owner:
        for user in (first, second):
            await record(owner, user, "2026-03-02", "2026-03-04")
        await counted(settings)
        await owner.execute(erase, first)
        await counted(settings)
        assert await owner.fetch("SELECT DISTINCT user_id FROM task_record.active_users") == [(second,)]
    assert await activity_of(administrator, "DAY", "2026-03-02", "2026-03-05") == [(1, 1, 1), (0, 0, 0), (1, 0, 1)]
    assert await activity_of(administrator, "MONTH", "2026-03-01", "2026-03-02") == [(1, 1, 2)]


@pytest.mark.slow
async def test_hours_models_and_failures_of_all_users(settings: Settings, new_client: NewClient) -> None:
    """Totals follow later changes and erasures. 2026-03-02 is a Monday."""
    administrator = new_client(role="admin")
    insert = """INSERT INTO user_task_history (user_id, prompt, model_version, created_at, status, completed_at,
      failure_code) SELECT $1, 'a fox', model, at, status, CASE WHEN status <> 'pending' THEN at + '1 hour' END,
      CASE WHEN status = 'failed' THEN 'quota' END
      FROM unnest($2::text[], $3::text[]::timestamptz[], $4::text[]) AS one (model, at, status)"""

    async def used() -> tuple[list[dict[str, Any]], ...]:
        found = (await administrator.data(USED))["admin"]
        return found["hours"], found["models"], found["failureHistory"]

    async with as_owner(settings) as owner:
        first, second = uuid4(), uuid4()
        night, noon = "2026-03-02T23:30:00Z", "2026-03-02T12:00:00Z"
        await owner.execute(insert, first, ["m", "m", None], [night, noon, noon], ["failed", "completed", "pending"])
        await owner.execute(insert, second, ["n"], ["2026-03-09T12:30:00Z"], ["completed"])
        await counted(settings)
        hours, models, failures = await used()
        assert hours == [{"weekday": 1, "hour": 12, "totalTasks": 3}, {"weekday": 1, "hour": 23, "totalTasks": 1}]
        assert {one["modelVersion"]: one["totalTasks"] for one in models} == {"m": 2, None: 1, "n": 1}
        assert models[0] == {"modelVersion": "m", "totalTasks": 2, "successfulTasks": 1, "failedTasks": 1}
        assert failures == [{"day": "2026-03-03", "failureCode": "quota", "failedTasks": 1}]
        await owner.execute("SELECT task_record.erase_user($1)", first)
        await counted(settings)
        hours, models, _ = await used()
        assert hours == [{"weekday": 1, "hour": 12, "totalTasks": 1}]
        assert [one["modelVersion"] for one in models] == ["n"]


async def test_inactive_users_are_listed_latest_first(settings: Settings, new_client: NewClient) -> None:
    inactive = """query ($first: Int, $after: String, $last: Int, $before: String) { admin { users(
      first: $first, after: $after, last: $last, before: $before, orderBy: LAST_TASK,
      lastTaskBefore: "2026-03-06T00:00:00Z"
    ) { nodes { userId } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }"""
    users, administrator = [uuid4() for _ in range(3)], new_client(role="admin")
    async with as_owner(settings) as owner:
        for user, day in zip(users, ("2026-03-02", "2026-03-04", "2026-03-09"), strict=True):
            await record(owner, user, "2026-03-01", day)
    await counted(settings)

    async def read(**page: Any) -> dict[str, Any]:
        return dict((await administrator.data(inactive, **page))["admin"]["users"])

    assert await both_ways(read, 1) == [{"userId": str(users[1])}, {"userId": str(users[0])}]


async def test_invalid_periods_and_callers_are_refused(new_client: NewClient) -> None:
    administrator, span = new_client(role="admin"), {"from": "2026-03-01", "to": "2027-06-01"}
    for period, message in (("ALL_TIME", "`period` must be DAY, WEEK or MONTH"), ("DAY", "more than 400 entries")):
        answer: dict[str, Any] = await administrator.error(ACTIVITY, period=period, **span)
        assert message in answer["message"]
    assert await new_client().error_code(ACTIVITY, period="DAY", **span) == "FORBIDDEN"
