"""
The revisions of the schema, by which a server sees whether its database is up to date. They are read from the names of
the migrations' files: Alembic, which reads the files, would take 12 MB of each server process.
"""

from pathlib import Path

REVISIONS = sorted(path.name.partition("_")[0] for path in (Path(__file__).parent / "versions").glob("[0-9]*_*.py"))

IS_UNFINISHED = "SELECT obj_description('task_record.time_zone()'::regprocedure, 'pg_proc') IS NOT NULL"
"""Whether the statistics are still to be counted."""


def head() -> str:
    """The revision that a database has when it is up to date."""
    return REVISIONS[-1]


def is_revision(revision: str) -> bool:
    """Whether it is one of these migrations."""
    return revision in REVISIONS
