"""The real PostgreSQL and object storage that the tests of one pytest run share."""

import asyncio
import json
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from typing import Self
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from migrations import migrate
from server.development.embedded.directories import temporary_directory
from server.development.embedded.embedded_servers import EmbeddedServers
from storage.objects import Storage

BUCKET = "images"
_VARIABLE = "TASK_RECORD_TEST_SERVICES"
_DONE_WITH: list[str] = []
DROPPED_AT_ONCE = 25
"""Databases. After each drop PostgreSQL takes ten times as long to make the next."""


@dataclass(frozen=True)
class PostgresService:
    superuser_url: str
    owner_url: str
    application_url: str

    @asynccontextmanager
    async def database(self, template: str = "template1") -> AsyncIterator[str]:
        """The name of a new database, a copy of `template`, owned by the owner role; gone afterwards."""
        name = f"test_{secrets.token_hex(8)}"
        owner = urlsplit(self.owner_url).username
        await self._execute(
            f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy OWNER "{owner}"',
        )
        try:
            yield name
        finally:
            _DONE_WITH.append(name)
            if len(_DONE_WITH) == DROPPED_AT_ONCE:
                await self._execute(*(f'DROP DATABASE "{done_with}" WITH (FORCE)' for done_with in _DONE_WITH))
                _DONE_WITH.clear()

    async def _execute(self, *statements: str) -> None:
        # Not a database that serves as a template: nobody may be connected to one while it is copied.
        connection = await asyncpg.connect(with_database(self.superuser_url, "postgres"))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@dataclass(frozen=True)
class ObjectStorageService:
    endpoint_url: str
    access_key_id: str
    secret_access_key: str
    region: str


@dataclass(frozen=True)
class Services:
    postgres: PostgresService
    object_storage: ObjectStorageService

    def publish(self) -> None:
        """To the workers, which are children of this process."""
        os.environ[_VARIABLE] = json.dumps(asdict(self))

    @classmethod
    def published(cls) -> Self:
        services = json.loads(os.environ[_VARIABLE])
        return cls(PostgresService(**services["postgres"]), ObjectStorageService(**services["object_storage"]))


@contextmanager
def running_services() -> Iterator[Services]:
    directory = temporary_directory()
    directory.chmod(0o711)
    try:
        with EmbeddedServers(directory, durable=False) as servers:
            postgres = servers.postgres
            migrate(owner_url=postgres.owner_url, application_url=postgres.application_url, time_zone="UTC")
            services = _services(servers)
            asyncio.run(create_bucket(services.object_storage))
            yield services
    finally:
        shutil.rmtree(directory)


async def create_bucket(service: ObjectStorageService) -> None:
    async with Storage(bucket=BUCKET, **asdict(service)) as storage:
        await storage.create_bucket()


def _services(servers: EmbeddedServers) -> Services:
    postgres, storage = servers.postgres, servers.object_storage
    return Services(
        PostgresService(postgres.superuser_url, postgres.owner_url, postgres.application_url),
        ObjectStorageService(storage.endpoint_url, storage.access_key_id, storage.secret_access_key, storage.region),
    )


def with_database(url: str, name: str) -> str:
    """The same address, of another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
