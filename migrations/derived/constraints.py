"""
The CHECKs of tasks as one function, which one CHECK calls: PostgreSQL parses a CHECK in each statement, and a function
once per session. Separate CHECKs took a quarter of the time of an INSERT. `migrations/one_check.py` creates the CHECK,
so a new condition needs no migration step.
"""

import re

from sqlalchemy import CheckConstraint

from migrations.derived.layout import filled
from models.tasks.task_table import TASK_TABLE as TABLE

LITERAL_OR_COLUMN = re.compile(rf"'[^']*'|(?<![\w.])({'|'.join(TABLE.columns.keys())})\b(?!\()")
FUNCTION = """\
-- Returns whether a task satisfies the declared CHECKs. Otherwise raises PostgreSQL's error for a violated CHECK.
CREATE OR REPLACE FUNCTION task_record.is_valid_task(task public.user_task_history) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = '' AS $$
DECLARE
  violated text := CASE
{conditions}
  END;
BEGIN
  IF violated IS NULL THEN
    RETURN true;
  END IF;
  RAISE check_violation USING SCHEMA = 'public', TABLE = 'user_task_history', CONSTRAINT = violated,
    MESSAGE = format('new row for relation "user_task_history" violates check constraint "%s"', violated);
END $$;
"""


def of_task(condition: str) -> str:
    """Return the condition on the columns of `task`."""
    return LITERAL_OR_COLUMN.sub(lambda found: f"task.{found[1]}" if found[1] else found[0], condition)


def task_constraints() -> dict[str, str]:
    """Return the function, with the conditions in PostgreSQL's order, that of their names."""
    checks = [one for one in TABLE.constraints if isinstance(one, CheckConstraint)]
    cases = [
        filled(f"WHEN NOT ({of_task(str(one.sqltext))})", 4) + f"\n    THEN '{one.name}'"
        for one in sorted(checks, key=lambda one: str(one.name))
    ]
    return {"tasks/is_valid_task.sql": FUNCTION.format(conditions="\n".join(cases))}
