"""
`./run move-user`. At each moment exactly one database has the user, whichever process or database dies:

1. A transaction in the source database locks the user and deletes the user's rows. Readers see them until it commits.
2. A transaction in the target database stages the rows in a separate table, and commits.
3. A second transaction in the target inserts them into the user's tables, fails if there is any conflict, and waits.
4. The source's transaction commits, with a mark that the user has left. From then on the target database has the user.
5. The target's second transaction commits. If that fails, the next request for the user repeats it (models/placement).
"""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from models.claims import NOBODY
from models.connection import LOST, UNUSABLE, address_of
from models.placement.databases import Databases
from server.operations.checking.route_problems import IDENTITY
from server.operations.moving.extract_user_rows import extract_user_rows
from server.operations.moving.move_lock import TRY_EXCLUSIVE, MoveFailed, hold_move_lock
from server.settings.settings import Settings
from server.stores.connections import LASTING, open_database

CONNECTION_SETTINGS = LASTING | {"application_name": "task_record move-user", "synchronous_commit": "on"}
BEGIN = "SET LOCAL lock_timeout = '10s'; SET LOCAL task_record.moving = 'on'"
LOCK_USER = "SELECT pg_advisory_xact_lock(task_record.user_lock_key($1))"
MARK_DEPARTING = "SELECT task_record.mark_departing($1)"
LOCK_ACCOUNT = "SELECT FROM auth.users WHERE id = $1 FOR UPDATE"
LEAVE_MARK = """
WITH gone AS (DELETE FROM task_record.arrived_users WHERE user_id = $1)
INSERT INTO task_record.moved_users (user_id, database) VALUES ($1, $2)
ON CONFLICT (user_id) DO UPDATE SET database = excluded.database, moved_at = now()"""
# Without this, a request through the router would follow the marks through all databases that the user was in.
SHORTEN = "UPDATE task_record.moved_users SET database = $2 WHERE user_id = $1"
ANNOUNCE = "INSERT INTO task_record.arrivals (user_id, source) VALUES ($1, $2)"
HAS_GONE = "SELECT database = $2 FROM task_record.moved_users WHERE user_id = $1"
DROP = "SELECT task_record.forget_arrival($1)"
IS_BEING_ERASED = "SELECT EXISTS (SELECT FROM task_record.erasures WHERE user_id = $1 AND completed_at IS NULL)"
LOCK_BOARDS = """
SELECT FROM task_record.boards WHERE id IN (SELECT board_id FROM task_record.board_members WHERE user_id = $1)
ORDER BY id FOR UPDATE"""
SHARED_BOARDS = """
SELECT string_agg(DISTINCT board_id::text, ', ') FROM task_record.board_members AS own
WHERE user_id = $1 AND EXISTS (
  SELECT FROM task_record.board_members AS other WHERE other.board_id = own.board_id AND other.user_id <> own.user_id
)"""
REVISION = "SELECT version_num FROM task_record.alembic_version"


@dataclass
class Move:
    """The move of a user from one database to another."""

    user_id: UUID
    owners: Sequence[asyncpg.Connection]
    """A connection to each database, in the order of the settings, as the owner of its tables."""
    source_number: int
    """The number of the user's database; the first database is 1."""
    target_number: int

    @property
    def source(self) -> asyncpg.Connection:
        return self.owners[self.source_number - 1]

    @property
    def target(self) -> asyncpg.Connection:
        return self.owners[self.target_number - 1]

    async def run(self, lock_connection: asyncpg.Connection) -> int:
        """
        Move the user, while `lock_connection` holds the lock that excludes other moves. Return the number of the user's
        tasks, including deleted ones. Raise MoveFailed when the user cannot be moved.
        """
        arrival = self.target.transaction()
        try:
            async with self.source.transaction():
                await self.lock()
                await self.check()
                async with self.target.transaction():
                    await self.target.execute(DROP, self.user_id)
                    await self.target.execute(ANNOUNCE, self.user_id, self.source_number)
                    tasks = await extract_user_rows(self.source, self.user_id, self.target)
                await self.source.execute(LEAVE_MARK, self.user_id, self.target_number)
                await arrival.start()
                await self.arrive()
                await lock_connection.execute("SELECT")  # fails when the lock is lost
        except BaseException:
            with suppress(*UNUSABLE):
                await arrival.rollback()
                await self.settle()
            raise
        await arrival.commit()
        return tasks

    async def lock(self) -> None:
        """
        Wait for transactions that are changing the user's rows, and block further ones. Locks are acquired in the order
        of other transactions, so that there is no deadlock.
        """
        await self.source.execute(BEGIN)
        await self.source.execute(LOCK_USER, self.user_id)
        await self.source.execute(MARK_DEPARTING, self.user_id)
        await self.source.execute(LOCK_ACCOUNT, self.user_id)

    async def check(self) -> None:
        """Raise MoveFailed while the user is being erased or shares a board, or if the schema versions differ."""
        if await self.source.fetchval(IS_BEING_ERASED, self.user_id):
            raise MoveFailed("The user is being erased. Try again in two hours, when storage is empty.")
        await self.source.execute(LOCK_BOARDS, self.user_id)
        if shared := await self.source.fetchval(SHARED_BOARDS, self.user_id):
            raise MoveFailed(
                "A board and its members are in one database. The user must leave these boards, or be their only "
                f"member: {shared}."
            )
        if await self.source.fetchval(REVISION) != await self.target.fetchval(REVISION):
            raise MoveFailed("The two databases have different versions. Run `migrate` first.")

    async def arrive(self) -> None:
        """Insert the staged rows in the target's transaction. Raise MoveFailed when a row with such an id exists."""
        try:
            await self.target.execute("SELECT task_record.complete_arrival($1, $2)", self.user_id, self.source_number)
            await self.target.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except asyncpg.IntegrityConstraintViolationError as error:
            raise MoveFailed(f"The other database has a row with the same id: {error}") from error

    async def settle(self) -> None:
        """Complete an interrupted move if the source's transaction has committed, else drop the staged rows."""
        async with self.source.transaction():
            await self.lock()
            if await self.source.fetchval(HAS_GONE, self.user_id, self.target_number):
                await self.arrive()
            else:
                await self.target.execute(DROP, self.user_id)


async def move_user(settings: Settings, user_id: UUID, to: int, report: Callable[[str], None]) -> None:
    """
    Finish interrupted moves, then move the user to database number `to`; the first is 1. `report` gets a line for each
    move. Raise MoveFailed when the user cannot be moved, or when a database stops answering: then running it again
    finishes the move.
    """
    count = len(settings.owner_urls)
    if not settings.database_route:
        raise MoveFailed("There is only one database: DATABASE_ROUTE is not set.")
    if not 1 <= to <= count:
        raise MoveFailed(f"--to: {to} is not one of the databases 1 to {count} in DATABASE_OWNER_URL.")
    try:
        await move(settings, user_id, to, report)
    except LOST as error:
        raise MoveFailed(f"A database no longer answers: {error}. Once it does, run it again.") from error


async def move(settings: Settings, user_id: UUID, to: int, report: Callable[[str], None]) -> None:
    """Do as `move_user`, without its checks. Raise asyncpg's errors when a connection is lost."""
    refusal = "Another move, a backup, an import or a reconciliation is running. Wait for its end."
    async with (
        hold_move_lock(settings, TRY_EXCLUSIVE, refusal) as lock_connection,
        connected(settings.owner_urls) as owners,
        open_database(settings) as database,
    ):
        await finish_moves(owners, report)
        source = await number_of(database, user_id)
        name = address_of(settings.owner_urls[to - 1])
        if source == to:
            report(f"{user_id} is in database {to} ({name}).")
            return
        began = time.monotonic()
        tasks = await Move(user_id, owners, source, to).run(lock_connection)
        seconds = time.monotonic() - began
        report(f"{user_id} was moved from database {source} to {to} ({name}): {tasks:,} tasks in {seconds:.1f} s.")
        for owner in {*owners} - {owners[to - 1]}:
            with suppress(*UNUSABLE):
                await owner.execute(SHORTEN, user_id, to)


@asynccontextmanager
async def connected(urls: Sequence[str]) -> AsyncIterator[list[asyncpg.Connection]]:
    """Connect to these addresses, in their order, until the context ends."""
    async with AsyncExitStack() as stack:
        connections = []
        for url in urls:
            connections.append(await asyncpg.connect(url, server_settings=CONNECTION_SETTINGS))
            stack.callback(connections[-1].terminate)
        yield connections


async def finish_moves(owners: Sequence[asyncpg.Connection], report: Callable[[str], None]) -> None:
    """Finish all interrupted moves, and report each. A user who has left the source is moved, any other stays there."""
    for to, owner in enumerate(owners, 1):
        for user_id, source in await owner.fetch("SELECT user_id, source FROM task_record.arrivals"):
            await Move(user_id, owners, source, to).settle()
            report(f"A move of {user_id} from database {source} to {to} had been interrupted.")


async def number_of(database: Databases, user_id: UUID) -> int:
    """
    Return the number of the database of the user, who may be new. Raise MoveFailed when the router leads to a database
    that the settings do not name.
    """
    [here] = await database.rows(IDENTITY.bind(), NOBODY, "service_role", user_id)
    for number, part in enumerate(database.parts, 1):
        if here in await part.rows(IDENTITY.bind(), NOBODY, "service_role"):
            return number
    raise MoveFailed("The router leads the user to a database that DATABASE_LISTEN_URL does not name.")
