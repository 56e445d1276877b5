import asyncio
import socket
import ssl
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import asyncpg
from asyncpg.exceptions import ClientConfigurationError, TargetServerAttributeNotMatched

from migrations.installed import differences
from migrations.restore_mark import RESTORE_BEGUN
from migrations.revisions import IS_UNFINISHED, REVISIONS, UPGRADED_FROM, head, is_revision
from migrations.unowned_objects import unowned_objects
from models.administration.isolation import isolation_problems
from models.administration.overall_statements import CURRENCY_OF_COSTS
from models.claims import NOBODY
from models.connection import UNUSABLE, DatabaseSilent
from models.database import Database
from models.placement.databases import Databases
from server.operations.checking.capacity import MORE_CONNECTIONS, capacity_problems, setup_problems
from server.operations.checking.problem import Problem, Severity
from server.operations.checking.replica_problems import replica_problems
from server.operations.checking.route_problems import interrupted_moves, problems_of_route
from server.operations.checking.trial import (
    problems_of_address,
    problems_of_keys,
    problems_of_listening,
    problems_of_redis,
    problems_of_signing,
    problems_of_writing,
)
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage, opened, replicas_of
from storage.failures import StorageUnavailable
from storage.objects import Storage
from storage.virus_scan import Antivirus


async def check(settings: Settings, processes: int = 1) -> list[Problem]:
    """
    Check the whole installation for so many server processes, and return its problems in the order in which to solve
    them. This writes an object to the bucket and removes it, writes a row and rolls it back, and sends a notification
    through PostgreSQL. Rows that name objects of other users are searched for only if there is no other problem.
    """
    async with open_database(settings) as database:
        each = (database_problems(*pair) for pair in by_itself(settings, database))
        found = named(database, await asyncio.gather(*each))
        if not found:
            tried = [await capacity_problems(part) or await setup_problems(part, processes) for part in database.parts]
            found = named(database, tried)
        for pair in by_itself(settings, database) if not found else ():
            found += await problems_of_listening(*pair)
        if not found:
            async with opened(replicas := replicas_of(settings)):
                found = await replica_problems(replicas)
        if settings.database_route and not found:
            found = await problems_of_route(database) or await interrupted_moves(database)
        try:
            async with open_storage(settings) as storage:
                found += (
                    await storage_problems(storage)
                    or await problems_of_writing(storage)
                    or await problems_of_address(storage)
                )
                found += await storage_problems(storage.antivirus)
        except StorageUnavailable as error:  # there are no credentials
            found.append(Problem(error.what, error.remedy))
        found += [*await problems_of_keys(settings), *await problems_of_redis(settings)]
        found += await problems_of_signing(settings)
        for part in database.parts if not found else ():
            async with part.transaction(uuid4(), "service_role") as transaction:
                found += [Problem(*row) for row in await unowned_objects(transaction.connection)]
    return found


def by_itself(settings: Settings, database: Databases) -> list[tuple[Settings, Database]]:
    """Return each database, with settings for it alone."""
    return list(zip(settings.per_database, database.parts, strict=True))


def named(database: Databases, each: Sequence[list[Problem]]) -> list[Problem]:
    """
    Join the problems of all databases. A database that cannot be used is a warning as long as another can: servers
    continue for the users of the others.
    """
    if database.common is database:
        return each[0]
    others_answer = any(not any(problem.severity is Severity.UNUSABLE for problem in found) for found in each)
    harmless = {Severity.WARNING, Severity.UNUSABLE} if others_answer else {Severity.WARNING}
    return [
        Problem(
            f"{part.name}: {problem.what}",
            problem.remedy,
            Severity.WARNING if problem.severity in harmless else Severity.ERROR,
        )
        for part, found in zip(database.parts, each, strict=True)
        for problem in found
    ]


async def database_problems(settings: Settings, database: Database) -> list[Problem]:
    """Return the problems of one database: it is unreachable, not migrated, or its row-level security is wrong."""
    try:
        found = await migration_problems(settings, database)
        if any(problem.severity is not Severity.WARNING for problem in found):
            return found
        found += [Problem(*row) for row in await isolation_problems(database, REVISIONS)]
        is_sound = all(problem.severity is Severity.WARNING for problem in found)
        return [*found, *await currency_problems(settings, database)] if is_sound else found
    except UNUSABLE as error:
        return [unusable(settings, DatabaseSilent() if database.watch.is_silent else error)]


def unusable(settings: Settings, error: Exception) -> Problem:
    """Describe the cause of `error`, without the password, as the problem of a database that cannot be used."""
    address = urlsplit(settings.database_url.get_secret_value())
    what, remedy = type(error).__name__, DATABASE
    if parameters := problem_of_parameters(error, address.query):
        return parameters
    match error:
        case DatabaseSilent():
            what = f"{settings.database_name} does not answer, though it can be connected to"
            remedy = "check whether PostgreSQL, or a pooler before it, is stopped, out of memory, or waits for its disk"
        case TimeoutError():
            what = f"{settings.database_name} does not answer in time"
            remedy = f"{remedy}; if that is its address, check whether PostgreSQL or a pooler before it is stopped"
        case asyncpg.TooManyConnectionsError():
            what, remedy = f"it has no connection left ({error})", MORE_CONNECTIONS
        case asyncpg.InvalidAuthorizationSpecificationError():
            what = f"PostgreSQL knows no role {address.username} with this password"
            remedy = "./run migrate, which makes the role; if it is there, DATABASE_URL with its password"
        case asyncpg.InvalidCatalogNameError():
            name = address.path.removeprefix("/")
            what = f"there is no database {name}"
            remedy = f"As a superuser: CREATE DATABASE {name} OWNER task_record_owner;"
        case socket.gaierror():
            what, remedy = f"no host is known as {address.hostname}", f"{remedy}, with a host that DNS knows"
        case OSError():
            what, remedy = f"nothing answers at its address, {what}", f"{remedy}, of a PostgreSQL that runs"
    return unusable_because(what, remedy)


async def migration_problems(settings: Settings, database: Database) -> list[Problem]:
    """
    Return a problem when the database is read-only, or a restore, an upgrade or a recount of statistics has not
    finished. The schema's version and functions must be this server's, and the time zone that of the settings.
    """
    async with database.transaction(NOBODY, "none", "READ ONLY") as transaction:
        connection = transaction.connection
        if await connection.fetchval("SELECT pg_is_in_recovery()"):
            remedy = "DATABASE_URL=postgresql://role:password@host:5432/database, of the primary"
            return [Problem("The database is a standby, which can only be read.", remedy, Severity.UNUSABLE)]
        if begun := await connection.fetchval(RESTORE_BEGUN):
            what = f"A restore of the backup {begun} has begun and not finished."
            return [Problem(what, f"./run restore SOURCE --backup {begun}")]
        if await connection.fetchval("SELECT to_regclass('task_record.alembic_version')") is None:
            return [Problem("The database has no tables yet.", "./run migrate")]
        version = await connection.fetchval("SELECT version_num FROM task_record.alembic_version")
        if is_revision(version) and version != head():
            return [Problem(f"The database is at version {version}, this server at {head()}.", "./run migrate")]
        if version == head() and (begun := await connection.fetchval(UPGRADED_FROM)):
            what = f"The database is being upgraded from version {begun} to {version}."
            return [Problem(what, "./run migrate, which continues it")]
        found = await function_problems(connection, version)
        zone = await connection.fetchval("SELECT task_record.time_zone()")
        is_being_counted = await connection.fetchval(IS_UNFINISHED)
    # Servers are replaced, and get another time zone, one by one. All of them use the database's zone.
    if zone != settings.statistics_time_zone.key:
        what = f"Days begin in {zone} in the database, in {settings.statistics_time_zone} in STATISTICS_TIME_ZONE."
        remedy = f"./run migrate, which recounts the statistics, or STATISTICS_TIME_ZONE={zone}"
        found.append(Problem(what, remedy, Severity.WARNING))
    if is_being_counted:
        what = "Statistics are being recounted."
        found.append(Problem(what, "./run migrate, which continues it", Severity.WARNING))
    return found


async def currency_problems(settings: Settings, database: Database) -> list[Problem]:
    """Return a problem when costs are recorded in another currency than the settings'."""
    async with database.transaction(NOBODY, "service_role", "READ ONLY") as transaction:
        noted = await transaction.connection.fetchval(CURRENCY_OF_COSTS)
    if noted in (None, settings.currency):
        return []
    what = f"Costs are recorded in {noted}, and CURRENCY is {settings.currency}."
    return [Problem(what, f"CURRENCY={noted}, until those costs are gone")]


async def function_problems(connection: asyncpg.Connection, version: str) -> list[Problem]:
    """Return a problem when the database has a later version, or other functions than this server's."""
    if version != head():
        what = f"The database is at version {version}, this server at {head()}, which continues to serve."
        return [Problem(what, "servers of the version that has migrated it", Severity.WARNING)]
    missing, changed, _ = (
        [name for name in names if name.startswith(("FUNCTION", "VIEW"))] for names in await differences(connection)
    )
    if missing:
        return [Problem(f"The database lacks what this server calls: {', '.join(missing)}.", "./run migrate")]
    if changed:
        what = f"The database has another version of what this server calls: {', '.join(changed)}."
        return [Problem(what, "./run migrate, or servers of the version that has migrated it", Severity.WARNING)]
    return []


async def storage_problems(used: Storage | Antivirus | None) -> list[Problem]:
    """Return a problem when the bucket, or the virus scanner, cannot be used."""
    try:
        if used:
            await used.check()
    except StorageUnavailable as error:
        return [Problem(error.what, error.remedy)]
    return []


DATABASE = "DATABASE_URL=postgresql://role:password@host:5432/database"
FILES = {"sslrootcert", "sslcert", "sslkey", "sslcrl"}


def problem_of_parameters(error: Exception, query: str) -> Problem | None:
    """Return a problem if the parameters after the ? in a database's address cause `error`."""
    match error:
        case asyncpg.UndefinedObjectError():  # a parameter of libpq alone, such as connect_timeout
            return unusable_because(str(error), f"{DATABASE}, without the parameter that PostgreSQL does not know")
        case ClientConfigurationError():
            return unusable_because(str(error), f"{DATABASE}, with correct parameters after the ?")
        case TargetServerAttributeNotMatched():
            return unusable_because(str(error), "DATABASE_URL with a host that its target_session_attrs allows")
        case ssl.SSLError():
            return unusable_because(f"TLS fails, {error}", f"{DATABASE}?sslrootcert=FILE, of its authority")
        case ConnectionError() if "SSL" in str(error):
            return unusable_because("it offers no TLS", "ssl = on in PostgreSQL, or DATABASE_URL without sslmode")
        case FileNotFoundError():
            files = [file for name, file in parse_qsl(query) if name in FILES and not Path(file).exists()]
            if files:
                return unusable_because(f"there is no file {files[0]}", f"{DATABASE}?sslrootcert=FILE, which exists")
    return None


def unusable_because(what: str, remedy: str) -> Problem:
    return Problem(f"The database cannot be used: {what}.", remedy, Severity.UNUSABLE)
