"""What tasks on boards used is also counted by month."""

from migrations.steps import execute, step, tell, value

revision = "0054"
down_revision = "0053"

TABLE = """
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
"""


def upgrade() -> None:
    execute(TABLE)


def finish() -> None:
    if users := value("SELECT array_agg(DISTINCT user_id) FROM task_record.board_tasks"):
        tell("Counting by month what is on boards.")
        for user in users:
            step(f"SELECT task_record.repair_boards('{user}')")
