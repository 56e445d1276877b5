"""Finds out whether the page and the documentation were built from their current sources."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from server.operations.checking.problem import Problem

TOP = Path(__file__).parents[3]
BUILT_FROM = ".built-from"
"""The name of a file in each build, which contains the checksum of its sources."""
_NO_SOURCES = {"dist", "node_modules", "__pycache__", "screenshots", "tests"}
_NO_SOURCE = re.compile(r".*\.(md|test\.tsx?)")


def checksum(*directories: Path) -> str:
    """
    Return a SHA-256 over the names and content of all source files in the directories, except tests, documentation and
    built files.
    """
    return checksum_of_files(
        (path.relative_to(directory), path) for directory in directories for path in sorted(_sources(directory))
    )


def checksum_of_files(files: Iterable[tuple[Path, Path]]) -> str:
    """Return a SHA-256 over the files, each given with the name that is hashed."""
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


def documentation_sources() -> str:
    """Return the checksum of the documentation's sources."""
    files = [*(TOP / "docs").rglob("*.*"), TOP / "zensical.toml", TOP / "requirements-docs.lock"]
    return checksum_of_files((path.relative_to(TOP), path) for path in sorted(files))


class Built(NamedTuple):
    """A build: its name, its directory, its addresses on the server, and its sources."""

    name: str
    directory: Path
    addresses: str
    source: Path
    """One of the sources. It is missing where only the build is installed, such as in a container's image."""
    sources: Callable[[], str]
    """Returns the checksum of the sources."""

    @property
    def is_current(self) -> bool:
        """Whether it was built from the current sources."""
        mark = self.directory / BUILT_FROM
        return mark.exists() and mark.read_text().strip() == self.sources()


CLIENT = TOP / "clients" / "typescript" / "src"
"""TypeScript's client, which the page uses."""
PAGE = Built(
    "page", TOP / "web" / "dist", "/ and /admin", TOP / "web" / "package.json", lambda: checksum(TOP / "web", CLIENT)
)
DOCUMENTATION = Built("documentation", TOP / "site", "/docs", TOP / "zensical.toml", documentation_sources)


def problems_of_pages(pages: Iterable[Built] = (PAGE, DOCUMENTATION)) -> list[Problem]:
    """Return a problem for each build that is missing, or was built from other sources."""
    found = []
    for page in pages:
        if not (page.directory / "index.html").exists():
            found.append(f"The {page.name} is not built: there is nothing at {page.addresses}.")
        elif page.source.exists() and not page.is_current:
            found.append(f"The {page.name} is of another version than the server.")
    return [Problem(what, "./run build-page") for what in found]
