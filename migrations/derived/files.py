from collections.abc import Callable, Sequence
from pathlib import Path

SQL = Path(__file__).parents[1] / "sql"
HEADER = "-- Derived from {source}: change that, and run `python -m migrations.derived`.\n"
SOURCES: Sequence[tuple[str, Callable[[], dict[str, str]]]] = ()
"""What declares something, as its path in the repository, and the function that returns what follows from it."""


def derived() -> dict[Path, str]:
    """Return each derived file with its text."""
    return {
        SQL / name: HEADER.format(source=source) + text for source, texts in SOURCES for name, text in texts().items()
    }
