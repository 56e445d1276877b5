"""
The lock by which a backup holds up removals while it copies the objects that its snapshot names. It belongs to the
backup's connection, and ends with it. A job that removes objects checks the lock once it is taken: a
snapshot that is taken after that does not name the objects, and for one that was taken before, the lock was held.
"""

from models.database import Database

LOCK = "hashtext('task_record removals')"
HOLD = f"SELECT pg_advisory_lock({LOCK})"
RELEASE = f"SELECT pg_advisory_unlock({LOCK})"
MAY_REMOVE = f"SELECT pg_try_advisory_xact_lock_shared({LOCK})"


async def may_remove(database: Database) -> bool:
    """Return whether no backup holds up removals."""
    return bool(await database.pool.fetchval(MAY_REMOVE))
