"""A client that follows `taskChanges` has an exact copy, whatever happens in the meantime."""

import base64
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from models.changes.change_feed import RETAINED
from models.changes.change_position import ChangePosition
from models.cursor import InvalidCursor
from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.models.connections import as_owner
from tests.resolvers.changes.changes import CHANGES, Copy, truth

pytestmark = pytest.mark.own_database


async def delete(user: Client, *ids: str) -> None:
    assert (await user.mutate("deleteTasks", "deletedTaskIds errors { code }", ids=ids))["errors"] == []


@pytest.mark.slow
async def test_each_task_appears_once_at_its_last_change(user: Client, service: Client) -> None:
    one, two, three = [await user.new_task() for _ in range(3)]
    await user.task("startTask", id=one)
    await delete(user, two)
    copy = Copy(service)
    assert await copy.follow() == [("CREATED", three), ("UPDATED", one), ("DELETED", two)]
    assert await copy.follow() == []
    await user.task("failTask", id=one, errorMessage="No")
    four = await user.new_task()
    assert await copy.follow() == [("UPDATED", one), ("CREATED", four)]
    assert {task_id: task["status"] for task_id, task in copy.tasks.items()} == {
        one: "FAILED",
        three: "PENDING",
        four: "PENDING",
    }
    assert {task["userId"] for task in copy.tasks.values()} == {str(user.id)}


async def test_pages_and_cursors(user: Client, service: Client) -> None:
    from_the_beginning = Copy(user)
    assert await from_the_beginning.follow() == []
    ids = [await user.new_task() for _ in range(5)]
    assert await from_the_beginning.follow() == [("CREATED", task_id) for task_id in ids]
    copy = Copy(service, size=2)
    first = await copy.page()
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    assert await copy.follow() == [("CREATED", task_id) for task_id in ids[2:]]
    # Each edge's cursor is the position after it.
    again = Copy(service, size=100, cursor=first["edges"][0]["cursor"])
    assert await again.follow() == [("CREATED", task_id) for task_id in ids[1:]]
    last = await copy.page()
    assert (last["nodes"], last["pageInfo"]["startCursor"], last["pageInfo"]["hasNextPage"]) == ([], None, False)


@pytest.mark.slow
async def test_users_follow_their_own(user: Client, new_client: NewClient, service: Client) -> None:
    other = new_client()
    mine, theirs = await user.new_task(), await other.new_task()
    for client, user_id in ((user, None), (user, str(user.id)), (service, str(user.id))):
        copy = Copy(client, user_id)
        assert await copy.follow() == [("CREATED", mine)]
        for at in (service, other):
            assert await at.error_code(CHANGES, after=copy.cursor) == "BAD_USER_INPUT"
    assert await Copy(service).follow() == [("CREATED", mine), ("CREATED", theirs)]
    for stranger in (other, new_client(role="admin")):
        assert await stranger.error_code(CHANGES, userId=str(user.id)) == "FORBIDDEN"
    for wrong in ({"first": 0}, {"first": 101}, {"after": "x"}, {"after": "a" * 10_000}, {"userId": "me"}):
        assert await service.error_code(CHANGES, **wrong) == "BAD_USER_INPUT"


async def test_late_commits_are_reported_late(settings: Settings, user: Client, service: Client) -> None:
    """Also a transaction that began before all others, and got its times and numbers then."""
    record = "INSERT INTO user_task_history (id, user_id, prompt) VALUES ($1, $2, 'late')"
    await user.new_task()
    late_id, copy = uuid4(), Copy(service)
    async with as_owner(settings) as late, as_owner(settings) as undone:
        transactions = late.transaction(), undone.transaction()
        for connection, transaction in zip((late, undone), transactions, strict=True):
            await transaction.start()
            await connection.execute(record, late_id if connection is late else uuid4(), uuid4())
        before = [await user.new_task() for _ in range(3)]
        assert [task_id for _, task_id in await copy.follow()][1:] == before
        await user.new_task()
        assert len(await copy.follow()) == 1
        await transactions[0].commit()
        await transactions[1].rollback()
    assert await copy.follow() == [("CREATED", str(late_id))]
    assert await copy.follow() == []


@pytest.mark.slow
async def test_sql_retention_and_erasure(
    user: Client, new_client: NewClient, service: Client, database: Connection
) -> None:
    other, administrator = new_client(), new_client(role="admin")
    ids = [await user.new_task() for _ in range(4)]
    theirs = [await other.new_task() for _ in range(2)]
    await delete(other, theirs[0])
    copy = Copy(service)
    await copy.follow()
    await database.execute("UPDATE user_task_history SET prompt = 'by hand' WHERE id = $1", UUID(ids[0]))
    assert await copy.follow() == [("UPDATED", ids[0])]
    assert copy.tasks[ids[0]]["prompt"] == "by hand"
    await database.execute("DELETE FROM user_task_history WHERE id = $1", UUID(ids[1]))
    assert await copy.follow() == [("DELETED", ids[1])]
    erased = await administrator.mutate("eraseUser", "erasure { id }", userId=str(other.id), dryRun=False)
    assert erased["erasure"]
    assert await copy.follow() == [("DELETED", theirs[1])]
    assert copy.contents == await truth(database)


@pytest.mark.slow
async def test_the_trash(user: Client, service: Client, database: Connection) -> None:
    ids = [await user.new_task() for _ in range(3)]
    for task_id in ids:
        await user.task("failTask", id=task_id, errorMessage="No")
    copy = Copy(service)
    await copy.follow()
    await user.mutate("trashTasks", "trashedTaskIds", ids=ids[:2])
    assert sorted(await copy.follow()) == sorted(("DELETED", task_id) for task_id in ids[:2])
    assert [task_id for _, task_id in await Copy(user).follow() if task_id == ids[2]] == [ids[2]]
    await user.mutate("restoreTasks", "restoredTaskIds", ids=ids[:1])
    assert await copy.follow() == [("UPDATED", ids[0])]
    await user.data("mutation { emptyTrash { removedTasks errors { code } } }")
    await copy.follow()
    assert copy.contents == await truth(database)
    assert set(copy.contents) == {ids[0], ids[2]}


@pytest.mark.slow
async def test_imported_tasks_are_reported_as_created(user: Client, service: Client, database: Connection) -> None:
    await user.new_task()
    copy = Copy(service)
    await copy.follow()
    async with database.transaction():
        await database.execute("SELECT set_config('task_record.moving', 'on', true)")
        await database.execute(
            "INSERT INTO user_task_history (user_id, prompt, created_at) SELECT $1, 'old', now() - interval '1 year'"
            " FROM generate_series(1, 150)",
            user.id,
        )
    changes = await copy.follow()
    assert ([kind for kind, _ in changes], copy.contents) == (["CREATED"] * 150, await truth(database))


@pytest.mark.slow
async def test_deletions_are_reported_for_thirty_days(user: Client, service: Client, database: Connection) -> None:
    """Later, clients that have not read them are refused; new clients and current ones are not."""
    ids = [await user.new_task() for _ in range(6)]
    copies = {"before": Copy(service, size=2), "own": Copy(user, size=2), "current": Copy(service)}
    for copy in (copies["before"], copies["own"]):
        await copy.page()
    await delete(user, ids[0])
    assert ("DELETED", ids[0]) in await copies["current"].follow()
    await age(database, timedelta(days=30))
    assert ("DELETED", ids[0]) in await Copy(service, cursor=copies["before"].cursor).follow()
    await age(database, timedelta(days=2))
    for name in ("before", "own"):
        copy = copies[name]
        assert await copy.client.error_code(CHANGES, after=copy.cursor) == "CURSOR_TOO_OLD"
    assert await copies["current"].follow() == []
    # A new client reads tasks far older than the forgotten deletions, in many pages.
    new = Copy(service, size=1)
    assert [task_id for _, task_id in await new.follow()] == ids[1:]
    assert new.contents == copies["current"].contents == await truth(database)


async def age(database: Connection, by: timedelta) -> None:
    """Make the recorded deletions older, and delete those that are too old."""
    await database.execute("UPDATE task_record.task_changes SET changed_at = changed_at - $1::interval", by)
    await database.fetchval("SELECT task_record.forget_changes($1, 100)", RETAINED)


@pytest.mark.slow
@pytest.mark.parametrize(
    "other", ["UPDATE task_record.told_changes SET number = 0", "ALTER TABLE task_record.task_changes RENAME TO old"]
)
async def test_restarted_numbers_are_detected(user: Client, service: Client, database: Connection, other: str) -> None:
    """As after a restore or a point-in-time recovery: the copy may have tasks that no longer exist."""
    for _ in range(3):
        await user.new_task()
    copy = Copy(service)
    await copy.follow()
    await database.execute(other)
    if "RENAME" in other:
        await database.execute("CREATE TABLE task_record.task_changes (LIKE task_record.old INCLUDING ALL)")
        await database.execute("INSERT INTO task_record.task_changes SELECT * FROM task_record.old")
        await database.execute("GRANT SELECT ON task_record.task_changes TO authenticated, service_role")
    else:
        await database.execute("DELETE FROM task_record.task_changes")
    assert await service.error_code(CHANGES, after=copy.cursor) == "CURSOR_TOO_OLD"
    if "RENAME" in other:
        new = Copy(service)
        await new.follow()
        assert new.contents == await truth(database)


def test_cursors_of_other_users_are_refused() -> None:
    """Any cursor is a position or refused."""
    user = uuid4()
    assert ChangePosition.decode(ChangePosition(user, {}).encode(), user) == ChangePosition(user, {})
    documents: list[Any] = [
        [],
        {},
        None,
        [1, "changes", None, []],
        *(
            [1, "changes", None, {16 * "a": numbers}]
            for numbers in (1, [1], [1, 2, 3], [True, 1], [-1, 1], [2**63, 1], ["1", 1])
        ),
        *([1, "changes", None, {origin: [1, 1]}] for origin in ("", "a", 15 * "a" + "\0", 15 * "a" + "\ud800")),
        [2, "changes", None, {}],
        [1, "other", None, {}],
        [1, "changes", str(user), {}],
    ]
    for document in documents:
        text = base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")
        with pytest.raises(InvalidCursor):
            ChangePosition.decode(text, None)
