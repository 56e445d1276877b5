"""
The CHECKs of tasks as one function, which one CHECK calls: PostgreSQL reads the text of each CHECK once a statement,
and that of a function once a session. All CHECKs of tasks took a quarter of the time of an INSERT.

The CHECK itself is made by `migrations/one_check.py`, so that a condition needs no step.
"""

import re

from sqlalchemy import CheckConstraint

from migrations.derived.layout import filled
from models.tasks.task_table import TASK_TABLE as TABLE

LITERAL_OR_COLUMN = re.compile(rf"'[^']*'|(?<![\w.])({'|'.join(TABLE.columns.keys())})\b(?!\()")
FUNCTION = """\
-- Whether a task is as declared CHECKs have it. Otherwise it is refused as PostgreSQL refuses what violates a CHECK.
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
    """The condition, with the columns as those of `task`."""
    return LITERAL_OR_COLUMN.sub(lambda found: f"task.{found[1]}" if found[1] else found[0], condition)


def task_constraints() -> dict[str, str]:
    """In the order of their names, in which PostgreSQL checks them."""
    conditions = {
        str(constraint.name): of_task(str(constraint.sqltext))
        for constraint in TABLE.constraints
        if isinstance(constraint, CheckConstraint)
    }
    cases = [
        filled(f"WHEN NOT ({condition})", 4) + f"\n    THEN '{name}'" for name, condition in sorted(conditions.items())
    ]
    return {"tasks/is_valid_task.sql": FUNCTION.format(conditions="\n".join(cases))}
