from datetime import datetime
from typing import cast

import strawberry

from models.webhooks.webhook_record import WebhookEventType, WebhookRecord
from resolvers.arguments import Reference
from resolvers.webhooks.change_webhooks import create_webhook, delete_webhook, rotate_webhook_secret, update_webhook
from resolvers.webhooks.send_again import resend_webhook, test_webhook
from resolvers.webhooks.webhook_inputs import DeliveriesToResend, NewWebhook, WebhookChange
from schema.types.payload import faults, mutation, payload
from schema.types.scalars import URL
from schema.types.user_error import UserError
from schema.webhooks.webhook import Webhook
from schema.webhooks.webhook_delivery import WebhookDelivery

URL_EXPECTED = (
    "An `https` address on a public host, without user name and password. A host that is an IP address is checked at "
    "once; a name is resolved, and its addresses checked, whenever something is sent."
)


@strawberry.input(description="An address, and the events to send to it.")
class CreateWebhookInput:
    url: URL = strawberry.field(description=URL_EXPECTED)
    events: list[WebhookEventType] = strawberry.field(description="The types of the events to send, one or more.")
    all_users: bool = strawberry.field(
        default=False,
        description="Send the events of all users, not only the caller's. Needs the `SERVICE` or `ADMIN` role.",
    )


@strawberry.type
class WebhookPayload:
    """The fields that the payloads of mutations on one webhook share."""

    webhook: Webhook | None = None
    errors: list[UserError] = faults()


@strawberry.type
class SecretPayload(WebhookPayload):
    """The fields that the payloads of mutations which make a secret share."""

    @strawberry.field(description="The secret that events are signed with, `whsec_…`. It cannot be read later.")
    def secret(self) -> str | None:
        made = cast("WebhookRecord | None", self.webhook)
        return made.secret if made else None


@strawberry.input(description="What to change; fields that are omitted stay as they are.")
class UpdateWebhookInput:
    id: strawberry.ID
    url: URL | None = strawberry.field(default=None, description=URL_EXPECTED)
    events: list[WebhookEventType] | None = None
    enabled: bool | None = strawberry.field(default=None, description="Whether events are sent.")


@strawberry.input(description="The webhook whose secret to replace.")
class RotateWebhookSecretInput:
    id: strawberry.ID


@strawberry.input(description="A webhook to delete.")
class DeleteWebhookInput:
    id: strawberry.ID


@strawberry.input(description="The deliveries of one webhook that have failed, or wait for another attempt.")
class ResendFailedInput:
    webhook_id: strawberry.ID
    since: datetime = strawberry.field(description="Only events that happened then or later.")


@strawberry.input(one_of=True, description="What to send again.")
class ResendWebhookInput:
    delivery_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="One delivery, in whatever state."
    )
    failed: ResendFailedInput | None = strawberry.field(
        default=strawberry.UNSET, description="All that were not delivered, the oldest first, up to 10,000."
    )


@strawberry.type(description="What `resendWebhook` did.")
class ResendWebhookPayload:
    resent_deliveries: int = strawberry.field(default=0, description="How many deliveries are sent again.")
    errors: list[UserError] = faults()


@strawberry.input(description="A webhook to try.")
class TestWebhookInput:
    id: strawberry.ID


@strawberry.type
class WebhookMutations:
    create_webhook = mutation(
        create_webhook,
        NewWebhook,
        CreateWebhookInput,
        SecretPayload,
        "Have events sent to an address, signed as Standard Webhooks describes. A user may have up to 10 webhooks.",
    )
    update_webhook = mutation(
        update_webhook,
        WebhookChange,
        UpdateWebhookInput,
        WebhookPayload,
        "Change the address or the events of a webhook; switch it off, or on again.",
    )
    rotate_webhook_secret = mutation(
        rotate_webhook_secret,
        Reference,
        RotateWebhookSecretInput,
        SecretPayload,
        "Make a new secret. For 24 hours, events are signed with both the old one and the new one.",
    )
    delete_webhook = mutation(
        delete_webhook,
        Reference,
        DeleteWebhookInput,
        payload(deleted_webhook_id=strawberry.ID),
        "Delete a webhook and its deliveries; nothing more is sent to it.",
    )
    resend_webhook = mutation(
        resend_webhook,
        DeliveriesToResend,
        ResendWebhookInput,
        ResendWebhookPayload,
        "Send events again: one delivery, or all events since a given time that were not delivered.",
    )
    test_webhook = mutation(
        test_webhook,
        Reference,
        TestWebhookInput,
        payload(delivery=WebhookDelivery),
        "Send an event of the type `test` now.",
    )
