from models.shares import Shares

DISK = 768 * 1024 * 1024
"""Bytes on disk that a process has for one kind of file: bodies of requests, or images fetched from storage."""
DISK_OF_ONE = 128 * 1024 * 1024
"""Bytes of them that one user may take."""


class DiskSpace(Shares):
    """The bytes on disk that files of one kind may take in this process until they are no longer needed."""

    def __init__(self) -> None:
        super().__init__(DISK, DISK_OF_ONE)
