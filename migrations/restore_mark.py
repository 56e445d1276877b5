"""
The mark of a database that is being restored, so that it is not mistaken for a whole one: a comment on its schema.
"""

from migrations.webhooks_of_all import COMPLETE

RESTORE_BEGUN = """
SELECT substring(obj_description(to_regnamespace('task_record'), 'pg_namespace') FROM '^Being restored from (.*)$')"""
"""The backup's id, or null."""
BEGIN_RESTORE = """
DO $$ BEGIN
  CREATE SCHEMA IF NOT EXISTS task_record;
  EXECUTE format('COMMENT ON SCHEMA task_record IS %L',
    'Being restored from ' || current_setting('task_record.backup'));
END $$"""
"""With task_record.backup set for the transaction."""
END_RESTORE = f"COMMENT ON SCHEMA task_record IS NULL; {COMPLETE}"
"""A restored database has all webhooks that it needs."""
