"""Each operation runs the same statements, whether it is about one task or about a hundred."""

import asyncio
from contextvars import ContextVar
from typing import Any

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from tests.api import IMAGE, TASK, Caller, mutation

STATEMENTS: ContextVar[list[str] | None] = ContextVar("STATEMENTS", default=None)
"""Those of one request: what the server's worker does meanwhile has another context."""

OPERATIONS = {
    "list": f"{{ tasks(first: 100) {{ nodes {{ {TASK} }} edges {{ cursor }} }} }} {IMAGE}",
    "all of a page": f"""{{
      tasks(last: 100, orderBy: {{field: TOKENS_USED}}, where: {{search: "fox"}}) {{
        edges {{ cursor node {{ {TASK} }} }} nodes {{ {TASK} }} totalCount {{ value precision }}
        pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
      }}
    }} {IMAGE}""",
    "nodes": f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ id ... on TaskRecord {{ {TASK} }} }} }} {IMAGE}",
    "statistics": "{ statistics { totalTasks } viewer { storageUsed tasksThisMonth } }",
    "statistics history": """{
      statisticsHistory(period: DAY, from: "2026-01-01", to: "2027-01-01") { totalTasks periodDate }
    }""",
}
INSERT = """
INSERT INTO user_task_history (user_id, prompt, status, completed_at, aws_original_key, aws_generated_key,
  original_content_type, original_width, original_height, original_size, original_sha256, original_thumb_hash,
  generated_content_type, generated_width, generated_height, generated_size, generated_sha256, generated_thumb_hash)
SELECT $1, 'A fox', 'completed', now(), 'original-' || n, 'generated-' || n,
  'image/png', 64, 48, 140, repeat('0', 64), 'aa', 'image/png', 64, 48, 140, repeat('0', 64), 'aa'
FROM generate_series(1, $2::integer) AS n RETURNING id
"""


def note(statement: str) -> None:
    """A statement on our tables; a connection may also ask PostgreSQL for what it has not met before."""
    if (statements := STATEMENTS.get()) is not None and "user_task_" in statement:
        statements.append(statement)


@event.listens_for(Engine, "before_cursor_execute")
def executed(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    note(statement)


@event.listens_for(Pool, "connect")
def connected(dbapi_connection: Any, _record: Any) -> None:
    """What goes by SQLAlchemy, to asyncpg itself, is told by it."""
    dbapi_connection.driver_connection.add_query_logger(lambda query: note(query.query))


async def statements_of(user: Caller, query: str, **variables: Any) -> list[str]:
    statements: list[str] = []
    token = STATEMENTS.set(statements)
    await user.data(query, **variables)
    STATEMENTS.reset(token)
    await asyncio.sleep(0.01)  # asyncpg tells of a query once it is done with it
    return statements


async def test_reading(user: Caller, database: asyncpg.Connection) -> None:
    ran: dict[str, list[list[str]]] = {name: [] for name in OPERATIONS}
    ids: list[str] = []
    for more in (1, 99):
        ids += [str(row["id"]) for row in await database.fetch(INSERT, user.id, more)]
        for name, query in OPERATIONS.items():
            ran[name].append(await statements_of(user, query, ids=ids))
    for name, (of_one, of_a_hundred) in ran.items():
        assert len(of_one) == len(of_a_hundred), name
    counts = {name: len(statements) for name, (_, statements) in ran.items()}
    assert counts == {
        "list": 1,
        "all of a page": 2,
        "nodes": 1,
        "statistics": 3,
        "statistics history": 1,
    }


async def test_deleting(user: Caller, database: asyncpg.Connection) -> None:
    ran = []
    for count in (1, 100):
        ids = [str(row["id"]) for row in await database.fetch(INSERT, user.id, count)]
        query = mutation("deleteTasks", "deletedTaskIds")
        ran.append(await statements_of(user, query, input={"ids": ids}))
    assert [len(statements) for statements in ran] == [1, 1]
