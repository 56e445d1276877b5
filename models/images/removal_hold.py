"""
The lock by which a backup delays removals while it copies the objects that its snapshot names. It belongs to the
backup's connection, and ends with it.

A job that removes objects checks the lock after it has been taken from the queue. A snapshot taken later does not name
the objects; for an earlier one, the lock was already held.
"""

from models.database import Database

LOCK = "hashtext('task_record removals')"
HOLD = f"SELECT pg_advisory_lock({LOCK})"
RELEASE = f"SELECT pg_advisory_unlock({LOCK})"
MAY_REMOVE = f"SELECT pg_try_advisory_xact_lock_shared({LOCK})"


async def may_remove(database: Database) -> bool:
    """Return whether no backup delays removals."""
    return bool(await database.pool.fetchval(MAY_REMOVE))
