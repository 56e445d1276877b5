"""The servers run once a pytest run: in xdist's controller, or in the only process."""

import os
from contextlib import ExitStack

import pytest

from tests.services import ObjectStorageService, PostgresService, Services, running_services

_SERVERS = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    servers = config.stash[_SERVERS] = ExitStack()
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
