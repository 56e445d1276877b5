import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib.metadata import version
from pathlib import Path

from server.development.embedded.directories import data_directory
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.embedded.postgres import EmbeddedPostgres
from server.operations.checking.built_pages import checksum

_TOP = Path(__file__).parents[2]


@contextmanager
def migrated_postgres(data: Path) -> Iterator[EmbeddedPostgres]:
    """
    Return the PostgreSQL that `./run dev` runs on this directory. If there is none, start one, which stops at the end
    of the context. The database is migrated first.
    """
    postgres = EmbeddedPostgres(data_directory(data))
    with nullcontext() if postgres.attach() else postgres:
        asyncio.run(migrate_embedded(postgres))
        yield postgres


@contextmanager
def migrated_servers(data: Path) -> Iterator[EmbeddedServers]:
    """The same with the object storage."""
    servers = EmbeddedServers(data_directory(data))
    with nullcontext() if servers.attach() else servers:
        asyncio.run(migrate_embedded(servers.postgres))
        yield servers


async def migrate_embedded(postgres: EmbeddedPostgres) -> None:
    """Migrate the database to the current schema. Return at once if these migrations have already run on it."""
    # PgQueuer creates the tables of jobs, so its version counts, too.
    wanted = f"{checksum(_TOP / 'migrations', _TOP / 'models')} {version('pgqueuer')}"
    if postgres.migrated_to == wanted:
        return
    from migrations.migrate import migrate_database

    await migrate_database(postgres.owner_url, postgres.application_url, time_zone="UTC")
    postgres.migrated_to = wanted
