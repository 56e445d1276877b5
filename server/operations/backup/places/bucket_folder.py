from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import BinaryIO

from server.operations.backup.places.place import Place, PlacedFile, checked_name, too_large
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.objects import Storage
from storage.stored_object import ObjectDescription

ANY_BYTES = "application/octet-stream"


@dataclass(frozen=True)
class BucketFolder(Place):
    """A place that is a prefix in a bucket; the prefix is empty or ends in a slash."""

    storage: Storage
    prefix: str

    def key_of(self, name: str) -> str:
        return self.prefix + checked_name(name)

    async def write(self, name: str, file: BinaryIO, *, size: int, sha256: str) -> None:
        await self.storage.put(self.key_of(name), file, content_type=ANY_BYTES, size=size, sha256_hex=sha256)

    async def read(self, name: str, file: BinaryIO, *, at_most: int) -> None:
        try:
            await self.storage.get(self.key_of(name), file, at_most=at_most)
        except ObjectNotFound as error:
            raise FileNotFoundError(name) from error
        except ObjectTooLarge:
            raise too_large(name, at_most) from None

    async def files(self, folder: str) -> AsyncIterator[PlacedFile]:
        async for item in self.storage.objects(f"{self.prefix}{folder}/"):
            yield PlacedFile(item.key.removeprefix(self.prefix), item.size)

    async def copy_from(self, storage: Storage, key: str, name: str) -> ObjectDescription | None:
        return await copy_object(storage, key, self.storage, self.key_of(name))

    async def copy_to(self, storage: Storage, name: str, key: str, content_type: str) -> ObjectDescription | None:
        return await copy_object(self.storage, self.key_of(name), storage, key, content_type)


async def copy_object(
    source: Storage, source_key: str, target: Storage, key: str, content_type: str | None = None
) -> ObjectDescription | None:
    """Have storage copy an object, and describe the copy; return None when storage keeps no SHA-256 of it."""
    await target.copy(source_key, key, content_type=content_type, from_bucket=source.bucket)
    description = await target.describe(key)
    return description if description.sha256 else None
