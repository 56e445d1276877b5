from datetime import datetime
from typing import cast

import strawberry

from models.webhooks.webhook_record import WebhookEventType, WebhookRecord
from resolvers.webhooks.change_webhooks import (
    create_webhook,
    delete_webhook,
    resend_webhook,
    rotate_webhook_secret,
    test_webhook,
    update_webhook,
)
from schema.types.payload import IdInput, faults, mutation, payload
from schema.types.scalars import URL
from schema.types.user_error import UserError
from schema.webhooks.webhook import Webhook, WebhookDelivery

URL_EXPECTED = (
    "An `https` URL with a public host, without user name and password. Addresses are checked whenever "
    "an event is sent; an IP address is also checked now."
)


@strawberry.input(description="A URL and the events to send to it.")
class CreateWebhookInput:
    url: URL = strawberry.field(description=URL_EXPECTED)
    events: list[WebhookEventType] = strawberry.field(description="At least one.")
    all_users: bool = strawberry.field(
        default=False,
        description="Send all users' events, not only the caller's. Requires the `SERVICE` or `ADMIN` role.",
    )


@strawberry.type
class WebhookPayload:
    """The fields that the payloads of mutations on one webhook share."""

    webhook: Webhook | None = None
    errors: list[UserError] = faults()


@strawberry.type
class SecretPayload(WebhookPayload):
    """The fields that the payloads of mutations which make a secret share."""

    @strawberry.field(description="Signs the events: `whsec_…`. It cannot be read later.")
    def secret(self) -> str | None:
        made = cast("WebhookRecord | None", self.webhook)
        return made.secret if made else None


@strawberry.input(description="Changes to a webhook; omitted fields stay unchanged.")
class UpdateWebhookInput:
    id: strawberry.ID
    url: URL | None = strawberry.field(default=None, description=URL_EXPECTED)
    events: list[WebhookEventType] | None = strawberry.field(default=None, description="At least one.")
    enabled: bool | None = strawberry.field(default=None, description="Whether to send events.")


@strawberry.input(description="A webhook's deliveries that have failed or wait for another attempt.")
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
    resent_deliveries: int = strawberry.field(default=0, description="Deliveries that are sent again.")
    errors: list[UserError] = faults()


@strawberry.type
class WebhookMutations:
    create_webhook = mutation(
        create_webhook,
        CreateWebhookInput,
        SecretPayload,
        "Send events to a URL, signed according to Standard Webhooks. A user may have up to 10 webhooks.",
    )
    update_webhook = mutation(
        update_webhook,
        UpdateWebhookInput,
        WebhookPayload,
        "Change the URL or the events of a webhook, or disable or enable it.",
    )
    rotate_webhook_secret = mutation(
        rotate_webhook_secret,
        IdInput,
        SecretPayload,
        "Replace the secret of a webhook. For 24 hours, events are signed with both secrets.",
    )
    delete_webhook = mutation(
        delete_webhook, IdInput, payload(deleted_webhook_id=strawberry.ID), "Delete a webhook and its deliveries."
    )
    resend_webhook = mutation(
        resend_webhook,
        ResendWebhookInput,
        ResendWebhookPayload,
        "Resend one delivery, or all undelivered events since a time.",
    )
    test_webhook = mutation(
        test_webhook, IdInput, payload(delivery=WebhookDelivery), "Send an event of type `test` now."
    )
