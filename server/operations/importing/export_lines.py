"""Reads the lines of an export, whose length is limited to save memory, and names their faults."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import IO

from pydantic import ValidationError

from resolvers.arguments import path, reason

MAX_LINE = 1024 * 1024
"""Bytes of a line. A task with all its images has a tenth."""


class RefusedFile(Exception):
    """A file is not imported. The message has the place in the file, and what was expected."""


class ImportFailed(Exception):
    """An import failed after it had begun to write tasks. The message says why. Run it again."""


@contextmanager
def faults_at(where: str) -> Iterator[None]:
    """Raise the first fault in the context as a RefusedFile that names the place."""
    try:
        yield
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ": ".join(filter(None, [where, ".".join(path(fault["loc"]))]))
        what = "No field of this name is known" if fault["type"] == "extra_forbidden" else reason(fault)
        raise RefusedFile(f"{place}: {what.removesuffix('.')}.") from error
    except ValueError as error:
        raise RefusedFile(f"{where}: {str(error)[:1].upper()}{str(error)[1:]}.") from error


class ExportLines:
    """The lines of a file. Once all are read, `size` is their number of bytes, and `digest` their SHA-256."""

    def __init__(self, file: IO[bytes], name: str = "") -> None:
        self.file, self.name = file, name
        self.size, self.digest = 0, sha256()

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Yield the place of each line, and the line. Raise RefusedFile for one that is too long."""
        for number in range(1, 2**63):
            line = self.file.readline(MAX_LINE + 1)
            if not line:
                return
            where = f"{self.name}line {number:,}"
            if len(line) > MAX_LINE:
                raise RefusedFile(f"{where}: It is longer than {MAX_LINE:,} bytes. A line is one JSON object.")
            self.size += len(line)
            self.digest.update(line)
            yield where, line
