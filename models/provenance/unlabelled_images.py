"""Results that were stored without a label, and the statements that replace them with labelled files."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from models.statement import IdRow, NumberRow, Statement, UserRow

IMAGES_BATCH = 500
"""Images that are looked up at a time."""


class UnlabelledImage(NamedTuple):
    """A result without a label; `sent_sha256` is that of the file as it was sent."""

    task_id: UUID
    created_at: datetime
    key: str
    size: int
    sent_sha256: str
    model: str | None
    is_edit: bool
    completed_at: datetime


IMAGES = """
FROM user_task_history AS task
  LEFT JOIN task_record.user_plans AS recorded ON recorded.user_id = task.user_id,
  LATERAL (
    SELECT aws_generated_key, generated_size, generated_sha256
    UNION ALL
    SELECT key, size, sha256 FROM jsonb_to_recordset(more_images) AS image (key text, size integer, sha256 text)
  ) AS image (key, size, sha256) LEFT JOIN task_record.image_provenance AS said ON said.key = image.key
WHERE task.deleted_at IS NULL AND task.status = 'completed' AND task_record.owns(task.user_id, task.id, image.key)
  AND image.sha256 IS NOT NULL AND image.size IS NOT NULL
  AND (said.key IS NULL OR (said.produce_id IS NULL AND said.provenance ->> 'is_signed' = 'false'))
  AND coalesce(recorded.plan, :default_plan) <> ALL (:plans_without)
"""
UNLABELLED = Statement(
    "unlabelled_images",
    f"""
SELECT task.id, task.created_at, image.key, image.size, coalesce(said.sent_sha256, image.sha256), task.model_version,
  aws_original_key IS NOT NULL OR original_image_url IS NOT NULL, coalesce(task.completed_at, task.created_at)
{IMAGES} AND task.user_id = :user_id AND (task.created_at, task.id) <= (:created_at, :task_id)
ORDER BY task.created_at DESC, task.id DESC LIMIT {IMAGES_BATCH}
""",
    UnlabelledImage,
)
"""
Up to IMAGES_BATCH results of a user without a label, from a task on to older ones, as `service_role`. No rows if the
user's plan is one of `plans_without`; `default_plan` stands for users without a recorded plan.
"""
NEXT_USER = Statement(
    "next_user_with_tasks",
    "SELECT user_id FROM user_task_history WHERE user_id > :user_id ORDER BY user_id LIMIT 1",
    UserRow,
)
COUNT = Statement("count_unlabelled_images", f"SELECT count(*) {IMAGES}", NumberRow)
NEW = ("key", "size", "sha256")
CHANGED = ", ".join(f"'{name}', :new_{name}" for name in NEW)
# `updated_at` stays: the task itself has not changed.
REPLACE = Statement(
    "replace_by_labelled",
    f"""
UPDATE user_task_history SET
  aws_generated_key = CASE WHEN aws_generated_key = :key THEN :new_key ELSE aws_generated_key END,
  generated_size = CASE WHEN aws_generated_key = :key THEN :new_size ELSE generated_size END,
  generated_sha256 = CASE WHEN aws_generated_key = :key THEN :new_sha256 ELSE generated_sha256 END,
  more_images = CASE WHEN more_images IS NOT NULL THEN (
    SELECT jsonb_agg(
      CASE WHEN image ->> 'key' = :key THEN image || jsonb_build_object({CHANGED}) ELSE image END ORDER BY number
    ) FROM jsonb_array_elements(more_images) WITH ORDINALITY AS images (image, number)
  ) END
WHERE id = :task_id AND user_id = :user_id AND deleted_at IS NULL
  AND :key = ANY (task_record.named_keys(NULL, aws_generated_key, more_images))
RETURNING id
""",  # noqa: S608
    IdRow,
)
"""
Makes the task name the labelled file at `new_key` instead of the one at `key`, whose objects a trigger removes. Returns
no row when the task no longer names it.
"""
