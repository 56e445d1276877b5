from uuid import uuid4

import asyncpg

from migrations import head
from migrations.counting import IS_UNFINISHED
from migrations.foreign_keys import foreign_keys
from migrations.restore_mark import RESTORE_BEGUN, BeingRestored
from models.database import LOST, Database
from models.isolation import isolation_problems
from server.connections import open_database, open_storage
from server.settings.settings import Settings
from storage.failures import ScannerUnavailable, StorageUnavailable
from storage.objects import Storage


async def check(settings: Settings) -> list[str]:
    """What is not right in this installation, in sentences that say how to mend it; none when all is.

    Rows that name objects of others are told when nothing else is wrong.
    """
    async with open_database(settings) as database:
        try:
            async with open_storage(settings) as storage:
                found = await problems(settings, database, storage)
        except StorageUnavailable as error:  # there are no credentials for it
            found = [*await database_problems(settings, database), str(error)]
        if found:
            return found
        async with database.transaction(uuid4(), "service_role") as transaction:
            return await foreign_keys(transaction.connection)


async def problems(settings: Settings, database: Database, storage: Storage) -> list[str]:
    """What keeps a server from serving, as `check` tells it, for a database and a storage that are open."""
    return [*await database_problems(settings, database), *await storage_problems(storage)]


async def database_problems(settings: Settings, database: Database) -> list[str]:
    """What is wrong with the database: not reached, not migrated, or its users not kept apart."""
    try:
        return await migration_problems(settings, database) or await isolation_problems(database)
    except (asyncpg.PostgresError, *LOST) as error:
        return [f"The database cannot be used ({error.__class__.__name__}). Check DATABASE_URL; run migrate."]


async def migration_problems(settings: Settings, database: Database) -> list[str]:
    """Whether the schema's version and time zone are those of this server and its settings, and totals are counted."""
    async with database.pool.acquire() as connection:
        if begun := await connection.fetchval(RESTORE_BEGUN):
            return [str(BeingRestored(begun))]
        if await connection.fetchval("SELECT to_regclass('task_record.alembic_version')") is None:
            return ["The database has no tables yet. Run migrate."]
        version = await connection.fetchval("SELECT version_num FROM task_record.alembic_version")
        if version != head():
            return [f"The database is at version {version}, this server at {head()}. Run migrate."]
        zone = await connection.fetchval("SELECT task_record.time_zone()")
        is_being_counted = await connection.fetchval(IS_UNFINISHED)
    if zone != settings.statistics_time_zone.key:
        return [
            f"Days begin in {zone} in the database, in {settings.statistics_time_zone} in STATISTICS_TIME_ZONE. "
            "Run migrate, which counts the statistics anew."
        ]
    if is_being_counted:
        return ["Statistics are being counted anew. If no migrate is at work, run migrate, which goes on with it."]
    return []


async def storage_problems(storage: Storage) -> list[str]:
    """What is wrong with the bucket and the virus scanner."""
    found = []
    for used in (storage, storage.antivirus):
        try:
            if used:
                await used.check()
        except (StorageUnavailable, ScannerUnavailable) as error:
            found.append(str(error))
    return found
