"""A member of boards who writes at random, and computes the usage that follows."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from tests.api import Client
from tests.resolvers.boards.boards import put, take_off

COUNTED = ("taskCount", "completedTasks", "failedTasks", "tokensUsed", "creditsDeducted", "cost")
MONTHLY = """query ($id: ID!, $month: Date) { board(id: $id) { taskCount memberCount statistics {
  total { ...use } members(month: $month) { ...use } months { month ...use } } } }
  fragment use on BoardUsage { userId taskCount completedTasks failedTasks tokensUsed creditsDeducted cost }"""


class Writer:
    """
    Records, ends, places, trashes and deletes tasks at random. A back end recorded some of them months ago. Each call
    may be repeated.
    """

    def __init__(self, user: Client, service: Client, boards: list[str], seed: int) -> None:
        self.user, self.service, self.boards, self.random = user, service, boards, Random(seed)
        self.used: dict[str, Counter[str]] = {}
        self.months: dict[str, str] = {}
        self.past: set[str] = set()
        self.on: dict[str, set[str]] = {board: set() for board in boards}
        self.trashed: set[str] = set()

    async def step(self) -> None:
        steps = [self.record, self.record, self.end, self.place, self.place, self.take, self.bin, self.delete]
        await self.random.choice(steps)()

    async def record(self) -> None:
        given: dict[str, Any] = {"id": str(UUID(int=self.random.getrandbits(128), version=4)), "prompt": "A fox"}
        if self.random.random() < 0.5:
            then = datetime.now(UTC) - timedelta(days=self.random.choice([31, 62]))
            given |= {"userId": str(self.user.id), "createdAt": then.isoformat()}
            self.past.add(given["id"])
        task = await (self.service if given["id"] in self.past else self.user).task("createTask", **given)
        self.used[task["id"]] = Counter()
        self.months[task["id"]] = f"{task['createdAt'][:7]}-01"

    def some(self, *, open: bool | None = None) -> list[str]:
        found = [task for task, used in self.used.items() if open in (None, not used)]
        return self.random.sample(found, min(len(found), 3))

    async def end(self) -> None:
        for task in self.some(open=True):
            tokens, cents = self.random.randrange(1, 99), self.random.randrange(99)
            given = {"id": task, "errorMessage": "No", "tokensUsed": tokens, "cost": f"0.{cents:02}"}
            await self.service.task("failTask", **given)
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
        """Delete a task; one that a back end has recorded must have ended."""
        for task in [task for task in self.some() if self.used[task] or task not in self.past][:1]:
            await self.user.mutate("deleteTask", "deletedTaskId", id=task)
            del self.used[task]
            self.trashed.discard(task)
            for on in self.on.values():
                on.discard(task)

    def expected(self, board: str, month: str | None = None) -> dict[str, Any]:
        """The usage by the writer's tasks on the board, of all months or one."""
        there = [task for task in self.on[board] - self.trashed if month in (None, self.months[task])]
        sums = sum((self.used[task] for task in there), Counter(taskCount=len(there)))
        cost = Decimal(sums.pop("cents", 0)) / 100
        return {name: sums[name] for name in COUNTED[:-1]} | {"cost": cost}


def together(entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    found = [*entries]
    return {name: sum(one[name] for one in found) for name in COUNTED}


async def agree(user: Client, board: str, writers: list[Writer]) -> None:
    """Assert that a board's usage, in all, by member and by month, is the sum of its members' tasks."""
    on = [(writer, task) for writer in writers for task in writer.on[board] - writer.trashed]
    months = sorted({writer.months[task] for writer, task in on})
    for month in (None, *months):
        found = (await user.data(MONTHLY, id=board, month=month))["board"]
        statistics = found["statistics"]
        for usage in (statistics["total"], *statistics["members"], *statistics["months"]):
            usage["cost"] = Decimal(usage["cost"])
        assert {one.pop("userId"): one for one in statistics["members"]} == {
            str(writer.user.id): writer.expected(board, month) for writer in writers
        }
    everything = together(writer.expected(board) for writer in writers)
    assert statistics["total"] == {"userId": None} | everything
    assert statistics["months"] == [
        {"month": month, "userId": None} | together(writer.expected(board, month) for writer in writers)
        for month in months
    ]
    assert (found["taskCount"], found["memberCount"]) == (len(on), len(writers))
