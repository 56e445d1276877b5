from uuid import UUID

from models.administration.audit_record import AuditAction
from models.webhooks.delivery_record import DeliveryRecord
from models.webhooks.delivery_statements import RESEND, RESEND_FAILED, SEND_TEST
from models.webhooks.webhook_record import WebhookRecord
from resolvers.arguments import Reference
from resolvers.context import Context
from resolvers.reading import AuditNote
from resolvers.webhooks.change_webhooks import record_change, transaction_of_all
from resolvers.webhooks.find_webhooks import find_deliveries, find_webhooks
from resolvers.webhooks.webhook_errors import DeliveryNotFound, WebhookDisabled, WebhookNotFound
from resolvers.webhooks.webhook_inputs import DeliveriesToResend


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
    if not webhook.all_users:
        async with context.transaction() as transaction:
            return (await transaction.rows(again))[0].number
    async with transaction_of_all(context) as everywhere:
        resent = sum(one.number for one in await everywhere.rows(again))
        await record_change(context, everywhere, f"{resent} events sent again to {webhook.id}")
    return resent


async def test_webhook(context: Context, webhook: Reference) -> DeliveryRecord:
    """Have a test event sent; return its delivery, which waits. Raises WebhookNotFound, WebhookDisabled."""
    found = await switched_on(context, webhook.id, "id")
    if found.all_users:
        async with context.audited_transaction() as transaction:
            sent = await transaction.row(SEND_TEST.bind(webhook_id=found.id))
            await transaction.record(AuditNote(AuditAction.CHANGE_WEBHOOK, None, 1, f"tried {found.id}"))
    else:
        async with context.transaction() as transaction:
            sent = await transaction.row(SEND_TEST.bind(webhook_id=found.id))
    if sent is None:
        raise WebhookNotFound
    return sent


async def switched_on(context: Context, webhook_id: UUID, *field: str) -> WebhookRecord:
    """The webhook, if it is switched on. Raises WebhookNotFound or WebhookDisabled for this `field` of the input."""
    webhook = (await find_webhooks(context, [webhook_id])).get(webhook_id)
    if webhook is None:
        raise WebhookNotFound(field=["input", *field])
    if webhook.disabled_at:
        reason = (webhook.disabled_reason or "").upper()
        raise WebhookDisabled(field=["input", *field], id=webhook.id, reason=reason)
    return webhook
