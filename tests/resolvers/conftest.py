import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest

from server.object_storage import object_storage
from server.settings import Settings
from storage.storage import Storage


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """The test's own database, seen by its owner."""
    connection = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    yield connection
    await connection.close()


@dataclass
class Bucket:
    """What lies in storage."""

    storage: Storage

    async def keys(self, prefix: str) -> list[str]:
        listed = await self.storage._client.list_objects_v2(Bucket=self.storage.bucket, Prefix=prefix)
        return [item["Key"] for item in listed.get("Contents", [])]

    async def keeps_only(self, prefix: str, *keys: str) -> None:
        """Wait until the server's own worker has removed all else."""
        async with asyncio.timeout(15):
            while sorted(await self.keys(prefix)) != sorted(keys):
                await asyncio.sleep(0.1)


@pytest.fixture
async def bucket(settings: Settings) -> AsyncIterator[Bucket]:
    async with object_storage(settings) as storage:
        yield Bucket(storage)
