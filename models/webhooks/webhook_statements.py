"""
The statements by which users read and change their webhooks, without reading a stored secret. Those at the end, as
`service_role`, end a webhook of all users when nobody responsible for it has a role for that.
"""

from typing import NamedTuple
from uuid import UUID

from models.statement import NoRow, Statement
from models.webhooks.webhook_record import READ, WebhookDisabledReason, WebhookRecord

MOST_OWN, MOST_OF_ALL = 10, 10
"""The most webhooks of one user, and of all users. Whenever a task changes, each of these is read."""
WITH_SECRET = f"{READ}, CAST(:secret AS text) AS secret"
"""The columns of a webhook whose secret the statement sets; no other statement returns one."""
IS_OWN = "webhooks.user_id = :user_id AND NOT all_users"
ARE_SEEN = f"({IS_OWN} OR all_users AND :of_all)"
"""Selects the user's own webhooks and, with `of_all`, those of all users."""
THIS = f"id = :id AND CASE WHEN :of_all THEN all_users ELSE {IS_OWN} END"
"""Selects the webhook with this id: with `of_all` if it is of all users, otherwise if it is the user's own."""
NEW = """
INSERT INTO task_record.webhooks (id, user_id, url, events, secret{column})
SELECT :id, :user_id, :url, :events, :secret{value}
WHERE (SELECT count(*) FROM task_record.webhooks WHERE {counted}) < :most
RETURNING {returned}"""
"""Inserts a webhook, unless `most` webhooks already meet the condition `counted`: then it returns no row."""
WEBHOOKS = Statement(
    "webhooks",
    f"SELECT {READ} FROM task_record.webhooks WHERE {ARE_SEEN} ORDER BY created_at, id",  # noqa: S608
    WebhookRecord,
)
FIND = Statement(
    "find_webhooks",
    f"SELECT {READ} FROM task_record.webhooks WHERE id = ANY (:ids) AND {ARE_SEEN}",  # noqa: S608
    WebhookRecord,
)
LOCK = Statement(
    "lock_webhooks",
    "SELECT pg_advisory_xact_lock(hashtext('task_record webhooks'), hashtext(:whose))",
    NoRow,
)
"""Waits for other transactions that create a webhook of `whose`, a user's id or "all users", so that it is counted."""
CREATE = Statement(
    "create_webhook", NEW.format(column="", value="", counted=IS_OWN, returned=WITH_SECRET), WebhookRecord
)
CREATE_OF_ALL = Statement(
    "create_webhook_of_all",
    NEW.format(column=", all_users", value=", true", counted="all_users", returned=WITH_SECRET),
    WebhookRecord,
)
"""Creates a webhook of all users. All of these count, not only those that this user created."""
CHANGE = Statement(
    "change_webhook",
    f"""
UPDATE task_record.webhooks SET url = coalesce(:url, url), events = coalesce(:events, events), rests_until = now(),
  failing_since = CASE WHEN :enabled THEN NULL ELSE failing_since END,
  disabled_at = CASE WHEN :enabled THEN NULL WHEN NOT :enabled THEN coalesce(disabled_at, now()) ELSE disabled_at END,
  disabled_reason = CASE
    WHEN NOT :enabled AND disabled_at IS NULL THEN '{WebhookDisabledReason.SWITCHED_OFF}' ELSE disabled_reason
  END
WHERE {THIS} RETURNING {READ}
""",  # noqa: S608
    WebhookRecord,
)
"""Changes a webhook; a column whose value is null is unchanged."""
ROTATE = Statement(
    "rotate_webhook_secret",
    f"UPDATE task_record.webhooks SET secret = :secret WHERE {THIS} RETURNING {WITH_SECRET}",  # noqa: S608
    WebhookRecord,
)
"""Replaces the secret. For 24 hours, events are also signed with the old one."""
DELETE = Statement(
    "delete_webhook",
    f"DELETE FROM task_record.webhooks WHERE {THIS} RETURNING {READ}",  # noqa: S608
    WebhookRecord,
)
"""Deletes a webhook. Its deliveries are deleted within minutes; until then no statement finds them."""


class EndedWebhook(NamedTuple):
    """A webhook that was switched off, and its responsible user."""

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
"""Makes a user with the role responsible for a webhook of all users, instead of the previous one."""
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
"""Records, at most once an hour, that users who are responsible for webhooks of all users have a role for it."""
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
Switches off two kinds of webhooks of all users. The first has a responsible user among `user_ids` whose token,
`issued_at` a time after the role was last seen, or at an unknown one, lacked the role. For the second, nobody was seen
with the role for 30 days.
"""
