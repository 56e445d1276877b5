-- What tasks have beside the columns of the original design. No rows are read: constraints hold for what is written
-- from now on, and are looked at for the other rows afterwards.

-- The original design kept its statistics by triggers.
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'user_task_history'::regclass AND NOT tgisinternal LOOP
    EXECUTE format('DROP TRIGGER %I ON user_task_history', name);
  END LOOP;
END $$;

-- Until they are replaced, its policies must hide no row from what fills them in.
ALTER TABLE user_task_history NO FORCE ROW LEVEL SECURITY;

ALTER TABLE user_task_history
  ADD COLUMN original_content_type VARCHAR(20),
  ADD COLUMN original_width INTEGER,
  ADD COLUMN original_height INTEGER,
  ADD COLUMN original_size INTEGER,
  ADD COLUMN original_sha256 VARCHAR(64),
  ADD COLUMN original_thumb_hash VARCHAR(40),
  ADD COLUMN generated_content_type VARCHAR(20),
  ADD COLUMN generated_width INTEGER,
  ADD COLUMN generated_height INTEGER,
  ADD COLUMN generated_size INTEGER,
  ADD COLUMN generated_sha256 VARCHAR(64),
  ADD COLUMN generated_thumb_hash VARCHAR(40),
  ADD COLUMN input_sha256 VARCHAR(64),
  ADD COLUMN deleted_at TIMESTAMP WITH TIME ZONE,
  -- How many images were asked for; what it has beside the first.
  ADD COLUMN image_count INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN more_images JSONB,
  -- What a task may cost, set aside when it is recorded; null where its plan keeps no credits.
  ADD COLUMN credits_reserved INTEGER,
  ADD COLUMN credits_held_until TIMESTAMP WITH TIME ZONE,
  ADD COLUMN images_removed_at TIMESTAMP WITH TIME ZONE,
  ADD COLUMN prompt_removed_at TIMESTAMP WITH TIME ZONE,
  ADD CONSTRAINT user_task_history_task_type_check
    CHECK (task_type IN ('image_generation', 'image_edit', 'template_generation')) NOT VALID,
  ADD CONSTRAINT user_task_history_status_check
    CHECK (status IN ('pending', 'processing', 'completed', 'failed')) NOT VALID,
  ADD CONSTRAINT user_task_history_deleted_at_check
    CHECK (deleted_at IS NULL OR (prompt = '' AND error_message IS NULL AND input_sha256 IS NULL
      AND original_image_url IS NULL AND aws_original_key IS NULL AND original_sha256 IS NULL
      AND generated_image_url IS NULL AND aws_generated_key IS NULL AND generated_sha256 IS NULL)) NOT VALID,
  ADD CONSTRAINT user_task_history_tokens_used_check CHECK (tokens_used >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_credits_deducted_check CHECK (credits_deducted >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_generation_time_ms_check CHECK (generation_time_ms >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_original_width_check CHECK (original_width >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_original_height_check CHECK (original_height >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_original_size_check CHECK (original_size >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_generated_width_check CHECK (generated_width >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_generated_height_check CHECK (generated_height >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_generated_size_check CHECK (generated_size >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_image_count_check CHECK (image_count BETWEEN 1 AND 16) NOT VALID,
  ADD CONSTRAINT user_task_history_more_images_check
    CHECK (more_images IS NULL OR (deleted_at IS NULL AND jsonb_typeof(more_images) = 'array'
      AND jsonb_array_length(more_images) BETWEEN 1 AND 15)) NOT VALID,
  ADD CONSTRAINT user_task_history_credits_reserved_check CHECK (credits_reserved >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_credits_held_until_check
    CHECK ((credits_reserved IS NULL) = (credits_held_until IS NULL)) NOT VALID,
  ADD CONSTRAINT user_task_history_failed_check
    CHECK (credits_reserved IS NULL OR status <> 'failed' OR credits_deducted = 0) NOT VALID;
