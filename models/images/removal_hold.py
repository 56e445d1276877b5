"""
While a backup copies what its snapshot names, removals wait. The lock is the backup's connection's: it goes with that.
Whoever removes objects on account of a job asks after it has the job: then a snapshot that is taken later does not name
them, and one that was taken before had the lock.
"""

from models.database import Database

LOCK = "hashtext('task_record removals')"
HOLD = f"SELECT pg_advisory_lock({LOCK})"
RELEASE = f"SELECT pg_advisory_unlock({LOCK})"
MAY_REMOVE = f"SELECT pg_try_advisory_xact_lock_shared({LOCK})"


async def may_remove(database: Database) -> bool:
    """Whether no backup holds removals."""
    return bool(await database.pool.fetchval(MAY_REMOVE))
