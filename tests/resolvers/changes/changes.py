"""A client that maintains a copy by `taskChanges`, and the expected copy."""

from dataclasses import dataclass, field
from typing import Any

from asyncpg import Connection

from tests.api import Client

CHANGES = """query ($first: Int, $after: String, $userId: ID) {
  taskChanges(first: $first, after: $after, userId: $userId) {
    edges { cursor } nodes { kind taskId userId changedAt task { id userId status prompt updatedAt } }
    pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } }"""
TRUTH = """SELECT id::text AS id, user_id::text AS "userId", upper(status) AS status, prompt
  FROM user_task_history WHERE coalesce(deleted_at, trashed_at) IS NULL"""


@dataclass
class Copy:
    """The copy of a client that follows all changes, or those of one user."""

    client: Client
    user_id: str | None = None
    size: int = 7
    cursor: str | None = None
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    read: list[tuple[str, str]] = field(default_factory=list)

    async def page(self) -> dict[str, Any]:
        """Read a page, and apply its changes to the copy."""
        given = {"first": self.size, "after": self.cursor, "userId": self.user_id}
        page = dict((await self.client.data(CHANGES, **given))["taskChanges"])
        assert len(page["edges"]) == len(page["nodes"]) <= self.size
        for change in page["nodes"]:
            self.read.append((change["kind"], change["taskId"]))
            assert (change["task"] is None) == (change["kind"] == "DELETED")
            if change["task"]:
                self.tasks[change["taskId"]] = change["task"]
            else:
                self.tasks.pop(change["taskId"], None)
        if page["edges"]:
            assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
            assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
        elif self.cursor:
            assert page["pageInfo"]["endCursor"] == self.cursor
        self.cursor = page["pageInfo"]["endCursor"]
        return page

    async def follow(self) -> list[tuple[str, str]]:
        """Read to the end; return the changes."""
        before = len(self.read)
        while (await self.page())["pageInfo"]["hasNextPage"]:
            pass
        return self.read[before:]

    @property
    def contents(self) -> dict[str, dict[str, Any]]:
        return {
            task_id: {name: value for name, value in task.items() if name != "updatedAt"}
            for task_id, task in self.tasks.items()
        }


async def truth(*databases: Connection) -> dict[str, dict[str, Any]]:
    """The tasks of the databases, which a copy must equal."""
    return {row["id"]: dict(row) for database in databases for row in await database.fetch(TRUTH)}
