"""The statements on claims of images."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from models.statement import IdRow, NoRow, Statement


class AnnouncedUpload(NamedTuple):
    """The claim of a direct upload: the columns of `ImageClaim`. Those that describe the image are never null."""

    id: UUID
    user_id: UUID
    task_id: UUID
    key: str
    content_type: str
    size: int
    sha256: str
    created_at: datetime


class ExpiredClaim(NamedTuple):
    id: UUID
    user_id: UUID


SENDING_TAKES = timedelta(hours=1)
"""How long an upload through the server takes at most, with a storage that goes on after we have given up."""
CLAIM = Statement(
    "claim_images",
    """
INSERT INTO task_record.image_uploads (id, user_id, task_id, key)
SELECT id, :user_id, task_id, key
FROM unnest(CAST(:ids AS uuid[]), CAST(:task_ids AS uuid[]), CAST(:keys AS text[])) AS claimed (id, task_id, key)
""",
    NoRow,
)
"""
Claims the objects of images that come through the server for tasks of the user: the claims `ids`, each of one of `keys`
for one of `task_ids`.
"""
OPEN_UPLOAD = """
SELECT id FROM task_record.image_uploads
WHERE user_id = :user_id AND task_id = :task_id AND sha256 = :sha256 AND size = :size
  AND content_type = :content_type AND starts_with(key, 'uploads/')
ORDER BY created_at DESC LIMIT 1"""
RENEW = Statement(
    "renew_upload",
    f"""
UPDATE task_record.image_uploads SET created_at = now() WHERE id = ({OPEN_UPLOAD}) RETURNING id
""",  # noqa: S608
    IdRow,
)
"""
Has the life of the user's open upload of this image for the task begin again; no row comes back when there is none. It
waits for a transaction that attaches the upload, so it comes before `lock_storage_use`, for which that one waits.
"""
ANNOUNCE = Statement(
    "announce_upload",
    f"""
WITH found AS ({OPEN_UPLOAD}), announced AS (
  INSERT INTO task_record.image_uploads (id, user_id, task_id, key, content_type, size, sha256)
  SELECT :id, :user_id, :task_id, :key, :content_type, :size, :sha256 WHERE NOT EXISTS (SELECT FROM found)
  RETURNING id
)
TABLE found UNION ALL TABLE announced
""",  # noqa: S608
    IdRow,
)
"""
Returns the open upload as RENEW finds it or, when there is none, claims the object of a new one, `id`. Under
`lock_storage_use`, one of several calls at once claims.
"""
GIVE_UP = Statement(
    "give_up_claims",
    "DELETE FROM task_record.image_uploads WHERE id = ANY (:ids) AND user_id = :user_id RETURNING id",
    IdRow,
)
"""Gives up the user's claims `ids`. No row comes back for a claim that has expired."""
EXPIRED_AT_ONCE = 1_000
OLD = """created_at + CASE
  WHEN sha256 IS NOT NULL AND (task_id = user_id OR EXISTS (
    SELECT FROM user_task_history AS task WHERE task.id = upload.task_id AND deleted_at IS NULL
  )) THEN CAST(:direct_life AS interval)
  ELSE CAST(:life AS interval)
END < now()"""
FIND_EXPIRED = Statement(
    "expired_claims",
    f"""
SELECT id, user_id FROM task_record.image_uploads AS upload
WHERE {OLD} AND user_id <> ALL (CAST(:without AS uuid[])) LIMIT {EXPIRED_AT_ONCE}
""",  # noqa: S608
    ExpiredClaim,
)
"""
Up to EXPIRED_AT_ONCE claims, of no user `without`, that are older than `life` or, for direct uploads that may be used,
older than `direct_life`: for no task in particular, or for one that is there and not deleted.
"""
EXPIRE = Statement(
    "expire_claims",
    f"""
DELETE FROM task_record.image_uploads WHERE id = ANY (ARRAY(
  SELECT id FROM task_record.image_uploads AS upload WHERE id = ANY (:ids) AND {OLD} FOR UPDATE SKIP LOCKED
)) RETURNING id
""",  # noqa: S608
    IdRow,
)
"""Gives up those of the claims `ids` that are still as old, but for those that others are using."""
FIND_ANNOUNCED = Statement(
    "announced_upload",
    f"""
SELECT {", ".join(AnnouncedUpload._fields)} FROM task_record.image_uploads
WHERE id = :id AND sha256 IS NOT NULL AND user_id = :owner
""",  # noqa: S608
    AnnouncedUpload,
)
"""The direct upload `id` of the user `owner`."""
MOVE = Statement(
    "move_claim",
    """
WITH moved AS (DELETE FROM task_record.image_uploads WHERE id = :id AND user_id = :user_id RETURNING *)
INSERT INTO task_record.image_uploads (id, user_id, task_id, key, content_type, size, sha256, created_at)
SELECT id, user_id, :task_id, :key, content_type, size, sha256, created_at FROM moved
""",
    NoRow,
)
"""
Moves the claim of the user's direct upload `id` to the image at `key` of the task `task_id`: the upload is found there
from now on, and the object that was sent is removed.
"""
