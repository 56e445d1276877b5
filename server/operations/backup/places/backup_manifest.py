"""A backup's manifest, which lists its content. It is written last, so a backup without it is incomplete."""

import zlib
from collections.abc import Iterable
from datetime import datetime
from gzip import compress
from typing import Annotated, NamedTuple

import orjson
from pydantic import BaseModel, Field, TypeAdapter

from server.operations.backup.places.place import BackupFailed

LISTED_AT_ONCE = 10_000
"""Images in one list."""
LARGEST_LIST = 2**25
"""Bytes of a decompressed list: more than twice as many as 10,000 images with keys of 1,024 bytes need."""
NOT_A_LIST = BackupFailed("A list of images is malformed or too long. The backup is damaged.")

Size = Annotated[int, Field(ge=0)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
BackupId = Annotated[str, Field(pattern="^[0-9TZ-]{20}-[0-9a-f]{4}$")]
TableName = Annotated[str, Field(pattern="^(auth|public|task_record)[.][a-z_][a-z0-9_]{0,62}$")]
"""With its schema. SQL needs no quotes for it."""
Pool = Annotated[str, Field(pattern="^images(-[0-9a-f]{8})?$")]
ObjectKey = Annotated[str, Field(pattern="^(task-history|uploads)/", max_length=1024)]


class Stored(NamedTuple):
    """Size in bytes and SHA-256 of a file's content, and of the stored file, which may be encrypted."""

    size: Size
    sha256: Digest
    stored_size: Size
    stored_sha256: Digest


class ImageCopy(NamedTuple):
    """An image or a thumbnail in the backup: the object's key and content type, and the fields of `Stored`."""

    key: ObjectKey
    content_type: str
    size: Size
    sha256: Digest
    stored_size: Size
    stored_sha256: Digest

    @property
    def stored(self) -> Stored:
        return Stored(*self[2:])


COPY = TypeAdapter(ImageCopy)


def packed(copies: Iterable[ImageCopy]) -> bytes:
    """Return the copies as a compressed list with a line of JSON for each."""
    return compress(b"".join(orjson.dumps(list(copy)) + b"\n" for copy in copies))


def unpacked(content: bytes) -> list[ImageCopy]:
    """Return the copies of a list. Raise BackupFailed when it is malformed, or has more than LARGEST_LIST bytes."""
    decompressor = zlib.decompressobj(wbits=31)
    try:
        lines = decompressor.decompress(content, LARGEST_LIST)
        copies = [COPY.validate_json(line) for line in lines.splitlines()]
    except (zlib.error, ValueError):
        raise NOT_A_LIST from None
    if not decompressor.eof or len(copies) > LISTED_AT_ONCE:
        raise NOT_A_LIST
    return copies


class TableCount(BaseModel):
    """A table in the backup, and its number of rows."""

    name: TableName
    is_made: bool
    """Whether `migrate` creates the table. False for a table of the original design that it has retained."""
    rows: Size


class DatabasePart(BaseModel):
    """The state of the database in the backup, which the restored database gets."""

    as_of: datetime
    """When the snapshot was taken."""
    postgres: int
    """PostgreSQL's major version."""
    revision: str
    """The version of the schema."""
    time_zone: str
    is_being_counted: bool
    """Whether a `migrate` was recounting statistics."""
    tables: list[TableCount]
    made: list[Stored]
    """The pieces of the dump of the tables that `migrate` creates, which has only their rows."""
    others: list[Stored]
    """The pieces of the dump of the other tables, if any."""


class ImagesPart(BaseModel):
    pool: Pool
    """The folder of their files in the place."""
    count: Size
    size: Size
    """The bytes of all images together, before encryption."""
    lost: list[str]
    """The keys of images that tasks name and storage did not have."""
    damaged: list[str]
    """The keys of images whose SHA-256 is not that of their task."""
    lists: list[Stored]
    """Lists of `ImageCopy`."""


class ErasureList(BaseModel):
    """The list next to the backups with all erasures until `as_of`. Its SHA-256 is its name."""

    as_of: datetime
    sha256: Digest


class BackupManifest(BaseModel):
    id: BackupId
    begun_at: datetime
    finished_at: datetime
    is_encrypted: bool
    database: DatabasePart
    images: ImagesPart
    erasures: ErasureList
    """The list written after the database was dumped."""

    @property
    def dumps(self) -> dict[str, list[Stored]]:
        """The pieces of each dump, by its name in the place without the number of the piece."""
        parts = {"made": self.database.made, "others": self.database.others}
        return {dump_name(self.id, name): pieces for name, pieces in parts.items()}

    @property
    def lists(self) -> dict[str, Stored]:
        """The lists of images, by their names in the place."""
        return {list_name(self.id, number): stored for number, stored in enumerate(self.images.lists)}


def manifest_name(id: str) -> str:
    return f"backups/{id}/manifest"


def dump_name(id: str, name: str) -> str:
    return f"backups/{id}/{name}"


def list_name(id: str, number: int) -> str:
    return f"backups/{id}/images-{number:06}.gz"
