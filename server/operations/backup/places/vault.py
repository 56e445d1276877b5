"""Stores files in a place, encrypted or not, with their checksums, and compares these when files are fetched."""

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
"""The bytes of a piece: larger files are stored in pieces, as S3 takes no more than 5 GiB at a time."""


@dataclass(frozen=True)
class Vault:
    """A place, with the keys to encrypt what is stored in it, if any, and to decrypt what is fetched."""

    place: Place
    recipients: Recipients | None = None
    identities: Identities = field(default_factory=lambda: Identities([]))

    @property
    def pool(self) -> str:
        """The folder of images. Each set of recipients has a folder of its own, which others could not read."""
        return f"images-{self.recipients.name}" if self.recipients else "images"

    async def store(self, name: str, file: BinaryIO) -> Stored:
        """Store the whole file under the name, encrypted if there are recipients."""
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
        """
        Write the content that was stored under the name to `file`, decrypted. Raise BackupFailed when it is missing or
        damaged, or cannot be decrypted.
        """
        is_sealed = stored.stored_sha256 != stored.sha256
        with temporary_file() if is_sealed else nullcontext(file) as read:
            await self.read_back(name, stored, read)
            if is_sealed:
                self.identities.open(read, file)
                if digest_of(file) != (stored.size, stored.sha256):
                    raise BackupFailed(f"{name} opens to something else than was sealed. The backup is damaged.")

    async def read_back(self, name: str, stored: Stored, file: BinaryIO) -> None:
        """
        Write the file of that name to `file` as it is, encrypted or not. Raise BackupFailed when it is missing, or its
        size or SHA-256 differs.
        """
        try:
            await self.place.read(name, file)
        except FileNotFoundError:
            raise BackupFailed(f"{name} is gone. The backup is damaged.") from None
        if digest_of(file) != (stored.stored_size, stored.stored_sha256):
            raise BackupFailed(f"{name} is not what was stored: its SHA-256 differs. The backup is damaged.")

    async def store_file(self, folder: str, path: Path, top: Path) -> list[BackupFile]:
        """Store a file in the folder, under its path relative to `top`; in pieces when it is large."""
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
        """Fetch a file, or a piece of one, and append it to the file at its path below `top`."""
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
        """Store content without encryption, since the next backup reads it, which has no identity."""
        file = io.BytesIO(content)
        size, sha256 = digest_of(file)
        await self.place.write(name, file, size=size, sha256=sha256)
        return BackupFile(name=name, path=name, stored=Stored(size, sha256, size, sha256))

    async def write_copies(self, name: str, copies: Iterable[ImageCopy]) -> BackupFile:
        """Store a list of copies: a line of JSON for each, compressed and not encrypted."""
        return await self.write_text(name, compress(b"".join(orjson.dumps(copy._asdict()) + b"\n" for copy in copies)))

    async def read_copies(self, name: str) -> list[ImageCopy]:
        return [ImageCopy(**orjson.loads(line)) for line in decompress(await self.read_text(name)).splitlines()]

    async def listed_images(self, manifest: BackupManifest) -> AsyncIterator[list[ImageCopy]]:
        """Yield the copies of all images of the backup, a list at a time. Raise BackupFailed when a list is damaged."""
        for file in manifest.images.lists:
            with temporary_file() as compressed:
                await self.read_back(file.name, file.stored, compressed)
            yield await self.read_copies(file.name)

    async def manifests(self) -> AsyncIterator[BackupManifest | str]:
        """Yield the manifests of all backups in the place, oldest first; of an incomplete one only its id."""
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
