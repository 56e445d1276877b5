"""A mutation that PostgreSQL rolls back because of concurrent changes is refused as UNAVAILABLE: send it again."""

import asyncio
from typing import Any
from urllib.parse import quote

import pytest
from asyncpg import Connection
from pydantic import SecretStr

from server.settings.settings import Settings
from tests.api import Client, mutation
from tests.application import Application, in_process
from tests.models.connections import as_owner, as_superuser
from tests.services import PostgresService

TOTALS = "SELECT FROM user_task_statistics WHERE user_id = $1 FOR UPDATE"
TASKS = "SELECT FROM user_task_history WHERE user_id = $1 FOR UPDATE"
FAILED = "UPDATE user_task_history SET error_message = 'no fox' WHERE user_id = $1"
BLOCKS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
REPEATABLE = quote("repeatable read")
UNDONE = "Another request was changing the same data, so PostgreSQL rolled this one back. Send it again."
PATIENCE = 15.0


async def until_blocking(other: Connection) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await other.fetchval(BLOCKS):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def told(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(error["extensions"]["code"], error["message"]) for error in answer["errors"]]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["failTask", "eraseUser"])
async def test_a_deadlock_is_refused_as_unavailable(
    application: Application, user: Client, settings: Settings, postgres: PostgresService, name: str
) -> None:
    """The other transaction locks totals first and then tasks, which our statements never do."""
    failed = await user.new_task("a fox")
    await user.task("failTask", id=failed, errorMessage="no fox")
    task = await user.new_task("a fox")
    if name == "eraseUser":
        caller, result = application.new_client(role="admin"), "erasure { tasks }"
        given = {"userId": str(user.id), "dryRun": False}
    else:
        caller, result = user, "task { status }"
        given = {"id": task, "errorMessage": "no fox"}
    async with as_superuser(postgres, settings) as other, other.transaction():
        await other.execute("SET LOCAL deadlock_timeout = '1min'")  # so that PostgreSQL cancels the other transaction
        await other.execute(TOTALS, user.id)
        losing = asyncio.create_task(caller.post(mutation(name, result), input=given))
        await until_blocking(other)
        await other.execute(TASKS, user.id)
        answer = await losing
    assert told(answer) == [("UNAVAILABLE", UNDONE)]
    assert (await caller.mutate(name, result, **given))["errors"] == []


async def test_a_serialization_failure_is_unavailable(settings: Settings, postgres: PostgresService) -> None:
    """An operator has set PostgreSQL's default isolation to `repeatable read`."""
    url = f"{settings.database_url.get_secret_value()}&default_transaction_isolation={REPEATABLE}"
    async with in_process(settings, database_url=SecretStr(url)) as application:
        user = application.new_client()
        task = await user.task("createTask", prompt="a fox")
        async with as_superuser(postgres, settings) as other:
            async with other.transaction():
                await other.execute(FAILED, user.id)
                losing = asyncio.create_task(user.post(mutation("startTask"), input={"id": task["id"]}))
                await until_blocking(other)
            answer = await losing
        assert told(answer) == [("UNAVAILABLE", UNDONE)]
        assert (await user.task("startTask", id=task["id"]))["status"] == "PROCESSING"


@pytest.mark.slow
@pytest.mark.own_database
async def test_a_statement_outdated_by_a_migration_is_unavailable(settings: Settings, application: Application) -> None:
    """A statement that was prepared for another type of a column: `migrate` may not be able to end the session."""
    user = application.new_client()
    tasks = [await user.task("createTask", prompt="a fox") for _ in range(2)]
    await user.task("startTask", id=tasks[0]["id"])
    async with as_owner(settings) as owner:
        await owner.execute("DROP SCHEMA board_reader CASCADE")  # as `migrate` drops what reads the column
        await owner.execute("ALTER TABLE user_task_history ALTER COLUMN model_version TYPE VARCHAR(201)")
    answer = await user.post(mutation("startTask", "task { status }"), input={"id": tasks[1]["id"]})
    assert told(answer) == [("UNAVAILABLE", UNDONE)]
    assert (await user.task("startTask", id=tasks[1]["id"]))["status"] == "PROCESSING"
