"""
The revisions of the schema, by which a server checks whether its database is up to date. They are read from the
migrations' lines; Alembic, which runs the files, would take 12 MB of each server process.
"""

import re
from pathlib import Path

NAMES = re.compile(r'^revision = "(\w+)"\ndown_revision = (?:"(\w+)"|None)$', re.MULTILINE)
FILES = (Path(__file__).parent / "versions").glob("[0-9]*_*.py")
NEXT = {names[2]: names[1] for file in FILES if (names := NAMES.search(file.read_text(encoding="utf-8")))}
"""The revision that follows each; after None, the first."""
REVISIONS = [NEXT[None]]
"""All revisions, in the order in which they run, which may differ from that of their numbers."""
while REVISIONS[-1] in NEXT:
    REVISIONS.append(NEXT[REVISIONS[-1]])

BASELINE = "0028"
"""The revision that creates all tables at once, from nothing or from those of the original design."""

UPGRADED_FROM = """
SELECT substring(obj_description(to_regclass('task_record.alembic_version'), 'pg_class') FROM '^Upgraded from (.*)$')"""
"""The revision from which an unfinished upgrade began; null when none is running."""
IS_UNFINISHED = "SELECT obj_description('task_record.time_zone()'::regprocedure, 'pg_proc') IS NOT NULL"
"""Whether the statistics are still to be counted."""


def head() -> str:
    """The revision of an up-to-date database."""
    return REVISIONS[-1]


def is_revision(revision: str) -> bool:
    return revision in REVISIONS
