from __future__ import annotations

import json
import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any

from task_record.errors import TaskRecordError
from task_record.images.picture import Picture
from task_record.outbox.item import Item, RefusedItem
from task_record.outbox.values import LeftOut

logger = logging.getLogger("task_record")

MEMORY = ":memory:"
LARGEST = 10 * 2**30
"""The maximum size of the file in bytes. SQLite refuses what exceeds it."""
PATIENCE = 5.0
"""Seconds to wait while another process writes."""
RETAINED = 30 * 86_400
"""Seconds for which refused items are retained."""
TABLES = """
    CREATE TABLE IF NOT EXISTS items (
        id INTEGER PRIMARY KEY AUTOINCREMENT, task TEXT NOT NULL, operation TEXT NOT NULL, input TEXT NOT NULL,
        created REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, code TEXT, message TEXT
    );
    CREATE INDEX IF NOT EXISTS waiting ON items (id) WHERE code IS NULL;
    CREATE TABLE IF NOT EXISTS images (
        item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE, position INTEGER NOT NULL, content BLOB, url TEXT,
        PRIMARY KEY (item, position)
    );
"""


class Outbox:
    """
    Mutations to send, in memory or in a SQLite file, which several processes can share. A file survives the process; a
    power failure may lose the most recent items.
    """

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        self.path = MEMORY if path is None else str(Path(path).absolute())
        self.is_durable = path is not None
        self._open()

    def put(self, item: Item) -> None:
        self._add(item, None)

    def put_refused(self, item: Item, error: TaskRecordError) -> None:
        """Add an item that is refused already."""
        self._add(item, error)
        logger.error("%s of task %s was refused: %s (%s)", item.operation, item.task, error, error.code)

    def _add(self, item: Item, error: TaskRecordError | None) -> None:
        with self._transaction() as database:
            why = (error.code, error.message) if error else (None, None)
            row = (item.task, item.operation, item.input, time.time(), *why)
            place = database.execute(
                "INSERT INTO items (task, operation, input, created, code, message) VALUES (?, ?, ?, ?, ?, ?)", row
            )
            images = [(place.lastrowid, number, image.content, image.url) for number, image in enumerate(item.images)]
            database.executemany("INSERT INTO images VALUES (?, ?, ?, ?)", images)

    def first(self) -> Item | None:
        """Return the oldest waiting item."""
        rows = self._rows(
            "SELECT id, task, operation, input, attempts FROM items WHERE code IS NULL ORDER BY id LIMIT 1"
        )
        if not rows:
            return None
        [(place, task, operation, given, attempts)] = rows
        images = self._rows("SELECT content, url FROM images WHERE item = ? ORDER BY position", place)
        return Item(task, operation, given, tuple(Picture(*image) for image in images), place, attempts)

    def waiting(self, task: str | None = None) -> int:
        """Return the number of waiting items, of one task or in total."""
        [(count,)] = self._rows("SELECT count(*) FROM items WHERE code IS NULL AND (? IS NULL OR task = ?)", task, task)
        return int(count)

    def has_end(self, task: str) -> bool:
        """Return whether an item that ends the task waits, or was refused."""
        query = "SELECT 1 FROM items WHERE task = ? AND operation IN ('complete', 'fail', 'cancel') LIMIT 1"
        return bool(self._rows(query, task))

    def note_attempt(self, item: Item) -> None:
        self._change("UPDATE items SET attempts = attempts + 1 WHERE id = ?", item.id)

    def remove(self, id: int) -> None:
        """Remove an item, sent or not."""
        self._change("DELETE FROM items WHERE id = ?", id)

    def refuse(self, item: Item, error: TaskRecordError) -> None:
        """Mark an item as refused. It is retained, and no longer blocks others."""
        self._change("UPDATE items SET code = ?, message = ? WHERE id = ?", error.code, error.message, item.id)

    def refused(self) -> list[RefusedItem]:
        """Return the items that were refused in the last 30 days, oldest first."""
        return [
            RefusedItem(*row)
            for row in self._rows(
                "SELECT id, task, operation, code, message, input FROM items WHERE code IS NOT NULL ORDER BY id"
            )
        ]

    def leave_out(self, task: str, left: LeftOut) -> None:
        """Log that a task is recorded without values or images, and retain them."""
        names = [*left.values, *(["an image"] if left.images else [])]
        logger.warning("Task %s is recorded without %s: %s (%s)", task, ", ".join(names), left.error, left.error.code)
        with suppress(sqlite3.Error):  # such as a full disk, which must not prevent that the task is sent
            self._add(Item(task, "value", json.dumps(left.values), left.images), left.error)

    def requeue(self, id: int) -> None:
        """Send a refused mutation again. Values that were left out of one cannot be sent again."""
        self._change(
            "UPDATE items SET code = NULL, message = NULL, attempts = 0 WHERE id = ? AND operation <> 'value'", id
        )

    def shrink(self) -> None:
        """Free the disk space of sent images."""
        self._rows("PRAGMA incremental_vacuum")

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def reopen(self) -> None:
        """Open a new connection in a forked process. SQLite requires that the parent's connection is not touched."""
        self._of_parent = self._database
        self._open()

    def _open(self) -> None:
        self._lock = RLock()
        if self.is_durable:
            _only_for_its_user(self.path)
        self._database = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        size = self._pragma("page_size")
        self._pragma("auto_vacuum = INCREMENTAL")
        self._pragma("journal_mode = WAL")
        self._pragma("synchronous = NORMAL")
        self._pragma("foreign_keys = ON")
        self._pragma(f"max_page_count = {LARGEST // size}")
        self._database.executescript(TABLES)
        self._change("DELETE FROM items WHERE code IS NOT NULL AND created < ?", time.time() - RETAINED)

    def _pragma(self, text: str) -> int:
        row = self._database.execute(f"PRAGMA {text}").fetchone()
        return row[0] if row else 0

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()

    def _change(self, statement: str, *values: Any) -> None:
        with self._lock:
            self._database.execute(statement, values)


def _only_for_its_user(path: str) -> None:
    """
    Create the file with mode 0600, or change the mode of an existing one, since it contains prompts and images. SQLite
    gives its other files the same mode.
    """
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    for name in (path, f"{path}-wal", f"{path}-shm"):
        with suppress(OSError):  # it does not exist, or belongs to another user
            Path(name).chmod(0o600)
