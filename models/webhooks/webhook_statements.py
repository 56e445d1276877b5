"""The statements by which users read and change their webhooks. None of them reads a stored secret."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ClauseElement,
    ColumnElement,
    Integer,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlmodel import col

from models.statement import NoRow, Statement
from models.webhooks.webhook_record import WebhookDisabledReason, WebhookRecord


class WebhookRow:
    """
    The columns of a `WebhookRecord` that a user may read. It has a `secret` only when a statement has just set it.
    """

    __slots__ = ()

    id: UUID
    user_id: UUID
    url: str
    secret: str
    events: list[str]
    all_users: bool
    created_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_reason: str | None
    """The value of a `WebhookDisabledReason`. Without meaning while `disabled_at` is None."""


MOST_OWN, MOST_OF_ALL = 10, 10
"""The most webhooks of one user, and of all users. Whenever a task changes, each of these is read."""
ID, USER, SECRET = bindparam("id", type_=Uuid), bindparam("user_id", type_=Uuid), bindparam("secret", type_=Text)
URL, EVENTS, ENABLED = (
    bindparam(name, type_=kind) for name, kind in (("url", Text), ("events", ARRAY(Text)), ("enabled", Boolean))
)
OF_ALL, MOST = bindparam("of_all", type_=Boolean), bindparam("most", type_=Integer)
COLUMNS = [col(getattr(WebhookRecord, name)) for name in WebhookRow.__annotations__ if name != "secret"]
WITH_SECRET = [*COLUMNS, SECRET.label("secret")]
IS_OF_ALL = col(WebhookRecord.all_users).is_(True)
IS_OWN = and_(col(WebhookRecord.user_id) == USER, ~IS_OF_ALL)
ARE_SEEN = or_(IS_OWN, and_(IS_OF_ALL, OF_ALL))
"""Selects the user's own webhooks and, with `of_all`, those of all users."""
THIS = and_(col(WebhookRecord.id) == ID, case((OF_ALL, IS_OF_ALL), else_=IS_OWN))
"""Selects the webhook with this id: with `of_all` if it is of all users, otherwise if it is the user's own."""


def insert_one(counted: ColumnElement[bool], *, of_all: bool) -> ClauseElement:
    """Insert a webhook, unless there are already `most` webhooks that meet the condition `counted`: then no row."""
    there = select(func.count()).where(counted).scalar_subquery()
    values = {"id": ID, "user_id": USER, "url": URL, "events": EVENTS, "secret": SECRET}
    if of_all:
        values["all_users"] = literal(value=True)
    new = select(*values.values()).where(there < MOST)
    return insert(WebhookRecord).from_select([*values], new).returning(*WITH_SECRET)


WEBHOOKS = Statement(
    "webhooks",
    select(*COLUMNS).where(ARE_SEEN).order_by(col(WebhookRecord.created_at), col(WebhookRecord.id)),
    WebhookRow,
)
FIND = Statement(
    "find_webhooks",
    select(*COLUMNS).where(col(WebhookRecord.id) == any_(bindparam("ids", type_=ARRAY(Uuid))), ARE_SEEN),
    WebhookRow,
)
LOCK = Statement(
    "lock_webhooks",
    "SELECT pg_advisory_xact_lock(hashtext('task_record webhooks'), hashtext(:whose))",
    NoRow,
)
"""
Waits for other transactions that create a webhook of `whose`, a user's id or "all users", so that theirs is counted.
"""
CREATE = Statement("create_webhook", insert_one(IS_OWN, of_all=False), WebhookRow)
CREATE_OF_ALL = Statement("create_webhook_of_all", insert_one(IS_OF_ALL, of_all=True), WebhookRow)
"""Creates a webhook of all users. All of these are counted, not only those that this user created."""
CHANGE = Statement(
    "change_webhook",
    update(WebhookRecord)
    .where(THIS)
    .values(
        url=func.coalesce(URL, col(WebhookRecord.url)),
        events=func.coalesce(EVENTS, col(WebhookRecord.events)),
        rests_until=func.now(),
        failing_since=case((ENABLED, null()), else_=col(WebhookRecord.failing_since)),
        disabled_at=case(
            (ENABLED, null()),
            (~ENABLED, func.coalesce(col(WebhookRecord.disabled_at), func.now())),
            else_=col(WebhookRecord.disabled_at),
        ),
        disabled_reason=case(
            (and_(~ENABLED, col(WebhookRecord.disabled_at).is_(None)), WebhookDisabledReason.SWITCHED_OFF),
            else_=col(WebhookRecord.disabled_reason),
        ),
    )
    .returning(*COLUMNS),
    WebhookRow,
)
"""Changes a webhook; a column whose value is null stays as it is."""
ROTATE = Statement(
    "rotate_webhook_secret",
    update(WebhookRecord).where(THIS).values(secret=SECRET).returning(*WITH_SECRET),
    WebhookRow,
)
"""Replaces the secret. For 24 hours, events are also signed with the one that was replaced."""
DELETE = Statement("delete_webhook", delete(WebhookRecord).where(THIS).returning(*COLUMNS), WebhookRow)
"""Deletes a webhook. Its deliveries are deleted within minutes; until then no statement finds them."""
