from uuid import UUID

import asyncpg

INSERT_BATCH = 100_000  # tasks in one statement

# The database itself invents the tasks, so that a million take seconds. Most are completed, some failed,
# and a few have not ended.
INVENT = """
INSERT INTO user_task_history (user_id, task_type, prompt, tokens_used, credits_deducted, status, error_message,
  aspect_ratio, model_version, generation_time_ms, created_at, updated_at, completed_at)
SELECT $1, (ARRAY['image_generation', 'image_generation', 'image_edit', 'template_generation'])[1 + n % 4],
  subject || style || ' #' || n,
  CASE WHEN ended THEN 80 + (random() * 400)::integer ELSE 0 END,
  CASE WHEN status = 'completed' THEN 1 + n % 3 ELSE 0 END,
  status,
  CASE WHEN status = 'failed' THEN (ARRAY['图片处理超时', 'The model refused the prompt'])[1 + n % 2] END,
  (ARRAY['1:1', '16:9', '9:16', '4:3'])[1 + n % 4],
  (ARRAY['gemini-1.5-pro', 'gemini-2.5-flash-image', 'imagen-4'])[1 + n % 3],
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
