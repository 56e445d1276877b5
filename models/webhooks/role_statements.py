"""
The statements by which a webhook of all users lives as long as somebody who is responsible for it has a role for that.
All of them are run as `service_role`.
"""

from typing import NamedTuple
from uuid import UUID

from models.statement import NoRow, Statement
from models.webhooks.webhook_record import WebhookDisabledReason


class EndedWebhook(NamedTuple):
    """A webhook that was switched off, and the user who was responsible for it."""

    id: UUID
    responsible_id: UUID


RESPONSIBLE = "coalesce(responsible_id, user_id)"
TAKE_RESPONSIBILITY = Statement(
    "take_responsibility_for_webhook",
    """
UPDATE task_record.webhooks SET responsible_id = :user_id, role_seen_at = now() WHERE id = :id AND all_users
""",
    NoRow,
)
"""Makes a user with the role responsible for a webhook of all users, in place of who was."""
SEE_ROLE = Statement(
    "see_role",
    f"""
UPDATE task_record.webhooks SET role_seen_at = now() WHERE id = ANY (ARRAY(
  SELECT id FROM task_record.webhooks
  WHERE all_users AND {RESPONSIBLE} = ANY (:user_ids) AND role_seen_at < now() - interval '1 hour'
  FOR NO KEY UPDATE SKIP LOCKED
))
""",  # noqa: S608
    NoRow,
)
"""Notes, once an hour at most, that users who are responsible for webhooks of all users have a role for it."""
END_WITHOUT_ROLE = Statement(
    "end_webhooks_without_role",
    f"""
UPDATE task_record.webhooks SET disabled_at = now(), disabled_reason = '{WebhookDisabledReason.ROLE_ENDED}'
WHERE id = ANY (ARRAY(
  SELECT id FROM task_record.webhooks
  WHERE all_users AND disabled_at IS NULL AND (role_seen_at < now() - interval '30 days' OR EXISTS (
    SELECT FROM unnest(CAST(:user_ids AS uuid[]), CAST(:issued_at AS timestamptz[])) AS without (id, issued_at)
    WHERE without.id = {RESPONSIBLE} AND coalesce(without.issued_at > role_seen_at, true)
  ))
  FOR NO KEY UPDATE SKIP LOCKED
))
RETURNING id, {RESPONSIBLE} AS responsible_id
""",  # noqa: S608
    EndedWebhook,
)
"""
Switches off webhooks of all users: those for which one of `user_ids` is responsible, who had a token without the role
that was `issued_at` a time, or at an unknown one, after the role was last seen; and those for which nobody was seen
with the role for 30 days.
"""
