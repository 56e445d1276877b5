import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from server.operations.backup.places.place import Place, PlacedFile


@dataclass(frozen=True)
class Folder(Place):
    """A place that is a directory of the file system."""

    top: Path

    async def write(self, name: str, file: BinaryIO, *, size: int, sha256: str) -> None:
        await asyncio.to_thread(self._write, self.top / name, file)

    def _write(self, path: Path, file: BinaryIO) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.unfinished")
        file.seek(0)
        with unfinished.open("wb") as written:
            shutil.copyfileobj(file, written)
            written.flush()
            os.fsync(written.fileno())
        unfinished.replace(path)

    async def read(self, name: str, file: BinaryIO) -> None:
        await asyncio.to_thread(self._read, self.top / name, file)

    def _read(self, path: Path, file: BinaryIO) -> None:
        with path.open("rb") as kept:
            shutil.copyfileobj(kept, file)

    async def files(self, folder: str) -> AsyncIterator[PlacedFile]:
        for directory, _, names in os.walk(self.top / folder):
            place = Path(directory)
            for name in names:
                if not name.startswith("."):
                    path = place / name
                    yield PlacedFile(path.relative_to(self.top).as_posix(), path.stat().st_size)
