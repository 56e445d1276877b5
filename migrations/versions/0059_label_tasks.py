"""The tasks of each label in the order of time, and the characters of each prompt."""

from uuid import UUID

import asyncpg

from migrations.steps import drop_index, execute, run, tell

revision = "0059"
down_revision = "0058"

TABLES = """
ALTER TABLE task_record.prompts ADD COLUMN IF NOT EXISTS grams BIT(1024);
ALTER TABLE task_record.prompt_tasks ADD COLUMN IF NOT EXISTS labels TEXT[] NOT NULL DEFAULT '{}';
CREATE TABLE IF NOT EXISTS task_record.label_tasks (
  user_id UUID NOT NULL,
  label TEXT NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  task_id UUID NOT NULL,
  PRIMARY KEY (user_id, label, created_at, task_id)
);
ALTER TABLE task_record.label_tasks ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.label_tasks FROM PUBLIC;
DO $$
DECLARE
  grantee text;
BEGIN
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
    EXECUTE format('REVOKE ALL ON task_record.label_tasks FROM %I', grantee);
  END LOOP;
END $$;
GRANT SELECT ON task_record.label_tasks TO authenticated, service_role;
"""
LABEL_NEXT = """
WITH next AS (
  SELECT task.task_id, task.user_id, task.created_at, prompt.labels
  FROM task_record.prompt_tasks AS task LEFT JOIN task_record.prompts AS prompt USING (user_id, key)
  WHERE task.task_id > $1 ORDER BY task.task_id LIMIT 10000
), labelled AS (
  UPDATE task_record.prompt_tasks AS task SET labels = next.labels FROM next
  WHERE task.task_id = next.task_id AND next.labels <> '{}'
), noted AS (
  INSERT INTO task_record.label_tasks
  SELECT user_id, label, created_at, task_id FROM next, unnest(labels) AS label
  ON CONFLICT DO NOTHING
)
SELECT task_id FROM next ORDER BY task_id DESC LIMIT 1
"""


async def label_all(connection: asyncpg.Connection) -> None:
    """Give each task the labels of its prompt, which the worker only begins to record."""
    last: UUID | None = UUID(int=0)
    while last:
        last = await connection.fetchval(LABEL_NEXT, last)


def upgrade() -> None:
    execute(TABLES)


def finish() -> None:
    tell("Noting the labels of each task.")
    run(label_all)
    drop_index("task_record.prompts_labels_idx")
