"""Draws the floors and their rooms for docs/architecture.md: `python -m tests.house` writes the picture there."""

import re
from collections.abc import Iterable
from pathlib import Path
from textwrap import wrap

TOP = Path(__file__).parents[1]
PAGE = TOP / "docs" / "architecture.md"
WIDTH = 100
FLOORS = ("server", "schema", "resolvers", "models", "storage", "migrations/sql")
"""From the top; the last is PostgreSQL's."""
PICTURE = re.compile(r"(?<=^```\n) +server .*?(?=^```$)", re.MULTILINE | re.DOTALL)


def rooms(floor: str) -> set[str]:
    """Return the folders below `floor` that hold files, as paths relative to it."""
    files = (path for pattern in ("*.py", "*.sql") for path in (TOP / floor).rglob(pattern))
    return {str(path.parent.relative_to(TOP / floor)) for path in files} - {"."}


def subjects() -> list[str]:
    return sorted(rooms("schema") & (rooms("resolvers") | rooms("models")))


def others(floor: str) -> str:
    """The line of a floor's rooms that are of no subject, or inside one."""
    names = "  ".join(f"{name}/" for name in sorted(rooms(floor) - set(subjects())))
    first = f"{floor:<16}"
    return "\n".join(wrap(names, WIDTH, initial_indent=first, subsequent_indent=" " * len(first)))


def row(name: str, cells: Iterable[str]) -> str:
    return f"{name:<16}{''.join(f'{cell:<14}' for cell in cells)}".rstrip()


def picture() -> str:
    """A line for each subject, with its room on each floor; then the rooms that are of no subject."""
    marks = {subject: ["█" * 9 * (subject in rooms(floor)) for floor in FLOORS] for subject in subjects()}
    beside = [others(floor) for floor in FLOORS if rooms(floor) - set(subjects())]
    lines = [row("", FLOORS), *(row(*mark) for mark in marks.items()), "", "Of no subject, or inside one:", *beside]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(PICTURE.sub(lambda _: picture(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
