import asyncio
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from migrations.counting import count_statistics, set_time_zone
from migrations.lock_timeouts import LOCK_TASKS, LOG, LONG_TIMEOUTS, retry_on_lock_timeout
from migrations.login_role import grant_login_role
from migrations.one_check import make_check
from migrations.restore_mark import RESTORE_BEGUN
from migrations.revisions import head, is_revision
from migrations.steps import text_of
from migrations.unowned_objects import unowned_objects
from migrations.upgrading import driver_of, finish, make_tables, migrate_schema, version_of
from models.images.job_queue import queries
from models.table_rules import PostgresType, name_of, ruled_tables

QUIET_JOBS = """
DO $$ BEGIN
  IF EXISTS (
    SELECT FROM pg_trigger
    WHERE tgrelid = 'task_record.pgqueuer'::regclass AND tgname = 'tg_pgqueuer_changed' AND tgenabled <> 'D'
  ) THEN
    ALTER TABLE task_record.pgqueuer DISABLE TRIGGER tg_pgqueuer_changed;
  END IF;
END $$"""
"""PgQueuer's trigger would notify in the transaction that writes a job: see baseline/tables/notifications.sql."""
TOO_OLD = """
SELECT version_num FROM task_record.alembic_version
WHERE version_num BETWEEN '0002' AND '0027'
  OR (to_regclass('task_record.image_uploads') IS NOT NULL AND to_regclass('task_record.webhooks') IS NULL)"""
TABLES = {name_of(table): table for table, _ in ruled_tables()}
LAST_OF_CHAIN = "e16aa5c"
"""The last commit with the migrations 0002 to 0027, whose tables 0028 creates at once."""


class Migrated(NamedTuple):
    """What `migrate` has changed in a database."""

    before: str | None
    """Its previous version; None without one."""
    after: str
    installed: int
    """How many functions, triggers, policies and views differed."""
    role: str | None
    """The name of the server's role, if it was created."""

    def __str__(self) -> str:
        """A summary in one line."""
        version = "as before" if self.before == self.after else f"from {self.before}" if self.before else "made now"
        said = [f"at version {self.after}, {version}"]
        if self.installed:
            said.append(f"{self.installed} functions, triggers, policies and views installed")
        if self.role:
            said.append(f"the role {self.role} created")
        return "; ".join(said)


class CannotMigrate(Exception):
    """The reason why the database cannot be migrated, and what the operator must do."""


async def refuse(connection: asyncpg.Connection, *, is_restore: bool) -> None:
    """
    Raise CannotMigrate where a restore has not finished, an earlier version has not come to 0028, or a later version
    has run.
    """
    if not is_restore and (begun := await connection.fetchval(RESTORE_BEGUN)):
        raise CannotMigrate(
            f"A restore of the backup {begun} has begun and not finished. Run restore again, until it finishes."
        )
    version = await version_of(connection)
    if version and await connection.fetchval(TOO_OLD):
        raise CannotMigrate(f"It is at version {version}: run migrate of the commit {LAST_OF_CHAIN} first.")
    if version and not is_revision(version):
        raise CannotMigrate(f"It is at version {version}, which is later than {head()}. Nothing was changed.")


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, _: object) -> bool:
    """Whether Alembic compares it with the metadata: `auth` belongs to Supabase, or replaces its schema."""
    table = thing if kind == "table" else thing.table
    return bool(table.schema != "auth") and has_known_types(table)


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Whether Alembic reads it: PgQueuer maintains its own tables in `task_record`."""
    table = TABLES.get(f"task_record.{name}")
    is_ours = table is not None and has_known_types(table)
    return kind != "table" or parents["schema_name"] != "task_record" or is_ours


def has_known_types(table: Table) -> bool:
    return not any(isinstance(column.type, PostgresType) for column in table.columns)


def create_engine(url: str) -> AsyncEngine:
    """asyncpg receives the URL unchanged, so that it may contain what libpq's may: `sslmode`, or a socket as `host`."""
    names = {"application_name": "task_record migrate"}
    return create_async_engine("postgresql+asyncpg://", connect_args={"dsn": url, "server_settings": names})


async def wait_for_turn(connection: asyncpg.Connection) -> None:
    """Wait for any other `migrate` of this database, and for statements that an interrupted one has left running."""
    has_warned = False
    # Not in one waiting statement: building an index waits for all statements that began before it.
    while not await connection.fetchval("SELECT pg_try_advisory_lock(hashtext('task_record migrate'))"):
        if not has_warned:
            LOG.warning("Another migrate is running on this database. Waiting for its end.")
        has_warned = True
        await asyncio.sleep(0.1)


async def refuse_unfit_rows(connection: asyncpg.Connection) -> None:
    """Check the tasks of the original design before any change, without policies that hide some."""
    if await connection.fetchval("SELECT to_regclass('task_record.webhooks') IS NOT NULL"):
        return
    hides = await connection.fetchval("SELECT row_security_active(to_regclass('user_task_history'))")
    if hides:
        await force_row_security(connection, "NO FORCE")
    try:
        await connection.execute(text_of("baseline/unfit_rows.sql"))
    finally:
        if hides:
            await force_row_security(connection, "FORCE")


async def force_row_security(connection: asyncpg.Connection, how: str) -> None:
    """Apply the policies to the owner, too (`FORCE`), or not (`NO FORCE`)."""

    async def attempt() -> None:
        async with connection.transaction():
            await connection.execute(LOCK_TASKS)
            await connection.execute(f"ALTER TABLE user_task_history {how} ROW LEVEL SECURITY")

    await retry_on_lock_timeout(attempt)


async def upgrade_jobs(connection: asyncpg.Connection) -> None:
    """Upgrade PgQueuer's tables, in transactions of their own, and turn its own notifications off."""
    await connection.execute("SET lock_timeout = '200ms'")
    await (await queries(connection)).upgrade()
    await connection.execute("RESET search_path")
    await connection.execute(QUIET_JOBS)
    await connection.execute(LONG_TIMEOUTS)


async def migrate_database(
    owner_url: str, application_url: str, time_zone: str, *, is_restore: bool = False
) -> Migrated:
    engine = create_engine(owner_url)
    try:
        async with engine.connect() as connection:
            driver = await driver_of(connection)
            await driver.execute(LONG_TIMEOUTS)
            await wait_for_turn(driver)
            await refuse(driver, is_restore=is_restore)
            await refuse_unfit_rows(driver)
            before = await version_of(driver)
            await driver.execute("CREATE SCHEMA IF NOT EXISTS task_record")  # also holds Alembic's own table
            installed = await migrate_schema(connection, application_url)
            await retry_on_lock_timeout(lambda: upgrade_jobs(driver))
            role = await retry_on_lock_timeout(lambda: grant_login_role(driver, application_url))
            await finish(connection)
            await make_check(driver)
            await count_statistics(driver, time_zone)
            for what, remedy in await unowned_objects(driver):
                LOG.warning("%s Next: %s", what, remedy)
            return Migrated(before, head(), installed, role)
    finally:
        await engine.dispose()


async def make_empty(owner_url: str, revision: str, time_zone: str) -> None:
    """Create the tables of an earlier version, to load rows into them that are already counted."""
    engine = create_engine(owner_url)
    try:
        async with engine.connect() as connection:
            driver = await driver_of(connection)
            await driver.execute(f"{LONG_TIMEOUTS}; CREATE SCHEMA IF NOT EXISTS task_record")
            await make_tables(connection, revision)
            await upgrade_jobs(driver)
            await set_time_zone(driver, time_zone)
    finally:
        await engine.dispose()


def migrate(*, owner_url: str, application_url: str, time_zone: str) -> Migrated:
    """
    Migrate the database to the current schema, from nothing or from the tables of the original design, which may be in
    use. Create the login role of `application_url` if needed, and grant it what the server needs. It may be repeated,
    also after an interruption at any point.
    """
    return asyncio.run(migrate_database(owner_url, application_url, time_zone))
