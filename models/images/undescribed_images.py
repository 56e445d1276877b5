"""Images that tasks name, and those that their task does not describe: of the original design, or plain SQL."""

from typing import NamedTuple
from uuid import UUID

from models.statement import IdRow, Statement
from models.tasks.task_statements import IMAGE_COLUMNS


class UndescribedImage(NamedTuple):
    """An image in storage; `size` and `sha256` are None if they are not recorded."""

    user_id: UUID
    task_id: UUID
    key: str
    size: int | None
    sha256: str | None


UNDESCRIBED = Statement(
    "undescribed_images",
    f"""
SELECT user_id, id AS task_id, key, size, sha256 FROM user_task_history, LATERAL (
  VALUES (aws_original_key, {", ".join(f"original_{name}" for name in IMAGE_COLUMNS)}),
    (aws_generated_key, {", ".join(f"generated_{name}" for name in IMAGE_COLUMNS)})
  UNION ALL
  SELECT key, {", ".join(IMAGE_COLUMNS)} FROM jsonb_to_recordset(more_images)
    AS image (key text, content_type text, width integer, height integer, size integer, sha256 text, thumb_hash text)
) AS image (key, {", ".join(IMAGE_COLUMNS)})
WHERE deleted_at IS NULL AND task_record.owns(user_id, id, key)
  AND num_nulls({", ".join(IMAGE_COLUMNS)}) > 0
ORDER BY user_id, id, key
""",  # noqa: S608
    UndescribedImage,
)
"""Runs as `service_role`, and reads all tasks."""


def described(kind: str) -> str:
    """The assignments that describe the image in the columns of this kind, if it is the one at the key."""
    new = "{0}_{1} = CASE WHEN aws_{0}_key = :key THEN :{1} ELSE {0}_{1} END"
    return ", ".join(new.format(kind, name) for name in IMAGE_COLUMNS)


MEMBERS = ", ".join(f"'{name}', :{name}" for name in IMAGE_COLUMNS)
# `updated_at` stays: the task itself has not changed.
DESCRIBE = Statement(
    "describe_image",
    f"""
UPDATE user_task_history SET {described("original")}, {described("generated")},
  more_images = CASE WHEN more_images IS NOT NULL THEN (
    SELECT jsonb_agg(
      CASE WHEN image ->> 'key' = :key THEN image || jsonb_build_object({MEMBERS}) ELSE image END ORDER BY number
    ) FROM jsonb_array_elements(more_images) WITH ORDINALITY AS images (image, number)
  ) END
WHERE id = :task_id AND user_id = :user_id
  AND :key = ANY (task_record.named_keys(aws_original_key, aws_generated_key, more_images))
RETURNING id
""",  # noqa: S608
    IdRow,
)
"""Describes the image at the key, which has a thumbnail. Returns no row when the task no longer names it."""

NAMED_OBJECTS = """
SELECT key, sha256, thumb_hash IS NOT NULL AS has_thumbnail
FROM public.user_task_history, LATERAL (
  VALUES (aws_original_key, original_sha256::text, original_thumb_hash::text),
    (aws_generated_key, generated_sha256, generated_thumb_hash)
  UNION ALL
  SELECT image ->> 'key', image ->> 'sha256', image ->> 'thumb_hash' FROM jsonb_array_elements(more_images) AS image
) AS image (key, sha256, thumb_hash)
WHERE key IS NOT NULL"""
"""The images that tasks name. The owner must run it, who sees all rows."""


class NamedObject(NamedTuple):
    """An image that a task names; `sha256` is None for an image of the original design."""

    key: str
    sha256: str | None
    has_thumbnail: bool
