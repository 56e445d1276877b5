"""Notes on which data directories the development servers of this checkout run, for commands beside them."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from server.development.embedded.directories import data_directory
from server.development.embedded.errors import EmbeddedServerError
from server.development.embedded.postgres import EmbeddedPostgres

TOP = Path(__file__).parents[3]
DEFAULT_DATA = TOP / ".taskrecord"
NOTES = TOP / ".tools" / "running"


@contextmanager
def noted(directory: Path) -> Iterator[None]:
    """Note that a server runs on the directory, until the context is left. Without a note, `--data` finds it."""
    note = NOTES / sha256(bytes(directory)).hexdigest()
    with suppress(OSError):
        NOTES.mkdir(parents=True, exist_ok=True)
        note.write_text(str(directory))
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink()


def running() -> list[Path]:
    """The directories on which servers run. What a server has left that was killed is skipped."""
    directories = [Path(note.read_text()) for note in NOTES.glob("*")]
    return sorted(directory for directory in directories if EmbeddedPostgres(directory).attach())


def found_data(wanted: Path | None) -> Path:
    """
    The data directory that a command is about: the `wanted` one; otherwise the default one if a server runs on it, the
    one on which a server runs, or the default one if a server has run on it. Raise EmbeddedServerError when there is
    none, or which one is not clear.
    """
    if wanted:
        return data_directory(wanted)
    default, found = data_directory(DEFAULT_DATA), running()
    if default in found or (not found and (default / "secrets.json").exists()):
        return default
    if not found:
        raise EmbeddedServerError(
            f"No server has run in {default}, and none that was started here runs elsewhere. Start ./run dev first, or "
            "name the directory that it was given: --data DIR."
        )
    if len(found) > 1:
        raise EmbeddedServerError(f"Servers run in {', '.join(map(str, found))}: name one of them by --data DIR.")
    return found[0]
