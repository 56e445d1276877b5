from typing import NamedTuple

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
