import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import models.images.image_claim
import models.statistics.user_task_statistics
import models.tasks.task  # noqa: F401 - each adds its table to the metadata
from models.job_queue import queries


def config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def head() -> str | None:
    return ScriptDirectory.from_config(config()).get_current_head()


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, _: object) -> bool:
    """
    Whether Alembic compares it with the metadata. `auth` is Supabase's, or stands in for it; in `task_record` there is
    but one table of ours, as PgQueuer looks after its own.
    """
    schema = thing.schema if kind == "table" else thing.table.schema
    return schema != "auth" and not (reflected and schema == "task_record" and name != "image_uploads")


def upgrade(connection: Connection) -> None:
    # Two servers that start at once migrate one after the other.
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('task_record migrate'))"))
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS task_record"))  # which holds Alembic's own table, too
    upgrading = config()
    upgrading.attributes["connection"] = connection
    command.upgrade(upgrading, "head")


def create_engine(url: str) -> AsyncEngine:
    """asyncpg is given the URL as it is, so that it may say what libpq's may: `sslmode`, a socket's `host`."""
    return create_async_engine("postgresql+asyncpg://", connect_args={"dsn": url})


async def migrate_schema(owner_url: str) -> None:
    engine = create_engine(owner_url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(upgrade)
    finally:
        await engine.dispose()


async def configure(connection: asyncpg.Connection, application_url: str, time_zone: str) -> None:
    """Set what may change without a new version: the time zone of the totals, and the login role with its password."""
    async with connection.transaction():
        script = (Path(__file__).parent / "sql" / "configure.sql").read_text(encoding="utf-8")
        address = urlsplit(application_url)
        for name, value in {
            "login": unquote(address.username or ""),
            "password": unquote(address.password or ""),
            "time_zone": time_zone,
        }.items():
            await connection.execute("SELECT set_config($1, $2, true)", f"task_record.{name}", value)
        await connection.execute(script)


async def migrate_database(owner_url: str, application_url: str, time_zone: str) -> None:
    await migrate_schema(owner_url)
    connection = await asyncpg.connect(owner_url)
    try:
        await queries(connection).upgrade()
        await configure(connection, application_url, time_zone)
    finally:
        await connection.close()


def migrate(*, owner_url: str, application_url: str, time_zone: str) -> None:
    """
    Bring the database to the current schema, from nothing or from the tables of the original design,
    and give the login role of `application_url`, made if need be, what the server needs. Safe to repeat.
    """
    asyncio.run(migrate_database(owner_url, application_url, time_zone))
