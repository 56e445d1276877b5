"""The statements by which whoever has webhooks reads and changes them. No secret comes back."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Integer, Text, Uuid, bindparam, text

from models.statement import Statement


class WebhookRow(NamedTuple):
    """A webhook, as a `WebhookRecord` tells it."""

    id: UUID
    user_id: UUID
    url: str
    events: list[str]
    all_users: bool
    created_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None


MOST_OWN, MOST_OF_ALL = 10, 10
"""Webhooks of one user, and those of all users: each of these is looked at whenever a task changes."""
COLUMNS = ", ".join(WebhookRow._fields)
ID, USER = bindparam("id", type_=Uuid), bindparam("user_id", type_=Uuid)
OF_ALL = bindparam("of_all", type_=Boolean)
URL, EVENTS = bindparam("url", type_=Text), bindparam("events", type_=ARRAY(Text))
MINE = "(user_id = :user_id AND NOT all_users OR all_users AND :of_all)"
"""Which are the user's, and with `of_all` those of all users, too."""
THIS = "id = :id AND CASE WHEN :of_all THEN all_users ELSE user_id = :user_id AND NOT all_users END"
"""The one of this id: of all users, or the user's own."""

WEBHOOKS = Statement(
    "webhooks",
    text(f"SELECT {COLUMNS} FROM task_record.webhooks WHERE {MINE} ORDER BY created_at, id").bindparams(USER, OF_ALL),
    WebhookRow,
)
FIND = Statement(
    "find_webhooks",
    text(f"SELECT {COLUMNS} FROM task_record.webhooks WHERE id = ANY (:ids) AND {MINE}").bindparams(
        USER, OF_ALL, bindparam("ids", type_=ARRAY(Uuid))
    ),
    WebhookRow,
)
CREATE_VALUES = (ID, USER, URL, EVENTS, bindparam("secret", type_=Text), bindparam("most", type_=Integer))
CREATE = Statement(
    "create_webhook",
    text(f"""
INSERT INTO task_record.webhooks (id, user_id, url, events, secret)
SELECT :id, :user_id, :url, :events, :secret
WHERE (SELECT count(*) FROM task_record.webhooks WHERE user_id = :user_id AND NOT all_users) < :most
RETURNING {COLUMNS}
""").bindparams(*CREATE_VALUES),
    WebhookRow,
)
"""No row comes back when the user has as many as they may."""
CREATE_OF_ALL = Statement(
    "create_webhook",
    text(f"""
INSERT INTO task_record.webhooks (id, user_id, url, events, secret, all_users)
SELECT :id, :user_id, :url, :events, :secret, true
WHERE (SELECT count(*) FROM task_record.webhooks WHERE all_users) < :most
RETURNING {COLUMNS}
""").bindparams(*CREATE_VALUES),
    WebhookRow,
)
"""The same of one of all users, whoever made them."""
CHANGE = Statement(
    "change_webhook",
    text(f"""
UPDATE task_record.webhooks SET url = coalesce(:url, url), events = coalesce(:events, events), rests_until = now(),
  failing_since = CASE WHEN :enabled THEN NULL ELSE failing_since END,
  disabled_at = CASE WHEN :enabled THEN NULL WHEN NOT :enabled THEN coalesce(disabled_at, now()) ELSE disabled_at END
WHERE {THIS} RETURNING {COLUMNS}
""").bindparams(ID, USER, OF_ALL, URL, EVENTS, bindparam("enabled", type_=Boolean)),
    WebhookRow,
)
"""What is null stays."""
ROTATE = Statement(
    "rotate_webhook_secret",
    text(f"UPDATE task_record.webhooks SET secret = :secret WHERE {THIS} RETURNING {COLUMNS}").bindparams(
        ID, USER, OF_ALL, bindparam("secret", type_=Text)
    ),
    WebhookRow,
)
"""For 24 hours events are signed with the secret that was replaced, too."""
DELETE = Statement(
    "delete_webhook",
    text(f"DELETE FROM task_record.webhooks WHERE {THIS} RETURNING {COLUMNS}").bindparams(ID, USER, OF_ALL),
    WebhookRow,
)
"""What was sent to it is forgotten within minutes, and until then nobody finds it."""
