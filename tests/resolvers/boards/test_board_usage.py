"""What is counted of a board is what its tasks add up to, whoever changes what at once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.resolvers.boards.boards import ended, join, new_board, put, read, set_member, take_off
from tests.server.commands import run, variables

STEPS = 40
COUNTED = ("taskCount", "completedTasks", "failedTasks", "tokensUsed", "creditsDeducted", "cost")
DRIFTED = "SELECT count(*) FROM task_record.drifted_boards"


class Writer:
    """A member who records, ends, places, trashes and deletes tasks at random, and knows what they add up to."""

    def __init__(self, user: Client, boards: list[str], seed: int) -> None:
        self.user, self.boards, self.random = user, boards, Random(seed)
        self.used: dict[str, Counter[str]] = {}
        self.on: dict[str, set[str]] = {board: set() for board in boards}
        self.trashed: set[str] = set()

    async def run(self) -> None:
        for _ in range(STEPS):
            step = self.random.choice(
                [self.record, self.record, self.end, self.place, self.place, self.take, self.bin, self.delete]
            )
            await step()

    async def record(self) -> None:
        task = await self.user.task("createTask", prompt="A fox")
        self.used[task["id"]] = Counter()

    def some(self, *, open: bool | None = None) -> list[str]:
        found = [task for task, used in self.used.items() if open in (None, not used)]
        return self.random.sample(found, min(len(found), 3))

    async def end(self) -> None:
        for task in self.some(open=True):
            tokens, cents = self.random.randrange(1, 99), self.random.randrange(99)
            given = {"id": task, "errorMessage": "No", "tokensUsed": tokens, "cost": f"0.{cents:02}"}
            await self.user.task("failTask", **given)
            self.used[task] = Counter(failedTasks=1, tokensUsed=tokens, cents=cents)

    async def place(self) -> None:
        board = self.random.choice(self.boards)
        if tasks := [task for task in self.some() if task not in self.trashed]:
            assert (await put(self.user, board, *tasks))["errors"] == []
            self.on[board] |= {*tasks}

    async def take(self) -> None:
        board = self.random.choice(self.boards)
        if tasks := self.some():
            assert (await take_off(self.user, board, *tasks))["errors"] == []
            self.on[board] -= {*tasks}

    async def bin(self) -> None:
        if self.random.random() < 0.4 and self.trashed:
            back = [*self.trashed]
            assert (await self.user.mutate("restoreTasks", "restoredTaskIds", ids=back))["errors"] == []
            self.trashed.clear()
        elif tasks := self.some(open=False):
            assert (await self.user.mutate("trashTasks", "trashedTaskIds", ids=tasks))["errors"] == []
            self.trashed |= {*tasks}

    async def delete(self) -> None:
        for task in self.some()[:1]:
            await self.user.mutate("deleteTask", "deletedTaskId", id=task)
            del self.used[task]
            self.trashed.discard(task)
            for on in self.on.values():
                on.discard(task)

    def expected(self, board: str) -> dict[str, Any]:
        there = self.on[board] - self.trashed
        sums = sum((self.used[task] for task in there), Counter(taskCount=len(there)))
        cost = Decimal(sums.pop("cents", 0)) / 100
        return {name: sums[name] for name in COUNTED[:-1]} | {"cost": cost}


async def statistics(user: Client, board: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    found = await read(user, board)
    assert found
    total = found["statistics"]["total"]
    members = {one.pop("userId"): one | {"cost": Decimal(one["cost"])} for one in found["statistics"]["members"]}
    assert total.pop("userId") is None
    return total | {"cost": Decimal(total["cost"])}, members


@pytest.mark.own_database
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
async def test_it_is_exact_whoever_writes(
    user: Client, new_client: Callable[..., Client], database: asyncpg.Connection, seed: int
) -> None:
    boards = [await new_board(user), await new_board(user, "Owls")]
    writers = [Writer(user, boards, seed)]
    for number in range(1, 4):
        one = new_client()
        for board in boards:
            await join(user, board, one, "CONTRIBUTOR")
        writers.append(Writer(one, boards, 10 * number + seed))
    await asyncio.gather(*(writer.run() for writer in writers))
    for board in boards:
        total, members = await statistics(user, board)
        assert members == {str(writer.user.id): writer.expected(board) for writer in writers}
        assert total == {name: sum(one[name] for one in members.values()) for name in COUNTED}
    await set_member(user, boards[0], writers[1].user, None)
    _, members = await statistics(user, boards[0])
    assert str(writers[1].user.id) not in members
    assert await database.fetchval(DRIFTED) == 0


@pytest.mark.own_database
@pytest.mark.slow
async def test_reconcile_finds_and_repairs_what_is_wrong(
    settings: Settings, user: Client, database: asyncpg.Connection
) -> None:
    board = await new_board(user)
    await put(user, board, await ended(user, "A fox"))
    before = await statistics(user, board)
    await database.execute("UPDATE task_record.board_usage SET tokens_used = 5, cost = 9, failed_tasks = 0")
    for options, told in (((), ""), (("--repair",), " (repaired)")):
        ran = run("reconcile", *options, **variables(settings))
        assert f"drifted statistics: 1 of {user.id}{told}" in ran.stdout.splitlines()
    assert await statistics(user, board) == before
    assert await database.fetchval(DRIFTED) == 0


@pytest.mark.own_database
async def test_whose_account_is_removed_past_the_server_leaves_nothing(
    user: Client, new_client: Callable[..., Client], database: asyncpg.Connection
) -> None:
    """As Supabase's own service does it."""
    board, friend = await new_board(user), new_client()
    await put(user, board, await ended(user, "A fox"))
    await join(user, board, friend, "CONTRIBUTOR")
    await put(friend, board, await ended(friend, "An owl"))
    await database.execute("DELETE FROM auth.users WHERE id = $1", friend.id)
    total, members = await statistics(user, board)
    assert (total["taskCount"], [*members]) == (1, [str(user.id)])
    await database.execute("DELETE FROM auth.users WHERE id = $1", user.id)
    left = ("boards", "board_members", "board_tasks", "board_usage")
    assert [await database.fetchval(f"SELECT count(*) FROM task_record.{table}") for table in left] == [0] * 4
