from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg

from migrations.revisions import IS_UNFINISHED, UPGRADED_FROM
from models.images.undescribed_images import NAMED_OBJECTS, NamedObject
from models.table_rules import ruled_tables
from server.operations.backup.places.backup_manifest import TableCount
from server.operations.backup.places.place import BackupFailed
from server.stores.connections import LASTING

FETCH_BATCH = 2_000  # objects
STATE = f"SELECT now() AS as_of, task_record.time_zone(), ({IS_UNFINISHED}) AS is_being_counted"
CONNECTION_SETTINGS = LASTING | {"application_name": "task_record backup"}
TRY_LOCK = "SELECT pg_try_advisory_lock(hashtext('task_record backup'))"
NOT_TAKEN = ["alembic_version", *(table.name for table, rules in ruled_tables() if not rules.is_backed_up)]
# All tables except NOT_TAKEN, PgQueuer's other than the jobs, and `auth.users` if it is not ours, as on Supabase.
TABLES = r"""
SELECT quote_ident(nspname) || '.' || quote_ident(relname) AS full_name,
  relname <> 'original_user_task_statistics' AS is_made,
  row_security_active(c.oid) AND NOT EXISTS (
    SELECT FROM pg_policy WHERE polrelid = c.oid AND polpermissive AND polcmd IN ('*', 'r')
      AND (polroles = '{0}' OR to_regrole(quote_ident(current_user)) = ANY (polroles))
      AND pg_get_expr(polqual, polrelid) = 'true'
  ) AS is_hidden
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
WHERE relkind IN ('r', 'p') AND (
  nspname = 'task_record' AND relname <> ALL ($1)
    AND relname NOT LIKE 'pgqueuer\_%'
  OR nspname = 'public' AND relname IN ('user_task_history', 'user_task_statistics')
  OR nspname = 'auth' AND relname = 'users' AND pg_has_role(relowner, 'USAGE')
) ORDER BY 2"""


@dataclass
class Snapshot:
    """A read-only transaction of the owner that sees the database as of one moment."""

    connection: asyncpg.Connection
    name: str
    """The name under which pg_dump opens the same snapshot."""

    @property
    def major(self) -> int:
        return int(self.connection.get_server_version().major)

    async def revision(self) -> str:
        """Return the schema's version. Raise BackupFailed when the database has no tables, or is being upgraded."""
        if await self.connection.fetchval("SELECT to_regclass('task_record.alembic_version')") is None:
            raise BackupFailed("The database has no tables yet. There is nothing to back up.")
        if await self.connection.fetchval(UPGRADED_FROM):
            raise BackupFailed("The database is being upgraded. Let migrate finish first.")
        return str(await self.connection.fetchval("SELECT version_num FROM task_record.alembic_version"))

    async def state(self) -> dict[str, Any]:
        """Return when the snapshot was taken, the database's time zone, and whether statistics are being recounted."""
        return dict(await self.connection.fetchrow(STATE))

    async def tables(self) -> list[TableCount]:
        """
        Return the tables to back up, with their numbers of rows, which costs a scan of each. Raise BackupFailed when
        row-level security hides rows.
        """
        found = await self.connection.fetch(TABLES, NOT_TAKEN)
        if hidden := [table["full_name"] for table in found if table["is_hidden"]]:
            raise BackupFailed(
                f"Row-level security hides rows of {', '.join(hidden)} from DATABASE_OWNER_URL. Its role must be that "
                "with which `migrate` connects."
            )
        counts = [await self.connection.fetchval(f"SELECT count(*) FROM {table['full_name']}") for table in found]  # noqa: S608
        return [
            TableCount(name=table["full_name"], is_made=table["is_made"], rows=rows)
            for table, rows in zip(found, counts, strict=True)
        ]

    async def named_objects(self) -> AsyncIterator[list[NamedObject]]:
        """Yield the objects that tasks name, up to FETCH_BATCH at a time. Some are yielded twice."""
        cursor = await self.connection.cursor(NAMED_OBJECTS)
        while rows := await cursor.fetch(FETCH_BATCH):
            yield [NamedObject(*row) for row in rows]


@asynccontextmanager
async def owner_connection(url: str) -> AsyncIterator[asyncpg.Connection]:
    """
    Connect as the owner, and hold the lock that allows one backup or restore of the database. Raise BackupFailed when
    another is running.
    """
    connection = await asyncpg.connect(url, server_settings=CONNECTION_SETTINGS)
    try:
        if not await connection.fetchval(TRY_LOCK):
            raise BackupFailed("Another backup or restore of this database is running. Wait for its end.")
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def snapshot_of(connection: asyncpg.Connection) -> AsyncIterator[Snapshot]:
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        yield Snapshot(connection, await connection.fetchval("SELECT pg_export_snapshot()"))
