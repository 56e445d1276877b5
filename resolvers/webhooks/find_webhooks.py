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


async def own_webhooks(context: Context) -> list[WebhookRow]:
    """
    The caller's webhooks and, with the SERVICE or ADMIN role, those of all users, oldest first. One statement for each
    database.
    """
    caller = context.caller
    if caller.role is Role.USER:
        return await context.rows(WEBHOOKS.bind(user_id=caller.id, of_all=False))
    found = await context.as_service().rows_of_all(WEBHOOKS.bind(user_id=caller.id, of_all=True), now=True)
    return sorted(one_of_each(found).values(), key=lambda row: (row.created_at, row.id))


async def find_webhooks(context: Context, ids: Sequence[UUID]) -> dict[UUID, WebhookRow]:
    """The webhooks with these ids that the caller may see, by id."""
    at_most = len(ids) * len(context.database.parts)
    return one_of_each(await find(context, webhook_statements.FIND, ids, at_most))


def one_of_each(rows: Sequence[WebhookRow]) -> dict[UUID, WebhookRow]:
    """
    The webhooks by id. A webhook of all users has a row in each database: the first one is kept that is switched off,
    or else that is failing, or else the first of all.
    """
    last_first = reversed(rows)
    return {row.id: row for row in sorted(last_first, key=lambda row: (bool(row.disabled_at), bool(row.failing_since)))}


async def find_deliveries(context: Context, ids: Sequence[UUID]) -> dict[UUID, DeliveryRow]:
    """The deliveries with these ids to webhooks that the caller may see, by id."""
    return {row.id: row for row in await find(context, delivery_statements.FIND, ids, len(ids))}


async def find(context: Context, statement: Statement[RowT], ids: Sequence[UUID], at_most: int) -> list[RowT]:
    """The rows that the statement finds, `at_most` so many; with the SERVICE or ADMIN role in any database."""
    is_user = context.caller.role is Role.USER
    bound = statement.bind(ids=ids, user_id=context.caller.id, of_all=not is_user)
    return await context.rows(bound) if is_user else await context.as_service().rows_anywhere(bound, at_most)


async def list_deliveries(
    context: Context, webhook: WebhookRow, state: DeliveryState | None, window: Window
) -> ListPage[DeliveryRow]:
    """
    A page of the deliveries to the webhook, newest first. One statement; for a webhook of all users, one for each
    database.
    """
    if webhook.all_users:
        context = context.as_administrator() if context.database.route else context.as_service()
    return await list_page(context, delivery_list(webhook.id, state), window)
