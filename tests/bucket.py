"""What lies in object storage, seen past the server."""

import asyncio
import io
from dataclasses import dataclass
from hashlib import sha256

from storage.objects import Storage
from tests.api import Client

PATIENCE = 20.0
"""Seconds for what a worker does by itself, on a busy machine."""


@dataclass
class Bucket:
    storage: Storage

    async def keys(self, prefix: str) -> list[str]:
        listed = await self.storage._client.list_objects_v2(Bucket=self.storage.bucket, Prefix=prefix)
        return [item["Key"] for item in listed.get("Contents", [])]

    async def keeps(self, prefix: str, count: int) -> list[str]:
        """Wait until the server's own worker has removed all else; the keys that stay."""
        async with asyncio.timeout(PATIENCE):
            while len(keys := await self.keys(prefix)) != count:  # noqa: ASYNC110 - storage tells nobody
                await asyncio.sleep(0.03)
        return keys

    async def of(self, *owners: Client) -> set[str]:
        """The keys of what these users have stored or sent."""
        prefixes = [f"{place}/{owner.id}/" for owner in owners for place in ("task-history", "uploads")]
        return {key for prefix in prefixes for key in await self.keys(prefix)}

    async def until_of(self, owner: Client, expected: set[str]) -> None:
        """Wait until these are the keys of that user."""
        async with asyncio.timeout(PATIENCE):
            while await self.of(owner) != expected:  # noqa: ASYNC110 - storage tells nobody
                await asyncio.sleep(0.03)


async def put(storage: Storage, key: str, content: bytes = b"x") -> None:
    """Store an object as the server does."""
    digest = sha256(content).hexdigest()
    await storage.put(key, io.BytesIO(content), content_type="image/png", size=len(content), sha256_hex=digest)
