"""However many tasks a board has, and whatever they are, a visitor's request looks at a few of them."""

from uuid import UUID

import asyncpg
import httpx2
import pytest

from models.sharing.link_record import LOOKED_AT, SHOWN
from resolvers.exports.export_tasks import digest
from tests.api import Client
from tests.resolvers.boards.boards import new_board, put
from tests.resolvers.sharing.links import completed, shared
from tests.server.sharing.link_pages import ITEM, WAY

FILL = """
WITH made AS (
  INSERT INTO user_task_history (user_id, prompt, status, completed_at, trashed_at, aws_generated_key)
  SELECT $2, 'An owl', 'completed', now(), CASE WHEN $3 THEN now() END, CASE WHEN $3 THEN 'generated' END
  FROM generate_series(1, 2500) RETURNING id
)
INSERT INTO task_record.board_tasks (board_id, task_id, user_id, added_at)
SELECT $1, id, $2, now() + row_number() OVER () * interval '1 second' FROM made
"""
"""Puts tasks on a board that are in the trash, or have no pictures."""
READ = """
SELECT sum(seq_tup_read + idx_tup_fetch)::integer FROM pg_stat_xact_user_tables
WHERE relname IN ('board_tasks', 'user_task_history')
"""


async def rows_read(database: asyncpg.Connection, path: str, **places: str) -> int:
    """How many rows PostgreSQL reads of the board's tasks for one page of the link."""
    asked = SHOWN.bind(
        secret_sha256=digest(path.removeprefix("/s/")),
        **dict.fromkeys(("at_place", "before_place", "after_place")) | places,
    )
    async with database.transaction():
        before = await database.fetchval(READ)
        await database.fetch(asked.text, *asked.arguments)
        return int(await database.fetchval(READ)) - int(before)


@pytest.mark.slow
@pytest.mark.parametrize("is_trashed", [True, False])
async def test_a_board_without_pictures_is_looked_through_in_pieces(
    user: Client, http: httpx2.AsyncClient, database: asyncpg.Connection, is_trashed: bool
) -> None:
    board, tasks = await new_board(user), [await completed(user) for _ in range(2)]
    await put(user, board, tasks[0])
    await database.execute(FILL, UUID(board), user.id, is_trashed)
    await put(user, board, tasks[1])
    await database.execute(
        "UPDATE task_record.board_tasks SET added_at = '2100-01-01' WHERE task_id = $1", UUID(tasks[1])
    )
    await database.execute("ANALYZE user_task_history, task_record.board_tasks")  # as PostgreSQL does by itself
    _, path = await shared(user, None, boardId=board)
    assert await rows_read(database, path) <= 2 * LOOKED_AT + 100
    seen, ways = [], [path]
    while ways:
        page = await http.get(ways[0])
        seen.append(ITEM.findall(page.text))
        ways = WAY["next"].findall(page.text)
    assert list(map(len, seen)) == [1, 0, 1]
    while ways := WAY["prev"].findall(page.text):
        page = await http.get(ways[0])
    assert ITEM.findall(page.text) == seen[0]
