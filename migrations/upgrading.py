"""
Upgrades the schema from one revision to another. Changes of tables, and all functions, triggers, policies and views of
the new revision, come in one transaction. Servers of both versions see either all or nothing of it, and every function
finds what it calls. Slow work follows while servers run.
"""

from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from migrations.installed import install
from migrations.lock_timeouts import SHORT_LOCK_TIMEOUT, lock_tables, retry_on_lock_timeout
from migrations.revisions import BASELINE, REVISIONS, UPGRADED_FROM, head
from migrations.sessions import Sessions

DROP_VIEWS = """
DO $$
DECLARE
  views text;
BEGIN
  SELECT string_agg(oid::regclass::text, ', ') INTO views FROM pg_class
  WHERE relnamespace = 'task_record'::regnamespace AND relkind = 'v';
  EXECUTE coalesce('DROP VIEW ' || views, '');
END $$"""
"""PostgreSQL refuses to change the type of a column that a view reads."""
TABLES = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relname NOT LIKE 'pgqueuer%' AND relnamespace = 'task_record'::regnamespace
  OR oid IN ('user_task_history'::regclass, 'user_task_statistics'::regclass)
ORDER BY relnamespace = 'task_record'::regnamespace, relname"""
"""Tables that most transactions use first come first."""
NOTE_BEGINNING = """
DO $$ BEGIN
  EXECUTE format('COMMENT ON TABLE task_record.alembic_version IS %L', 'Upgraded from ' || coalesce(
    substring(obj_description('task_record.alembic_version'::regclass, 'pg_class') FROM '^Upgraded from (.*)$'),
    (SELECT version_num FROM task_record.alembic_version)));
END $$"""
"""It remains until the end, so that an interrupted upgrade continues from there."""
NOTE_END = "COMMENT ON TABLE task_record.alembic_version IS NULL"


async def version_of(connection: asyncpg.Connection) -> str | None:
    """Return the version of the database; None without one."""
    if await connection.fetchval("SELECT to_regclass('task_record.alembic_version') IS NULL"):
        return None
    version: str | None = await connection.fetchval("SELECT version_num FROM task_record.alembic_version")
    return version


def config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def upgrade(connection: Connection, revision: str) -> None:
    """Run the missing migrations up to this revision."""
    upgrading = config()
    upgrading.attributes["connection"] = connection
    command.upgrade(upgrading, revision)


async def driver_of(connection: AsyncConnection) -> Any:
    """Return asyncpg's connection, which takes scripts."""
    return (await connection.get_raw_connection()).driver_connection


async def upgrade_to_baseline(connection: AsyncConnection) -> None:
    """
    Create the tables of the baseline, in steps that commit one by one: a table of the original design may have millions
    of rows.
    """
    if await version_of(await driver_of(connection)) in (None, *REVISIONS[: REVISIONS.index(BASELINE)]):
        try:
            await connection.run_sync(upgrade, BASELINE)
        finally:
            await connection.rollback()


async def upgrade_at_once(connection: AsyncConnection, application_url: str) -> int:
    """
    Change the tables and install the functions, triggers, policies and views, in one transaction. Return how many of
    these differed.
    """
    driver = await driver_of(connection)
    sessions = Sessions(driver, application_url)
    async with connection.begin():
        await connection.execute(text(SHORT_LOCK_TIMEOUT))  # SQLAlchemy begins the transaction with it
        types = await sessions.column_types()
        await upgrade_tables(connection, head())
        installed = await install(driver)
        await sessions.end_if_changed(types)
        return installed


async def upgrade_tables(connection: AsyncConnection, revision: str) -> None:
    """Change the tables in the transaction of the connection, and record what is still to be finished."""
    driver = await driver_of(connection)
    if await version_of(driver) != revision:
        await driver.execute(lock_tables(*(name for (name,) in await driver.fetch(TABLES))))
        await driver.execute(NOTE_BEGINNING)
        await driver.execute(DROP_VIEWS)
        await connection.run_sync(upgrade, revision)


async def finish(connection: AsyncConnection) -> None:
    """Do the slow work of the migrations that have run, including those that an interruption has left."""
    driver = await driver_of(connection)
    if begun := await driver.fetchval(UPGRADED_FROM):
        reached = await version_of(driver) or begun
        try:
            await connection.run_sync(
                finish_steps, REVISIONS[REVISIONS.index(begun) + 1 : REVISIONS.index(reached) + 1]
            )
        finally:
            await connection.rollback()
        await driver.execute(NOTE_END)


def finish_steps(connection: Connection, revisions: list[str]) -> None:
    scripts = ScriptDirectory.from_config(config())
    with Operations.context(MigrationContext.configure(connection)):
        for revision in revisions:
            getattr(scripts.get_revision(revision).module, "finish", lambda: None)()


async def migrate_schema(connection: AsyncConnection, application_url: str) -> int:
    """Upgrade the schema to this version, and return how many functions, triggers, policies and views have changed."""
    await retry_on_lock_timeout(lambda: upgrade_to_baseline(connection))
    return await retry_on_lock_timeout(lambda: upgrade_at_once(connection, application_url))


async def make_tables(connection: AsyncConnection, revision: str) -> None:
    """Create the tables of this revision, without functions and triggers of later ones."""
    await upgrade_to_baseline(connection)
    async with connection.begin():
        await connection.execute(text(SHORT_LOCK_TIMEOUT))
        await upgrade_tables(connection, revision)
    await finish(connection)
