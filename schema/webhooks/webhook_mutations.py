from dataclasses import field
from datetime import datetime
from typing import cast

import strawberry

from models.webhooks.webhook_record import WebhookEventType
from models.webhooks.webhook_statements import WebhookRow
from resolvers.webhooks.change_webhooks import create_webhook, delete_webhook, rotate_webhook_secret, update_webhook
from resolvers.webhooks.send_again import resend_webhook, test_webhook
from resolvers.webhooks.webhook_inputs import DeliveriesToResend, NewWebhook, WebhookChange, WebhookReference
from schema.payload import mutation
from schema.scalars import URL
from schema.user_error import UserError
from schema.webhooks.webhook import Webhook
from schema.webhooks.webhook_delivery import WebhookDelivery


@strawberry.input(description="An address and what to send to it.")
class CreateWebhookInput:
    url: URL = strawberry.field(description="`https`, to a public address.")
    events: list[WebhookEventType]
    all_users: bool = strawberry.field(
        default=False, description="The events of all users. Needs the `SERVICE` or `ADMIN` role."
    )


@strawberry.type
class WebhookPayload:
    """What the payloads of mutations on one webhook have in common."""

    webhook: Webhook | None = None
    errors: list[UserError] = field(default_factory=list)


@strawberry.type
class SecretPayload(WebhookPayload):
    """What the payloads of those have that make a secret."""

    @strawberry.field(description="`whsec_…`, told this once.")
    def secret(self) -> str | None:
        made = cast("WebhookRow | None", self.webhook)
        return made.secret if made else None


@strawberry.type(description="What `createWebhook` did.")
class CreateWebhookPayload(SecretPayload):
    pass


@strawberry.input(description="What to change; what is omitted stays.")
class UpdateWebhookInput:
    id: strawberry.ID
    url: URL | None = None
    events: list[WebhookEventType] | None = None
    enabled: bool | None = None


@strawberry.type(description="What `updateWebhook` did.")
class UpdateWebhookPayload(WebhookPayload):
    pass


@strawberry.input(description="Whose secret to change.")
class RotateWebhookSecretInput:
    id: strawberry.ID


@strawberry.type(description="What `rotateWebhookSecret` did.")
class RotateWebhookSecretPayload(SecretPayload):
    pass


@strawberry.input(description="A webhook to delete.")
class DeleteWebhookInput:
    id: strawberry.ID


@strawberry.type(description="What `deleteWebhook` did.")
class DeleteWebhookPayload:
    deleted_webhook_id: strawberry.ID | None = None
    errors: list[UserError] = field(default_factory=list)


@strawberry.input(description="Those that were not delivered.")
class ResendFailedInput:
    webhook_id: strawberry.ID
    since: datetime


@strawberry.input(one_of=True, description="What to send again.")
class ResendWebhookInput:
    delivery_id: strawberry.ID | None = strawberry.UNSET
    failed: ResendFailedInput | None = strawberry.UNSET


@strawberry.type(description="What `resendWebhook` did.")
class ResendWebhookPayload:
    resent_deliveries: int = 0
    errors: list[UserError] = field(default_factory=list)


@strawberry.input(description="A webhook to try.")
class TestWebhookInput:
    id: strawberry.ID


@strawberry.type(description="What `testWebhook` did.")
class TestWebhookPayload:
    delivery: WebhookDelivery | None = None
    errors: list[UserError] = field(default_factory=list)


@strawberry.type
class WebhookMutations:
    create_webhook = mutation(
        create_webhook,
        NewWebhook,
        CreateWebhookInput,
        CreateWebhookPayload,
        "Have events sent to an address of the caller's, signed as Standard Webhooks says. 10 webhooks a user at most.",
    )
    update_webhook = mutation(
        update_webhook,
        WebhookChange,
        UpdateWebhookInput,
        UpdateWebhookPayload,
        "Change where or what is sent; switch a disabled one on again.",
    )
    rotate_webhook_secret = mutation(
        rotate_webhook_secret,
        WebhookReference,
        RotateWebhookSecretInput,
        RotateWebhookSecretPayload,
        "Make a new secret. For 24 hours events are signed with both.",
    )
    delete_webhook = mutation(
        delete_webhook,
        WebhookReference,
        DeleteWebhookInput,
        DeleteWebhookPayload,
        "Send nothing more to it, and forget what was sent.",
    )
    resend_webhook = mutation(
        resend_webhook,
        DeliveriesToResend,
        ResendWebhookInput,
        ResendWebhookPayload,
        "Send once more: one delivery, or all that were not delivered since an instant, 10,000 at a time.",
    )
    test_webhook = mutation(
        test_webhook, WebhookReference, TestWebhookInput, TestWebhookPayload, "Send an event of the type `test` now."
    )
