"""
One CHECK of tasks calls a function that has all conditions: see migrations/derived/constraints.py. All that is added up
is at zero in a new row, as it is declared: see models/statistics/counted.py.
"""

from migrations.lock_timeouts import LOCK_TASKS
from migrations.steps import execute, step, tell

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
"""No function can be replaced by one that returns its columns in another order."""
ONE_CHECK = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'user_task_history_is_valid_check') THEN
    ALTER TABLE user_task_history ADD CONSTRAINT user_task_history_is_valid_check
      CHECK (task_record.is_valid_task(user_task_history)) NOT VALID;
  END IF;
END $$"""
VALIDATE = "ALTER TABLE user_task_history VALIDATE CONSTRAINT user_task_history_is_valid_check"
DROP_OTHERS = """
DO $$
DECLARE
  changes text;
BEGIN
  SELECT string_agg(format('DROP CONSTRAINT %I', conname), ', ') INTO changes FROM pg_constraint
  WHERE conrelid = 'user_task_history'::regclass AND contype = 'c' AND conname <> 'user_task_history_is_valid_check';
  EXECUTE coalesce('ALTER TABLE user_task_history ' || changes, '');
END $$"""


def upgrade() -> None:
    for table, columns in WITHOUT_DEFAULTS.items():
        changes = ", ".join(f"ALTER COLUMN {column} SET DEFAULT 0" for column in columns)
        execute(f"ALTER TABLE task_record.{table} {changes}")
    execute(OTHER_COLUMNS)


def finish() -> None:
    step(LOCK_TASKS + ONE_CHECK)
    tell("Checking all tasks.")
    step(VALIDATE)
    step(LOCK_TASKS + DROP_OTHERS)
