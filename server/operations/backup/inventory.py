"""
The files in a place and the images that a backup needs, in a temporary database on disk, since they may not fit in
memory.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
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
        # SQLite's temporary database is a file without a name: nothing is left when the process is killed.
        with closing(sqlite3.connect("")) as database:
            yield cls(database)

    def add_present(self, files: Iterable[PlacedFile]) -> None:
        """Add files of the place."""
        self.database.executemany("INSERT OR REPLACE INTO present VALUES (?, ?)", files)

    def add_copies(self, copies: Iterable[tuple[ImageCopy, str]]) -> None:
        """Add copies in the place, each with the name of its file."""
        self.database.executemany(
            "INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?, ?, ?, ?)", ((*copy, name) for copy, name in copies)
        )

    def want(self, images: Iterable[tuple[str, str | None]]) -> None:
        """Add images that the backup needs: the key of each, and the SHA-256 if its task has one."""
        self.database.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", images)

    def want_nothing(self) -> None:
        self.database.execute("DELETE FROM wanted")

    def count_missing(self) -> int:
        """
        Count the wanted images to copy: those whose copy is missing or has another size, or differs from the task's
        SHA-256, since the object may have been repaired.
        """
        [(count,)] = self.database.execute(f"SELECT count(*) {MISSING}")
        return int(count)

    def missing(self, at_once: int) -> Iterator[list[str]]:
        """Yield the keys of these images, up to `at_once` at a time."""
        page = f"SELECT key {MISSING} AND key > ? ORDER BY key LIMIT ?"
        last = ""
        while found := [key for (key,) in self.database.execute(page, (last, at_once))]:
            last = found[-1]
            yield found

    def damaged(self) -> list[str]:
        """Return the keys of wanted images whose copies do not have the SHA-256 of their tasks."""
        return [key for (key,) in self.database.execute(DAMAGED)]

    def wanted_copies(self, at_once: int) -> Iterator[list[ImageCopy]]:
        """Yield the copies of wanted images by key, up to `at_once` at a time."""
        cursor = self.database.execute(LISTED)
        while found := cursor.fetchmany(at_once):
            yield [ImageCopy(*row) for row in found]
