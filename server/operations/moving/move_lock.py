"""
The advisory lock, in the first database, that excludes moves of users while a backup, an import or a reconciliation
runs. These read databases one by one, so they would miss a user who is moved meanwhile, or read the user twice. A move
holds the lock exclusively, so users are moved one at a time. The others share it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import asyncpg

from models.claims import NOBODY
from models.connection import LOST, UNUSABLE
from models.placement.arrivals import finish_arrivals
from server.settings.settings import Settings
from server.stores.connections import LASTING, open_database


class MoveFailed(Exception):
    """A user was not moved, or a move did not finish. The message says why, and what the operator can do."""


LOCK = "hashtext('task_record moves')"
TRY_EXCLUSIVE = f"SELECT pg_try_advisory_lock({LOCK})"
TRY_SHARED = f"SELECT pg_try_advisory_lock_shared({LOCK})"


@asynccontextmanager
async def hold_move_lock(settings: Settings, lock: str, refusal: str) -> AsyncIterator[asyncpg.Connection]:
    """
    Acquire the lock with the statement `lock`, and hold it on the yielded connection until the context ends. Raise
    MoveFailed with `refusal` when another session holds it.
    """
    connection = await asyncpg.connect(settings.listen_urls[0], server_settings=LASTING)
    try:
        if not await connection.fetchval(lock):
            raise MoveFailed(refusal)
        yield connection
    finally:
        await connection.close()  # waits until PostgreSQL has released the lock


Confirm = Callable[[], Awaitable[None]]
"""Raises MoveFailed if a user may have been moved. Called before a step that cannot be undone."""


@asynccontextmanager
async def nobody_moving(settings: Settings) -> AsyncIterator[Confirm]:
    """
    Finish interrupted moves, and prevent moves until the context ends. Raise MoveFailed while a user is being moved.
    With one database this does nothing.

    When the first database cannot be used, no user can be moved until it returns. Then the context is entered, so that
    the caller can report on the other databases, but the `Confirm` that it yields fails.
    """
    lock_connection: asyncpg.Connection | None = None

    async def confirm() -> None:
        try:
            if lock_connection:
                await lock_connection.execute("SELECT")
        except LOST as error:
            raise MoveFailed(
                "The connection whose lock prevents moves was lost, so a user may have been moved. Run it again."
            ) from error
        if settings.database_route and not lock_connection:
            raise MoveFailed(
                "The first database, whose lock prevents moves, did not answer at the beginning, so a user may have "
                "been moved. Run it again."
            )

    async with AsyncExitStack() as stack:
        if settings.database_route:
            with suppress(*UNUSABLE):
                refusal = "A user is being moved to another database. Try again later."
                lock_connection = await stack.enter_async_context(hold_move_lock(settings, TRY_SHARED, refusal))
                async with open_database(settings) as database:
                    await finish_arrivals(database.parts, NOBODY)
        yield confirm
