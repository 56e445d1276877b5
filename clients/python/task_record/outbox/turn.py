from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from task_record.outbox.outbox import Outbox

LOOK = 0.05
"""Seconds between two attempts to take a lock that another caller holds."""


class Turn:
    """
    The right to do something, such as sending the items of an outbox, which one caller holds at a time, of all
    processes that share the outbox. It is a SQLite lock on a file next to the outbox. The operating system releases it
    when the process dies.
    """

    def __init__(self, outbox: Outbox, purpose: str) -> None:
        self.file = Path(f"{outbox.path}-{purpose}") if outbox.is_durable else None
        # An outbox in memory belongs to its client alone.
        self.is_held = False
        self.memory = f"file:{id(outbox)}-{purpose}?mode=memory&cache=shared"

    def taken(self) -> bool:
        """Take the lock, and return whether it was free."""
        name = self.file or self.memory
        self._database = sqlite3.connect(
            name, timeout=0, isolation_level=None, check_same_thread=False, uri=not self.file
        )
        try:
            self._database.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            self._database.close()
            return False
        self.is_held = True
        return True

    def take(self) -> None:
        """Wait until the lock is free, and take it."""
        while not self.taken():
            time.sleep(LOOK)

    def drop(self) -> None:
        """Release the lock if this caller holds it, and remove its file."""
        if not self.is_held:
            return
        if self.file:
            with suppress(OSError):  # some systems do not remove an open file
                self.file.unlink()
        self.release()

    def release(self) -> None:
        self.is_held = False
        self._database.close()

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
