"""How much storage a user's images occupy, and how much is promised to their uploads."""

from typing import NamedTuple
from uuid import UUID

from models.database import Transaction
from models.statement import NoRow, Statement


class StorageUse(NamedTuple):
    """
    Bytes of a user's images (`stored`), without thumbnails, and of their open uploads (`promised`): those that are
    announced, not attached yet, and whose task is not deleted.
    """

    stored: int
    promised: int
    open_uploads: int
    announced: int
    """The open uploads, plus those of deleted tasks, whose images may still arrive in storage."""

    @property
    def total(self) -> int:
        return self.stored + self.promised


STORAGE_USE = Statement(
    "storage_use",
    """
SELECT
  coalesce((
    SELECT images_size FROM user_task_statistics
    WHERE user_id = :user_id AND period_type = 'all_time' AND period_date = '1970-01-01'
  ), 0) AS stored,
  coalesce(sum(size) FILTER (WHERE may_be_used), 0) AS promised,
  count(*) FILTER (WHERE may_be_used) AS open_uploads,
  count(*) AS announced
FROM task_record.image_uploads AS upload, LATERAL (
  SELECT upload.task_id = upload.user_id OR EXISTS (
    SELECT FROM user_task_history AS task
    WHERE task.id = upload.task_id AND task.user_id = :user_id AND deleted_at IS NULL
  ) AS may_be_used
) AS task
WHERE user_id = :user_id AND sha256 IS NOT NULL AND starts_with(key, 'uploads/')
""",
    StorageUse,
)
LOCK = Statement(
    "lock_storage_use",
    "SELECT pg_advisory_xact_lock(hashtextextended(CAST(CAST(:user_id AS uuid) AS text), 0))",
    NoRow,
)


async def locked_storage_use(transaction: Transaction, user_id: UUID) -> StorageUse:
    """
    Return the user's storage use, including what this transaction adds, and lock it. Others wait here until the
    transaction ends, so that concurrent calls do not exceed a limit together. A transaction takes this lock last.
    """
    await transaction.rows(LOCK.bind(user_id=user_id))
    [use] = await transaction.rows(STORAGE_USE.bind(user_id=user_id))
    return use
