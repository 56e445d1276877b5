"""
The members of a board may no longer read a task's original image. Servers of the previous version still select it. For
`user_task_history` as `board_reader`, PostgreSQL finds this view first, by the "$user" of `search_path`, and the
columns are null. The next release drops the view, with its schema.
"""

from migrations.steps import execute

revision = "0061"
down_revision = "0060"

SEEN = """
id, user_id, task_type, prompt, generated_image_url, aws_generated_key, tokens_used, credits_deducted, status,
error_message, aspect_ratio, model_version, generation_time_ms, created_at, updated_at, completed_at,
generated_content_type, generated_width, generated_height, generated_size, generated_sha256, generated_thumb_hash,
deleted_at, image_count, more_images, credits_reserved, credits_held_until, images_removed_at, prompt_removed_at,
only_service_ends, parameters, input_tokens, output_tokens, cost, failure_code, started_at, deadline, trashed_at
"""
PRIVATE = {
    "original_image_url": "text",
    "aws_original_key": "text",
    "original_content_type": "varchar(20)",
    "original_width": "integer",
    "original_height": "integer",
    "original_size": "integer",
    "original_sha256": "varchar(64)",
    "original_thumb_hash": "varchar(40)",
}
RIGHTS = f"""
REVOKE SELECT ({", ".join(PRIVATE)}) ON public.user_task_history FROM board_reader;
CREATE SCHEMA IF NOT EXISTS board_reader;
GRANT USAGE ON SCHEMA board_reader TO board_reader;
CREATE OR REPLACE VIEW board_reader.user_task_history WITH (security_invoker = true) AS
SELECT {SEEN}, {", ".join(f"NULL::{kind} AS {name}" for name, kind in PRIVATE.items())} FROM public.user_task_history;
GRANT SELECT ON board_reader.user_task_history TO board_reader;
"""


def upgrade() -> None:
    execute(RIGHTS)
