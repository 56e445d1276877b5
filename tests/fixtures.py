"""
Fixtures of most tests: clients of the API of an application that the tests of one xdist worker share.

Each test has users of its own, who see nothing of the users of other tests. A test marked `own_database`, which reads
tables of all users or changes more than rows, has a database and an application to itself.
"""

import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import asdict
from functools import cache
from typing import Any, TypeVar

import asyncpg
import httpx2
import pytest

from server.settings.settings import Settings
from storage.objects import Storage
from tests.api import Client
from tests.application import Application, ServedApplication, in_process, on_port
from tests.bucket import Bucket
from tests.logged import PROMPTS, found_secrets, logged, record_logs
from tests.services import (
    BUCKET,
    MIGRATED,
    ObjectStorageService,
    PostgresService,
    running_object_storage,
    running_postgres,
    settings_of,
    with_database,
)
from tests.shared import shared

# Otherwise, each HTTP client reads all certificates of the system, which takes as long as most tests.
ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]

record_logs()

ApplicationT = TypeVar("ApplicationT", bound=Application)
Start = Callable[[Settings], AbstractAsyncContextManager[ApplicationT]]


@pytest.fixture(scope="session", autouse=True)
def _nothing_secret_is_logged() -> Iterator[None]:
    """Assert, at the end, that no secret was logged by this process or by any process that it started."""
    yield
    assert found_secrets(logged(), PROMPTS) == set()


@pytest.fixture(scope="session")
def postgres() -> PostgresService:
    return shared(running_postgres)


@pytest.fixture(scope="session")
def object_storage() -> ObjectStorageService:
    return shared(running_object_storage)


async def with_new_database(postgres: PostgresService, storage: ObjectStorageService) -> Settings:
    name = await postgres.new_database(MIGRATED)
    return settings_of(storage, *(with_database(url, name) for url in (postgres.owner_url, postgres.application_url)))


@pytest.fixture(scope="session")
async def shared_settings(postgres: PostgresService, object_storage: ObjectStorageService) -> Settings:
    return await with_new_database(postgres, object_storage)


@pytest.fixture
async def own_settings(postgres: PostgresService, object_storage: ObjectStorageService) -> Settings:
    return await with_new_database(postgres, object_storage)


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> Settings:
    """Settings with a migrated database: the one that the tests of a worker share, or the test's own, empty one."""
    owns = request.node.get_closest_marker("own_database")
    found: Settings = request.getfixturevalue("own_settings" if owns else "shared_settings")
    return found


@pytest.fixture
def shares(request: pytest.FixtureRequest, settings: Settings) -> bool:
    """Whether the settings are those that the tests of a worker share; a module may replace them by its own."""
    owns = request.node.get_closest_marker("own_database")
    return not owns and settings is request.getfixturevalue("shared_settings")


class SharedApplications(AsyncExitStack):
    """The applications that the tests of a worker share, each started by the first test that asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self.applications: dict[Start[Any], Any] = {}

    @asynccontextmanager
    async def running(self, start: Start[ApplicationT], settings: Settings) -> AsyncIterator[ApplicationT]:
        if start not in self.applications:
            self.applications[start] = await self.enter_async_context(start(settings))
        yield self.applications[start]


@pytest.fixture(scope="session")
async def shared_applications() -> AsyncIterator[SharedApplications]:
    async with SharedApplications() as shared:
        yield shared


@pytest.fixture
async def application(
    settings: Settings, shares: bool, shared_applications: SharedApplications
) -> AsyncIterator[Application]:
    """An application that is called in this process, without a socket."""
    async with shared_applications.running(in_process, settings) if shares else in_process(settings) as application:
        yield application


@pytest.fixture
async def server(
    settings: Settings, shares: bool, shared_applications: SharedApplications
) -> AsyncIterator[ServedApplication]:
    """An application that serves on a port, in this process."""
    async with shared_applications.running(on_port, settings) if shares else on_port(settings) as server:
        yield server


@pytest.fixture
def http(application: Application) -> httpx2.AsyncClient:
    return application.http


@pytest.fixture
def new_client(application: Application) -> Callable[..., Client]:
    """`new_client(role=…, plan=…)` returns the client of a new user."""
    return application.new_client


@pytest.fixture
def user(new_client: Callable[..., Client]) -> Client:
    return new_client()


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """A connection to the application's database as the owner of its tables."""
    connection = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
async def bucket(object_storage: ObjectStorageService) -> AsyncIterator[Bucket]:
    """The application's bucket."""
    async with Storage(bucket=BUCKET, **asdict(object_storage)) as storage:
        yield Bucket(storage)
