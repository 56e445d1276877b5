"""Where backups lie: a folder, or what is below a prefix in a bucket."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from typing import BinaryIO, NamedTuple

from storage.objects import Storage
from storage.stored_object import ObjectDescription


class PlacedFile(NamedTuple):
    name: str
    size: int


class Place(ABC):
    """Files by name, with slashes in it. Each is there whole or not at all, whenever a write is interrupted."""

    @abstractmethod
    async def write(self, name: str, file: BinaryIO, *, size: int, sha256: str) -> None:
        """Keep the whole file under the name, where it replaces what was there."""

    @abstractmethod
    async def read(self, name: str, file: BinaryIO) -> None:
        """Write to `file` what lies under the name. FileNotFoundError when nothing does."""

    @abstractmethod
    def files(self, folder: str) -> AsyncIterator[PlacedFile]:
        """What lies below the folder."""

    async def copy_from(self, storage: Storage, key: str, name: str) -> ObjectDescription | None:
        """
        Have storage itself copy an object to here, and tell what it has come to; None where it cannot, or tells no
        SHA-256. ObjectNotFound when there is none.
        """
        return None

    async def copy_to(self, storage: Storage, name: str, key: str, content_type: str) -> ObjectDescription | None:
        """The same, in the other direction."""
        return None
