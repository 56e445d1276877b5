"""The table of claims of images, and its statements."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text, func
from sqlmodel import Field, SQLModel

from models.statement import IdRow, NoRow, Statement
from models.table_rules import TableRules


class ImageClaim(SQLModel, table=True):
    """
    A claim on the objects of an image that no task names yet. It is made before the first byte is sent. It ends in the
    transaction that attaches the image, or when it expires; then its objects are removed, too.
    """

    __tablename__ = "image_uploads"
    __table_args__ = (
        CheckConstraint(
            "task_record.owns(user_id, task_id, key)"
            " OR key = 'uploads/' || user_id::text || '/' || task_id::text || '/' || id::text",
            name="key",
        ),
        Index("image_uploads_user_id_idx", "user_id"),
        TableRules(
            users="SELECT, INSERT, UPDATE (created_at), DELETE",
            service="SELECT, INSERT, UPDATE (created_at), DELETE",
            registers="NEW.task_id = NEW.user_id",  # for no particular task
            erased="",  # by erase_user, which reads them to find until when images may arrive
        ).args(),
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID
    """The task's user."""
    task_id: UUID
    """The task for which the image is sent; the user's id for a direct upload that precedes its task."""
    key: str = Field(sa_type=Text)
    """The key of the image in the bucket. The claim includes the key of its thumbnail."""
    content_type: str | None = Field(max_length=20)
    """The media type that a direct upload announced; null for an image sent through the server."""
    size: int | None
    """The bytes that a direct upload announced; null for an image sent through the server."""
    sha256: str | None = Field(max_length=64)
    """The SHA-256 that a direct upload announced; null for an image sent through the server."""
    created_at: datetime = Field(
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": func.now()},
    )


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
"""
The longest time for an upload through the server, including a storage that continues after the server has given up.
"""
CLAIM = Statement(
    "claim_images",
    """
INSERT INTO task_record.image_uploads (id, user_id, task_id, key)
SELECT id, :user_id, task_id, key
FROM unnest(CAST(:ids AS uuid[]), CAST(:task_ids AS uuid[]), CAST(:keys AS text[])) AS claimed (id, task_id, key)
""",
    NoRow,
)
"""Claims objects for images sent through the server: `ids`, each of one of `keys` for one of `task_ids`."""
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
Restarts the life of the user's open upload of this image for the task. Returns no row if none is open. It waits for a
transaction that attaches the upload; as that transaction waits for `lock_storage_use`, this comes before that lock.
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
Returns the open upload that RENEW would find, or else claims the object of a new one, `id`. Under `lock_storage_use`,
only one of several concurrent calls claims.
"""
GIVE_UP = Statement(
    "give_up_claims",
    "DELETE FROM task_record.image_uploads WHERE id = ANY (:ids) AND user_id = :user_id RETURNING id",
    IdRow,
)
"""Gives up the user's claims `ids`. Returns no row for a claim that has expired."""
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
Up to EXPIRED_AT_ONCE claims, none of a user `without`, that are older than `life`. For usable direct uploads,
`direct_life` applies instead: those for no particular task, or for an existing task that is not deleted.
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
"""Gives up the claims among `ids` that are still as old, except those that other transactions use."""
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
Moves the claim of the user's direct upload `id` to the image at `key` of the task `task_id`. From now on the upload is
found there, and the sent object is removed.
"""
