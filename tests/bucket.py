"""Reads and writes object storage directly, not through the server."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from uuid import uuid4

from server.settings.settings import Settings
from server.stores.connections import open_storage
from storage.objects import Storage
from tests.api import Client
from tests.storage.conftest import drop_bucket

PATIENCE = 20.0
"""Seconds that a worker's job may take, on a busy machine."""


@dataclass
class Bucket:
    storage: Storage

    async def keys(self, prefix: str) -> list[str]:
        listed = await self.storage._client.list_objects_v2(Bucket=self.storage.bucket, Prefix=prefix)
        return [item["Key"] for item in listed.get("Contents", [])]

    async def until_left(self, prefix: str, count: int) -> list[str]:
        """Wait until the server's worker has left `count` keys below the prefix, and return these."""
        async with asyncio.timeout(PATIENCE):
            while len(keys := await self.keys(prefix)) != count:  # noqa: ASYNC110 - storage notifies nobody
                await asyncio.sleep(0.03)
        return keys

    async def keys_of(self, *owners: Client) -> set[str]:
        """Return the keys of the images and the uploads of these users."""
        prefixes = [f"{place}/{owner.id}/" for owner in owners for place in ("task-history", "uploads")]
        return {key for prefix in prefixes for key in await self.keys(prefix)}

    async def until_keys_of(self, owner: Client, expected: set[str]) -> None:
        """Wait until `expected` are the keys of the user's images and uploads."""
        async with asyncio.timeout(PATIENCE):
            while await self.keys_of(owner) != expected:  # noqa: ASYNC110 - storage notifies nobody
                await asyncio.sleep(0.03)


async def put(storage: Storage, key: str, content: bytes = b"x") -> None:
    """Store an object as the server does."""
    digest = sha256(content).hexdigest()
    await storage.put(key, io.BytesIO(content), content_type="image/png", size=len(content), sha256_hex=digest)


@asynccontextmanager
async def own_bucket(settings: Settings) -> AsyncIterator[Settings]:
    """The settings with a bucket of the test's own: other tests' objects would be orphans in it."""
    own = settings.model_copy(update={"s3_bucket_name": f"test-{uuid4().hex}"})
    async with open_storage(own) as storage:
        await storage.create_bucket()
        yield own
        await drop_bucket(storage)
