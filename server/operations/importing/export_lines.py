"""Reads the lines of an export, each within a bound, so that no file takes more memory than that."""

from collections.abc import Iterator
from hashlib import sha256
from typing import IO

from server.operations.importing.refused_file import RefusedFile

MAX_LINE = 1024 * 1024
"""Bytes of a line; a task with all its images takes a tenth."""


class ExportLines:
    """The lines of a file. Once all are read, `size` is how many bytes they have, and `sha256` their digest."""

    def __init__(self, file: IO[bytes], name: str = "") -> None:
        self.file, self.name = file, name
        self.size, self.digest = 0, sha256()

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Yield where each line is, and the line. Raise RefusedFile for one that is too long."""
        for number in range(1, 2**63):
            line = self.file.readline(MAX_LINE + 1)
            if not line:
                return
            where = f"{self.name}line {number:,}"
            if len(line) > MAX_LINE:
                raise RefusedFile(f"{where}: It is longer than {MAX_LINE:,} bytes; a line is one object of JSON.")
            self.size += len(line)
            self.digest.update(line)
            yield where, line
