"""The tools of migrations: scripts in one transaction, steps in transactions of their own, and indexes."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from alembic import op

from migrations.lock_timeouts import LOG, SHORT_LOCK_TIMEOUT, retry_on_lock_timeout

Result = TypeVar("Result")

HERE = Path(__file__).parent
HAS_TASKS = "SELECT pg_relation_size('user_task_history') > 0"


def text_of(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def folder(name: str) -> str:
    """All scripts of a folder, in the order of their names."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted((HERE / name).glob("*.sql")))


def run(work: Callable[[asyncpg.Connection], Awaitable[Result]]) -> Result:
    """What `work` returns, given the driver's connection; SQLAlchemy itself takes one statement at a time."""
    connection: Any = op.get_bind().connection.dbapi_connection
    result: Result = connection.run_async(work)
    return result


def execute(script: str) -> None:
    """
    Run a script in the transaction of all missing migrations and of the functions, triggers, policies and views, which
    begins with SQLAlchemy's first statement. Everyone waits for its end, so it must not read tasks.
    """
    op.execute(SHORT_LOCK_TIMEOUT)
    run(lambda connection: connection.execute(script))


def step(script: str) -> None:
    """
    Run a script in a transaction of its own, repeatedly until it gets its locks. It remains done when a later step is
    interrupted, so it must be repeatable.
    """

    async def attempt(connection: asyncpg.Connection) -> None:
        async with connection.transaction():
            await connection.execute(script)

    run(lambda connection: retry_on_lock_timeout(lambda: attempt(connection)))


def value(query: str) -> Any:
    """The first column of the first row."""
    return run(lambda connection: connection.fetchval(query))


def tell(message: str, *values: object) -> None:
    """Log a slow step, unless there are no tasks."""
    if value(HAS_TASKS):
        LOG.info(message, *values)


def fill(message: str, script: str) -> None:
    """Run a script that computes rows from others and may call functions, unless there are no tasks."""
    if value(HAS_TASKS):
        LOG.info(message)
        step(script)


def build_index(name: str, on: str, *, is_unique: bool = False) -> None:
    """
    Build an index on `on`, a table with columns, while others write. An index that an interruption left unfinished is
    built again. `name` has the schema of a table outside `public`.
    """
    tell("Building the index %s.", name)
    kind = "UNIQUE INDEX" if is_unique else "INDEX"

    async def attempt(connection: asyncpg.Connection) -> None:
        if await connection.fetchval("SELECT NOT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", name):
            await connection.execute(f"DROP INDEX CONCURRENTLY {name}")
        new = name.rpartition(".")[2]  # it is created in the schema of its table
        await connection.execute(f"CREATE {kind} CONCURRENTLY IF NOT EXISTS {new} ON {on}")

    run(lambda connection: retry_on_lock_timeout(lambda: attempt(connection)))


def drop_index(name: str) -> None:
    """Drop an index if it exists, while others read and write."""
    run(
        lambda connection: retry_on_lock_timeout(
            lambda: connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        )
    )
