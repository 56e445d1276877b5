from dataclasses import dataclass

import asyncpg

from migrations.lock_timeouts import retry_on_lock_timeout
from migrations.migrate import make_empty
from migrations.restore_mark import BEGIN_RESTORE, RESTORE_BEGUN
from server.operations.backup.places.backup_manifest import BackupManifest
from server.operations.backup.places.place import BackupFailed
from server.operations.backup.places.vault import Vault
from server.operations.backup.postgres_programs import feed, running
from server.operations.backup.snapshot import Snapshot

END_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'task_record pg_restore' AND usename = current_user"""
"""Ends the pg_restore of an earlier run, which continues when the command that started it is killed."""
CLEAR = """
DROP SCHEMA IF EXISTS task_record CASCADE;
DROP TABLE IF EXISTS public.user_task_history, public.user_task_statistics CASCADE;
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('auth.users') AND pg_has_role(relowner, 'USAGE')) THEN
    DELETE FROM auth.users;
  END IF;
END $$"""
SECURED = """
SELECT quote_ident(nspname) || '.' || quote_ident(relname) FROM pg_class
JOIN pg_namespace AS n ON n.oid = relnamespace WHERE relrowsecurity AND nspname IN ('public', 'task_record')"""
REFERENCES = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
  format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY ($1::text[]::regclass[])"""
USERS = "auth.users"
HOLDING = (USERS, "public.user_task_history", "task_record.audit_entries", "task_record.erasures")
"""The tables that have rows once the server was used. If they are empty, the database is."""


async def refuse_rows(connection: asyncpg.Connection) -> None:
    """Raise BackupFailed unless the database is empty."""
    tables = await Snapshot(connection, "").tables()
    if used := [f"{table.rows:,} rows in {table.name}" for table in tables if table.name in HOLDING and table.rows]:
        raise BackupFailed(f"The database is not empty: it has {', '.join(used)}. Restore into a new one.")


@dataclass
class Loading:
    """Loads a backup's rows into the empty database at `url`, to which `connection` is connected as the owner."""

    connection: asyncpg.Connection
    url: str
    vault: Vault
    manifest: BackupManifest

    @property
    def made(self) -> list[str]:
        """The tables of the backup that `migrate` creates."""
        return [table.name for table in self.manifest.database.tables if table.is_made]

    async def has_begun(self) -> bool:
        """
        Return whether a restore of this backup was interrupted in this database. Raise BackupFailed when the database
        has rows that no restore has loaded.
        """
        begun = await self.connection.fetchval(RESTORE_BEGUN)
        if not begun:
            await refuse_rows(self.connection)
        return bool(begun == self.manifest.id)

    async def clear(self) -> None:
        """Drop all of this server's tables, and mark that a restore has begun."""
        await self.connection.execute(END_OTHERS)
        async with self.connection.transaction():
            await self.connection.execute(CLEAR)
            await self.connection.execute("SELECT set_config('task_record.backup', $1, true)", self.manifest.id)
            await self.connection.execute(BEGIN_RESTORE)

    async def load(self) -> None:
        """
        Verify the checksums of the backup's dumps. Then create the tables, load their rows, and compare their numbers.
        Raise BackupFailed when anything differs from the manifest.
        """
        for name, pieces in self.manifest.dumps.items():
            async for _ in self.vault.fetch_pieces(name, pieces):
                pass
        await self.clear()
        await self.load_rows()
        await self.compare()
        # Otherwise jobs that have waited since the backup would be overdue.
        await self.connection.execute("UPDATE task_record.pgqueuer SET created = now(), updated = now()")
        await self.connection.execute(f"ANALYZE {', '.join(self.made)}")

    async def load_rows(self) -> None:
        """
        Create the tables and load their rows from the dumps, without foreign keys, triggers and row-level security.
        Tables are loaded in any order, and foreign keys are checked when they are added again.
        """
        database = self.manifest.database
        await make_empty(self.url, database.revision, database.time_zone)
        if not database.is_being_counted:
            await self.connection.execute("COMMENT ON FUNCTION task_record.time_zone() IS NULL")
        secured = {name for (name,) in await self.connection.fetch(SECURED)}
        references = await self.connection.fetch(REFERENCES, self.made)
        await retry_on_lock_timeout(lambda: self.alter("DISABLE", secured, [drop for drop, _ in references]))
        await self.connection.execute(f"TRUNCATE {', '.join(name for name in self.made if name != USERS)}")
        major = self.connection.get_server_version().major
        for (name, pieces), what in zip(self.manifest.dumps.items(), (["--data-only"], []), strict=True):
            if pieces:
                how = ["--exit-on-error", "--no-owner", "--no-privileges", *what]
                async with running("pg_restore", major, self.url, *how) as (given, _):
                    await feed(given, self.vault.fetch_pieces(name, pieces))
        try:
            await retry_on_lock_timeout(lambda: self.alter("ENABLE", secured, [add for _, add in references]))
        except asyncpg.ForeignKeyViolationError as error:
            raise BackupFailed(
                f"Rows of the backup refer to rows that do not exist: {error.detail} Where {USERS} is not this "
                "server's, as on Supabase, restore the users first."
            ) from error

    async def alter(self, how: str, secured: set[str], references: list[str]) -> None:
        """
        Run the statements on foreign keys, then enable or disable triggers and row-level security. This fails, and must
        be repeated, while a running server holds a lock.
        """
        async with self.connection.transaction():
            for reference in references:
                await self.connection.execute(reference)
            for name in self.made:
                security = f", {how} ROW LEVEL SECURITY" if name in secured else ""
                await self.connection.execute(f"ALTER TABLE {name} {how} TRIGGER USER{security}")

    async def compare(self) -> None:
        """Raise BackupFailed unless each table has as many rows as in the backup."""
        for table in self.manifest.database.tables:
            rows = await self.connection.fetchval(f"SELECT count(*) FROM {table.name}")  # noqa: S608
            if rows != table.rows:
                raise BackupFailed(f"{table.name} has {rows:,} rows after loading, and {table.rows:,} in the backup.")
