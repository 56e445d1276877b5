"""Which statements a request runs on our tables."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg

from tests.api import Client

STATEMENTS: ContextVar[list[str] | None] = ContextVar("STATEMENTS", default=None)
"""Those of one request: what the server's worker does meanwhile has another context."""

INSERT = """
INSERT INTO user_task_history (user_id, prompt, status, completed_at, aws_original_key, aws_generated_key,
  original_content_type, original_width, original_height, original_size, original_sha256, original_thumb_hash,
  generated_content_type, generated_width, generated_height, generated_size, generated_sha256, generated_thumb_hash)
SELECT $1, 'A fox', 'completed', now(), 'original-' || n, 'generated-' || n,
  'image/png', 64, 48, 140, repeat('0', 64), 'aa', 'image/png', 64, 48, 140, repeat('0', 64), 'aa'
FROM generate_series(1, $2::integer) AS n RETURNING id
"""


async def insert_tasks(database: asyncpg.Connection, user_id: UUID, count: int) -> list[str]:
    """The ids of new tasks, each with two images."""
    return [str(row["id"]) for row in await database.fetch(INSERT, user_id, count)]


def note(statement: str) -> None:
    """A statement on our tables; a connection may also ask PostgreSQL for what it has not met before."""
    if (statements := STATEMENTS.get()) is not None and ("user_task_" in statement or "task_sources" in statement):
        statements.append(statement)


def create_pool(
    make: Callable[..., asyncpg.Pool],
    *arguments: str,
    init: Callable[[asyncpg.Connection], Awaitable[None]] | None = None,
    **options: Any,
) -> asyncpg.Pool:
    async def connected(connection: asyncpg.Connection) -> None:
        connection.add_query_logger(lambda query: note(query.query))
        if init:
            await init(connection)

    return make(*arguments, init=connected, **options)


asyncpg.create_pool = partial(create_pool, asyncpg.create_pool)


@asynccontextmanager
async def noted_statements() -> AsyncIterator[list[str]]:
    """Complete once it has been left."""
    statements: list[str] = []
    token = STATEMENTS.set(statements)
    yield statements
    STATEMENTS.reset(token)
    await asyncio.sleep(0.01)  # asyncpg tells of a query once it is done with it


async def statements_of(user: Client, query: str, **variables: Any) -> list[str]:
    async with noted_statements() as statements:
        await user.data(query, **variables)
    return statements
