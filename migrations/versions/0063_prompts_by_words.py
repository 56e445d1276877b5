"""Prompts are identified by their words: indexed prompts get the new keys."""

from functools import partial
from uuid import UUID

import asyncpg

from migrations.lock_timeouts import retry_on_lock_timeout
from migrations.steps import execute, run, tell

revision = "0063"
down_revision = "0062"

KINDS = """
ALTER TABLE task_record.noting DROP CONSTRAINT noting_kind_check;
ALTER TABLE task_record.noting ADD CONSTRAINT noting_kind_check
  CHECK (kind IN ('prompts', 'looks', 'everyone', 'indexed'));
"""
PROMPTS_AT_ONCE = 200
# A prompt moves with all of its tasks in one transaction, so that it is listed once at any time.
NEXT_PROMPTS = f"""
SELECT user_id, key FROM task_record.prompts WHERE (user_id, key) > ($1, $2)
ORDER BY user_id, key LIMIT {PROMPTS_AT_ONCE}
"""
MOVE = """
WITH prompt AS MATERIALIZED (
  SELECT prompts.* FROM task_record.prompts
    JOIN unnest($1::uuid[], $2::uuid[]) AS given (user_id, key) USING (user_id, key)
), task AS MATERIALIZED (
  SELECT noted.task_id, user_id, key FROM task_record.prompt_tasks AS noted JOIN prompt USING (user_id, key)
)
SELECT task_record.count_prompts(
  (SELECT array_agg(task_id ORDER BY task_id) FROM task), (SELECT array_agg(DISTINCT user_id) FROM task),
  (SELECT array_agg(key ORDER BY task_id) FROM task),
  (SELECT json_agg(json_build_object('key', key, 'features', features::text, 'grams', grams::text, 'labels', labels,
    'version', version)) FROM (SELECT DISTINCT ON (key) * FROM prompt) AS one)
) FROM (SELECT FROM task LIMIT 1) AS any_task
"""


async def move_all(connection: asyncpg.Connection) -> None:
    """Assign all indexed tasks to the prompts with the same words."""
    last = (UUID(int=0), UUID(int=0))
    while prompts := [tuple(row) for row in await connection.fetch(NEXT_PROMPTS, *last)]:
        users, keys = [user for user, _ in prompts], [key for _, key in prompts]
        await retry_on_lock_timeout(partial(connection.execute, MOVE, users, keys))
        last = prompts[-1]


def upgrade() -> None:
    execute(KINDS)


def finish() -> None:
    tell("Finding which prompts are the same by their words.")
    run(move_all)
