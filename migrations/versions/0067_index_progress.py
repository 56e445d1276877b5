"""The progress of indexing prompts and images has a new table. Servers of the previous version continue with theirs."""

from migrations.steps import execute

revision = "0067"
down_revision = "0066"


def upgrade() -> None:
    execute("""
CREATE TABLE IF NOT EXISTS task_record.index_progress (
  kind VARCHAR(10) PRIMARY KEY,
  origin TEXT NOT NULL,
  number BIGINT NOT NULL,
  CONSTRAINT index_progress_kind_check CHECK (kind IN ('prompts', 'looks'))
);
INSERT INTO task_record.index_progress (kind, origin, number)
SELECT CASE kind WHEN 'indexed' THEN 'prompts' ELSE kind END, origin, number
FROM task_record.noting WHERE kind IN ('indexed', 'looks')
ON CONFLICT DO NOTHING;
""")
