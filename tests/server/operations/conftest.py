from collections.abc import AsyncIterator

import pytest

from models.claims import NOBODY
from models.placement.databases import Databases
from resolvers.administration.inspection import Inspection
from server import readiness
from server.settings.settings import Settings
from server.stores.connections import open_storage
from storage.objects import Storage


@pytest.fixture
def check_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check at each request to `/readyz`."""
    monkeypatch.setattr(readiness, "REUSED_FOR", 0.0)
    monkeypatch.setattr(readiness, "CAPACITY_REUSED_FOR", 0.0)


@pytest.fixture
async def storage(settings: Settings) -> AsyncIterator[Storage]:
    async with open_storage(settings) as storage:
        yield storage


@pytest.fixture
async def inspection(settings: Settings, storage: Storage) -> AsyncIterator[Inspection]:
    async with Databases(settings.database_url.get_secret_value()) as database:
        yield Inspection(database, storage, NOBODY)
