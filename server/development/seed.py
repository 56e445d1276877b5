from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import asyncpg

from resolvers.access import Caller, Role
from resolvers.context import Context
from resolvers.tasks.batches.batch_item import RecordedTask, TaskBatch
from resolvers.tasks.batches.record_tasks import record_tasks
from server.development.demo.inputs import recorded_task
from server.development.demo.story import TASKS
from server.settings.settings import Settings
from server.stores.connections import create_bucket, open_database, open_storage

INSERT_BATCH = 100_000  # tasks in one statement
MAX_PICTURES = 24
"""Tasks with a picture, each another one of the demo."""

# The database invents the tasks, so that a million take seconds. Most are completed, some failed, a few are open.
INVENT = """
INSERT INTO user_task_history (user_id, task_type, prompt, tokens_used, credits_deducted, status, error_message,
  failure_code, cost, aspect_ratio, model_version, generation_time_ms, created_at, updated_at, completed_at)
SELECT $1, (ARRAY['image_generation', 'image_generation', 'image_edit', 'template_generation'])[1 + n % 4],
  subject || style || ' #' || n,
  CASE WHEN ended THEN 80 + (random() * 400)::integer ELSE 0 END,
  CASE WHEN status = 'completed' THEN 1 + n % 3 ELSE 0 END,
  status,
  CASE WHEN status = 'failed' THEN (ARRAY['图片处理超时', 'The model refused the prompt'])[1 + n % 2] END,
  CASE WHEN status = 'failed' THEN (ARRAY['provider_timeout', 'content_policy'])[1 + n % 2] END,
  CASE WHEN status = 'completed' THEN 0.039 + 0.001 * (n % 3) END,
  (ARRAY['1:1', '16:9', '9:16', '4:3'])[1 + n % 4],
  (ARRAY['flux-1.1-pro', 'gemini-2.5-flash-image', 'imagen-4.0-generate-001'])[1 + n % 3],
  CASE WHEN ended THEN took END,
  created_at,
  CASE WHEN ended THEN created_at + took * interval '1 millisecond' ELSE created_at END,
  CASE WHEN ended THEN created_at + took * interval '1 millisecond' END
FROM (
  SELECT n, status, status IN ('completed', 'failed') AS ended, 900 + (random() * 9000)::integer AS took,
    now() - interval '1 minute' - random() * interval '364 days' AS created_at,
    (ARRAY['一只戴着宇航员头盔的小狗', '夕阳西下的海滩', 'A lighthouse in a storm', '雪山脚下的木屋',
           'Portrait of an old sailor', '霓虹灯下的雨夜街道', 'A fox reading a newspaper'])[1 + n % 7] AS subject,
    (ARRAY['，水彩画风格', '，赛博朋克', ', oil on canvas', ', 35 mm photograph', '，极简主义'])[1 + n % 5] AS style
  FROM (
    SELECT n, (ARRAY['pending', 'failed', 'processing', 'failed', 'completed'])[1 + least(random() * 40, 4)::integer]
      AS status
    FROM generate_series($2::integer, $3::integer) AS n
  ) AS numbered
) AS invented
"""


async def seed(owner_url: str, user_id: UUID, tasks: int) -> None:
    """Record `tasks` invented tasks of `user_id` over the past year, without images."""
    connection = await asyncpg.connect(owner_url)
    try:
        for first in range(1, tasks + 1, INSERT_BATCH):
            await connection.execute(INVENT, user_id, first, min(first + INSERT_BATCH - 1, tasks))
    finally:
        await connection.close()


async def seed_with_pictures(settings: Settings, user_id: UUID, tasks: int) -> None:
    """
    Record `tasks` invented tasks of `user_id` over the past year, the newest of them with pictures, up to MAX_PICTURES.
    """
    pictures = min(tasks, MAX_PICTURES)
    await seed(settings.database_owner_url.get_secret_value(), user_id, tasks - pictures)
    await create_bucket(settings)
    now, random = datetime.now(UTC), Random(user_id.int)  # noqa: S311 - invented
    back_end = Caller(user_id, Role.SERVICE, settings.plans["pro"], now + timedelta(days=1))
    alone = [number for number, task in enumerate(TASKS) if task.ended == "completed" and not task.relation]
    async with open_database(settings) as database, open_storage(settings) as storage:
        context = Context(back_end, database, storage)
        for place, number in enumerate(random.sample(alone, pictures)):
            asked_at = now - timedelta(days=364) * (place + random.random()) / tasks - timedelta(minutes=1)
            [item] = await record_tasks(context, TaskBatch(tasks=[invented(number, asked_at, user_id)]))
            for refusal in item.refusals:
                raise refusal


def invented(number: int, asked_at: datetime, user_id: UUID) -> RecordedTask:
    """Return a task like that one of the demo, of another user."""
    given = recorded_task(number, asked_at)
    return given.model_copy(update={"task": given.task.model_copy(update={"id": uuid4(), "user_id": user_id})})
