"""An application on four databases behind PgDog, or, without PgDog on the PATH, behind the tests' router."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.databases.engine import PGDOG, running_engine
from tests.databases.pair import Pair, running_pair, user_in_each
from tests.databases.servers import DatabaseServers, running_databases
from tests.services import BUCKET, ObjectStorageService, settings_of
from tests.shared import shared


def pytest_report_header() -> str:
    return f"many databases: behind {PGDOG or 'a router of the tests, as pgdog is not on the PATH'}"


@pytest.fixture(scope="session")
def servers() -> DatabaseServers:
    return shared(running_databases)


@pytest.fixture(scope="session")
async def settings(servers: DatabaseServers, object_storage: ObjectStorageService) -> AsyncIterator[Settings]:
    async with running_engine(servers.application_urls) as engine:
        yield settings_of(
            object_storage,
            " ".join(servers.owner_urls),
            engine.url,
            database_listen_url=" ".join(servers.direct_urls),
            database_route=engine.route,
        )


@pytest.fixture(scope="session")
async def application(settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(settings) as application:
        yield application


@pytest.fixture(scope="session")
async def owners(servers: DatabaseServers) -> AsyncIterator[list[asyncpg.Connection]]:
    """A connection to each database as its owner, in the databases' order."""
    async with AsyncExitStack() as stack:
        connections = [await asyncpg.connect(url) for url in servers.owner_urls]
        for connection in connections:
            stack.push_async_callback(connection.close)
        yield connections


@pytest.fixture
async def users(application: ServedApplication, owners: list[asyncpg.Connection]) -> list[Client]:
    """A user with one task in each database, in the databases' order."""
    return await user_in_each(application, owners)


@pytest.fixture
async def pair(servers: DatabaseServers, object_storage: ObjectStorageService) -> AsyncIterator[Pair]:
    async with running_pair(servers, object_storage, BUCKET) as pair:
        yield pair
