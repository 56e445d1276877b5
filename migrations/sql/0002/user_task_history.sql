GRANT USAGE ON SCHEMA task_record TO authenticated, service_role;

DO $$
DECLARE
  name text;
BEGIN
  -- The original design kept its statistics by triggers and its rows apart by policies: both are replaced.
  FOR name IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'user_task_history'::regclass AND NOT tgisinternal LOOP
    EXECUTE format('DROP TRIGGER %I ON user_task_history', name);
  END LOOP;
  FOR name IN SELECT polname FROM pg_policy WHERE polrelid = 'user_task_history'::regclass LOOP
    EXECUTE format('DROP POLICY %I ON user_task_history', name);
  END LOOP;
END $$;

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
  ADD CONSTRAINT user_task_history_generated_size_check CHECK (generated_size >= 0) NOT VALID;

-- A user first seen in a token needs no prior registration. On Supabase, whose own service registers
-- users before it gives them tokens, nobody else may.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'supabase_auth_admin') THEN
    RETURN;
  END IF;
  CREATE FUNCTION task_record.register_user() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $register$
  BEGIN
    IF NOT EXISTS (SELECT FROM auth.users WHERE id = NEW.user_id) THEN
      INSERT INTO auth.users (id) VALUES (NEW.user_id) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NEW;
  END $register$;
  CREATE TRIGGER register_user BEFORE INSERT ON user_task_history
    FOR EACH ROW EXECUTE FUNCTION task_record.register_user();
END $$;

CREATE TABLE task_record.image_uploads (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL,
  task_id UUID NOT NULL,
  key TEXT NOT NULL,
  content_type VARCHAR(20),
  size INTEGER,
  sha256 VARCHAR(64),
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
);
CREATE INDEX image_uploads_user_id_idx ON task_record.image_uploads (user_id);
