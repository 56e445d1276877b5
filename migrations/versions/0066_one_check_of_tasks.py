"""One CHECK of tasks calls a function that has all conditions: see migrations/derived/constraints.py."""

from migrations.lock_timeouts import LOCK_TASKS
from migrations.steps import step, tell

revision = "0066"
down_revision = "0065"

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
    """The function comes with all others, before what is done while servers run."""


def finish() -> None:
    step(LOCK_TASKS + ONE_CHECK)
    tell("Checking all tasks.")
    step(VALIDATE)
    step(LOCK_TASKS + DROP_OTHERS)
