from __future__ import annotations

import sqlite3
from types import TracebackType

from task_record.outbox.outbox import MEMORY


class Turn:
    """
    The right to send what is in an outbox, which one process has at a time. It is a lock of SQLite's on a file beside
    the outbox, which every system takes from a process that dies.
    """

    def __init__(self, outbox: str) -> None:
        self.path = MEMORY if outbox == MEMORY else f"{outbox}-sender"

    def taken(self) -> bool:
        """Take it, unless another process has it."""
        self._database = sqlite3.connect(self.path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            self._database.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            self._database.close()
            return False
        return True

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
