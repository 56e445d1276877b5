"""The statements that erase a user, and read how far that has come: all are run as `service_role`."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from models.erasure.erasure_record import ErasureRecord
from models.statement import NoRow, Statement


class OpenErasure(NamedTuple):
    """An erasure whose objects may not all be gone. When it `is_quiet`, no more objects can arrive."""

    id: UUID
    user_id: UUID
    requested_at: datetime
    is_quiet: bool


class BeingErased(NamedTuple):
    """Whether a user was erased, and the erasure is not complete."""

    is_being_erased: bool


class KeptObject(NamedTuple):
    """An object of someone who was erased and has come back since: a task names it, or an upload claims it."""

    key: str


READ = ("id", "user_id", "tasks", "images", "requested_at", "completed_at")
"""The columns of an erasure that administrators read."""
ERASE = Statement(
    "erase_user",
    f"SELECT {', '.join(READ)} FROM task_record.erase_user(:user_id)",  # noqa: S608
    ErasureRecord,
)
"""Erases the user's rows, in this transaction. Jobs remove the objects in storage."""
WOULD_ERASE = Statement(
    "count_possessions",
    """
SELECT gen_random_uuid() AS id, CAST(:user_id AS uuid) AS user_id, tasks, images, now() AS requested_at,
  CAST(NULL AS timestamptz) AS completed_at
FROM task_record.count_tasks_and_images(:user_id)
""",
    ErasureRecord,
)
"""The erasure that ERASE would return now. It counts deleted tasks too."""
ERASURE = Statement(
    "erasure",
    select(*(col(getattr(ErasureRecord, name)) for name in READ)).where(col(ErasureRecord.id) == bindparam("id")),
    ErasureRecord,
)
OPEN_ERASURES = Statement(
    "open_erasures",
    """
SELECT id, user_id, requested_at, sent_until < now() AND NOT EXISTS (
  SELECT FROM task_record.image_uploads AS upload WHERE upload.user_id = erasure.user_id
) AS is_quiet
FROM task_record.erasures AS erasure WHERE completed_at IS NULL AND id <> ALL (CAST(:without AS uuid[]))
ORDER BY requested_at LIMIT 100
""",
    OpenErasure,
)
"""Up to 100 erasures that are not completed, none of those `without`; the oldest first."""
KEPT = Statement(
    "kept_objects",
    """
SELECT key
FROM unnest(CAST(:keys AS text[])) AS key,
  LATERAL (SELECT regexp_replace(key, '-(thumbnail|marked|medium|marked-medium)$', '') AS image_key) AS image
WHERE EXISTS (
  SELECT FROM user_task_history AS task
  WHERE task.user_id = :user_id
    AND image_key = ANY (task_record.named_keys(aws_original_key, aws_generated_key, more_images))
) OR EXISTS (
  SELECT FROM task_record.image_uploads AS upload WHERE upload.user_id = :user_id AND upload.key = image_key
)
""",
    KeptObject,
)
"""Those of `keys` that the user's present tasks and uploads need."""
IS_BEING_ERASED = Statement(
    "is_being_erased",
    """
SELECT EXISTS (SELECT FROM task_record.erasures WHERE user_id = :user_id AND completed_at IS NULL) AS is_being_erased
""",
    BeingErased,
)
COMPLETE = Statement(
    "complete_erasure",
    "UPDATE task_record.erasures SET completed_at = now() WHERE id = :id AND completed_at IS NULL",
    NoRow,
)
