from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import pytest

from server.settings.settings import Settings
from server.stores.connections import create_bucket, open_storage
from tests.storage.conftest import drop_bucket


@asynccontextmanager
async def with_bucket(settings: Settings) -> AsyncIterator[Settings]:
    """Yield the settings with a bucket of the test's own, which is removed afterwards, if it exists."""
    own = settings.model_copy(update={"s3_bucket_name": f"test-{uuid4().hex}"})
    async with open_storage(own) as storage:
        yield own
        with suppress(storage._client.exceptions.NoSuchBucket):
            await drop_bucket(storage)


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    async with with_bucket(settings) as own:
        await create_bucket(own)
        yield own


@pytest.fixture
async def elsewhere(settings: Settings) -> AsyncIterator[Settings]:
    """The settings with the same database and a bucket that does not exist yet, which `restore` is to create."""
    async with with_bucket(settings) as other:
        yield other
