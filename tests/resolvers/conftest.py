import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest

from server.connections import open_storage
from server.settings.settings import Settings
from storage.objects import Storage


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

    async def keeps(self, prefix: str, count: int) -> list[str]:
        """Wait until the server's own worker has removed all else; the keys that stay."""
        for _ in range(150):
            if len(keys := await self.keys(prefix)) == count:
                return keys
            await asyncio.sleep(0.1)
        raise AssertionError(f"{keys} are in storage, expected {count}")


@pytest.fixture
async def bucket(settings: Settings) -> AsyncIterator[Bucket]:
    async with open_storage(settings) as storage:
        yield Bucket(storage)
