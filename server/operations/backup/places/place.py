"""The place where backups are kept: a folder, or a prefix in a bucket."""

import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from typing import BinaryIO, NamedTuple

from server.operations.backup.places.backup_failed import BackupFailed
from storage.objects import Storage
from storage.stored_object import ObjectDescription

NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,250}(/[0-9A-Za-z][0-9A-Za-z._-]{0,250}){0,9}")


def checked_name(name: str) -> str:
    """Return the name of a file in a place. Raise BackupFailed when it could lead anywhere else, as `../x` and `/x`."""
    if not NAME.fullmatch(name):
        raise BackupFailed(f"{name!r} is not the name of a file in a backup.")
    return name


class PlacedFile(NamedTuple):
    """A file in a place: its name and its size in bytes."""

    name: str
    size: int


class Place(ABC):
    """
    Keeps files by names, which contain slashes and are checked by `checked_name`. A file is there completely or not at
    all, also when a write is interrupted.
    """

    @abstractmethod
    async def write(self, name: str, file: BinaryIO, *, size: int, sha256: str) -> None:
        """Write the whole file under the name, replacing an earlier one; `size` and `sha256` are those of its bytes."""

    @abstractmethod
    async def read(self, name: str, file: BinaryIO, *, at_most: int) -> None:
        """
        Copy the content of the file with that name to `file`. Raise FileNotFoundError when there is none, and
        BackupFailed when it has more than `at_most` bytes.
        """

    @abstractmethod
    def files(self, folder: str) -> AsyncIterator[PlacedFile]:
        """List the files below the folder."""

    async def copy_from(self, storage: Storage, key: str, name: str) -> ObjectDescription | None:
        """
        Have storage itself copy the object at the key to the file `name` of this place, and describe the copy. Return
        None where storage cannot, or keeps no SHA-256. Raise ObjectNotFound when there is no such object.
        """
        return None

    async def copy_to(self, storage: Storage, name: str, key: str, content_type: str) -> ObjectDescription | None:
        """Have storage itself copy the file `name` of this place to the key, as `copy_from` does the other way."""
        return None


def too_large(name: str, at_most: int) -> BackupFailed:
    return BackupFailed(f"{name} has more than the {at_most:,} bytes that it may have. The backup is damaged.")
