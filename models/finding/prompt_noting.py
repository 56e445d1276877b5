"""The statements by which prompts come to be noted, behind the tasks: they are run as `service_role`."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Integer, Text, Uuid, bindparam, text

from models.statement import NoRow, Statement


class TaskToNote(NamedTuple):
    """A task that has changed; `origin` is where the numbers of changes are counted, and `last` the last one."""

    origin: str
    last: int
    number: int
    task_id: UUID
    prompt: str | None
    """Its prompt, unless that is noted in this version, or is no more."""


class NotedTasks(NamedTuple):
    tasks: int


class ImageToLookAt(NamedTuple):
    """An image of a task that has changed, of which it is not noted what it looks like; with no key, only a change."""

    origin: str
    last: int
    number: int
    user_id: UUID | None
    task_id: UUID | None
    key: str | None
    sha256: str | None


CHANGES = """
WITH told AS MATERIALIZED (SELECT origin || :version AS origin, number AS last FROM task_record.told_so_far()),
changed AS MATERIALIZED (
  SELECT told.origin, told.last, change.number, change.task_id FROM told, LATERAL (
    SELECT number, task_id FROM task_record.task_changes WHERE number > coalesce((
      SELECT noting.number FROM task_record.noting WHERE kind = '{kind}' AND noting.origin = told.origin
    ), 0)
    ORDER BY number LIMIT :at_most
  ) AS change
)"""
EACH_BY_ITS_INDEX = "OFFSET 0"
"""Keeps PostgreSQL from reading a whole table of which it has no statistics yet, as after an import."""
VERSION, AT_MOST = bindparam("version", type_=Text), bindparam("at_most", type_=Integer)
TO_NOTE = Statement(
    "prompts_to_note",
    text(f"""{CHANGES.format(kind="prompts")}
SELECT origin, last, changed.number, changed.task_id, CASE WHEN prompt.key IS NULL THEN task.prompt END AS prompt
FROM changed
  LEFT JOIN LATERAL (
    SELECT id, prompt FROM user_task_history
    WHERE id = changed.task_id AND deleted_at IS NULL AND trashed_at IS NULL AND prompt <> '' {EACH_BY_ITS_INDEX}
  ) AS task ON true
  LEFT JOIN LATERAL (
    SELECT noted.key FROM task_record.prompt_tasks AS noted JOIN task_record.prompts AS prompt USING (user_id, key)
    WHERE noted.task_id = task.id AND prompt.version = :version {EACH_BY_ITS_INDEX}
  ) AS prompt ON true
ORDER BY changed.number
""").bindparams(VERSION, AT_MOST),  # noqa: S608
    TaskToNote,
)
"""Up to `at_most` tasks that have changed since prompts were noted last, or, in another version, ever."""
NOTE = Statement(
    "note_prompts",
    text(
        "SELECT task_record.note_prompts(:origin, :up_to, :task_ids, :keys, CAST(:known AS json)) AS tasks"
    ).bindparams(
        *(bindparam(name, type_=Text) for name in ("origin", "known")),
        *(bindparam(name, type_=ARRAY(Uuid)) for name in ("task_ids", "keys")),
        bindparam("up_to", type_=BigInteger),
    ),
    NotedTasks,
)
IMAGES = "aws_original_key, original_sha256::text, original_thumb_hash::text"
WITHOUT_LOOK = Statement(
    "images_without_look",
    text(f"""{CHANGES.format(kind="looks")},
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
        AND NOT EXISTS (SELECT FROM task_record.image_looks AS noted WHERE noted.key = named.key)
    ) AS image
  ORDER BY changed.number FETCH FIRST (:most_images) ROWS WITH TIES
)
SELECT * FROM images
UNION ALL (
  SELECT origin, last, number, NULL, NULL, NULL, NULL FROM changed
  WHERE (SELECT count(*) FROM images) < :most_images ORDER BY number DESC LIMIT 1
)
ORDER BY number, key NULLS LAST
""").bindparams(VERSION, AT_MOST, bindparam("most_images", type_=Integer)),  # noqa: S608
    ImageToLookAt,
)
"""
The images of up to `at_most` tasks that have changed since images were looked at last, those of the next tasks with
`most_images`; unless there are more, the last change follows.
"""
LOOKED_AT = Statement(
    "looked_at",
    text("""
INSERT INTO task_record.noting AS noted (kind, origin, number) VALUES ('looks', :origin, :up_to)
ON CONFLICT (kind) DO UPDATE SET origin = excluded.origin, number = excluded.number
""").bindparams(bindparam("origin", type_=Text), bindparam("up_to", type_=BigInteger)),
    NoRow,
)
