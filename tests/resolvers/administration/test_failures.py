"""`admin.failures`: the recent failures of all users' tasks, grouped by message and model."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from asyncpg import Connection

from tests.api import Client, NewClient
from tests.resolvers.administration.entries import audited

FAILURES = """{ admin { failures {
  errorMessage modelVersion tasks users lastFailedAt taskId userId failingUsers { userId tasks }
} } }"""
FAILED = """
INSERT INTO user_task_history (user_id, prompt, status, error_message, model_version, completed_at)
SELECT $1, 'a fox', 'failed', $2, $3, $4::timestamptz - n * interval '1 second' FROM generate_series(1, $5) AS n
RETURNING id
"""
NOW = datetime.now(UTC)


@pytest.mark.slow
@pytest.mark.own_database
async def test_failures_are_listed_most_frequent_first(
    user: Client, new_client: NewClient, database: Connection
) -> None:
    other, administrator = new_client(), new_client(role="admin")
    for one in (user, other):
        await one.task("createTask", prompt="One that is waiting")

    async def failed(of: Client, message: str | None, model: str | None, at: datetime, count: int = 1) -> UUID:
        rows = await database.fetch(FAILED, of.id, message, model, at, count)
        return UUID(str(rows[0]["id"]))

    await failed(user, "Timed out", "imagen-4", NOW - timedelta(days=1), 3)
    last = await failed(other, "Timed out", "imagen-4", NOW)
    unnamed = await failed(user, "Timed out", None, NOW)
    aged = await failed(user, None, "imagen-4", NOW - timedelta(days=9), 2)
    deleted = await failed(user, "Gone", "imagen-4", NOW)
    assert (await user.mutate("deleteTask", "deletedTaskId", id=str(deleted)))["errors"] == []

    found = (await administrator.data(FAILURES))["admin"]
    assert [
        (one["errorMessage"], one["modelVersion"], one["tasks"], one["users"], one["taskId"], one["userId"])
        for one in found["failures"]
    ] == [
        ("Timed out", "imagen-4", 4, 2, str(last), str(other.id)),
        (None, "imagen-4", 2, 1, str(aged), str(user.id)),
        ("Timed out", None, 1, 1, str(unnamed), str(user.id)),
    ]
    assert [one["failingUsers"] for one in found["failures"]] == [
        [{"userId": str(user.id), "tasks": 3}, {"userId": str(other.id), "tasks": 1}],
        [{"userId": str(user.id), "tasks": 2}],
        [{"userId": str(user.id), "tasks": 1}],
    ]
    assert datetime.fromisoformat(found["failures"][0]["lastFailedAt"]) == NOW - timedelta(seconds=1)
    entry = ("READ_TASKS", str(administrator.id), 7, "failures by message and model")
    assert await audited(administrator, None) == [entry]

    task = await user.task("createTask", prompt="A fox")
    await user.task("failTask", id=task["id"], errorMessage="Timed out", failureCode="provider_timeout")
    codes = "{ admin { failures { failureCode tasks } } }"
    by_code = (await administrator.data(codes))["admin"]["failures"]
    assert {(one["failureCode"], one["tasks"]) for one in by_code} >= {(None, 4), ("provider_timeout", 1)}

    # Only the last 10,000 failures are read, which the index finds.
    await failed(user, "Overloaded", "imagen-4", NOW + timedelta(days=1), 10_000)
    [only] = (await administrator.data(FAILURES))["admin"]["failures"]
    assert (only["errorMessage"], only["tasks"]) == ("Overloaded", 10_000)
