"""Boards with their members, and the database role that reads them. They cost tasks without a board nothing."""

from migrations.steps import execute

revision = "0045"
down_revision = "0044"

ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'board_reader') THEN
    CREATE ROLE board_reader NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- roles belong to the cluster: the migration of another database made it meanwhile
END $$;
"""
TABLES = """
CREATE TABLE task_record.boards (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL,
  name VARCHAR(100) NOT NULL,
  description VARCHAR(2000) NOT NULL,
  cover_task_id UUID,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT boards_name_check CHECK (name <> '')
);
CREATE INDEX boards_user_id_idx ON task_record.boards (user_id);
CREATE TABLE task_record.board_members (
  board_id UUID REFERENCES task_record.boards ON DELETE CASCADE,
  user_id UUID REFERENCES auth.users ON DELETE CASCADE,
  role VARCHAR(20) NOT NULL,
  joined_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  PRIMARY KEY (board_id, user_id),
  CONSTRAINT board_members_role_check CHECK (role IN ('viewer', 'contributor', 'owner'))
);
CREATE INDEX board_members_user_id_idx ON task_record.board_members (user_id);
CREATE TABLE task_record.board_tasks (
  board_id UUID REFERENCES task_record.boards ON DELETE CASCADE,
  task_id UUID,
  user_id UUID NOT NULL,
  added_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (board_id, task_id)
);
CREATE INDEX board_tasks_board_id_added_at_task_id_idx
  ON task_record.board_tasks (board_id, added_at DESC, task_id DESC);
CREATE INDEX board_tasks_task_id_idx ON task_record.board_tasks (task_id);
CREATE INDEX board_tasks_user_id_idx ON task_record.board_tasks (user_id, board_id);
CREATE TABLE task_record.board_invitations (
  id UUID PRIMARY KEY,
  board_id UUID NOT NULL REFERENCES task_record.boards ON DELETE CASCADE,
  user_id UUID NOT NULL,
  role VARCHAR(20) NOT NULL,
  secret_sha256 VARCHAR(64) NOT NULL UNIQUE,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  taken_by UUID,
  CONSTRAINT board_invitations_role_check CHECK (role IN ('viewer', 'contributor'))
);
CREATE INDEX board_invitations_board_id_idx ON task_record.board_invitations (board_id);
CREATE TABLE task_record.board_usage (
  board_id UUID REFERENCES task_record.boards ON DELETE CASCADE,
  user_id UUID,
  task_count INTEGER NOT NULL DEFAULT 0,
  completed_tasks INTEGER NOT NULL DEFAULT 0,
  failed_tasks INTEGER NOT NULL DEFAULT 0,
  tokens_used BIGINT NOT NULL DEFAULT 0,
  credits_deducted BIGINT NOT NULL DEFAULT 0,
  cost NUMERIC(24, 6) NOT NULL DEFAULT 0,
  PRIMARY KEY (board_id, user_id)
);
"""
NAMES = "task_record.boards, task_record.board_members, task_record.board_tasks, task_record.board_invitations, \
task_record.board_usage"
SEEN = """
id, user_id, task_type, prompt, original_image_url, generated_image_url, aws_original_key, aws_generated_key,
tokens_used, credits_deducted, status, error_message, aspect_ratio, model_version, generation_time_ms, created_at,
updated_at, completed_at, original_content_type, original_width, original_height, original_size, original_sha256,
original_thumb_hash, generated_content_type, generated_width, generated_height, generated_size, generated_sha256,
generated_thumb_hash, deleted_at, image_count, more_images, credits_reserved, credits_held_until, images_removed_at,
prompt_removed_at, only_service_ends, parameters, input_tokens, output_tokens, cost, failure_code, started_at, deadline,
trashed_at
"""
"""The columns of a task that the members of its boards see."""
RIGHTS = f"""
DO $$
DECLARE
  grantee text;
BEGIN
  REVOKE ALL ON {NAMES} FROM PUBLIC;
  FOR grantee IN
    SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role', 'board_reader')
  LOOP
    EXECUTE format('REVOKE ALL ON {NAMES} FROM %I', grantee);
  END LOOP;
END $$;
ALTER TABLE task_record.boards ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.board_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.board_tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.board_invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.board_usage ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA task_record TO board_reader;
GRANT SELECT ({SEEN}) ON user_task_history TO board_reader;
GRANT SELECT ON task_record.task_sources TO board_reader; -- of which no policy shows a row
GRANT SELECT ON task_record.boards, task_record.board_members, task_record.board_tasks, task_record.board_usage
  TO board_reader, service_role;
GRANT SELECT (id, board_id, user_id, role, created_at, expires_at, taken_by) ON task_record.board_invitations
  TO board_reader;
GRANT SELECT ON task_record.board_invitations TO service_role;
GRANT SELECT ON task_record.board_tasks TO authenticated;
"""


def upgrade() -> None:
    execute(ROLE + TABLES + RIGHTS)
