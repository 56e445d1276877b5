"""What members see is found by hashes and indexes, whatever PostgreSQL expects of the size of boards."""

import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.boards.board_pictures import COVERS, tasks_on
from models.boards.board_statements import OF_TASKS
from models.claims import DatabaseRole, begin_query
from models.statement import BoundStatement

READABLE = """SELECT c.oid::regclass::text FROM pg_class AS c WHERE relkind = 'r' AND relrowsecurity
  AND (has_table_privilege($1, c.oid, 'SELECT') OR has_any_column_privilege($1, c.oid, 'SELECT'))"""
COMPARES_ROWS = """
SELECT name FROM (
  SELECT oid::regprocedure::text, prosrc FROM pg_proc WHERE pronamespace = 'task_record'::regnamespace
  UNION ALL
  SELECT viewname, definition FROM pg_views WHERE schemaname = 'task_record'
) AS made (name, text)
WHERE text ~* '= *ANY *\\( *\\( *SELECT'"""
FILL = """
WITH given AS (SELECT $1::uuid AS user_id), tasks AS (
  INSERT INTO user_task_history (user_id, prompt, created_at)
  SELECT user_id, 'A fox', now() - n * interval '1 second' FROM given, generate_series(1, $3::integer) AS n
  RETURNING id, user_id
), made AS (
  INSERT INTO task_record.boards (id, user_id, name, description)
  SELECT gen_random_uuid(), user_id, 'Foxes', '' FROM given, generate_series(1, $2::integer) RETURNING id, user_id
), members AS (
  INSERT INTO task_record.board_members (board_id, user_id, role) SELECT id, user_id, 'owner' FROM made
), used AS (
  INSERT INTO task_record.board_usage (board_id, user_id, task_count) SELECT id, user_id, $3 FROM made
)
INSERT INTO task_record.board_tasks (board_id, task_id, user_id, added_at)
SELECT made.id, tasks.id, made.user_id, now() - random() * interval '1 day' FROM made, tasks
"""


@pytest.mark.parametrize("role", ["authenticated", "board_reader"])
async def test_no_policy_compares_each_row_with_each_entry_of_an_array(
    database: asyncpg.Connection, login: asyncpg.Connection, role: DatabaseRole
) -> None:
    tables = [row[0] for row in await database.fetch(READABLE, role)]
    assert len(tables) > 7
    for table in tables:
        [[plan]] = await explained(login, uuid4(), role, "EXPLAIN (FORMAT JSON)", f"SELECT FROM {table}")
        assert "= ANY ((InitPlan" not in plan, table


async def test_no_function_or_view_compares_with_a_subquery_array(database: asyncpg.Connection) -> None:
    assert await database.fetch(COMPARES_ROWS) == []


@pytest.mark.slow
@pytest.mark.own_database
async def test_pages_of_large_boards_and_first_of_many_boards_are_cheap(
    database: asyncpg.Connection, login: asyncpg.Connection
) -> None:
    """Where most boards are small, and nothing is vacuumed yet, a page of a large one is not sorted out of it all."""
    with_large, with_many = uuid4(), uuid4()
    await fill(database, with_large, boards=1, tasks=3_000)
    await fill(database, with_many, boards=1_000, tasks=20)
    for _ in range(40):
        await fill(database, uuid4(), boards=20, tasks=20)
    await database.execute("ANALYZE")
    large = await database.fetchval("SELECT id FROM task_record.boards WHERE user_id = $1", with_large)
    for statement in (
        tasks_on(large, with_large).page(None, 51, frozenset({"id", "prompt"}), backwards=False),
        COVERS.bind(ids=[large]),
    ):
        assert buffers(await run(login, with_large, statement)) < 2_000
    tasks = [row[0] for row in await database.fetch("SELECT id FROM user_task_history WHERE user_id = $1", with_many)]
    many = OF_TASKS.bind(ids=tasks, at_most=[5] * 20, user_id=with_many)
    parts = nodes(await run(login, with_many, many))
    assert sum(part.get("Rows Removed by Join Filter", 0) * part["Actual Loops"] for part in parts) < 100_000
    counted = [part for part in parts if part["Node Type"] == "Aggregate"]
    assert len(counted) == 2  # the members and tasks of a board, which are counted for no more than are asked for
    assert {part["Actual Loops"] for part in counted} == {20 * 5}


async def fill(database: asyncpg.Connection, user_id: UUID, *, boards: int, tasks: int) -> None:
    """Make boards of a new user's, each with all of their tasks on it."""
    await database.execute("INSERT INTO auth.users (id) VALUES ($1)", user_id)
    await database.execute(FILL, user_id, boards, tasks)


async def run(login: asyncpg.Connection, user_id: UUID, statement: BoundStatement[Any]) -> dict[str, Any]:
    """Run a statement as the server's are once they have been run often, and return the plan with what it took."""
    [[plan]] = await explained(
        login,
        user_id,
        "board_reader",
        "SET LOCAL plan_cache_mode = force_generic_plan",
        f"PREPARE read AS {statement.text}",
        f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE read({', '.join(map(literal, statement.arguments))})",
        "DEALLOCATE read",
    )
    return dict(json.loads(plan)[0]["Plan"])


async def explained(login: asyncpg.Connection, user_id: UUID, role: DatabaseRole, *queries: str) -> list[Any]:
    """Return the rows of the queries in a transaction of this user's: of the only one that has any."""
    await login.execute(begin_query(user_id, role, "READ ONLY"))
    try:
        if queries[0].startswith("EXPLAIN"):
            return list(await login.fetch(" ".join(queries)))
        found = [await login.fetch(query) for query in queries]
    finally:
        await login.execute("ROLLBACK")
    return list(next(rows for rows in found if rows))


def literal(value: object) -> str:
    if isinstance(value, list):
        return f"ARRAY[{', '.join(map(literal, value))}]"
    return f"'{value}'::uuid" if isinstance(value, UUID) else str(value)


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(one for part in plan.get("Plans", ()) for one in nodes(part))]


def buffers(plan: dict[str, Any]) -> int:
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
