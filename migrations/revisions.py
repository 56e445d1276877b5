"""
How a server sees whether its database is up to date. Which migrations there are is told by the names of their files:
Alembic, which reads them, would take 12 MB of each server process.
"""

from pathlib import Path

REVISIONS = sorted(path.name.partition("_")[0] for path in (Path(__file__).parent / "versions").glob("[0-9]*_*.py"))

IS_UNFINISHED = "SELECT obj_description('task_record.time_zone()'::regprocedure, 'pg_proc') IS NOT NULL"
"""Whether the statistics are still to be counted anew."""


def head() -> str:
    """The revision that a database has when it is up to date."""
    return REVISIONS[-1]


def is_revision(revision: str) -> bool:
    """Whether it is one of these migrations."""
    return revision in REVISIONS
