"""A backup's manifest, which lists all that is in it. It is written last: a backup without it is incomplete."""

from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel


class Stored(NamedTuple):
    """
    Size in bytes and SHA-256 of a file's content, and of what is stored in the backup; these differ where the backup is
    encrypted.
    """

    size: int
    sha256: str
    stored_size: int
    stored_sha256: str


class ImageCopy(NamedTuple):
    """An image or a thumbnail in the backup: the object's key and content type, and the fields of `Stored`."""

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
    """A file of the backup that is not an image: a piece of a dump, or a list."""

    name: str
    """Its name in the place."""
    path: str
    """The path of the file that it contains, or of which it is the next piece."""
    stored: Stored


class TableCount(BaseModel):
    """A table in the backup, and how many rows it has."""

    name: str
    """The name with its schema, quoted as SQL needs it."""
    is_made: bool
    """Whether `migrate` creates the table; false for one that it has kept from the original design."""
    rows: int


class DatabasePart(BaseModel):
    """The database in the backup: the state that the restored one must have."""

    as_of: datetime
    """When the snapshot was taken: later changes are not in the backup."""
    postgres: int
    """PostgreSQL's major version."""
    revision: str
    """The version of the schema."""
    time_zone: str
    is_being_counted: bool
    """Whether a `migrate` was recounting statistics."""
    tables: list[TableCount]
    files: list[BackupFile]


class ImagesPart(BaseModel):
    """The images in the backup."""

    pool: str
    """The folder of their files in the place."""
    count: int
    size: int
    """The bytes of all images together, before encryption."""
    lost: list[str]
    """The keys of images that tasks name and storage did not have."""
    damaged: list[str]
    """The keys of images whose SHA-256 is not that of their task."""
    lists: list[BackupFile]
    """Compressed lists of `ImageCopy`, a line of JSON for each."""


class BackupManifest(BaseModel):
    """All that is in a backup, and when it was made."""

    id: str
    begun_at: datetime
    finished_at: datetime
    database: DatabasePart
    images: ImagesPart


def manifest_name(id: str) -> str:
    return f"backups/{id}/manifest.json"
