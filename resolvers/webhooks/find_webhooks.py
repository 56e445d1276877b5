from collections.abc import Sequence
from uuid import UUID

from models.statement import RowT, Statement
from models.webhooks import delivery_statements, webhook_statements
from models.webhooks.delivery_list import delivery_list
from models.webhooks.delivery_record import DeliveryState
from models.webhooks.delivery_statements import DeliveryRow
from models.webhooks.webhook_statements import WEBHOOKS, WebhookRow
from resolvers.access import Role
from resolvers.context import Context
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import OF_ALL_NOW, AsService, ById, not_recorded


async def own_webhooks(context: Context) -> list[WebhookRow]:
    """
    The caller's webhooks and, with the SERVICE or ADMIN role, those of all users, oldest first.
    """
    caller = context.caller
    if caller.role is Role.USER:
        return await context.rows(WEBHOOKS.bind(user_id=caller.id, of_all=False))
    found = await context.rows(WEBHOOKS.bind(user_id=caller.id, of_all=True), OF_ALL_NOW)
    return sorted(one_of_each(found).values(), key=lambda row: (row.created_at, row.id))


async def find_webhooks(context: Context, ids: Sequence[UUID]) -> dict[UUID, WebhookRow]:
    """The webhooks with these ids that the caller may see, by id."""
    return one_of_each(await find(context, webhook_statements.FIND, ById(len(ids), is_of_all=True), ids))


def one_of_each(rows: Sequence[WebhookRow]) -> dict[UUID, WebhookRow]:
    """
    The webhooks by id. A webhook of all users may have several rows: the first one is kept that is switched off, or
    else that is failing, or else the first of all.
    """
    last_first = reversed(rows)
    return {row.id: row for row in sorted(last_first, key=lambda row: (bool(row.disabled_at), bool(row.failing_since)))}


async def find_deliveries(context: Context, ids: Sequence[UUID]) -> dict[UUID, DeliveryRow]:
    """The deliveries with these ids to webhooks that the caller may see, by id."""
    return {row.id: row for row in await find(context, delivery_statements.FIND, ById(len(ids)), ids)}


async def find(context: Context, statement: Statement[RowT], of: ById, ids: Sequence[UUID]) -> list[RowT]:
    """The rows with these ids that the statement finds: the caller's or, with the SERVICE or ADMIN role, anybody's."""
    is_user = context.caller.role is Role.USER
    bound = statement.bind(ids=ids, user_id=context.caller.id, of_all=not is_user)
    return await context.rows(bound, None if is_user else AsService(of, not_recorded))


async def list_deliveries(
    context: Context, webhook: WebhookRow, state: DeliveryState | None, window: Window
) -> ListPage[DeliveryRow]:
    """A page of the deliveries to the webhook, newest first. One statement."""
    of = OF_ALL_NOW if webhook.all_users else None
    return await list_page(context, delivery_list(webhook.id, state), window, of=of)
