from typing import NamedTuple
from uuid import UUID

from models.statement import Statement
from models.table_rules import name_of, ruled_tables


class KnownUserRow(NamedTuple):
    user_id: UUID
    plan: str | None
    """The user's recorded plan."""


HAS_ROWS = "\n    OR ".join(
    f"EXISTS (SELECT FROM {name_of(table)} WHERE {rules.whose.format(user='given.user_id')})"
    for table, rules in ruled_tables()
    if rules.registers
)
KNOWN_USERS = Statement(
    "known_users",
    f"""
SELECT user_id, (SELECT plan FROM task_record.user_plans AS recorded WHERE recorded.user_id = given.user_id) AS plan
FROM unnest(CAST(:ids AS uuid[])) AS given (user_id)
WHERE {HAS_ROWS}
""",  # noqa: S608 - of declarations
    KnownUserRow,
)
"""Those of the users `ids` who have, or had, rows that register a user, such as tasks."""
