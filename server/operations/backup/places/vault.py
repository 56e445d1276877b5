import io
from asyncio import StreamReader
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from pydantic import ValidationError

from server.operations.backup.places.backup_manifest import (
    LARGEST_LIST,
    BackupManifest,
    ImageCopy,
    Stored,
    manifest_name,
    unpacked,
)
from server.operations.backup.places.place import BackupFailed, Place
from server.operations.backup.places.sealing import Identities, Recipients, digest_of, temporary_file
from server.operations.backup.places.signing import Signatures

PIECE = 2**25
"""Bytes of a dump in one file, which are in memory until they are encrypted."""
LARGEST_RECORD = 2**28
"""Bytes of a manifest, or of another file whose size is not recorded."""
OLD_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Vault:
    """
    Stores files in a place with their checksums, and verifies these when files are fetched. With keys, it encrypts and
    signs stored files, and decrypts and verifies fetched ones. `part` is the name of its database, or empty if there is
    only one: a signature for one part is invalid for another.
    """

    place: Place
    part: str = ""
    recipients: Recipients | None = None
    identities: Identities = field(default_factory=lambda: Identities([]))
    signatures: Signatures = field(default_factory=Signatures)

    @property
    def pool(self) -> str:
        """The folder of images. Each set of recipients has its own folder, since only they can decrypt it."""
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

    async def store_stream(self, name: str, stream: StreamReader) -> list[Stored]:
        """Store the stream in pieces: files of that name with a number."""
        stored: list[Stored] = []
        while piece := await read_piece(stream):
            stored.append(await self.store(f"{name}.{len(stored)}", piece))
        return stored

    async def fetch(self, name: str, stored: Stored, file: BinaryIO) -> None:
        """
        Write the content stored under the name to `file`, decrypted if there are identities. Raise BackupFailed when it
        is missing or damaged, or cannot be decrypted.
        """
        if not self.identities.keys:
            await self.read_back(name, stored, file)
        else:
            with temporary_file() as sealed:
                await self.read_back(name, stored, sealed)
                self.identities.open(sealed, file)
        if digest_of(file) != (stored.size, stored.sha256):
            raise BackupFailed(f"{name} was changed: its decrypted SHA-256 differs. The backup is damaged.")

    async def read_back(self, name: str, stored: Stored, file: BinaryIO) -> None:
        """Write the file of that name to `file` undecrypted. Raise BackupFailed when it is missing or damaged."""
        try:
            await self.place.read(name, file, at_most=stored.stored_size)
        except FileNotFoundError:
            raise BackupFailed(f"{name} is missing. The backup is damaged.") from None
        if digest_of(file) != (stored.stored_size, stored.stored_sha256):
            raise BackupFailed(f"{name} was changed: its SHA-256 differs. The backup is damaged.")

    async def fetch_pieces(self, name: str, pieces: Sequence[Stored]) -> AsyncIterator[bytes]:
        """Yield the content of each piece of `store_stream`. Raise BackupFailed as `fetch` does."""
        for number, stored in enumerate(pieces):
            if stored.size > PIECE:
                raise BackupFailed(f"{name}.{number} is larger than a piece of a dump. The backup is damaged.")
            piece = io.BytesIO()
            await self.fetch(f"{name}.{number}", stored, piece)
            yield piece.getvalue()

    async def write_record(self, name: str, content: bytes) -> None:
        """Store signed content without encryption, since the next backup reads it and has no identity."""
        await self.write_plain(name, self.signatures.signed(f"{self.part}/{name}", content))

    async def write_plain(self, name: str, content: bytes) -> Stored:
        file = io.BytesIO(content)
        size, sha256 = digest_of(file)
        await self.place.write(name, file, size=size, sha256=sha256)
        return Stored(size, sha256, size, sha256)

    async def read_record(self, name: str) -> bytes:
        """Return the content of `write_record`. Raise BackupFailed when its signature is wrong or missing."""
        file = io.BytesIO()
        await self.place.read(name, file, at_most=LARGEST_RECORD)
        return self.signatures.verified(f"{self.part}/{name}", file.getvalue())

    async def listed_images(self, manifest: BackupManifest) -> AsyncIterator[list[ImageCopy]]:
        """Yield the copies of the backup's images, a list at a time. Raise BackupFailed when a list is damaged."""
        for name, stored in manifest.lists.items():
            if stored.stored_size > LARGEST_LIST:
                raise BackupFailed(f"{name} is larger than a list of images. The backup is damaged.")
            content = io.BytesIO()
            await self.read_back(name, stored, content)
            yield unpacked(content.getvalue())

    async def backups(self) -> dict[str, str | None]:
        """
        Return the ids of the backups in the place, oldest first, each with the reason why it cannot be restored, or
        None when it is complete.
        """
        found: dict[str, set[str]] = {}
        async for file in self.place.files("backups"):
            _, backup_id, *rest = file.name.split("/")
            found.setdefault(backup_id, set()).add("/".join(rest))
        return {backup_id: fault_of(backup_id, files) for backup_id, files in sorted(found.items())}

    async def manifest(self, backup_id: str) -> BackupManifest:
        """Return the manifest of a backup. Raise BackupFailed when it, or its signature, is wrong."""
        try:
            manifest = BackupManifest.model_validate_json(await self.read_record(manifest_name(backup_id)))
        except ValidationError:
            manifest = None
        if manifest is None or manifest.id != backup_id:
            name = manifest_name(backup_id)
            raise BackupFailed(f"{name} is not the manifest of the backup {backup_id}. The backup is damaged.")
        return manifest


def fault_of(backup_id: str, files: set[str]) -> str | None:
    if "manifest" in files:
        return None
    if OLD_MANIFEST in files:
        return f"The backup {backup_id} has the format of an earlier version of the server. Restore it with that one."
    return (
        f"The backup {backup_id} is incomplete: it did not finish, and cannot be restored. Unless it is still running, "
        f"backups/{backup_id} may be deleted; later backups use its images."
    )


async def read_piece(stream: StreamReader) -> BinaryIO | None:
    """Return the next PIECE bytes of the stream, or the rest, or None at its end."""
    piece = io.BytesIO()
    while chunk := await stream.read(PIECE - piece.tell()):
        piece.write(chunk)
    return piece if piece.tell() else None
