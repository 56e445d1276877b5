import contextlib
import fcntl
import os
import time
from pathlib import Path

from server.development.embedded import EmbeddedServerError

_PATIENCE = 15.0
"""Seconds that a server whose launcher is dead may take to stop."""


class ServerLock:
    """
    A lock on a file, held by this process and, through an inherited descriptor, by the server as long as it runs. A
    process that acquires the lock knows that no server runs on the directory, not even one whose launcher was killed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def descriptor(self) -> int:
        if self._descriptor is None:
            raise RuntimeError("The lock is not held.")
        return self._descriptor

    def acquire(self) -> None:
        """
        Take the lock, waiting up to 15 seconds for a server whose launcher is dead. Raise EmbeddedServerError at once
        when its holder is alive.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock_patiently(descriptor):
            holder = _holder(descriptor)
            os.close(descriptor)
            raise EmbeddedServerError(f"{self._path.parent} is in use already, by process {holder}.")
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor

    def is_free(self) -> bool:
        """Whether nobody holds the lock at this moment."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY)
        except FileNotFoundError:
            return True
        try:
            return _try_lock(descriptor)
        finally:
            os.close(descriptor)

    def release(self) -> None:
        """Release the lock, which is free once the server has ended, too."""
        if self._descriptor is not None:
            # Without a holder's id, the next process waits for those that a crashed server leaves for a moment.
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


def _lock_patiently(descriptor: int) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while not _try_lock(descriptor):
        # A server whose launcher is dead is about to stop.
        if _is_alive(_holder(descriptor)) or time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _try_lock(descriptor: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _holder(descriptor: int) -> int:
    content = os.pread(descriptor, 20, 0)
    return int(content) if content.isdigit() else 0


def _is_alive(pid: int) -> bool:
    if pid == 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
