import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from server.operations.backup.places.backup_failed import BackupFailed
from server.operations.backup.places.place import Place, PlacedFile, checked_name, too_large


@dataclass(frozen=True)
class Folder(Place):
    """A place that is a directory of the file system. Symbolic links that lead out of it are not followed."""

    top: Path

    def path_of(self, name: str) -> Path:
        path = self.top / checked_name(name)
        if not path.parent.resolve().is_relative_to(self.top.resolve()):
            raise BackupFailed(f"{path} leads out of {self.top}, by a symbolic link.")
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
        with open(path, "rb", opener=open_no_link) as kept:
            if os.fstat(kept.fileno()).st_size > at_most:
                raise too_large(path.relative_to(self.top).as_posix(), at_most)
            shutil.copyfileobj(kept, file)

    async def files(self, folder: str) -> AsyncIterator[PlacedFile]:
        for directory, _, names in os.walk(self.top / folder):
            place = Path(directory)
            for name in names:
                if not name.startswith("."):
                    path = place / name
                    yield PlacedFile(path.relative_to(self.top).as_posix(), path.lstat().st_size)


def open_no_link(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o666)
