"""What a backup says of itself. Its file is written last: a backup without one did not finish."""

from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel


class Stored(NamedTuple):
    """Bytes as they are, and as they lie in the backup, which differ where that is encrypted."""

    size: int
    sha256: str
    stored_size: int
    stored_sha256: str


class ImageCopy(NamedTuple):
    """An image or a thumbnail in the backup: the object's key, then as in `Stored`."""

    key: str
    content_type: str
    size: int
    sha256: str
    stored_size: int
    stored_sha256: str

    @property
    def stored(self) -> Stored:
        return Stored(*self[2:])


class BackupFile(BaseModel):
    name: str
    """Where it lies, from the top of the place."""
    path: str
    """The file that it is, or is the next piece of."""
    stored: Stored


class TableCount(BaseModel):
    name: str
    """As SQL has it, with its schema."""
    is_made: bool
    """Whether `migrate` makes the table. What it has put aside of an original design it does not."""
    rows: int


class DatabasePart(BaseModel):
    as_of: datetime
    """When the snapshot was taken: what was recorded later is not in it."""
    postgres: int
    """The server's major version."""
    revision: str
    """The version of the schema."""
    time_zone: str
    is_being_counted: bool
    """Whether a `migrate` was counting statistics anew."""
    tables: list[TableCount]
    files: list[BackupFile]


class ImagesPart(BaseModel):
    pool: str
    """The folder where they lie."""
    count: int
    size: int
    """Bytes of them, before encryption."""
    lost: list[str]
    """Keys of what tasks name and storage did not have."""
    damaged: list[str]
    """Keys of what has another SHA-256 than its task says."""
    lists: list[BackupFile]


class BackupManifest(BaseModel):
    id: str
    begun_at: datetime
    finished_at: datetime
    database: DatabasePart
    images: ImagesPart


def manifest_name(id: str) -> str:
    return f"backups/{id}/manifest.json"
