-- The constraint has been found to hold for every row, so that none is read here.
ALTER TABLE user_task_history
  ALTER COLUMN tokens_used SET NOT NULL,
  ALTER COLUMN credits_deducted SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE user_task_history DROP CONSTRAINT user_task_history_filled_check;
