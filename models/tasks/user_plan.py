from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlmodel import Field, SQLModel

from models.statement import NoRow, Statement
from models.table_rules import TableRules


class UserPlan(SQLModel, table=True):
    """
    A user's plan: the one that a back end has set, or else the one at the user's last recorded task, or a plan seen
    since that retains more. It is written only when it changes.
    """

    __tablename__ = "user_plans"
    __table_args__ = (
        TableRules(
            users="SELECT, INSERT, UPDATE", service="SELECT, INSERT, UPDATE", registers="NEW.set_at IS NOT NULL"
        ).args(),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    plan: str = Field(sa_type=Text)
    set_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    """
    When a back end set the plan, which applies until a token with a plan is issued later; null: no back end set it.
    """


RECORDED_PLANS = Statement(
    "noted_plans",
    "SELECT user_id, plan FROM task_record.user_plans WHERE user_id = ANY (:user_ids)",
    UserPlan,
)
"""The recorded plans of these users; no row for a user without one."""
SET_PLAN = Statement(
    "set_plan",
    """
INSERT INTO task_record.user_plans (user_id, plan, set_at) VALUES (:user_id, :plan, clock_timestamp())
ON CONFLICT (user_id) DO UPDATE SET plan = EXCLUDED.plan, set_at = EXCLUDED.set_at
""",
    NoRow,
)
"""Records the plan that a back end sets for a user."""
RECORD_SEEN = Statement(
    "note_seen_plans",
    """
UPDATE task_record.user_plans AS recorded SET plan = :plan, set_at = NULL
FROM unnest(CAST(:user_ids AS uuid[]), CAST(:issued_at AS timestamptz[])) AS seen(user_id, issued_at)
WHERE recorded.user_id = seen.user_id AND recorded.plan <> :plan
  AND CASE WHEN set_at IS NULL THEN recorded.plan = ANY (:others) ELSE set_at < seen.issued_at END
""",
    NoRow,
)
"""
Records `plan` for some of `user_ids`: those whose recorded plan is one of the `others`, and those whose plan a back end
has set before their token was issued. `issued_at` has a time, or null, for each of them.
"""
