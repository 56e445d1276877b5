import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

_NO_SOURCES = {"dist", "node_modules", "__pycache__", "screenshots", "tests"}
_NO_SOURCE = re.compile(r".*\.(md|test\.tsx?)")


def checksum(*directories: Path) -> str:
    """
    Return a SHA-256 over the names and content of all source files in the directories. Files that are built from them,
    tests and documentation do not count.
    """
    digest = hashlib.sha256()
    for directory in directories:
        for path in sorted(_files(directory)):
            name = path.relative_to(directory)
            digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(directory: Path) -> Iterator[Path]:
    for path in directory.iterdir():
        if path.is_file():
            if not _NO_SOURCE.fullmatch(path.name):
                yield path
        elif path.name not in _NO_SOURCES:
            yield from _files(path)
