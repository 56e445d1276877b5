from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, text
from sqlmodel import Field, SQLModel

import models.metadata  # noqa: F401 - its naming convention
from models.statement import NoRow, Statement


class UserPlan(SQLModel, table=True):
    """
    The plan of a user: the one they had when their last task was recorded, or one seen since then that keeps more. It
    is written only when it differs from the one before.
    """

    __tablename__ = "user_plans"
    __table_args__ = ({"schema": "task_record"},)

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    plan: str = Field(sa_type=Text)


NOTE_SEEN = Statement(
    "note_seen_plans",
    text("""
UPDATE task_record.user_plans SET plan = :plan WHERE user_id = ANY (:user_ids) AND plan = ANY (:others)
""").bindparams(
        bindparam("plan", type_=Text),
        bindparam("user_ids", type_=ARRAY(Uuid)),
        bindparam("others", type_=ARRAY(Text)),
    ),
    NoRow,
)
"""Notes `plan` for those of `user_ids` for whom one of the `others` is noted."""
