from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlmodel import Field, SQLModel

from models.statement import NoRow, Statement
from models.table_rules import TableRules


class UserPlan(SQLModel, table=True):
    """
    The plan of a user: the one that a back end has set, or else the one they had when their last task was recorded, or
    one seen since then that keeps more. It is written only when it differs from the one before.
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
    When a back end has set the plan: it stands until a token that names one and was issued later. Null: no back end.
    """


NOTED_PLANS = Statement(
    "noted_plans",
    "SELECT user_id, plan FROM task_record.user_plans WHERE user_id = ANY (:user_ids)",
    UserPlan,
)
"""Selects the plans of these users; no row for one for whom none is noted."""
SET_PLAN = Statement(
    "set_plan",
    """
INSERT INTO task_record.user_plans (user_id, plan, set_at) VALUES (:user_id, :plan, clock_timestamp())
ON CONFLICT (user_id) DO UPDATE SET plan = EXCLUDED.plan, set_at = EXCLUDED.set_at
""",
    NoRow,
)
"""Notes a user's plan, as a back end says it is from now on."""
NOTE_SEEN = Statement(
    "note_seen_plans",
    """
UPDATE task_record.user_plans AS noted SET plan = :plan, set_at = NULL
FROM unnest(CAST(:user_ids AS uuid[]), CAST(:issued_at AS timestamptz[])) AS seen(user_id, issued_at)
WHERE noted.user_id = seen.user_id AND noted.plan <> :plan
  AND CASE WHEN set_at IS NULL THEN noted.plan = ANY (:others) ELSE set_at < seen.issued_at END
""",
    NoRow,
)
"""
Notes `plan` for those of `user_ids` for whom one of the `others` is noted, or one that a back end has set before their
token was issued: `issued_at` has a time for each of them, or null.
"""
