import asyncio
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg

from migrations.installed import differences
from migrations.restore_mark import RESTORE_BEGUN
from migrations.revisions import IS_UNFINISHED, head
from migrations.unowned_objects import unowned_objects
from models.administration.isolation import isolation_problems
from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database
from resolvers.replica import Replica
from server.operations.checking.fault import Fault, Flaw, Unusable
from server.operations.checking.interrupted_moves import interrupted_moves
from server.operations.checking.replica_faults import replica_faults
from server.operations.checking.route_faults import faults_of_route
from server.operations.checking.trial import faults_of_keys, faults_of_listening, faults_of_redis, faults_of_writing
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage, opened, replicas_of
from storage.failures import StorageUnavailable
from storage.objects import Storage


async def check(settings: Settings) -> list[Fault]:
    """
    Check the whole installation and return its faults in the order in which to mend them; an empty list when there are
    none. This writes an object to the bucket and removes it, and sends a notification through PostgreSQL.

    Rows that name objects of other users are looked for only when nothing else is wrong.
    """
    async with open_database(settings) as database:
        found = await faults_of_databases(settings, database)
        for one, part in zip(settings.per_database, database.parts, strict=True) if not found else ():
            found += await faults_of_listening(one, part)
        if not found:
            found = await faults_of_replicas(settings)
        if settings.database_route and not found:
            found = await faults_of_route(database) or await interrupted_moves(database)
        try:
            async with open_storage(settings) as storage:
                found += await storage_faults(storage) or await faults_of_writing(storage)
        except StorageUnavailable as error:  # there are no credentials for it
            found.append(Fault(error.what, error.mend))
        found += [*await faults_of_keys(settings), *await faults_of_redis(settings)]
        for part in database.parts if not found else ():
            async with part.transaction(uuid4(), "service_role") as transaction:
                found += [Fault(*row) for row in await unowned_objects(transaction.connection)]
    return found


async def faults(settings: Settings, database: Database, replicas: Sequence[Replica], storage: Storage) -> list[Fault]:
    """Return the faults that matter to a running server, from databases and a storage that are open; change nothing."""
    found = [*await faults_of_databases(settings, database), *await storage_faults(storage)]
    return [*found, *await replica_faults(replicas)]


async def faults_of_replicas(settings: Settings) -> list[Fault]:
    """Open the replicas, where there are any, and return their faults."""
    replicas = replicas_of(settings)
    async with opened(replicas):
        return await replica_faults(replicas)


async def faults_of_databases(settings: Settings, database: Database) -> list[Fault]:
    """
    Return the faults of all databases. One of several that does not answer is a `Flaw`, as long as another answers:
    servers go on for the users of the others.
    """
    pairs = zip(settings.per_database, database.parts, strict=True)
    each = await asyncio.gather(*(database_faults(one, part) for one, part in pairs))
    if not settings.database_route:
        return each[0]
    others_answer = any(not any(isinstance(fault, Unusable) for fault in found) for found in each)
    harmless = (Flaw, Unusable) if others_answer else Flaw
    return [
        (Flaw if isinstance(fault, harmless) else Fault)(f"{part.name}: {fault.what}", fault.mend)
        for part, found in zip(database.parts, each, strict=True)
        for fault in found
    ]


async def database_faults(settings: Settings, database: Database) -> list[Fault]:
    """
    Return the faults of one database: it cannot be reached, it is not migrated, or its row-level security is not what
    it should be.
    """
    try:
        found = await migration_faults(settings, database)
        if any(not isinstance(fault, Flaw) for fault in found):
            return found
        return [*found, *(Fault(*row) for row in await isolation_problems(database))]
    except UNUSABLE as error:
        return [unusable(settings, error)]


def unusable(settings: Settings, error: Exception) -> Fault:
    """Return the fault of a database that cannot be used, with the cause of `error` but no password."""
    address = urlsplit(settings.database_url.get_secret_value())
    what, mend = f"{type(error).__name__}", "DATABASE_URL=postgresql://role:password@host:5432/database"
    match error:
        case asyncpg.InvalidAuthorizationSpecificationError():
            what = f"PostgreSQL knows no role {address.username} with this password"
            mend = "./run migrate, which makes the role; if it is there, DATABASE_URL with its password"
        case asyncpg.InvalidCatalogNameError():
            name = address.path.removeprefix("/")
            what, mend = (
                f"there is no database {name}",
                f"As a superuser: CREATE DATABASE {name} OWNER task_record_owner;",
            )
        case socket.gaierror():
            what, mend = f"no host is known as {address.hostname}", f"{mend}, with a host that DNS knows"
        case OSError():
            what, mend = f"nothing answers at its address, {what}", f"{mend}, of a PostgreSQL that runs"
    return Unusable(f"The database cannot be used: {what}.", mend)


async def migration_faults(settings: Settings, database: Database) -> list[Fault]:
    """
    Return faults where the database can only be read, a restore has not finished, the schema's version or its functions
    are not this server's, the database's time zone is not that of the settings, or statistics are being counted anew.
    """
    async with database.transaction(NOBODY, "none", "READ ONLY") as transaction:
        connection = transaction.connection
        if await connection.fetchval("SELECT pg_is_in_recovery()"):
            mend = "DATABASE_URL=postgresql://role:password@host:5432/database, of the primary"
            return [Unusable("The database is a standby, which can only be read.", mend)]
        if begun := await connection.fetchval(RESTORE_BEGUN):
            return [
                Fault(
                    f"A restore of the backup {begun} has begun and not finished.",
                    f"./run restore SOURCE --backup {begun}",
                )
            ]
        if await connection.fetchval("SELECT to_regclass('task_record.alembic_version')") is None:
            return [Fault("The database has no tables yet.", "./run migrate")]
        version = await connection.fetchval("SELECT version_num FROM task_record.alembic_version")
        if version < head():
            return [Fault(f"The database is at version {version}, this server at {head()}.", "./run migrate")]
        found = await function_faults(connection, version)
        zone = await connection.fetchval("SELECT task_record.time_zone()")
        is_being_counted = await connection.fetchval(IS_UNFINISHED)
    # Servers are replaced, and given another time zone, one after the other; all of them use the database's zone.
    if zone != settings.statistics_time_zone.key:
        what = f"Days begin in {zone} in the database, in {settings.statistics_time_zone} in STATISTICS_TIME_ZONE."
        found.append(Flaw(what, f"./run migrate, which counts the statistics anew, or STATISTICS_TIME_ZONE={zone}"))
    if is_being_counted:
        found.append(Flaw("Statistics are being counted anew.", "./run migrate, which goes on with it"))
    return found


async def function_faults(connection: asyncpg.Connection, version: str) -> list[Fault]:
    """Return the fault of a database that is of another version, or whose functions are not this server's."""
    if version != head():
        what = f"The database is at version {version}, this server at {head()}, which serves on."
        return [Flaw(what, "servers of the version that has migrated it")]
    missing, changed, _ = (
        [name for name in names if name.startswith(("FUNCTION", "VIEW"))] for names in await differences(connection)
    )
    if missing:
        return [Fault(f"The database lacks what this server calls: {', '.join(missing)}.", "./run migrate")]
    if changed:
        what = f"The database has another version of what this server calls: {', '.join(changed)}."
        return [Flaw(what, "./run migrate, or servers of the version that has migrated it")]
    return []


async def storage_faults(storage: Storage) -> list[Fault]:
    """Return the faults of the bucket and of the virus scanner."""
    found = []
    for used in (storage, storage.antivirus):
        try:
            if used:
                await used.check()
        except StorageUnavailable as error:
            found.append(Fault(error.what, error.mend))
    return found
