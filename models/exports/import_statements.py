"""The statements that import tasks of an export. They run as `service_role`."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from models.statement import NumberRow, Statement
from models.tasks.task_statements import IMAGE_COLUMNS


class PresentTask(NamedTuple):
    """An existing task, and its user."""

    id: UUID
    user_id: UUID
    depth: int
    """Steps from it to the farthest task without sources."""
    status: str | None
    """Its status, if it has no images and never had any; else null."""


class PresentExternalId(NamedTuple):
    """The external id of an existing task that is not deleted."""

    id: UUID
    user_id: UUID
    external_id: str


class ErasedUser(NamedTuple):
    user_id: UUID
    requested_at: datetime


WITHOUT_IMAGES = """
task.deleted_at IS NULL AND task.images_removed_at IS NULL AND task.more_images IS NULL AND coalesce(
  task.aws_original_key, task.original_image_url, task.aws_generated_key, task.generated_image_url) IS NULL"""
PRESENT_TASKS = Statement(
    "present_tasks",
    f"""
SELECT id, user_id,
  coalesce((SELECT max(depth) FROM task_record.task_sources WHERE task_id = task.id), 0)::integer AS depth,
  CASE WHEN {WITHOUT_IMAGES} THEN status END AS status
FROM user_task_history AS task WHERE id = ANY (:ids)
""",  # noqa: S608
    PresentTask,
)
"""Those of the tasks `ids` that exist, including deleted ones."""
PRESENT_EXTERNAL_IDS = Statement(
    "present_external_ids",
    """
SELECT id, user_id, external_id
FROM unnest(CAST(:user_ids AS uuid[]), CAST(:external_ids AS text[])) AS given (user_id, external_id)
  JOIN user_task_history USING (user_id, external_id) WHERE deleted_at IS NULL
""",
    PresentExternalId,
)
"""Those of `external_ids`, each of one of `user_ids`, that exist."""
ERASED_SINCE = Statement(
    "erased_since",
    """
SELECT user_id, requested_at FROM task_record.erasures WHERE user_id = ANY (:user_ids) AND requested_at > :since
""",
    ErasedUser,
)
"""Those of the users that were erased after an instant."""
IMPORT = Statement(
    "import_tasks",
    "SELECT task_record.import_tasks(:user_id, :tasks, :sources) AS number",
    NumberRow,
)
"""Records tasks of the user from the columns in `tasks`, with their sources: see the function."""
IMAGES = ("image_url", *IMAGE_COLUMNS)
NEW = ", ".join(f"{kind}_{name} = given.{kind}_{name}" for kind in ("original", "generated") for name in IMAGES)
IMPORT_IMAGES = Statement(
    "bring_images",
    f"""
WITH given AS (
  SELECT * FROM json_populate_recordset(NULL::user_task_history, :tasks)
), imported AS (
  UPDATE user_task_history AS task SET {NEW}, aws_original_key = given.aws_original_key,
    aws_generated_key = given.aws_generated_key, more_images = given.more_images
  FROM given WHERE task.id = given.id AND task.user_id = :user_id AND {WITHOUT_IMAGES}
  RETURNING task.id
)
SELECT count(*)::integer AS number FROM imported
""",  # noqa: S608
    NumberRow,
)
"""Adds the images in `tasks` to the user's tasks that have none."""
