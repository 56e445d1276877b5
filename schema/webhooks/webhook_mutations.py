from datetime import datetime
from typing import cast

import strawberry

from models.webhooks.webhook_record import WebhookEventType, WebhookRecord
from resolvers.arguments import Reference
from resolvers.webhooks.change_webhooks import (
    create_webhook,
    delete_webhook,
    resend_webhook,
    rotate_webhook_secret,
    test_webhook,
    update_webhook,
)
from resolvers.webhooks.webhook_inputs import DeliveriesToResend, NewWebhook, WebhookChange
from schema.types.payload import faults, mutation, payload
from schema.types.scalars import URL
from schema.types.user_error import UserError
from schema.webhooks.webhook import Webhook, WebhookDelivery

URL_EXPECTED = (
    "An `https` URL with a public host, without user name and password. A host name is resolved and its addresses are "
    "checked whenever an event is sent; an IP address is also checked now."
)


@strawberry.input(description="A URL and the events to send to it.")
class CreateWebhookInput:
    url: URL = strawberry.field(description=URL_EXPECTED)
    events: list[WebhookEventType] = strawberry.field(description="The event types to send, one or more.")
    all_users: bool = strawberry.field(
        default=False,
        description=(
            "Send the events of all users, instead of only the caller's. Requires the `SERVICE` or `ADMIN` role."
        ),
    )


@strawberry.type
class WebhookPayload:
    """The fields that the payloads of mutations on one webhook share."""

    webhook: Webhook | None = None
    errors: list[UserError] = faults()


@strawberry.type
class SecretPayload(WebhookPayload):
    """The fields that the payloads of mutations which make a secret share."""

    @strawberry.field(description="The secret that signs events, `whsec_…`. It cannot be read later.")
    def secret(self) -> str | None:
        made = cast("WebhookRecord | None", self.webhook)
        return made.secret if made else None


@strawberry.input(description="Changes to a webhook; omitted fields stay unchanged.")
class UpdateWebhookInput:
    id: strawberry.ID
    url: URL | None = strawberry.field(default=None, description=URL_EXPECTED)
    events: list[WebhookEventType] | None = None
    enabled: bool | None = strawberry.field(default=None, description="Whether events are sent.")


@strawberry.input(description="A webhook whose secret to replace.")
class RotateWebhookSecretInput:
    id: strawberry.ID


@strawberry.input(description="A webhook to delete.")
class DeleteWebhookInput:
    id: strawberry.ID


@strawberry.input(description="The deliveries of one webhook that have failed or are waiting for another attempt.")
class ResendFailedInput:
    webhook_id: strawberry.ID
    since: datetime = strawberry.field(description="Only events since this time.")


@strawberry.input(one_of=True, description="The events to resend. Exactly one field must be given.")
class ResendWebhookInput:
    delivery_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="One delivery, in any state."
    )
    failed: ResendFailedInput | None = strawberry.field(
        default=strawberry.UNSET, description="All undelivered events, oldest first, up to 10,000."
    )


@strawberry.type(description="What `resendWebhook` did.")
class ResendWebhookPayload:
    resent_deliveries: int = strawberry.field(default=0, description="Number of deliveries that are resent.")
    errors: list[UserError] = faults()


@strawberry.input(description="A webhook to test.")
class TestWebhookInput:
    id: strawberry.ID


@strawberry.type
class WebhookMutations:
    create_webhook = mutation(
        create_webhook,
        NewWebhook,
        CreateWebhookInput,
        SecretPayload,
        "Send events to a URL, signed according to Standard Webhooks. A user may have up to 10 webhooks.",
    )
    update_webhook = mutation(
        update_webhook,
        WebhookChange,
        UpdateWebhookInput,
        WebhookPayload,
        "Change the URL or the events of a webhook, or disable or enable it.",
    )
    rotate_webhook_secret = mutation(
        rotate_webhook_secret,
        Reference,
        RotateWebhookSecretInput,
        SecretPayload,
        "Replace the secret of a webhook. For 24 hours, events are signed with both the old and the new secret.",
    )
    delete_webhook = mutation(
        delete_webhook,
        Reference,
        DeleteWebhookInput,
        payload(deleted_webhook_id=strawberry.ID),
        "Delete a webhook and its deliveries.",
    )
    resend_webhook = mutation(
        resend_webhook,
        DeliveriesToResend,
        ResendWebhookInput,
        ResendWebhookPayload,
        "Resend events: one delivery, or all undelivered events since a given time.",
    )
    test_webhook = mutation(
        test_webhook,
        Reference,
        TestWebhookInput,
        payload(delivery=WebhookDelivery),
        "Send an event of type `test` now.",
    )
