"""What tasks on boards used is kept by month, too."""

from alembic import op

from migrations.installed import statements
from migrations.lock_timeouts import LOCK_TASKS
from migrations.steps import step, tell, value

revision = "0054"
down_revision = "0053"

COUNTING = (
    *(f"FUNCTION task_record.{name}" for name in ("counts_on_boards", "add_board_counts", "count_placed")),
    *(f"FUNCTION task_record.{name}" for name in ("count_board_update", "count_board_delete", "repair_boards")),
    "VIEW task_record.drifted_boards",
)
"""What keeps the table and finds what it lacks: replaced together with it, while nobody changes a task."""
TABLE = """
SET LOCAL check_function_bodies = off;
CREATE TABLE IF NOT EXISTS task_record.board_months (
  board_id UUID,
  user_id UUID,
  month DATE,
  task_count INTEGER NOT NULL DEFAULT 0,
  completed_tasks INTEGER NOT NULL DEFAULT 0,
  failed_tasks INTEGER NOT NULL DEFAULT 0,
  tokens_used BIGINT NOT NULL DEFAULT 0,
  credits_deducted BIGINT NOT NULL DEFAULT 0,
  cost NUMERIC(24, 6) NOT NULL DEFAULT 0,
  PRIMARY KEY (board_id, user_id, month),
  FOREIGN KEY (board_id, user_id) REFERENCES task_record.board_usage ON DELETE CASCADE
);
DO $$
DECLARE
  grantee text;
BEGIN
  REVOKE ALL ON task_record.board_months FROM PUBLIC;
  FOR grantee IN
    SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role', 'board_reader')
  LOOP
    EXECUTE format('REVOKE ALL ON task_record.board_months FROM %I', grantee);
  END LOOP;
END $$;
ALTER TABLE task_record.board_months ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON task_record.board_months TO board_reader, service_role;
DROP VIEW IF EXISTS task_record.drifted_boards;
"""


def upgrade() -> None:
    with op.get_context().autocommit_block():
        step("\n".join([LOCK_TASKS, TABLE, *(statements()[name] for name in COUNTING)]))
        users = value("SELECT array_agg(DISTINCT user_id) FROM task_record.board_tasks")
        if users:
            tell("Counting by month what is on boards.")
        for user in users or ():
            step(f"SELECT task_record.repair_boards('{user}')")
