from typing import NamedTuple
from uuid import UUID

from sqlmodel import Field, SQLModel

from models.statement import NoRow, Statement
from models.table_rules import TableRules, name_of, ruled_tables


class UserSubject(SQLModel, table=True):
    """The `sub` of a user's tokens, if the user's id is made from it, since it is not a UUID."""

    __tablename__ = "user_subjects"
    __table_args__ = (TableRules(service="SELECT, INSERT").args(),)

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    subject: str = Field(max_length=255)


class KnownUserRow(NamedTuple):
    plan: str | None
    """The user's recorded plan."""
    is_known: bool
    """Whether the user has, or had, rows that register a user, such as tasks."""


def has_rows(user: str) -> str:
    """
    The SQL condition that the user, an SQL expression, has rows that register a user. Without `OFFSET 0`, PostgreSQL
    might hash whole tables to test several users.
    """
    return "\n    OR ".join(
        f"EXISTS (SELECT FROM {name_of(table)} WHERE {rules.whose.format(user=user)} OFFSET 0)"
        for table, rules in ruled_tables()
        if rules.registers
    )


KNOWN_USER = Statement(
    "known_user",
    f"""
SELECT (SELECT plan FROM task_record.user_plans WHERE user_id = :user_id) AS plan,
  {has_rows(":user_id")} AS is_known
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
USER_SUBJECT = Statement(
    "user_subject", "SELECT user_id, subject FROM task_record.user_subjects WHERE user_id = :user_id", UserSubject
)
RECORD_SUBJECTS = Statement(
    "record_subjects",
    f"""
INSERT INTO task_record.user_subjects (user_id, subject)
SELECT user_id, subject FROM unnest(CAST(:user_ids AS uuid[]), CAST(:subjects AS text[])) AS seen(user_id, subject)
WHERE NOT EXISTS (SELECT FROM task_record.user_subjects AS recorded WHERE recorded.user_id = seen.user_id)
  AND CASE WHEN {has_rows("seen.user_id")} THEN task_record.lock_user_for_write(seen.user_id) IS NOT NULL END
ON CONFLICT DO NOTHING
""",  # noqa: S608 - of declarations
    NoRow,
)
"""
Records the subjects of those users who have rows in this database and no subject yet. `subjects` has one for each of
`user_ids`. Raises an error for a user who has just moved away.
"""
