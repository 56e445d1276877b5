"""
The statements by which prompts come to be noted, behind the tasks: they are run as `service_role`. Only those of users
who have asked about them are; such a user has a row of `prompts`.
"""

from typing import NamedTuple
from uuid import UUID

from models.statement import NoRow, Statement


class TaskToNote(NamedTuple):
    """
    A task that has changed; `origin` is where the numbers of changes are counted, and `last` the last one. Without a
    task, only a number, up to which the changes were looked at.
    """

    origin: str
    last: int
    number: int
    user_id: UUID
    task_id: UUID | None
    prompt: str | None
    """Its prompt, unless that is noted in this version, or is no more."""


class AnyNoted(NamedTuple):
    any_noted: bool


class PromptsOfUser(NamedTuple):
    any_noted: bool
    any_used: bool
    """Whether any task of the user has a prompt."""


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
  SELECT told.origin, told.last, change.number, change.user_id, change.task_id FROM told, LATERAL (
    SELECT number, user_id, task_id FROM task_record.task_changes WHERE number > coalesce((
      SELECT noting.number FROM task_record.noting WHERE kind = '{kind}' AND noting.origin = told.origin
    ), 0)
    ORDER BY number LIMIT :at_most
  ) AS change
)"""
EACH_BY_ITS_INDEX = "OFFSET 0"
"""Keeps PostgreSQL from reading a whole table of which it has no statistics yet, as after an import."""
PROMPTS = f"""
SELECT origin, last, number, user_id, task_id, CASE WHEN prompt.key IS NULL THEN task.prompt END AS prompt
FROM concerned
  LEFT JOIN LATERAL (
    SELECT id, prompt FROM user_task_history
    WHERE id = concerned.task_id AND deleted_at IS NULL AND trashed_at IS NULL AND prompt <> '' {EACH_BY_ITS_INDEX}
  ) AS task ON true
  LEFT JOIN LATERAL (
    SELECT noted.key FROM task_record.prompt_tasks AS noted JOIN task_record.prompts AS prompt USING (user_id, key)
    WHERE noted.task_id = task.id AND prompt.version = :version {EACH_BY_ITS_INDEX}
  ) AS prompt ON true"""  # noqa: S608 - of a constant
EVERYONE = "EXISTS (SELECT FROM task_record.noting WHERE kind = 'everyone')"
TO_NOTE = Statement(
    "prompts_to_note",
    f"""{CHANGES.format(kind="prompts")},
asked AS MATERIALIZED (
  SELECT user_id FROM (SELECT DISTINCT user_id FROM changed) AS one
  WHERE {EVERYONE} OR (SELECT true FROM task_record.prompts WHERE user_id = one.user_id LIMIT 1)
),
concerned AS MATERIALIZED (
  SELECT origin, last, number, user_id, task_id FROM changed JOIN asked USING (user_id)
  ORDER BY number LIMIT :most_tasks
)
({PROMPTS})
UNION ALL (
  SELECT origin, last, number, NULL, NULL, NULL FROM changed
  WHERE (SELECT count(*) FROM concerned) < :most_tasks ORDER BY number DESC LIMIT 1
)
ORDER BY number, task_id NULLS LAST
""",  # noqa: S608
    TaskToNote,
)
"""
Among the `at_most` next changes since prompts were noted last, or, in another version, ever: those of the first
`most_tasks` tasks whose users have asked; unless there are more, the last change follows, without a task.
"""
EARLIER = Statement(
    "earlier_prompts_to_note",
    f"""
WITH concerned AS MATERIALIZED (
  SELECT '' AS origin, 0 AS last, number, user_id, task_id FROM task_record.task_changes
  WHERE user_id = :user_id AND number < :before ORDER BY number DESC LIMIT :most_tasks
)
{PROMPTS} ORDER BY number DESC
""",  # noqa: S608
    TaskToNote,
)
"""The user's tasks that have last changed before a number, up to `most_tasks` of them, the latest first."""
ANY_NOTED = Statement(
    "any_prompts_noted",
    f"SELECT EXISTS (SELECT FROM task_record.prompts) OR {EVERYONE} AS any_noted",  # noqa: S608 - of a constant
    AnyNoted,
)
"""Whether anybody has asked about prompts: otherwise none is noted."""
PROMPTS_OF_USER = Statement(
    "prompts_of_user",
    """
SELECT EXISTS (SELECT FROM task_record.prompts WHERE user_id = :user_id) AS any_noted, EXISTS (
  SELECT FROM user_task_history
  WHERE user_id = :user_id AND deleted_at IS NULL AND trashed_at IS NULL AND prompt <> ''
) AS any_used
""",
    PromptsOfUser,
)
LOCK = Statement(
    "lock_prompts_of_user",
    "SELECT pg_advisory_xact_lock(hashtextextended('task_record prompts of ' || CAST(:user_id AS uuid), 0))",
    NoRow,
)
"""Has the user's requests note their first prompts one after the other."""
NOTE_EARLIER = Statement(
    "note_earlier_prompts",
    "SELECT task_record.note_earlier_prompts(:user_id)",
    NoRow,
)
NOTE_OF_EVERYONE = Statement(
    "note_prompts_of_everyone",
    """
WITH everyone AS (
  INSERT INTO task_record.noting (kind, origin, number) VALUES ('everyone', '', 0) ON CONFLICT DO NOTHING RETURNING 1
)
UPDATE task_record.noting SET number = 0 WHERE kind = 'prompts' AND EXISTS (SELECT FROM everyone)
""",
    NoRow,
)
"""From now on, and from the first change on, the prompts of all users are noted."""
COUNT_PROMPTS = Statement(
    "count_prompts",
    "SELECT task_record.count_prompts(:task_ids, :owners, :keys, CAST(:known AS json))",
    NoRow,
)
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
""",  # noqa: S608
    ImageToLookAt,
)
"""
The images of up to `at_most` tasks that have changed since images were looked at last, those of the next tasks with
`most_images`; unless there are more, the last change follows.
"""
NOTED_UP_TO = Statement(
    "noted_up_to",
    """
INSERT INTO task_record.noting AS noted (kind, origin, number) VALUES (:kind, :origin, :up_to)
ON CONFLICT (kind) DO UPDATE SET origin = excluded.origin, number = excluded.number
""",
    NoRow,
)
