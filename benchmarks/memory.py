"""The memory of all processes of a program together (Linux)."""

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

PROC = Path("/proc")
INTERVAL = 0.05  # seconds


def descendants(process_id: int) -> list[int]:
    """Return the ids of the process and of all its descendants."""
    found = [process_id]
    for parent in found:
        with suppress(OSError):  # the process has just ended
            for thread in os.listdir(f"/proc/{parent}/task"):  # noqa: PTH208 - paths would be most of the work
                children = Path(f"/proc/{parent}/task/{thread}/children").read_text()
                found += map(int, children.split())
    return found


def memory_of(process_id: int, kind: str = "Pss") -> int:
    """
    Return the bytes of memory of a process and its descendants. "Pss" divides shared memory among the processes, and
    "Rss" counts it fully for each.
    """
    total = 0
    for one in descendants(process_id):
        try:
            lines = (PROC / str(one) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{kind}:"))
    return total


class PeakMemory:
    """Measures a program's memory twenty times a second while the context lasts; `peak` is the most, in bytes."""

    def __init__(self, process_id: int) -> None:
        self.process_id, self.peak = process_id, 0
        self.ended = threading.Event()
        self.watching = threading.Thread(target=self.watch)

    def watch(self) -> None:
        while not self.ended.wait(INTERVAL):
            self.peak = max(self.peak, memory_of(self.process_id))

    def __enter__(self) -> Self:
        self.peak = memory_of(self.process_id)
        self.watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.watching.join()
