from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from models.administration.audit_record import AuditAction
from models.statement import Statement
from models.webhooks import delivery_record, webhook_statements
from models.webhooks.delivery_record import DeliveryRecord, DeliveryState, delivery_list
from models.webhooks.webhook_record import WebhookRecord
from models.webhooks.webhook_statements import WEBHOOKS
from resolvers.access import Role
from resolvers.context import Context
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import AsService, ById, NewEntry, Recorded

FoundT = TypeVar("FoundT", WebhookRecord, DeliveryRecord)


async def own_webhooks(context: Context) -> list[WebhookRecord]:
    """The caller's webhooks and, with the SERVICE or ADMIN role, those of all users, oldest first."""
    caller = context.caller
    if caller.role is Role.USER:
        return await context.rows(WEBHOOKS.bind(user_id=caller.id, of_all=False))
    of = AsService(None, webhooks_read, now=True)
    found = await context.rows(WEBHOOKS.bind(user_id=caller.id, of_all=True), of)
    return sorted(one_of_each(found).values(), key=lambda row: (row.created_at, row.id))


def webhooks_read(found: list[WebhookRecord]) -> NewEntry | None:
    """The audit entry if webhooks of all users are among those found."""
    of_all = {row.id for row in found if row.all_users}
    return NewEntry(AuditAction.READ_WEBHOOKS, None, len(of_all), "webhooks of all users") if of_all else None


def deliveries_read(found: list[DeliveryRecord]) -> NewEntry | None:
    """The audit entry of deliveries of webhooks of all users."""
    return NewEntry(AuditAction.READ_WEBHOOKS, None, len(found), "deliveries by id") if found else None


async def find_webhooks(context: Context, ids: Sequence[UUID]) -> dict[UUID, WebhookRecord]:
    """The webhooks with these ids that the caller may see, by id."""
    return one_of_each(await find(context, webhook_statements.FIND, ids, webhooks_read, is_of_all=True))


def one_of_each(rows: Sequence[WebhookRecord]) -> dict[UUID, WebhookRecord]:
    """
    The webhooks by id. Of several rows of a webhook of all users, the first that is switched off is used, or else the
    first that is failing, or else the first.
    """
    last_first = reversed(rows)
    return {row.id: row for row in sorted(last_first, key=lambda row: (bool(row.disabled_at), bool(row.failing_since)))}


async def find_deliveries(context: Context, ids: Sequence[UUID]) -> dict[UUID, DeliveryRecord]:
    """The deliveries with these ids to webhooks that the caller may see, by id."""
    return {row.id: row for row in await find(context, delivery_record.FIND, ids, deliveries_read)}


async def find(
    context: Context, statement: Statement[FoundT], ids: Sequence[UUID], recorded: Recorded, *, is_of_all: bool = False
) -> list[FoundT]:
    """
    The rows with these ids that the statement finds. They are the caller's or, with the SERVICE or ADMIN role, also
    those of webhooks of all users. `recorded` describes the reading of the latter for the audit.
    """
    caller = context.caller
    own = await context.rows(statement.bind(ids=ids, user_id=caller.id, of_all=False))
    others = list({*ids} - {row.id for row in own})
    if caller.role is Role.USER or not others:
        return own
    bound = statement.bind(ids=others, user_id=caller.id, of_all=True)
    return own + await context.rows(bound, AsService(ById(len(others), is_of_all), recorded))


async def list_deliveries(
    context: Context, webhook: WebhookRecord, state: DeliveryState | None, window: Window
) -> ListPage[DeliveryRecord]:
    """A page of the deliveries to the webhook, newest first. One statement."""
    of = None
    if webhook.all_users:
        what = f"deliveries of webhook {webhook.id}"
        of = AsService(None, window.recorded(None, what, AuditAction.READ_WEBHOOKS), now=True)
    return await list_page(context, delivery_list(webhook.id, state), window, of=of)
