import hashlib
from collections.abc import Iterator
from pathlib import Path

_NOT_SOURCES = {"dist", "node_modules", "__pycache__"}


def checksum(*directories: Path) -> str:
    """SHA-256 of all sources in the directories, of their names and content; not of what is made of them."""
    digest = hashlib.sha256()
    for directory in directories:
        for path in sorted(_files(directory)):
            name = path.relative_to(directory)
            digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(directory: Path) -> Iterator[Path]:
    for path in directory.iterdir():
        if path.is_file():
            yield path
        elif path.name not in _NOT_SOURCES:
            yield from _files(path)
