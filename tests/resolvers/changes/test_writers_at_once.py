"""Copies are exact although 16 writers write, delete, commit late and are killed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from random import Random
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.application import Application, in_process
from tests.models.connections import as_owner, as_superuser, database_name
from tests.resolvers.changes.changes import Copy, truth
from tests.services import PostgresService

pytestmark = pytest.mark.own_database

WRITERS, SQL_WRITERS, STEPS = 16, 4, 16
KILL = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = $1 AND pid <> pg_backend_pid() AND application_name NOT LIKE 'task-record %'
  ORDER BY random() LIMIT 1"""


@pytest.fixture
async def application(settings: Settings) -> AsyncIterator[Application]:
    """Without a limit of cost, since statements on a busy machine may exceed it."""
    async with in_process(settings, cost_per_user=None) as application:
        yield application


async def write(user: Client, random: Random) -> None:
    """Record, change and delete tasks; calls that fail because of a kill are not repeated."""
    ids: list[str] = []
    for number in range(STEPS):
        task_id = str(uuid4())
        ids.append(task_id)
        await user.post(mutation("createTask", id=task_id, prompt=f"{number}"))
        chosen = random.choice(ids)
        match random.randrange(4):
            case 0:
                await user.post(mutation("startTask", id=chosen))
            case 1:
                await user.post(mutation("failTask", id=chosen, errorMessage="No"))
            case 2:
                await user.post(mutation("deleteTask", id=chosen))


def mutation(name: str, **given: Any) -> str:
    fields = ", ".join(f'{key}: "{value}"' for key, value in given.items())
    return f"mutation {{ {name}(input: {{{fields}}}) {{ errors {{ code }} }} }}"


async def write_by_sql(settings: Settings, user_id: UUID, random: Random) -> None:
    """Transactions of several statements, which commit late, are rolled back, or are killed."""
    for _ in range(STEPS // 3):
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
            async with as_owner(settings) as connection, connection.transaction():
                await connection.execute(
                    "INSERT INTO user_task_history (user_id, prompt) SELECT $1, 'sql' FROM generate_series(1, 3)",
                    user_id,
                )
                await asyncio.sleep(random.random() / 5)
                await connection.execute(
                    "UPDATE user_task_history SET prompt = 'changed' WHERE id IN"
                    " (SELECT id FROM user_task_history WHERE user_id = $1 AND deleted_at IS NULL LIMIT 5)",
                    user_id,
                )
                await connection.execute(
                    "DELETE FROM user_task_history WHERE id IN"
                    " (SELECT id FROM user_task_history WHERE user_id = $1 ORDER BY random() LIMIT 1)",
                    user_id,
                )
                await asyncio.sleep(random.random() / 10)
                if random.random() < 0.3:
                    raise asyncpg.InterfaceError("rolled back")


async def follow(copy: Copy, over: asyncio.Event) -> None:
    """Follow until it is over. A page that fails because of a kill is read once more, from the same cursor."""
    while not over.is_set():
        with suppress(AssertionError):
            await copy.page()
        await asyncio.sleep(0.5)


async def kill(postgres: PostgresService, settings: Settings, over: asyncio.Event) -> None:
    async with as_superuser(postgres, settings) as superuser:
        while not over.is_set():
            await asyncio.sleep(0.2)
            await superuser.fetch(KILL, database_name(settings))


@pytest.mark.slow
async def test_copies_are_exact(settings: Settings, new_client: NewClient, postgres: PostgresService) -> None:
    users = [new_client() for _ in range(5)]
    by_sql = [uuid4() for _ in range(SQL_WRITERS)]
    copies = [Copy(new_client(role="service"), size=size) for size in (3, 30)]
    of_one = Copy(new_client(role="service"), str(by_sql[0]), size=5), Copy(users[0], size=10)
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        others = [kill(postgres, settings, over), *(follow(copy, over) for copy in (*copies, *of_one))]
        for other in others:
            group.create_task(other)
        async with asyncio.TaskGroup() as writers:
            for number in range(WRITERS - SQL_WRITERS):
                writers.create_task(write(users[number % len(users)], Random(number)))
            for number, user_id in enumerate(by_sql):
                writers.create_task(write_by_sql(settings, user_id, Random(number)))
        over.set()
    late_copy = Copy(new_client(role="service"))
    async with as_owner(settings) as fresh:
        expected = await truth(fresh)
    assert len(expected) > 50
    for copy in (*copies, late_copy):
        await copy.follow()
        assert copy.contents == expected
    for copy, user_id in zip(of_one, (by_sql[0], users[0].id), strict=True):
        await copy.follow()
        assert copy.contents == {key: task for key, task in expected.items() if task["userId"] == str(user_id)}
    assert any(kind == "DELETED" for kind, _ in copies[0].read)
