"""Runs the PostgreSQL and the object storage of a pytest run."""

import asyncio
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from migrations.migrate import migrate
from server.development.embedded.directories import temporary_directory
from server.development.embedded.postgres import EmbeddedPostgres
from server.development.embedded.seaweedfs import EmbeddedObjectStorage
from server.settings.settings import Settings
from storage.objects import Storage
from tests.api import JWT_SECRET

BUCKET = "images"
MIGRATED = "task_record"
"""The database with all tables and no rows, which is copied for tests."""
MEMORY = Path("/dev/shm")  # noqa: S108 - mkdtemp makes names of its own there
PREFIX = "taskrecord-tests-"
NOBODY_THERE = "127.0.0.9"
"""
An address to which events may be sent in tests, and which refuses connections at once. A name that is not public, such
as localhost, is looked up for four seconds, for which an application that stops would wait.
"""
PLENTY = 12 * 2**30
"""Bytes of memory above which services run in it."""


@dataclass(frozen=True)
class PostgresService:
    superuser_url: str
    owner_url: str
    application_url: str

    async def new_database(self, template: str = "template1") -> str:
        """Create a database, a copy of `template` that belongs to the owner role, and return its name.

        It is never dropped, but goes with the server: dropping takes seconds, and after that PostgreSQL takes ten times
        as long to create the next.
        """
        name = f"test_{secrets.token_hex(8)}"
        owner = urlsplit(self.owner_url).username
        # Not to the template: nobody may be connected to it while it is copied.
        superuser = await asyncpg.connect(with_database(self.superuser_url, "postgres"))
        try:
            await superuser.execute(
                f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy OWNER "{owner}"'
            )
        finally:
            await superuser.close()
        return name


@dataclass(frozen=True)
class ObjectStorageService:
    endpoint_url: str
    access_key_id: str
    secret_access_key: str
    region: str


def is_plenty() -> bool:
    """Return whether memory has room for the services of a whole run."""
    if not MEMORY.is_dir():
        return False
    [available] = re.findall(r"^MemAvailable: *(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return min(shutil.disk_usage(MEMORY).free, int(available) * 1024) > PLENTY


@contextmanager
def locked(directory: Path, operation: int = fcntl.LOCK_EX) -> Iterator[None]:
    """Hold a lock on the directory, which ends with the process. With LOCK_NB: BlockingIOError if another holds it."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, operation)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def directory_in_memory() -> Iterator[Path]:
    """Make a directory in memory, after removing those of runs that were killed, which nobody holds the lock of."""
    with ExitStack() as holding:
        with locked(MEMORY):
            for other in MEMORY.glob(f"{PREFIX}*"):
                with suppress(BlockingIOError), locked(other, fcntl.LOCK_EX | fcntl.LOCK_NB):
                    shutil.rmtree(other)
            directory = Path(mkdtemp(prefix=PREFIX, dir=MEMORY))
            holding.enter_context(locked(directory))
        yield directory


@contextmanager
def service_directory() -> Iterator[Path]:
    """
    A temporary directory that the embedded servers' account can reach, unlike pytest's; removed afterwards.

    It is in memory if there is plenty, where copying hundreds of databases takes a third of the processor time. Those
    of a whole run take some 4 GB.
    """
    with directory_in_memory() if is_plenty() else nullcontext(temporary_directory()) as directory:
        directory.chmod(0o711)
        try:
            yield directory
        finally:
            shutil.rmtree(directory)


@contextmanager
def running_postgres() -> Iterator[PostgresService]:
    with service_directory() as directory, EmbeddedPostgres(directory, durable=False) as postgres:
        migrate(owner_url=postgres.owner_url, application_url=postgres.application_url, time_zone="UTC")
        yield PostgresService(postgres.superuser_url, postgres.owner_url, postgres.application_url)


@contextmanager
def running_object_storage() -> Iterator[ObjectStorageService]:
    with service_directory() as directory, EmbeddedObjectStorage(directory, durable=False) as storage:
        service = ObjectStorageService(
            storage.endpoint_url, storage.access_key_id, storage.secret_access_key, storage.region
        )
        asyncio.run(create_bucket(service))
        yield service


async def create_bucket(service: ObjectStorageService) -> None:
    async with Storage(bucket=BUCKET, **asdict(service)) as storage:
        await storage.create_bucket()


def settings_of(storage: ObjectStorageService, owner_url: str, application_url: str, **more: Any) -> Settings:
    """Return the settings of a server on this database and storage."""
    return Settings(
        database_url=application_url,
        database_owner_url=owner_url,
        s3_bucket_name=BUCKET,
        aws_region=storage.region,
        aws_access_key_id=storage.access_key_id,
        aws_secret_access_key=storage.secret_access_key,
        aws_endpoint_url_s3=storage.endpoint_url,
        jwt_secret=JWT_SECRET,
        **{"webhook_networks": f"{NOBODY_THERE}/32", **more},
    )


def with_database(url: str, name: str) -> str:
    """Return the URL with another database's name."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
