"""
The one CHECK of tasks, which calls is_valid_task. It replaces those of the migrations, with which a backup's rows are
loaded. When the function's text changes, the CHECK is created and all tasks are checked again.
"""

import asyncpg

from migrations.installed import digest, statements
from migrations.lock_timeouts import LOCK_TASKS, LOG, retry_on_lock_timeout

IS_MADE = """
SELECT obj_description(oid, 'pg_constraint') = $1 FROM pg_constraint
WHERE conrelid = 'user_task_history'::regclass AND conname = 'user_task_history_is_valid_check'"""
MAKE = f"""{LOCK_TASKS};
ALTER TABLE user_task_history DROP CONSTRAINT IF EXISTS user_task_history_is_valid_check,
  ADD CONSTRAINT user_task_history_is_valid_check CHECK (task_record.is_valid_task(user_task_history)) NOT VALID"""
VALIDATE = "ALTER TABLE user_task_history VALIDATE CONSTRAINT user_task_history_is_valid_check"
DROP_OTHERS = f"""{LOCK_TASKS};
DO $$
DECLARE
  others text;
BEGIN
  SELECT string_agg(format('DROP CONSTRAINT %I', conname), ', ') INTO others FROM pg_constraint
  WHERE conrelid = 'user_task_history'::regclass AND contype = 'c' AND conname <> 'user_task_history_is_valid_check';
  EXECUTE coalesce('ALTER TABLE user_task_history ' || others, '');
END $$;
COMMENT ON CONSTRAINT user_task_history_is_valid_check ON user_task_history IS '{{text}}'"""


async def make_check(connection: asyncpg.Connection) -> None:
    """Create the CHECK while servers run, unless it exists."""
    text = digest(statements()["FUNCTION task_record.is_valid_task"])
    if await connection.fetchval(IS_MADE, text):
        return

    async def run(script: str) -> None:
        async with connection.transaction():
            await connection.execute(script)

    await retry_on_lock_timeout(lambda: run(MAKE))
    if await connection.fetchval("SELECT pg_relation_size('user_task_history') > 0"):
        LOG.info("Checking all tasks.")
    await retry_on_lock_timeout(lambda: connection.execute(VALIDATE))
    await retry_on_lock_timeout(lambda: run(DROP_OTHERS.format(text=text)))
