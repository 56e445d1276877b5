"""All sums over tasks are zero in a new row, as models/statistics/counted.py declares."""

from migrations.steps import execute

revision = "0066"
down_revision = "0065"

OF_PERIODS = (
    *("image_count", "total_tasks", "successful_tasks", "failed_tasks", "total_tokens_used", "total_credits_deducted"),
    *("total_generation_time_ms", "timed_tasks", "completed_generation_time_ms", "images_size"),
)
WITHOUT_DEFAULTS = {
    "overall_changes": OF_PERIODS,
    "overall_statistics": OF_PERIODS,
    "user_task_usage": ("total_tasks", "successful_tasks", "failed_tasks", "tokens_used", "credits_deducted"),
    "overall_usage": ("total_tasks", "successful_tasks", "failed_tasks", "credits_deducted", "cost"),
    "user_ranking": ("total_tasks", "total_tokens_used", "total_credits_deducted", "images_size"),
}
OTHER_COLUMNS = "DROP FUNCTION IF EXISTS task_record.counts_of"
"""A function cannot be replaced by one that returns its columns in another order."""


def upgrade() -> None:
    for table, columns in WITHOUT_DEFAULTS.items():
        changes = ", ".join(f"ALTER COLUMN {column} SET DEFAULT 0" for column in columns)
        execute(f"ALTER TABLE task_record.{table} {changes}")
    execute(OTHER_COLUMNS)
