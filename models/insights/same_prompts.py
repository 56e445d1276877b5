"""The ended tasks of a user that insights and comparisons look at, with what each one was asked for."""

MAX_TASKS = 30_000
"""The newest tasks that are looked at: so the cost does not grow with the history."""
MAX_PROMPT_BYTES = 16 * 1024**2
"""Bytes of prompts that are looked at, those of the newest tasks: 500 a task, when there are MAX_TASKS."""
# The same was asked for with the same prompt, of a task of one type with as many images, from the same picture. The
# index has the keys of all prompts but the newest, or of none where it is switched off. A rating of 1 or 2 makes a
# completed task as bad as one that failed.
TASKS = f"""
WITH recent AS (
  SELECT *, sum(octet_length(prompt)) OVER (ORDER BY created_at DESC, id DESC) AS prompt_bytes
  FROM user_task_history
  WHERE user_id = :user_id AND deleted_at IS NULL AND trashed_at IS NULL AND status IN ('completed', 'failed')
    AND created_at >= CAST(CAST(:first AS text) AS timestamp) AT TIME ZONE task_record.time_zone()
    AND created_at < CAST(CAST(:last AS text) AS timestamp) AT TIME ZONE task_record.time_zone() {{where}}
  ORDER BY created_at DESC, id DESC LIMIT {MAX_TASKS}
), tasks AS MATERIALIZED (
  SELECT id, created_at, model_version AS model, credits_deducted AS credits, coalesce(cost, 0) AS cost, rating,
    generation_time_ms AS time, status = 'completed' AS completed,
    status = 'completed' AND coalesce(rating, 3) > 2 AS good,
    coalesce(failure_code, left(error_message, 200)) AS reason, left(prompt, 200) AS beginning,
    CASE WHEN prompt <> '' THEN hashtextextended(concat_ws(' ', task_type, image_count, original_sha256,
      coalesce((SELECT key FROM task_record.prompt_tasks WHERE task_id = recent.id), task_record.prompt_key(prompt))
    ), 0) END AS prompt
  FROM recent WHERE prompt_bytes <= {MAX_PROMPT_BYTES}
)"""  # noqa: S608 - of constants
