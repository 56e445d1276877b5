"""
The statements that index prompts, and what images look like, some time after the tasks. They run as `service_role`.
"""

from typing import NamedTuple
from uuid import UUID

from models.statement import NoRow, NumberRow, Statement


class TaskToIndex(NamedTuple):
    """A task that has changed; `origin` is where changes are numbered, and `last` the last number."""

    origin: str
    last: int
    number: int
    user_id: UUID
    task_id: UUID
    prompt: str | None
    """Its prompt; None if this version has indexed it, or it was removed."""


class ImageToLookAt(NamedTuple):
    """An image of a changed task that is not indexed yet; without a key, only a change."""

    origin: str
    last: int
    number: int
    user_id: UUID | None
    task_id: UUID | None
    key: str | None
    sha256: str | None


CHANGES = """
WITH numbering AS MATERIALIZED (SELECT origin || :version AS origin, number AS last FROM task_record.told_so_far()),
changed AS MATERIALIZED (
  SELECT numbering.origin, numbering.last, change.number, change.user_id, change.task_id FROM numbering, LATERAL (
    SELECT number, user_id, task_id FROM task_record.task_changes WHERE number > coalesce((
      SELECT progress.number FROM task_record.index_progress AS progress
      WHERE kind = '{kind}' AND progress.origin = numbering.origin
    ), 0)
    ORDER BY number LIMIT :at_most
  ) AS change
)"""
EACH_BY_ITS_INDEX = "OFFSET 0"
"""Prevents PostgreSQL from reading a whole table that has no statistics yet, as after an import."""
PROMPTS = f"""
SELECT origin, last, number, user_id, task_id, CASE WHEN prompt.key IS NULL THEN task.prompt END AS prompt
FROM changed
  LEFT JOIN LATERAL (
    SELECT id, prompt FROM user_task_history
    WHERE id = changed.task_id AND deleted_at IS NULL AND trashed_at IS NULL AND prompt <> '' {EACH_BY_ITS_INDEX}
  ) AS task ON true
  LEFT JOIN LATERAL (
    SELECT indexed.key FROM task_record.prompt_tasks AS indexed JOIN task_record.prompts AS prompt USING (user_id, key)
    WHERE indexed.task_id = task.id AND prompt.version = :version {EACH_BY_ITS_INDEX}
  ) AS prompt ON true"""  # noqa: S608 - of a constant
TO_INDEX = Statement("prompts_to_index", f"{CHANGES.format(kind='prompts')}{PROMPTS} ORDER BY number", TaskToIndex)
"""
The `at_most` next tasks that have changed since prompts were last indexed; for a new version, since the beginning.
"""
EARLIER = Statement(
    "earlier_prompts_to_index",
    f"""
WITH changed AS MATERIALIZED (
  SELECT '' AS origin, 0 AS last, number, user_id, task_id FROM task_record.task_changes
  WHERE user_id = :user_id AND number < :before ORDER BY number DESC LIMIT :at_most
)
{PROMPTS} ORDER BY number DESC
""",  # noqa: S608 - of a constant
    TaskToIndex,
)
"""The user's tasks that last changed before a number, at most `at_most`, latest first."""
QUEUE_BOOTSTRAP = Statement("note_earlier_prompts", "SELECT task_record.note_earlier_prompts(:user_id)", NoRow)
"""Queues a job that indexes the prompts of all the user's tasks."""
INDEXING_TURN = Statement("indexing_turn", "SELECT pg_advisory_xact_lock(hashtext('task_record note_prompts'))", NoRow)
"""Waits for other transactions that index prompts."""
COUNT_PROMPTS = Statement(
    "count_prompts",
    "SELECT task_record.count_prompts(:task_ids, :owners, :keys, CAST(:known AS json))",
    NoRow,
)
FORGOTTEN_AT_ONCE = 1_000
FORGET_PROMPTS = Statement(
    "forget_prompts",
    f"SELECT task_record.forget_prompts({FORGOTTEN_AT_ONCE}) AS number",
    NumberRow,
)
"""Deletes up to FORGOTTEN_AT_ONCE prompts with their tasks from the index, and returns how many."""
IMAGES = "aws_original_key, original_sha256::text, original_thumb_hash::text"
WITHOUT_LOOK = Statement(
    "images_without_look",
    f"""{CHANGES.format(kind="looks")},
images AS MATERIALIZED (
  SELECT origin, last, changed.number, task.user_id, task.id AS task_id, image.key, image.sha256
  FROM changed
    CROSS JOIN LATERAL (
      SELECT * FROM user_task_history WHERE id = changed.task_id AND deleted_at IS NULL {EACH_BY_ITS_INDEX}
    ) AS task
    CROSS JOIN LATERAL (
      SELECT key, sha256 FROM (
        VALUES ({IMAGES}), ({IMAGES.replace("original", "generated")})
        UNION ALL
        SELECT image ->> 'key', image ->> 'sha256', image ->> 'thumb_hash'
        FROM jsonb_array_elements(more_images) AS image
      ) AS named (key, sha256, thumb_hash)
      WHERE thumb_hash IS NOT NULL AND sha256 IS NOT NULL AND task_record.owns(task.user_id, task.id, key)
        AND NOT EXISTS (SELECT FROM task_record.image_looks AS indexed WHERE indexed.key = named.key)
    ) AS image
  ORDER BY changed.number FETCH FIRST (:most_images) ROWS WITH TIES
)
SELECT * FROM images
UNION ALL (
  SELECT origin, last, number, NULL, NULL, NULL, NULL FROM changed
  WHERE (SELECT count(*) FROM images) < :most_images ORDER BY number DESC LIMIT 1
)
ORDER BY number, key NULLS LAST
""",  # noqa: S608
    ImageToLookAt,
)
"""
The images of up to `at_most` tasks that have changed since images were last indexed, in the order of their changes, and
at most about `most_images`. The last change follows, unless more images remain.
"""
INDEXED_UP_TO = Statement(
    "indexed_up_to",
    """
INSERT INTO task_record.index_progress (kind, origin, number) VALUES (:kind, :origin, :up_to)
ON CONFLICT (kind) DO UPDATE SET origin = excluded.origin, number = excluded.number
""",
    NoRow,
)
QUEUE_LOOK = Statement(
    "queue_look",
    """
INSERT INTO task_record.pgqueuer (priority, entrypoint, payload, status)
VALUES (0, 'note_look', convert_to(:image, 'UTF8'), 'queued')
""",
    NoRow,
)
"""Queues a job that indexes what an image looks like; `image` is JSON. The login role runs it."""
