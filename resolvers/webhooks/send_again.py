from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from models.transaction import Transaction
from models.webhooks.delivery_statements import RESEND, RESEND_FAILED, SEND_TEST, DeliveryRow
from models.webhooks.webhook_statements import WebhookRow
from resolvers.context import Context
from resolvers.exceptions import DeliveryNotFound, WebhookDisabled, WebhookNotFound
from resolvers.webhooks.change_webhooks import in_each
from resolvers.webhooks.find_webhooks import find_deliveries, find_webhooks
from resolvers.webhooks.webhook_inputs import DeliveriesToResend, WebhookReference


async def resend_webhook(context: Context, wanted: DeliveriesToResend) -> int:
    """
    Have one delivery sent again, or those of a webhook that were not delivered; return how many. Raises
    DeliveryNotFound, WebhookNotFound, WebhookDisabled.
    """
    if wanted.delivery_id:
        delivery = (await find_deliveries(context, [wanted.delivery_id])).get(wanted.delivery_id)
        if delivery is None:
            raise DeliveryNotFound
        webhook = await switched_on(context, delivery.webhook_id, "deliveryId")
        again = RESEND.bind(id=delivery.id)
    elif wanted.failed:
        webhook = await switched_on(context, wanted.failed.webhook_id, "failed", "webhookId")
        again = RESEND_FAILED.bind(webhook_id=webhook.id, since=wanted.failed.since)
    async with where_sent(context, webhook) as transactions:
        return sum([resent.deliveries for one in transactions for resent in await one.rows(again)])


async def test_webhook(context: Context, webhook: WebhookReference) -> DeliveryRow:
    """Have a test event sent; return its delivery, which waits. Raises WebhookNotFound, WebhookDisabled."""
    found = await switched_on(context, webhook.id, "id")
    async with where_sent(context, found) as [transaction, *_]:
        sent = await transaction.row(SEND_TEST.bind(webhook_id=found.id))
    if sent is None:
        raise WebhookNotFound
    return sent


async def switched_on(context: Context, webhook_id: UUID, *field: str) -> WebhookRow:
    """The webhook, if it is switched on. Raises WebhookNotFound or WebhookDisabled for this `field` of the input."""
    webhook = (await find_webhooks(context, [webhook_id])).get(webhook_id)
    if webhook is None:
        raise WebhookNotFound(field=["input", *field])
    if webhook.disabled_at:
        raise WebhookDisabled(field=["input", *field])
    return webhook


@asynccontextmanager
async def where_sent(context: Context, webhook: WebhookRow) -> AsyncIterator[list[Transaction]]:
    """
    Open the transactions in which the webhook's deliveries can be changed: one; for a webhook of all users, one in each
    database.
    """
    if webhook.all_users:
        async with in_each(context) as transactions:
            yield transactions
    else:
        async with context.transaction() as transaction:
            yield [transaction]
