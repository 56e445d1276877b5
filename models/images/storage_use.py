"""The statement that tells how much a user's images take, and what is promised to uploads."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text

from models.statement import NoRow, Statement
from models.transaction import Transaction


class StorageUse(NamedTuple):
    """Bytes of a user's images, thumbnails apart, and of the uploads that are open: asked for and not yet attached."""

    stored: int
    promised: int
    open_uploads: int

    @property
    def total(self) -> int:
        return self.stored + self.promised


USER_ID = bindparam("user_id", type_=Uuid)
STORAGE_USE = Statement(
    "storage_use",
    text("""
SELECT
  coalesce((
    SELECT images_size FROM user_task_statistics
    WHERE user_id = :user_id AND period_type = 'all_time' AND period_date = '1970-01-01'
  ), 0) AS stored,
  coalesce(sum(size), 0) AS promised, count(*) AS open_uploads
FROM task_record.image_uploads
WHERE user_id = :user_id AND sha256 IS NOT NULL AND starts_with(key, 'uploads/')
""").bindparams(USER_ID),
    StorageUse,
)
LOCK = Statement(
    "lock_storage_use",
    text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:user_id AS text), 0))").bindparams(USER_ID),
    NoRow,
)


async def locked_storage_use(transaction: Transaction, user_id: UUID) -> StorageUse:
    """
    What the user's images take, that of the transaction included. Until it ends no other transaction is told, so that
    those that come at once exceed no limit together. It waits for others last of all locks.
    """
    await transaction.rows(LOCK.bind(user_id=user_id))
    [use] = await transaction.rows(STORAGE_USE.bind(user_id=user_id))
    return use
