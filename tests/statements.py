"""Records the statements that a request runs on our tables."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any
from uuid import UUID

import asyncpg

from tests.api import Client

STATEMENTS: ContextVar[list[str] | None] = ContextVar("STATEMENTS", default=None)
"""The statements of one request; those that the server's worker runs meanwhile are in another context."""

INSERT = """
INSERT INTO user_task_history (user_id, prompt, status, completed_at, aws_original_key, aws_generated_key,
  original_content_type, original_width, original_height, original_size, original_sha256, original_thumb_hash,
  generated_content_type, generated_width, generated_height, generated_size, generated_sha256, generated_thumb_hash)
SELECT $1, 'A fox', 'completed', now(), 'original-' || n, 'generated-' || n,
  'image/png', 64, 48, 140, repeat('0', 64), 'aa', 'image/png', 64, 48, 140, repeat('0', 64), 'aa'
FROM generate_series(1, $2::integer) AS n RETURNING id
"""


async def insert_tasks(database: asyncpg.Connection, user_id: UUID, count: int) -> list[str]:
    """Insert completed tasks with two images each, and return their ids."""
    return [str(row["id"]) for row in await database.fetch(INSERT, user_id, count)]


def note(statement: str) -> None:
    if (statements := STATEMENTS.get()) is not None:
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


asyncpg.create_pool = wraps(asyncpg.create_pool)(partial(create_pool, asyncpg.create_pool))


@asynccontextmanager
async def recorded_statements(*about: str) -> AsyncIterator[list[str]]:
    """
    Yield the list of statements that run in this context and contain one of these texts, by default the names of the
    tables of tasks. asyncpg also queries the catalog. The list is complete when the context has been left.
    """
    statements: list[str] = []
    token = STATEMENTS.set(statements)
    yield statements
    STATEMENTS.reset(token)
    await asyncio.sleep(0.01)  # asyncpg calls its loggers after a query has ended
    texts = about or ("user_task_", "task_sources")
    statements[:] = [statement for statement in statements if any(text in statement for text in texts)]


async def statements_of(user: Client, query: str, **variables: Any) -> list[str]:
    async with recorded_statements() as statements:
        await user.data(query, **variables)
    return statements
