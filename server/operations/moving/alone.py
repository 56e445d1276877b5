"""
A backup and a reconciliation look at one database after the other: a user who was moved meanwhile would be in none of
them, or in two. So either users are moved, one at a time, or these run. The lock is in the first database.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import asyncpg

from models.connection import LOST, UNUSABLE
from models.placement.arrivals import finish_arrivals
from server.connections import LASTING, open_database
from server.operations.moving.move_failed import MoveFailed
from server.settings.settings import Settings
from server.worker import SYSTEM

LOCK = "hashtext('task_record moves')"
TRY = f"SELECT pg_try_advisory_lock({LOCK})"
TRY_SHARED = f"SELECT pg_try_advisory_lock_shared({LOCK})"


@asynccontextmanager
async def holding(settings: Settings, lock: str, refusal: str) -> AsyncIterator[asyncpg.Connection]:
    """The connection that holds the lock; MoveFailed with this refusal when another has it."""
    connection = await asyncpg.connect(settings.listen_urls[0], server_settings=LASTING)
    try:
        if not await connection.fetchval(lock):
            raise MoveFailed(refusal)
        yield connection
    finally:
        await connection.close()  # and not before its lock is free


Confirm = Callable[[], Awaitable[None]]
"""MoveFailed unless it is sure that nobody was moved since; to be asked before what could not be undone."""


@asynccontextmanager
async def nobody_moving(settings: Settings) -> AsyncIterator[Confirm]:
    """
    No user of several databases is moved meanwhile, and none is left halfway; MoveFailed while one is moved. Where the
    first database cannot be used, users are not moved either, but may be once it can: what is to be confirmed fails.
    """
    lock: asyncpg.Connection | None = None

    async def confirm() -> None:
        try:
            if lock:
                await lock.execute("SELECT")
        except LOST as error:
            raise MoveFailed(
                "The connection whose lock keeps users from being moved was lost, so a user may have been moved. "
                "Run it again."
            ) from error
        if settings.database_route and not lock:
            raise MoveFailed(
                "The first database, whose lock keeps users from being moved, did not answer at the beginning, so "
                "a user may have been moved. Run it again."
            )

    async with AsyncExitStack() as stack:
        if settings.database_route:
            with suppress(*UNUSABLE):
                held = holding(settings, TRY_SHARED, "A user is being moved to another database. Try again later.")
                lock = await stack.enter_async_context(held)
                async with open_database(settings) as database:
                    await finish_arrivals(database, SYSTEM)
        yield confirm
