"""The servers run once a pytest run: in xdist's controller, or in the only process."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path

import botocore.session
import httpx2
import pytest
from starlette.applications import Starlette

from server.app import create_app
from server.development.page_build import PageBuild
from server.settings.settings import Settings
from tests.api import Client
from tests.services import BUCKET, ObjectStorageService, PostgresService, Services, running_services, with_database

JWT_SECRET = "not-a-secret-outside-of-these-tests"

# Each application would read botocore's description of all of AWS anew, which takes as long as most tests.
botocore.session.create_loader = cache(botocore.session.create_loader)

_SERVERS = pytest.StashKey[ExitStack]()


@contextmanager
def build_of_the_page() -> Iterator[None]:
    """Where there is a browser to look at it."""
    if shutil.which("chromium") is None:
        yield
        return
    with PageBuild(Path(tempfile.gettempdir()) / f"task-record-page-{os.getpid()}.log") as build:
        yield
        build.finish()


def pytest_configure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    servers = config.stash[_SERVERS] = ExitStack()
    with build_of_the_page():
        servers.enter_context(running_services()).publish()


def pytest_unconfigure(config: pytest.Config) -> None:
    if servers := config.stash.get(_SERVERS, None):
        servers.close()


@pytest.fixture(scope="session")
def services() -> Services:
    return Services.published()


@pytest.fixture(scope="session")
def postgres(services: Services) -> PostgresService:
    return services.postgres


@pytest.fixture(scope="session")
def object_storage(services: Services) -> ObjectStorageService:
    return services.object_storage


@pytest.fixture
async def settings(services: Services) -> AsyncIterator[Settings]:
    """Of a server with a migrated, empty database of the test's own."""
    storage = services.object_storage
    async with services.postgres.database(template="task_record") as name:
        yield Settings(
            database_url=with_database(services.postgres.application_url, name),
            database_owner_url=with_database(services.postgres.owner_url, name),
            s3_bucket_name=BUCKET,
            aws_region=storage.region,
            aws_access_key_id=storage.access_key_id,
            aws_secret_access_key=storage.secret_access_key,
            aws_endpoint_url_s3=storage.endpoint_url,
            jwt_secret=JWT_SECRET,
        )


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Starlette]:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def http(app: Starlette) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://task-record.test") as client:
        yield client


@pytest.fixture
def new_client(http: httpx2.AsyncClient) -> Callable[..., Client]:
    """`new_client(role=…, plan=…)`: someone with an id and a token of their own."""
    return partial(Client, http, JWT_SECRET)


@pytest.fixture
def user(new_client: Callable[..., Client]) -> Client:
    return new_client()
