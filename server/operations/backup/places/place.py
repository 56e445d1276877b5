"""The place where backups are stored: a folder, or a prefix in a bucket."""

import asyncio
import os
import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from server.settings.settings import Settings
from server.stores.connections import open_storage
from storage.failures import BucketNotFound, ObjectNotFound, ObjectTooLarge
from storage.objects import Storage
from storage.stored_object import ObjectDescription

NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,250}(/[0-9A-Za-z][0-9A-Za-z._-]{0,250}){0,9}")
ANY_BYTES = "application/octet-stream"
SCHEME = "s3://"


class BackupFailed(Exception):
    """A backup cannot be made, is incomplete, or cannot be restored. The message says what the operator can do."""


def checked_name(name: str) -> str:
    """Return the name of a file in a place. Raise BackupFailed if it could lead outside, such as `../x` and `/x`."""
    if not NAME.fullmatch(name):
        raise BackupFailed(f"{name!r} is not the name of a file in a backup.")
    return name


class PlacedFile(NamedTuple):
    """A file in a place, with its size in bytes."""

    name: str
    size: int


class Place(ABC):
    """
    Stores files by names, which contain slashes and are checked by `checked_name`. Writes are atomic: an interrupted
    write stores nothing.
    """

    @abstractmethod
    async def write(self, name: str, file: BinaryIO, *, size: int, sha256: str) -> None:
        """Write the whole file, of this size and SHA-256, under the name, and replace an earlier one."""

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
        Have storage copy the object at the key to the file `name` of this place, and describe the copy. Return None
        when storage cannot, or stores no SHA-256. Raise ObjectNotFound when there is no such object.
        """
        return None

    async def copy_to(self, storage: Storage, name: str, key: str, content_type: str) -> ObjectDescription | None:
        """Have storage copy the file `name` of this place to the key, the reverse of `copy_from`."""
        return None


def too_large(name: str, at_most: int) -> BackupFailed:
    return BackupFailed(f"{name} has more than {at_most:,} bytes, the most expected. The backup is damaged.")


@dataclass(frozen=True)
class Folder(Place):
    """A directory of the file system. Symbolic links that lead out of it are not followed."""

    top: Path

    def path_of(self, name: str) -> Path:
        path = self.top / checked_name(name)
        if not path.parent.resolve().is_relative_to(self.top.resolve()):
            raise BackupFailed(f"{path} leads out of {self.top} by a symbolic link.")
        return path

    async def write(self, name: str, file: BinaryIO, *, size: int, sha256: str) -> None:
        await asyncio.to_thread(self._write, self.path_of(name), file)

    def _write(self, path: Path, file: BinaryIO) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.unfinished")
        file.seek(0)
        with open(unfinished, "wb", opener=open_no_link) as written:
            shutil.copyfileobj(file, written)
            written.flush()
            os.fsync(written.fileno())
        unfinished.replace(path)

    async def read(self, name: str, file: BinaryIO, *, at_most: int) -> None:
        await asyncio.to_thread(self._read, self.path_of(name), file, at_most)

    def _read(self, path: Path, file: BinaryIO, at_most: int) -> None:
        with open(path, "rb", opener=open_no_link) as stored:
            if os.fstat(stored.fileno()).st_size > at_most:
                raise too_large(path.relative_to(self.top).as_posix(), at_most)
            shutil.copyfileobj(stored, file)

    async def files(self, folder: str) -> AsyncIterator[PlacedFile]:
        for directory, _, names in os.walk(self.top / folder):
            place = Path(directory)
            for name in names:
                if not name.startswith("."):
                    path = place / name
                    yield PlacedFile(path.relative_to(self.top).as_posix(), path.lstat().st_size)


def open_no_link(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o666)


@dataclass(frozen=True)
class BucketFolder(Place):
    """A prefix in a bucket, which is empty or ends in a slash."""

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
    """Have storage copy an object, and describe the copy. Return None when storage stores no SHA-256 of it."""
    await target.copy(source_key, key, content_type=content_type, from_bucket=source.bucket)
    description = await target.describe(key)
    return description if description.sha256 else None


@asynccontextmanager
async def open_place(address: str, settings: Settings) -> AsyncIterator[Place]:
    """
    Open the place at an address: the path of a folder, or `s3://bucket/prefix` in the object storage of the settings.
    Raise BackupFailed for an empty address, the bucket of the images, and a bucket that does not exist.
    """
    if address and not address.startswith(SCHEME):
        yield Folder(Path(address))
        return
    bucket, _, prefix = address.removeprefix(SCHEME).partition("/")
    if not bucket:
        raise BackupFailed("Name a folder for backups, or s3://bucket/prefix.")
    if bucket == settings.s3_bucket_name:
        raise BackupFailed(f"{bucket} is the bucket of the images, whose loss would destroy the backup. Name another.")
    async with open_storage(settings.model_copy(update={"s3_bucket_name": bucket})) as storage:
        try:
            await storage.check()
        except BucketNotFound:
            raise BackupFailed(f"There is no bucket {bucket}. Create it first.") from None
        yield BucketFolder(storage, f"{prefix.strip('/')}/" if prefix.strip("/") else "")
