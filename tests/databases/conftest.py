"""An application in front of four databases, behind the tests' own router."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.databases.router import ROUTE, Router
from tests.databases.servers import DatabaseServers
from tests.provider import provided
from tests.services import ObjectStorageService, settings_of


@pytest.fixture(scope="session")
def servers() -> DatabaseServers:
    service: DatabaseServers = provided("databases")
    return service


@pytest.fixture(scope="session")
async def settings(servers: DatabaseServers, object_storage: ObjectStorageService) -> AsyncIterator[Settings]:
    async with Router(servers.application_urls) as router:
        yield settings_of(
            object_storage,
            " ".join(servers.owner_urls),
            router.url,
            database_listen_url=" ".join(servers.application_urls),
            database_route=ROUTE,
        )


@pytest.fixture(scope="session")
async def application(settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(settings) as application:
        yield application


@pytest.fixture(scope="session")
async def owners(servers: DatabaseServers) -> AsyncIterator[list[asyncpg.Connection]]:
    """The databases in their order, each seen by its owner."""
    async with AsyncExitStack() as stack:
        connections = [await asyncpg.connect(url) for url in servers.owner_urls]
        for connection in connections:
            stack.push_async_callback(connection.close)
        yield connections


@pytest.fixture
async def users(application: ServedApplication, owners: list[asyncpg.Connection]) -> list[Client]:
    """Someone in each of the databases, in their order, with one task."""
    found: dict[int, Client] = {}
    while len(found) < len(owners):
        user = application.new_client()
        await user.task("createTask", prompt="a fox")
        [place] = await places(owners, user)
        found.setdefault(place, user)
    return [found[place] for place in range(len(owners))]


async def places(owners: list[asyncpg.Connection], user: Client) -> list[int]:
    """The databases in which there is a task of this user."""
    has = "SELECT EXISTS (SELECT FROM user_task_history WHERE user_id = $1)"
    return [place for place, owner in enumerate(owners) if await owner.fetchval(has, user.id)]
