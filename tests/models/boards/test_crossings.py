"""Only members reach a board's tasks; all attempts by others, by the API and in SQL, fail."""

from collections.abc import Callable
from itertools import product
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from models.boards.board_pictures import OWN_ALONE, SEEN
from tests.api import Client
from tests.models.connections import acting
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import ended, join, new_board, put, read, seen, set_member

GRANTED = """SELECT attname FROM pg_attribute
  WHERE attrelid = 'user_task_history'::regclass AND attnum > 0 AND NOT attisdropped
    AND has_column_privilege('board_reader', attrelid, attnum, 'SELECT')"""


async def test_members_may_read_the_columns_that_statements_select(database: asyncpg.Connection) -> None:
    """A new column of tasks is granted by its migration if its rules say that it is `seen`."""
    assert {row[0] for row in await database.fetch(GRANTED)} == {column.key for column in SEEN}


@pytest.mark.own_database
async def test_a_hundred_attempts_to_cross_board_limits_fail(
    user: Client, new_client: Callable[..., Client], login: asyncpg.Connection
) -> None:
    """Strangers, former members, viewers and contributors try by the API and in SQL; all attempts fail."""
    board, other_board = await new_board(user), await new_board(user, "Secret")
    shown, hidden, trashed = [await ended(user, f"A secret {what}") for what in ("fox", "owl", "bear")]
    await put(user, board, shown, trashed)
    await put(user, other_board, hidden)
    await user.mutate("trashTasks", "trashedTaskIds", ids=[trashed])
    viewer, contributor, left, stranger = [new_client() for _ in range(4)]
    for one, role in ((viewer, "VIEWER"), (contributor, "CONTRIBUTOR"), (left, "CONTRIBUTOR")):
        await join(user, board, one, role)
    await set_member(user, board, left, None)
    invitation = (await user.mutate("inviteToBoard", "invitation { id }", boardId=board))["invitation"]["id"]
    own = {one.id: await ended(one, "Mine") for one in (viewer, contributor, left, stranger)}
    before = [await read(user, one) for one in (board, other_board)]
    tries: list[tuple[str, str, dict[str, Any]]] = [
        ("updateBoard", "board { id }", {"id": "$board", "name": "Taken"}),
        ("updateBoard", "board { id }", {"id": "$board", "coverTaskId": shown}),
        ("deleteBoard", "deletedBoardId", {"id": "$board"}),
        ("addToBoard", "board { id }", {"boardId": "$board", "taskIds": ["$own"]}),
        ("addToBoard", "board { id }", {"boardId": "$board", "taskIds": [hidden]}),
        ("removeFromBoard", "board { id }", {"boardId": "$board", "taskIds": [shown, hidden]}),
        ("inviteToBoard", "secret", {"boardId": "$board"}),
        ("setBoardMember", "board { id }", {"boardId": "$board", "userId": str(user.id)}),
        ("setBoardMember", "board { id }", {"boardId": "$board", "userId": "$me", "role": "OWNER"}),
    ]
    tried = 0
    for one, target, (name, result, given) in product(
        (viewer, contributor, left, stranger), (board, other_board), tries
    ):
        may = one is contributor and target == board
        if may and given.get("taskIds") == ["$own"]:
            continue
        filled = {
            key: [own[one.id] if part == "$own" else part for part in value]
            if isinstance(value, list)
            else {"$board": target, "$me": str(one.id)}.get(value, value)
            for key, value in given.items()
        }
        error = await one.refused(name, result, **filled)
        is_member = target == board and one in (viewer, contributor)
        own_fault = may and name == "addToBoard"
        assert error["code"] == ("FORBIDDEN" if is_member and not own_fault else "NOT_FOUND"), (name, given)
        tried += 1
    for one in (viewer, contributor, left, stranger):
        code = "FORBIDDEN" if one in (viewer, contributor) else "NOT_FOUND"
        assert (await one.refused("revokeInvitation", "board { id }", id=invitation))["code"] == code
        assert await seen(one, other_board) is None
        assert await seen(one, board) == ({"A secret fox"} if one in (viewer, contributor) else None)
        assert (await one.refused("starTasks", "tasks { id }", ids=[shown]))["code"] == "NOT_FOUND"
        assert (await one.refused("deleteTasks", "deletedTaskIds", ids=[shown]))["code"] == "NOT_FOUND"
        made_from = [{"taskId": shown, "relation": "EDIT"}]
        assert (await one.refused("createTask", prompt="A copy", sources=made_from))["code"] == "NOT_FOUND"
        where = "query ($board: [ID!]) { tasks(where: {board: $board}) { nodes { id } } }"
        assert (await one.data(where, board=[board, other_board]))["tasks"]["nodes"] == []
        tried += 7
    assert [await read(user, one) for one in (board, other_board)] == before
    assert tried > 90
    assert await crossed(login, user, viewer, left, stranger) > 20


async def test_earlier_servers_find_the_columns_that_they_select(
    user: Client, new_client: Callable[..., Client], login: asyncpg.Connection, database: asyncpg.Connection
) -> None:
    """Until they are replaced, columns that members may no longer see are null for them, with the same types."""
    board, viewer = await new_board(user), new_client()
    task = await user.task("createTask", prompt="A fox", originalImage={"dataUrl": data_url(picture())})
    await put(user, board, task["id"])
    await join(user, board, viewer)
    still = [column.key for column in SEEN] + [name for name in OWN_ALONE if "original" in name]
    select = f"SELECT {', '.join(still)} FROM user_task_history WHERE id = $1"
    types = "SELECT attname, atttypid, atttypmod FROM pg_attribute WHERE attrelid = $1::regclass AND attname = ANY ($2)"
    async with acting(login, "board_reader", viewer.id):
        [row] = await login.fetch(select, UUID(task["id"]))
        assert (row["prompt"], {row[name] for name in still if "original" in name}) == ("A fox", {None})
    made, real = [
        {tuple(one) for one in await database.fetch(types, table, still)}
        for table in ("board_reader.user_task_history", "public.user_task_history")
    ]
    assert made == real


async def crossed(login: asyncpg.Connection, user: Client, viewer: Client, left: Client, stranger: Client) -> int:
    """Try it in SQL, as the roles that the server has; return how often."""
    tables = ["boards", *(f"board_{name}" for name in ("members", "tasks", "invitations", "usage", "months"))]
    names = [f"task_record.{table}" for table in tables]
    tried = 0
    for someone, table in product(
        (left.id, stranger.id, None), [*names, "user_task_history", "task_record.task_sources"]
    ):
        async with acting(login, "board_reader", someone):
            assert await login.fetchval(f"SELECT count(*) FROM {table}") == 0
            tried += 1
    async with acting(login, "board_reader", viewer.id):
        assert [row[0] for row in await login.fetch("SELECT prompt FROM user_task_history")] == ["A secret fox"]
        assert await login.fetchval("SELECT count(*) FROM task_record.board_invitations") == 0
        assert await login.fetchval("SELECT count(*) FROM task_record.boards") == 1
    refused = [f"SELECT {column} FROM public.user_task_history" for column in (*OWN_ALONE, "*")]
    refused += ["SELECT secret_sha256 FROM task_record.board_invitations"]
    refused += [f"DELETE FROM {table}" for table in (*names, "user_task_history")]
    refused += ["UPDATE user_task_history SET prompt = 'x'", "SELECT * FROM user_task_statistics"]
    refused += ["SELECT task_record.delete_board(gen_random_uuid())"]
    for statement in refused:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(login, "board_reader", viewer.id):
                await login.execute(statement)
        tried += 1
    for table in (name for name in names if not name.endswith("board_tasks")):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(login, "authenticated", user.id):
                await login.execute(f"SELECT FROM {table}")
        tried += 1
    forged = "INSERT INTO task_record.board_tasks SELECT board_id, task_id, $1, now() FROM task_record.board_tasks"
    for statement in (
        forged,
        "SELECT task_record.add_member($1, $1, 'owner')",
        "SELECT task_record.lock_board($1, 'viewer')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(login, "authenticated", stranger.id):
                await login.execute(statement, stranger.id)
        tried += 1
    return tried
