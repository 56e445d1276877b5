"""What a place has and what a backup needs, in a temporary database on disk, however many images there are."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from tempfile import TemporaryDirectory
from typing import Self

from server.operations.backup.places.backup_manifest import ImageCopy
from server.operations.backup.places.place import PlacedFile

TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE present (name TEXT PRIMARY KEY, size INTEGER) WITHOUT ROWID;
CREATE TABLE wanted (key TEXT PRIMARY KEY, sha256 TEXT) WITHOUT ROWID;
CREATE TABLE copies (key TEXT PRIMARY KEY, content_type TEXT, size INTEGER, sha256 TEXT, stored_size INTEGER,
  stored_sha256 TEXT, name TEXT) WITHOUT ROWID;
"""
MISSING = """
FROM wanted LEFT JOIN copies USING (key) LEFT JOIN present USING (name)
WHERE (present.size IS NOT copies.stored_size OR copies.key IS NULL OR wanted.sha256 <> copies.sha256)"""
DAMAGED = "SELECT key FROM wanted JOIN copies USING (key) WHERE wanted.sha256 <> copies.sha256 ORDER BY key"
LISTED = """
SELECT key, content_type, size, copies.sha256, stored_size, stored_sha256 FROM wanted JOIN copies USING (key)
ORDER BY key"""


class Inventory:
    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        database.executescript(TABLES)

    @classmethod
    @contextmanager
    def temporary(cls) -> Iterator[Self]:
        with TemporaryDirectory() as directory, closing(sqlite3.connect(f"{directory}/inventory")) as database:
            yield cls(database)

    def add_present(self, files: Iterable[PlacedFile]) -> None:
        """These lie in the place."""
        self.database.executemany("INSERT OR REPLACE INTO present VALUES (?, ?)", files)

    def add_copies(self, copies: Iterable[tuple[ImageCopy, str]]) -> None:
        """These have been copied to the place, each under the name beside it."""
        self.database.executemany(
            "INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?, ?, ?, ?)", ((*copy, name) for copy, name in copies)
        )

    def want(self, images: Iterable[tuple[str, str | None]]) -> None:
        """These are to be in the backup: keys, and where a task says so, the SHA-256."""
        self.database.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", images)

    def want_nothing(self) -> None:
        self.database.execute("DELETE FROM wanted")

    def count_missing(self) -> int:
        """
        How many of the wanted have not been copied, or are not there any more in the size that they had, or were not
        what their task says: they may have been mended.
        """
        [(count,)] = self.database.execute(f"SELECT count(*) {MISSING}")
        return int(count)

    def missing(self, at_once: int) -> Iterator[list[str]]:
        """Those, so many at a time; each comes once."""
        page = f"SELECT key {MISSING} AND key > ? ORDER BY key LIMIT ?"
        last = ""
        while found := [key for (key,) in self.database.execute(page, (last, at_once))]:
            last = found[-1]
            yield found

    def damaged(self) -> list[str]:
        """The keys of those whose copies are not what their tasks say."""
        return [key for (key,) in self.database.execute(DAMAGED)]

    def wanted_copies(self, at_once: int) -> Iterator[list[ImageCopy]]:
        """Those of the wanted that have been copied, in the order of their keys, so many at a time."""
        cursor = self.database.execute(LISTED)
        while found := cursor.fetchmany(at_once):
            yield [ImageCopy(*row) for row in found]
