from typing import NamedTuple
from uuid import UUID

from models.statement import Statement
from models.table_rules import name_of, ruled_tables


class KnownUserRow(NamedTuple):
    plan: str | None
    """The user's recorded plan."""
    is_known: bool
    """Whether the user has, or had, rows that register a user, such as tasks."""


HAS_ROWS = "\n    OR ".join(
    f"EXISTS (SELECT FROM {name_of(table)} WHERE {rules.whose.format(user=':user_id')})"
    for table, rules in ruled_tables()
    if rules.registers
)
KNOWN_USER = Statement(
    "known_user",
    f"""
SELECT (SELECT plan FROM task_record.user_plans WHERE user_id = :user_id) AS plan,
  {HAS_ROWS} AS is_known
""",  # noqa: S608 - of declarations
    KnownUserRow,
)
"""Always one row."""


class UserWithPlan(NamedTuple):
    user_id: UUID
    plan: str | None
    """The user's recorded plan."""


HAS_TASKS = "SELECT user_id FROM user_task_statistics WHERE period_type = 'all_time' AND user_id = ANY (:ids)"
"""Each user who had a task has one row there. Of EXISTS, PostgreSQL may expect a match soon, and read all tasks."""
REGISTERED = "\n  UNION ALL ".join(
    [HAS_TASKS]
    + [
        f"SELECT user_id FROM {name_of(table)} WHERE {rules.whose.format(user='ANY (:ids)')}"  # noqa: S608
        for table, rules in ruled_tables()
        if rules.registers and table.name != "user_task_history"
    ]
)
KNOWN_USERS = Statement(
    "known_users",
    f"""
SELECT user_id, plan FROM unnest(CAST(:ids AS uuid[])) AS given (user_id)
  LEFT JOIN task_record.user_plans USING (user_id)
WHERE user_id IN (
  {REGISTERED}
)
""",  # noqa: S608 - of declarations
    UserWithPlan,
)
"""Those of the users `ids` who have, or had, rows that register a user."""
