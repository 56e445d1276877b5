-- {first} and {last}: pages of the table.
SET LOCAL lock_timeout = '200ms';
UPDATE user_task_history SET
  tokens_used = coalesce(tokens_used, 0),
  credits_deducted = coalesce(credits_deducted, 0),
  created_at = coalesce(created_at, updated_at, completed_at, now()),
  updated_at = coalesce(updated_at, completed_at, created_at, now()),
  completed_at = CASE
    WHEN status IN ('completed', 'failed') THEN coalesce(completed_at, updated_at, created_at, now())
    ELSE completed_at
  END
WHERE ctid >= '({first},0)' AND ctid < '({last},0)' AND (
  tokens_used IS NULL OR credits_deducted IS NULL OR created_at IS NULL OR updated_at IS NULL
  OR (completed_at IS NULL AND status IN ('completed', 'failed')));
