"""Totals add up costs and count canceled tasks, and webhooks receive events of these."""

from migrations.steps import build_index, execute, step, value

revision = "0037"
down_revision = "0036"

HAS_COLUMNS = """
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'task_record.overall_count'::regclass AND attname = 'currency')
"""
COLUMNS = """
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
ALTER TABLE task_record.overall_count ADD COLUMN currency VARCHAR(3);
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
# Counts of changes wait meanwhile.
RANK = """
SELECT pg_advisory_xact_lock(hashtext('task_record count_changes'));
UPDATE task_record.user_ranking AS ranked SET failed_tasks = totals.failed_tasks FROM user_task_statistics AS totals
WHERE totals.user_id = ranked.user_id AND period_type = 'all_time' AND totals.failed_tasks <> ranked.failed_tasks;
"""


def upgrade() -> None:
    if not value(HAS_COLUMNS):
        execute(COLUMNS)


def finish() -> None:
    step(VALIDATE)
    step(RANK)
    build_index("user_ranking_failed_tasks_user_id_idx", "task_record.user_ranking (failed_tasks, user_id)")
    build_index("user_ranking_total_cost_user_id_idx", "task_record.user_ranking (total_cost, user_id)")
