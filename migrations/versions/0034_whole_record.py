"""What a product records of a task in addition to the prompt: parameters, metadata, ids, cost and deadline."""

from migrations.steps import build_index, execute, step, tell, text_of, value

revision = "0034"
down_revision = "0033"

HAS_COLUMNS = """
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'user_task_history'::regclass AND attname = 'deadline')"""
# No rows are read: constraints hold for new rows, and are validated for the others afterwards.
COLUMNS = """
ALTER TABLE user_task_history
  ALTER COLUMN aspect_ratio TYPE VARCHAR(20),
  ALTER COLUMN model_version TYPE VARCHAR(200),
  ADD COLUMN external_id VARCHAR(200),
  ADD COLUMN parameters JSON,
  ADD COLUMN metadata JSON,
  ADD COLUMN input_tokens INTEGER,
  ADD COLUMN output_tokens INTEGER,
  ADD COLUMN cost NUMERIC(18, 6),
  ADD COLUMN failure_code VARCHAR(50),
  ADD COLUMN started_at TIMESTAMP WITH TIME ZONE,
  ADD COLUMN deadline TIMESTAMP WITH TIME ZONE,
  DROP CONSTRAINT user_task_history_status_check,
  ADD CONSTRAINT user_task_history_status_check
    CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'canceled')) NOT VALID,
  DROP CONSTRAINT user_task_history_failed_check,
  ADD CONSTRAINT user_task_history_failed_check
    CHECK (credits_reserved IS NULL OR status NOT IN ('failed', 'canceled') OR credits_deducted = 0) NOT VALID,
  DROP CONSTRAINT user_task_history_deleted_at_check,
  ADD CONSTRAINT user_task_history_deleted_at_check
    CHECK (deleted_at IS NULL OR (prompt = '' AND error_message IS NULL AND input_sha256 IS NULL
      AND original_image_url IS NULL AND aws_original_key IS NULL AND original_sha256 IS NULL
      AND generated_image_url IS NULL AND aws_generated_key IS NULL AND generated_sha256 IS NULL
      AND external_id IS NULL AND parameters IS NULL AND metadata IS NULL)) NOT VALID,
  ADD CONSTRAINT user_task_history_external_id_check CHECK (external_id <> '') NOT VALID,
  ADD CONSTRAINT user_task_history_parameters_check
    CHECK (json_typeof(parameters) = 'object' AND octet_length(parameters::text) <= 16384
      AND NOT jsonb_path_exists(parameters::jsonb,
        'strict $.**{10 to last} ? (@.type() == "object" || @.type() == "array")')) NOT VALID,
  ADD CONSTRAINT user_task_history_metadata_check
    CHECK (json_typeof(metadata) = 'object' AND octet_length(metadata::text) <= 4096
      AND NOT jsonb_path_exists(metadata::jsonb,
        'strict $.**{10 to last} ? (@.type() == "object" || @.type() == "array")')) NOT VALID,
  ADD CONSTRAINT user_task_history_input_tokens_check CHECK (input_tokens >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_output_tokens_check CHECK (output_tokens >= 0) NOT VALID,
  ADD CONSTRAINT user_task_history_tokens_of_parts_check
    CHECK (coalesce(input_tokens, 0)::bigint + coalesce(output_tokens, 0) <= tokens_used) NOT VALID,
  ADD CONSTRAINT user_task_history_cost_check CHECK (cost BETWEEN 0 AND 999999999999.999999) NOT VALID,
  ADD CONSTRAINT user_task_history_failure_code_check
    CHECK (failure_code IS NULL OR (failure_code ~ '^[a-z0-9_]+$' AND status = 'failed')) NOT VALID;
ALTER TABLE task_record.user_task_usage ALTER COLUMN model_version TYPE VARCHAR(200);
ALTER TABLE task_record.usage_models ALTER COLUMN model_version TYPE VARCHAR(200);
-- In which JSON keeps its text: exact numbers, and the order of keys.
ALTER TABLE task_record.arriving_rows ALTER COLUMN content TYPE JSON;
"""


def upgrade() -> None:
    if not value(HAS_COLUMNS):
        execute(COLUMNS)


def finish() -> None:
    tell("Looking whether each task is as it must be.")
    step(text_of("baseline/valid.sql"))
    build_index(
        "user_task_history_user_id_external_id_idx",
        "user_task_history (user_id, external_id) WHERE external_id IS NOT NULL AND deleted_at IS NULL",
        is_unique=True,
    )
    build_index(
        "user_task_history_deadline_idx",
        "user_task_history (deadline)"
        " WHERE status IN ('pending', 'processing') AND deadline IS NOT NULL AND deleted_at IS NULL",
    )
