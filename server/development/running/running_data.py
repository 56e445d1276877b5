"""The data directories of this checkout's running development servers, for commands that use them."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from server.development.embedded import EmbeddedServerError
from server.development.embedded.directories import data_directory
from server.development.embedded.postgres import EmbeddedPostgres

TOP = Path(__file__).parents[3]
DEFAULT_DATA = TOP / ".taskrecord"
MARKS = TOP / ".tools" / "running"
"""Has a file with the path of each directory on which a server runs."""


@contextmanager
def marked_as_running(directory: Path) -> Iterator[None]:
    """Record that a server runs on the directory, while the context lasts. If that fails, `--data` must name it."""
    mark = MARKS / sha256(bytes(directory)).hexdigest()
    with suppress(OSError):
        MARKS.mkdir(parents=True, exist_ok=True)
        mark.write_text(str(directory))
    try:
        yield
    finally:
        with suppress(OSError):
            mark.unlink()


def running() -> list[Path]:
    """Return the directories on which servers run. The file of a server that was killed is ignored."""
    directories = [Path(mark.read_text()) for mark in MARKS.glob("*")]
    return sorted(directory for directory in directories if EmbeddedPostgres(directory).attach())


def found_data(wanted: Path | None) -> Path:
    """
    Return the data directory of a command: the `wanted` one, or else the default one if a server runs on it. Otherwise
    it is the one on which a server runs, or the default one if a server has run on it. Raise EmbeddedServerError when
    there is none, or more than one.
    """
    if wanted:
        return data_directory(wanted)
    default, found = data_directory(DEFAULT_DATA), running()
    if default in found or (not found and (default / "secrets.json").exists()):
        return default
    if not found:
        raise EmbeddedServerError(
            f"No server has run in {default}, and no server of this checkout runs elsewhere. Start ./run dev first, or "
            "name its directory: --data DIR."
        )
    if len(found) > 1:
        raise EmbeddedServerError(f"Servers run in {', '.join(map(str, found))}: name one of them by --data DIR.")
    return found[0]
