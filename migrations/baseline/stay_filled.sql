-- From now on no row can be written that lacks something; those that are there are looked at afterwards.
ALTER TABLE user_task_history
  DROP CONSTRAINT IF EXISTS user_task_history_completed_at_check,
  DROP CONSTRAINT IF EXISTS user_task_history_filled_check,
  ADD CONSTRAINT user_task_history_completed_at_check
    CHECK (completed_at IS NOT NULL OR status IN ('pending', 'processing')) NOT VALID,
  ADD CONSTRAINT user_task_history_filled_check
    CHECK (tokens_used IS NOT NULL AND credits_deducted IS NOT NULL
      AND created_at IS NOT NULL AND updated_at IS NOT NULL)
    NOT VALID;
