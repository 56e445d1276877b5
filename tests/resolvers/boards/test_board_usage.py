"""A board's usage is the sum of its tasks', whatever changes at once."""

import asyncio
from decimal import Decimal

import pytest
from asyncpg import Connection

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.bucket import own_bucket
from tests.migrations.conftest import migrate
from tests.models.statistics.drift import drift
from tests.resolvers.boards.boards import ended, join, new_board, put, set_member
from tests.resolvers.boards.writer import MONTHLY, Writer, agree
from tests.server.commands import run, variables

STEPS = 40


@pytest.mark.own_database
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
async def test_usage_is_exact_under_concurrent_writers(
    user: Client, new_client: NewClient, database: Connection, seed: int
) -> None:
    boards, service = [await new_board(user), await new_board(user, "Owls")], new_client(role="service", plan=None)
    writers = [Writer(user, service, boards, seed)]
    for number in range(1, 4):
        one = new_client()
        for board in boards:
            await join(user, board, one, "CONTRIBUTOR")
        writers.append(Writer(one, service, boards, 10 * number + seed))

    async def write(writer: Writer) -> None:
        for _ in range(STEPS):
            await writer.step()

    await asyncio.gather(*map(write, writers))
    for board in boards:
        await agree(user, board, writers)
    await set_member(user, boards[0], writers[1].user, None)
    writers.pop(1)
    await agree(user, boards[0], writers)
    assert await drift(database) == []


@pytest.mark.own_database
@pytest.mark.slow
async def test_reconcile_repairs_board_usage(settings: Settings, user: Client, database: Connection) -> None:
    board = await new_board(user)
    await put(user, board, await ended(user, "A fox"))
    before = await user.data(MONTHLY, id=board)
    await database.execute("UPDATE task_record.board_usage SET tokens_used = 5, cost = 9, failed_tasks = 0")
    await database.execute("DELETE FROM task_record.board_months")
    async with own_bucket(settings) as own:
        for options, repaired in (((), ""), (("--repair",), " (repaired)")):
            ran = run("reconcile", *options, **variables(own))
            assert f"drifted statistics: 2 of {user.id}{repaired}" in ran.stdout.splitlines()
    assert await user.data(MONTHLY, id=board) == before
    assert await drift(database) == []


@pytest.mark.own_database
@pytest.mark.slow
async def test_an_upgrade_counts_months_of_boards(settings: Settings, user: Client, database: Connection) -> None:
    board = await new_board(user)
    await put(user, board, await ended(user, "A fox"), await ended(user, "An owl"))
    await database.execute(
        """TRUNCATE task_record.board_months;
        COMMENT ON TABLE task_record.alembic_version IS 'Upgraded from 0053'"""
    )
    await migrate(settings)
    months = await database.fetchrow("SELECT count(*), sum(task_count), sum(cost) FROM task_record.board_months")
    assert (*months, await drift(database)) == (1, 2, Decimal("0.50"), [])


@pytest.mark.own_database
async def test_deleting_a_user_in_sql_leaves_nothing(user: Client, new_client: NewClient, database: Connection) -> None:
    """As Supabase's own service does it."""
    board, friend = await new_board(user), new_client()
    await put(user, board, await ended(user, "A fox"))
    await join(user, board, friend, "CONTRIBUTOR")
    await put(friend, board, await ended(friend, "An owl"))
    await database.execute("DELETE FROM auth.users WHERE id = $1", friend.id)
    found = (await user.data(MONTHLY, id=board))["board"]["statistics"]
    assert [[one["taskCount"] for one in found[of]] for of in ("members", "months")] == [[1], [1]]
    await database.execute("DELETE FROM auth.users WHERE id = $1", user.id)
    left = ("boards", "board_members", "board_tasks", "board_usage", "board_months")
    assert [await database.fetchval(f"SELECT count(*) FROM task_record.{table}") for table in left] == [0] * 5
