"""Totals add up costs and count canceled tasks, and webhooks are told of these."""

from alembic import op

from migrations.installed import statements
from migrations.lock_timeouts import LOCK_TASKS
from migrations.steps import step, value

revision = "0037"
down_revision = "0036"

HAS_COLUMNS = """
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'task_record.overall_count'::regclass AND attname = 'currency')
"""
COUNTING = (
    *("counts_of", "count_one", "count_insert", "count_update", "count_delete", "count_changes", "count_overall"),
    *("add_statistics", "add_usage", "repair_statistics", "repair_usage"),
)
"""The functions that write these tables: replaced together with them, since servers write tasks meanwhile."""
COLUMNS = """
SET LOCAL check_function_bodies = off; -- those of a new database come before what they call
ALTER TABLE user_task_statistics
  ADD COLUMN canceled_tasks INTEGER NOT NULL DEFAULT 0, ADD COLUMN total_cost NUMERIC NOT NULL DEFAULT 0;
ALTER TABLE task_record.user_task_usage
  ADD COLUMN canceled_tasks INTEGER NOT NULL DEFAULT 0, ADD COLUMN cost NUMERIC NOT NULL DEFAULT 0;
ALTER TABLE task_record.overall_changes
  ADD COLUMN canceled_tasks INTEGER NOT NULL DEFAULT 0, ADD COLUMN total_cost NUMERIC NOT NULL DEFAULT 0;
ALTER TABLE task_record.overall_statistics
  ADD COLUMN canceled_tasks BIGINT NOT NULL DEFAULT 0, ADD COLUMN total_cost NUMERIC NOT NULL DEFAULT 0;
ALTER TABLE task_record.user_ranking
  ADD COLUMN failed_tasks INTEGER NOT NULL DEFAULT 0, ADD COLUMN total_cost NUMERIC NOT NULL DEFAULT 0;
UPDATE task_record.user_ranking AS ranked SET failed_tasks = totals.failed_tasks FROM user_task_statistics AS totals
WHERE totals.user_id = ranked.user_id AND period_type = 'all_time' AND totals.failed_tasks <> 0;
CREATE INDEX user_ranking_failed_tasks_user_id_idx ON task_record.user_ranking (failed_tasks, user_id);
CREATE INDEX user_ranking_total_cost_user_id_idx ON task_record.user_ranking (total_cost, user_id);
ALTER TABLE task_record.overall_count ADD COLUMN currency VARCHAR(3);
DROP VIEW IF EXISTS task_record.drifted_overall, task_record.drifted_statistics, task_record.drifted_usage,
  task_record.computed_overall, task_record.computed_statistics, task_record.computed_usage;
DROP FUNCTION IF EXISTS task_record.counts_of;
ALTER TABLE task_record.webhooks DROP CONSTRAINT webhooks_events_check,
  ADD CONSTRAINT webhooks_events_check CHECK (cardinality(events) > 0 AND events <@ ARRAY[
    'task.created', 'task.completed', 'task.failed', 'task.canceled', 'task.deleted', 'credits.low']);
ALTER TABLE task_record.webhook_deliveries DROP CONSTRAINT webhook_deliveries_type_check,
  ADD CONSTRAINT webhook_deliveries_type_check CHECK (
    type IN ('task.created', 'task.completed', 'task.failed', 'task.canceled', 'task.deleted', 'credits.low', 'test')
  ) NOT VALID;
"""
VALIDATE = "ALTER TABLE task_record.webhook_deliveries VALIDATE CONSTRAINT webhook_deliveries_type_check"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        if not value(HAS_COLUMNS):
            functions = (statements()[f"FUNCTION task_record.{name}"] for name in COUNTING)
            step("\n".join([LOCK_TASKS, COLUMNS, *functions]))
        step(VALIDATE)
