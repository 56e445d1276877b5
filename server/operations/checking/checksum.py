import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_NO_SOURCES = {"dist", "node_modules", "__pycache__", "screenshots", "tests"}
_NO_SOURCE = re.compile(r".*\.(md|test\.tsx?)")


def checksum(*directories: Path) -> str:
    """
    Return a SHA-256 over the names and content of all source files in the directories. Files that are built from them,
    tests and documentation do not count.
    """
    return checksum_of_files(
        (path.relative_to(directory), path) for directory in directories for path in sorted(_sources(directory))
    )


def checksum_of_files(files: Iterable[tuple[Path, Path]]) -> str:
    """Return a SHA-256 over the files, each given with the name by which it counts."""
    digest = hashlib.sha256()
    for name, path in files:
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(directory: Path) -> Iterator[Path]:
    for path in directory.iterdir():
        if path.is_file():
            if not _NO_SOURCE.fullmatch(path.name):
                yield path
        elif path.name not in _NO_SOURCES:
            yield from _sources(path)
