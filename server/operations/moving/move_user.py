"""
What `./run move-user` does, so that at each moment one database has the user, whatever dies:

1. In the old one, a transaction locks the user, and deletes what is theirs, which readers see until it ends.
2. The new one lays it ready, and keeps it: nobody takes it for the user's yet.
3. In the new one, a second transaction makes it the user's, so that whatever stands against it is known; it waits.
4. The old one's transaction ends, and leaves the mark that the user has gone. From now on they are the new one's.
5. The new one's ends. Should that not come to pass, whoever asks for the user next has it done (models/placement).
"""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from models.claims import NOBODY
from models.connection import LOST, UNUSABLE, address_of
from models.database import Database
from server.connections import LASTING, open_database
from server.operations.moving.alone import TRY, holding
from server.operations.moving.departure import take_away
from server.operations.moving.move_failed import MoveFailed
from server.operations.route_faults import IDENTITY
from server.settings.settings import Settings

PLAINLY = LASTING | {"application_name": "task_record move-user", "synchronous_commit": "on"}
BEGIN = "SET LOCAL lock_timeout = '10s'; SET LOCAL task_record.moving = 'on'"
LOCK_USER = "SELECT pg_advisory_xact_lock(task_record.user_lock($1))"
LEAVE = "SELECT task_record.leave($1)"
LOCK_ACCOUNT = "SELECT FROM auth.users WHERE id = $1 FOR UPDATE"
LEAVE_MARK = """
WITH gone AS (DELETE FROM task_record.arrived_users WHERE user_id = $1)
INSERT INTO task_record.moved_users (user_id, database) VALUES ($1, $2)
ON CONFLICT (user_id) DO UPDATE SET database = excluded.database, moved_at = now()"""
# Else whoever comes from the router's database would go through all that the user was in.
SHORTEN = "UPDATE task_record.moved_users SET database = $2 WHERE user_id = $1"
ANNOUNCE = "INSERT INTO task_record.arrivals (user_id, source) VALUES ($1, $2)"
HAS_GONE = "SELECT database = $2 FROM task_record.moved_users WHERE user_id = $1"
DROP = "SELECT task_record.forget_arrival($1)"
IS_BEING_ERASED = "SELECT EXISTS (SELECT FROM task_record.erasures WHERE user_id = $1 AND completed_at IS NULL)"
REVISION = "SELECT version_num FROM task_record.alembic_version"


@dataclass
class Move:
    user_id: UUID
    owners: Sequence[asyncpg.Connection]
    """Of the databases, in their order, each as its tables' owner."""
    source_number: int
    to: int
    """From 1."""

    @property
    def source(self) -> asyncpg.Connection:
        return self.owners[self.source_number - 1]

    @property
    def target(self) -> asyncpg.Connection:
        return self.owners[self.to - 1]

    async def run(self, alone: asyncpg.Connection) -> int:
        """
        Move the user; returns how many tasks they have, deleted ones included. `alone` holds the lock on all moves.
        """
        arrival = self.target.transaction()
        try:
            async with self.source.transaction():
                await self.lock()
                await self.check()
                async with self.target.transaction():
                    await self.target.execute(DROP, self.user_id)
                    await self.target.execute(ANNOUNCE, self.user_id, self.source_number)
                    tasks = await take_away(self.source, self.user_id, self.target)
                await self.source.execute(LEAVE_MARK, self.user_id, self.to)
                await arrival.start()
                await self.arrive()
                await alone.execute("SELECT")  # fails when the lock is lost
        except BaseException:
            with suppress(*UNUSABLE):
                await arrival.rollback()
                await self.settle()
            raise
        await arrival.commit()
        return tasks

    async def lock(self) -> None:
        """
        Wait for those who change the user's rows, and let no more in. The locks come in the order in which others take
        them.
        """
        await self.source.execute(BEGIN)
        await self.source.execute(LOCK_USER, self.user_id)
        await self.source.execute(LEAVE, self.user_id)
        await self.source.execute(LOCK_ACCOUNT, self.user_id)

    async def check(self) -> None:
        """MoveFailed unless the user can be moved."""
        if await self.source.fetchval(IS_BEING_ERASED, self.user_id):
            raise MoveFailed("The user was removed, and storage is still being emptied. Try again in two hours.")
        if await self.source.fetchval(REVISION) != await self.target.fetchval(REVISION):
            raise MoveFailed("The two databases are not of the same version. Run `migrate` first.")

    async def arrive(self) -> None:
        """Make what lies ready the user's, in the transaction of the target; MoveFailed if another has such an id."""
        try:
            await self.target.execute("SELECT task_record.arrive($1, $2)", self.user_id, self.source_number)
            await self.target.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except asyncpg.IntegrityConstraintViolationError as error:
            raise MoveFailed(f"There is something in the other database that has the same id: {error}") from error

    async def settle(self) -> None:
        """Finish a move that has come to nothing, or to all but its end."""
        async with self.source.transaction():
            await self.lock()
            if await self.source.fetchval(HAS_GONE, self.user_id, self.to):
                await self.arrive()
            else:
                await self.target.execute(DROP, self.user_id)


async def move_user(settings: Settings, user_id: UUID, to: int, tell: Callable[[str], None]) -> None:
    """
    Move the user to the database of this number, the first being 1, and tell in lines what was done; MoveFailed, and
    nothing is changed, where that cannot be. Moves that something has interrupted are finished before.
    """
    count = len(settings.owner_urls)
    if not settings.database_route:
        raise MoveFailed("There is one database, and nowhere to move to: DATABASE_ROUTE is not set.")
    if not 1 <= to <= count:
        raise MoveFailed(f"--to: {to} is none of the databases 1 to {count}, as DATABASE_OWNER_URL has them.")
    try:
        await move(settings, user_id, to, tell)
    except LOST as error:
        raise MoveFailed(
            f"A database does not answer any more: {error}. Run it again once it does: it finishes what was begun."
        ) from error


async def move(settings: Settings, user_id: UUID, to: int, tell: Callable[[str], None]) -> None:
    async with (
        holding(settings, TRY, "Another move, a backup or a reconciliation is at work. Wait for its end.") as alone,
        connected(settings.owner_urls) as owners,
        open_database(settings) as database,
    ):
        await finish_moves(owners, tell)
        source = await number_of(database, user_id)
        name = address_of(settings.owner_urls[to - 1])
        if source == to:
            tell(f"{user_id} is in database {to} ({name}).")
            return
        began = time.monotonic()
        tasks = await Move(user_id, owners, source, to).run(alone)
        seconds = time.monotonic() - began
        tell(f"{user_id} was moved from database {source} to {to} ({name}): {tasks:,} tasks in {seconds:.1f} s.")
        for owner in {*owners} - {owners[to - 1]}:
            with suppress(*UNUSABLE):
                await owner.execute(SHORTEN, user_id, to)


@asynccontextmanager
async def connected(urls: Sequence[str]) -> AsyncIterator[list[asyncpg.Connection]]:
    async with AsyncExitStack() as stack:
        connections = []
        for url in urls:
            connections.append(await asyncpg.connect(url, server_settings=PLAINLY))
            stack.callback(connections[-1].terminate)
        yield connections


async def finish_moves(owners: Sequence[asyncpg.Connection], tell: Callable[[str], None]) -> None:
    """Those that were interrupted: whoever has gone arrives, of others nothing is left where they were to arrive."""
    for to, owner in enumerate(owners, 1):
        for user_id, source in await owner.fetch("SELECT user_id, source FROM task_record.arrivals"):
            await Move(user_id, owners, source, to).settle()
            tell(f"A move of {user_id} from database {source} to {to} had been interrupted.")


async def number_of(database: Database, user_id: UUID) -> int:
    """That of the database in which the user's rows are, or would be."""
    [here] = await database.rows(IDENTITY.bind(), NOBODY, "service_role", user_id)
    for number, part in enumerate(database.parts, 1):
        if here in await part.rows(IDENTITY.bind(), NOBODY, "service_role"):
            return number
    raise MoveFailed("The router leads the user to a database that DATABASE_LISTEN_URL does not name.")
