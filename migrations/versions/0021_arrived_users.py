"""A database knows who was moved to it, so that they can be found while what the router leads to does not answer."""

from migrations.sql import enclosed, execute, redefined

revision = "0021"
down_revision = "0020"

TABLE = """
-- Who was moved here and has not gone again.
CREATE TABLE task_record.arrived_users (
  user_id UUID PRIMARY KEY,
  arrived_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
);"""
FORGET_MARK = "DELETE FROM task_record.moved_users WHERE user_id = of_user;"
NOTE = "INSERT INTO task_record.arrived_users (user_id) VALUES (of_user) ON CONFLICT DO NOTHING;"


def upgrade() -> None:
    execute(
        TABLE
        + enclosed("SELECT", "task_record.arrived_users")
        + redefined("arrive(uuid, integer)", {FORGET_MARK: f"{FORGET_MARK}\n  {NOTE}"})
    )
