"""One database becomes several as docs/many-databases.md says: its users stay in it until they are moved."""

import re
from pathlib import Path

import asyncpg
import pytest

from server.operations.checking.check import check
from tests.api import Client
from tests.application import in_process
from tests.databases.moving.moves import all_tasks, moved, owners_of
from tests.databases.pair import Pair
from tests.databases.reconciled import CLEAN, reconcile_report

PAGE = (Path(__file__).parents[3] / "docs" / "many-databases.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## From one database\n")[2].partition("\n## ")[0]
MARKED = re.findall(r'psql "\$ONE" -Atc "(SELECT .+?)"', SECTION, re.DOTALL)
FOUND = re.findall(r'psql "\$ONE" -c "(INSERT .+?)"', SECTION, re.DOTALL)


async def mark(one: asyncpg.Connection, other: asyncpg.Connection) -> None:
    """Do what the page's commands do."""
    [marked], [found] = MARKED, FOUND
    await other.execute("".join(statement for (statement,) in await one.fetch(marked)))
    await one.execute(found)


async def task_of(user: Client) -> str:
    return str((await user.task("createTask", prompt="a fox"))["id"])


@pytest.mark.slow
async def test_users_stay_where_they_are_until_they_are_moved(pair: Pair) -> None:
    [alone, _] = pair.settings.per_database
    async with owners_of(pair) as (one, other):
        async with in_process(alone) as before:
            # The router will lead some of so many users to each database.
            recorded = {user.id: await task_of(user) for user in (before.new_client() for _ in range(8))}
        await other.execute("DELETE FROM task_record.moved_users")
        await mark(one, other)
        for user_id, task in recorded.items():
            user = Client(pair.application.http, user_id)
            assert [*await all_tasks(user)] == [task]
            added = await task_of(user)
            assert {*await all_tasks(user)} == {task, added}
            await moved(pair.settings, user, 2)
            assert {*await all_tasks(user)} == {task, added}
            assert await other.fetchval("SELECT count(*) FROM user_task_history WHERE user_id = $1", user_id) == 2
            assert len({*await all_tasks(user), await task_of(user)}) == 3
        assert await check(pair.settings) == []
        assert await reconcile_report(pair.settings) == [CLEAN]
