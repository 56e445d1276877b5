"""A place with or without encryption: what is stored is hashed on its way, and what is fetched compared."""

import io
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from gzip import compress, decompress
from itertools import count
from pathlib import Path
from typing import BinaryIO

import orjson
from pydantic import ValidationError

from server.operations.backup.places.backup_failed import BackupFailed
from server.operations.backup.places.backup_manifest import BackupFile, BackupManifest, ImageCopy, Stored, manifest_name
from server.operations.backup.places.place import Place
from server.operations.backup.places.sealing import Identities, Recipients, digest_of, temporary_file

PIECE = 2**28
"""Bytes: larger files are kept in pieces, as S3 takes no more than 5 GiB at a time."""


@dataclass(frozen=True)
class Vault:
    place: Place
    recipients: Recipients | None = None
    identities: Identities = field(default_factory=lambda: Identities([]))

    @property
    def pool(self) -> str:
        """The folder of images: its own for each choice of recipients, as nobody else can read what lies there."""
        return f"images-{self.recipients.name}" if self.recipients else "images"

    async def store(self, name: str, file: BinaryIO) -> Stored:
        size, sha256 = digest_of(file)
        if self.recipients is None:
            await self.place.write(name, file, size=size, sha256=sha256)
            return Stored(size, sha256, size, sha256)
        with temporary_file() as sealed:
            self.recipients.seal(file, sealed)
            stored_size, stored_sha256 = digest_of(sealed)
            await self.place.write(name, sealed, size=stored_size, sha256=stored_sha256)
        return Stored(size, sha256, stored_size, stored_sha256)

    async def fetch(self, name: str, stored: Stored, file: BinaryIO) -> None:
        """Write to `file` what was stored, as it was. BackupFailed when that is gone or is not the same any more."""
        is_sealed = stored.stored_sha256 != stored.sha256
        with temporary_file() if is_sealed else nullcontext(file) as read:
            await self.read_back(name, stored, read)
            if is_sealed:
                self.identities.open(read, file)
                if digest_of(file) != (stored.size, stored.sha256):
                    raise BackupFailed(f"{name} opens to something else than was sealed. The backup is damaged.")

    async def read_back(self, name: str, stored: Stored, file: BinaryIO) -> None:
        """Read what lies there, sealed or not, and compare it with what was stored."""
        try:
            await self.place.read(name, file)
        except FileNotFoundError:
            raise BackupFailed(f"{name} is gone. The backup is damaged.") from None
        if digest_of(file) != (stored.stored_size, stored.stored_sha256):
            raise BackupFailed(f"{name} is not what was stored: its SHA-256 differs. The backup is damaged.")

    async def store_file(self, folder: str, path: Path, top: Path) -> list[BackupFile]:
        """Store a file, in pieces where it is large, under its path from `top`."""
        relative = path.relative_to(top).as_posix()
        stored = []
        with path.open("rb") as file:
            for number in count():
                piece = file.read(PIECE)
                if number and not piece:
                    break
                name = f"{folder}/{relative}" + (f".{number}" if number else "")
                stored.append(BackupFile(name=name, path=relative, stored=await self.store(name, io.BytesIO(piece))))
        return stored

    async def fetch_file(self, file: BackupFile, top: Path) -> None:
        """Append a piece to the file that it is one of, below `top`."""
        path = top / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary_file() as piece:
            await self.fetch(file.name, file.stored, piece)
            piece.seek(0)
            with path.open("ab") as whole:
                shutil.copyfileobj(piece, whole)

    async def read_text(self, name: str) -> bytes:
        file = io.BytesIO()
        await self.place.read(name, file)
        return file.getvalue()

    async def write_text(self, name: str, content: bytes) -> BackupFile:
        """Keep what is never encrypted, as the next backup reads it, which has no identity."""
        file = io.BytesIO(content)
        size, sha256 = digest_of(file)
        await self.place.write(name, file, size=size, sha256=sha256)
        return BackupFile(name=name, path=name, stored=Stored(size, sha256, size, sha256))

    async def write_copies(self, name: str, copies: Iterable[ImageCopy]) -> BackupFile:
        """Keep a list of copies, a line each."""
        return await self.write_text(name, compress(b"".join(orjson.dumps(copy._asdict()) + b"\n" for copy in copies)))

    async def read_copies(self, name: str) -> list[ImageCopy]:
        return [ImageCopy(**orjson.loads(line)) for line in decompress(await self.read_text(name)).splitlines()]

    async def listed_images(self, manifest: BackupManifest) -> AsyncIterator[list[ImageCopy]]:
        """All that a backup has, a part at a time."""
        for file in manifest.images.lists:
            with temporary_file() as compressed:
                await self.read_back(file.name, file.stored, compressed)
            yield await self.read_copies(file.name)

    async def manifests(self) -> AsyncIterator[BackupManifest | str]:
        """The backups that lie here, the oldest first; of those that are not whole, only the id."""
        found: dict[str, bool] = {}
        async for file in self.place.files("backups"):
            _, name, *rest = file.name.split("/")
            found[name] = found.get(name, False) or rest == ["manifest.json"]
        for name, is_whole in sorted(found.items()):
            try:
                content = await self.read_text(manifest_name(name)) if is_whole else b""
                yield BackupManifest.model_validate_json(content)
            except ValidationError:
                yield name
