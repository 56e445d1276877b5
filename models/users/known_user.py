from typing import NamedTuple

from models.statement import Statement
from models.table_rules import name_of, ruled_tables


class KnownUserRow(NamedTuple):
    plan: str | None
    """The name of the plan that is noted for the user."""
    is_known: bool
    """Whether the user has, or had, anything here: what registers a user, such as tasks."""


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
"""What is known of a user: one row."""
