"""
Creates, changes, tests and deletes webhooks: the caller's own and, with the SERVICE or ADMIN role, those of all users.
"""

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from ipaddress import ip_address
from secrets import token_bytes
from uuid import UUID, uuid4

from asyncpg import ForeignKeyViolationError
from pydantic_core import Url

from models.administration.audit_record import AuditAction, audit
from models.placement.databases import TransactionOfAll
from models.statement import Statement
from models.webhooks.delivery_record import RESEND, RESEND_FAILED, SEND_TEST, DeliveryRecord
from models.webhooks.webhook_record import WebhookRecord
from models.webhooks.webhook_statements import (
    CHANGE,
    CREATE,
    CREATE_OF_ALL,
    DELETE,
    LOCK,
    MOST_OF_ALL,
    MOST_OWN,
    ROTATE,
    TAKE_RESPONSIBILITY,
)
from resolvers.access import Role
from resolvers.arguments import Reference
from resolvers.context import Context, refusing
from resolvers.exceptions import UserNotFound
from resolvers.reading import NewEntry
from resolvers.webhooks.find_webhooks import find_deliveries, find_webhooks
from resolvers.webhooks.public_addresses import may_be_sent_to
from resolvers.webhooks.webhook_errors import (
    AddressNotPublic,
    DeliveryNotFound,
    TooManyWebhooks,
    WebhookDisabled,
    WebhookNotFound,
)
from resolvers.webhooks.webhook_inputs import DeliveriesToResend, NewWebhook, WebhookChange

DONE = {CHANGE: "changed", ROTATE: "new secret of", DELETE: "deleted"}
"""The audit's words for each statement on a webhook of all users."""
KEY_SIZE = 24
"""Bytes of a secret's key: the fewest that https://www.standardwebhooks.com advises."""


async def create_webhook(context: Context, webhook: NewWebhook) -> WebhookRecord:
    """
    Create a webhook, and return it with its secret. Raises AddressNotPublic; TooManyWebhooks; UserNotFound if another
    service registers users; Forbidden for one of all users without the role.
    """
    check_address(context, webhook.url)
    values = {"id": uuid4(), "url": str(webhook.url), "events": webhook.events, "secret": new_secret()}
    if webhook.all_users:
        context.caller.check_may("Receiving the events of all users", Role.SERVICE, Role.ADMIN)
        async with transaction_of_all(context) as everywhere:
            locked = await everywhere.rows(LOCK.bind(whose="all users"))
            made = await everywhere.rows(CREATE_OF_ALL.bind(user_id=context.caller.id, most=MOST_OF_ALL, **values))
            if len(made) < len(locked):
                raise TooManyWebhooks(limit=MOST_OF_ALL, used=MOST_OF_ALL, whose="all users")
            await record_change(context, everywhere, f"created {made[0].id}: {webhook.url.host}")
        return made[0]
    async with context.transaction() as transaction:
        await transaction.rows(LOCK.bind(whose=str(context.caller.id)))
        try:
            created = await transaction.row(CREATE.bind(user_id=context.caller.id, most=MOST_OWN, **values))
        except ForeignKeyViolationError as error:
            raise UserNotFound from error  # if another service registers users, as on Supabase
    if created is None:
        raise TooManyWebhooks(limit=MOST_OWN, used=MOST_OWN, whose="one user")
    return created


async def update_webhook(context: Context, change: WebhookChange) -> WebhookRecord:
    """
    Change the address or the events of a webhook, or switch it off or on; return it. Raises AddressNotPublic,
    WebhookNotFound.
    """
    url = None
    if change.url:
        check_address(context, change.url)
        url = str(change.url)
    return await changed(context, CHANGE, id=change.id, url=url, events=change.events, enabled=change.enabled)


def check_address(context: Context, url: Url) -> None:
    """
    Raise AddressNotPublic if the URL's host is an IP address that webhooks may not be sent to. A name is resolved and
    checked at each sending.
    """
    with suppress(ValueError):  # a host name
        address = ip_address((url.host or "").strip("[]"))
        if not may_be_sent_to(address, context.webhook_networks):
            raise AddressNotPublic


async def rotate_webhook_secret(context: Context, webhook: Reference) -> WebhookRecord:
    """Give a webhook a new secret; return it with the secret. Raises WebhookNotFound."""
    return await changed(context, ROTATE, id=webhook.id, secret=new_secret())


async def delete_webhook(context: Context, webhook: Reference) -> UUID:
    """Delete a webhook; return its id. Raises WebhookNotFound."""
    return (await changed(context, DELETE, id=webhook.id)).id


async def changed(context: Context, statement: Statement[WebhookRecord], **values: object) -> WebhookRecord:
    """
    Run the statement on the caller's own webhook, and return the webhook. With the SERVICE or ADMIN role it may be one
    of all users, for which the caller is responsible from then on. Raises WebhookNotFound.
    """
    caller = context.caller
    async with context.transaction() as transaction:
        found = await transaction.row(statement.bind(user_id=caller.id, of_all=False, **values))
    if found is None and caller.role is not Role.USER:
        async with transaction_of_all(context) as everywhere:
            found = next(iter(await everywhere.rows(statement.bind(user_id=caller.id, of_all=True, **values))), None)
            await everywhere.rows(TAKE_RESPONSIBILITY.bind(user_id=caller.id, **values))
            if found:
                await record_change(context, everywhere, f"{DONE[statement]} {found.id}: {Url(found.url).host}")
    if found is None:
        raise WebhookNotFound
    return found


async def record_change(context: Context, everywhere: TransactionOfAll, detail: str) -> None:
    """Record the caller's change of a webhook of all users, in the audit of the database of what concerns no user."""
    entry = audit(AuditAction.CHANGE_WEBHOOK, actor_id=context.caller.id, user_id=None, count=1, detail=detail)
    await everywhere.transactions[0].rows(entry)


@asynccontextmanager
async def transaction_of_all(context: Context) -> AsyncIterator[TransactionOfAll]:
    """
    A transaction that changes a webhook of all users wherever it is stored, or nowhere if something fails.
    `record_change` records it.
    """
    with refusing(context.database):
        async with context.database.transaction_of_all(context.caller.id) as everywhere:
            yield everywhere


def new_secret() -> str:
    return f"whsec_{b64encode(token_bytes(KEY_SIZE)).decode()}"


async def resend_webhook(context: Context, wanted: DeliveriesToResend) -> int:
    """
    Send one delivery again, or the failed ones of a webhook; return how many. Raises DeliveryNotFound, WebhookNotFound,
    WebhookDisabled.
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
    """Send a test event; return its delivery, which is pending. Raises WebhookNotFound, WebhookDisabled."""
    found = await switched_on(context, webhook.id, "id")
    if found.all_users:
        async with context.audited_transaction() as transaction:
            sent = await transaction.row(SEND_TEST.bind(webhook_id=found.id))
            await transaction.record(NewEntry(AuditAction.CHANGE_WEBHOOK, None, 1, f"tried {found.id}"))
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
