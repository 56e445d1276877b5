from typing import NamedTuple

from models.statement import Statement


class KnownUserRow(NamedTuple):
    plan: str | None
    """The name of the plan that is noted for the user."""
    is_known: bool
    """Whether the user has, or had, anything here: a plan, tasks, credits, saved views or webhooks."""


KNOWN_USER = Statement(
    "known_user",
    """
SELECT (SELECT plan FROM task_record.user_plans WHERE user_id = :user_id) AS plan,
  EXISTS (SELECT FROM task_record.user_plans WHERE user_id = :user_id)
    OR EXISTS (SELECT FROM user_task_history WHERE user_id = :user_id)
    OR EXISTS (SELECT FROM task_record.credit_accounts WHERE user_id = :user_id)
    OR EXISTS (SELECT FROM task_record.image_uploads WHERE user_id = :user_id)
    OR EXISTS (SELECT FROM task_record.saved_views WHERE user_id = :user_id)
    OR EXISTS (SELECT FROM task_record.webhooks WHERE user_id = :user_id AND NOT all_users) AS is_known
""",
    KnownUserRow,
)
"""What is known of a user: one row."""
