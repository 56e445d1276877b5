-- Rows that are there stay as they are: they asked for one image, and have no others.
ALTER TABLE user_task_history
  ADD COLUMN IF NOT EXISTS image_count INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN IF NOT EXISTS more_images JSONB,
  DROP CONSTRAINT IF EXISTS user_task_history_image_count_check,
  DROP CONSTRAINT IF EXISTS user_task_history_more_images_check,
  ADD CONSTRAINT user_task_history_image_count_check CHECK (image_count BETWEEN 1 AND 16) NOT VALID,
  ADD CONSTRAINT user_task_history_more_images_check
    CHECK (more_images IS NULL OR (deleted_at IS NULL AND jsonb_typeof(more_images) = 'array'
      AND jsonb_array_length(more_images) BETWEEN 1 AND 15)) NOT VALID;
