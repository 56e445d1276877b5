from datetime import datetime

import strawberry

from models.statement import is_row_of
from models.webhooks.delivery_record import DeliveryRecord, DeliveryState
from models.webhooks.webhook_record import WebhookDisabledReason, WebhookEventType, WebhookRecord
from resolvers.context import Info
from resolvers.paging import ListPage, Window
from resolvers.webhooks.find_webhooks import list_deliveries
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most, costs, reads
from schema.types.node import Node
from schema.types.paged import paged
from schema.types.scalars import URL
from schema.webhooks.webhook_delivery import WebhookDeliveryConnection

described_enum(
    WebhookEventType,
    'The type of an event. It is sent as `{"type": …, "timestamp": …, "data": …}`, as docs/webhooks.md shows.',
    **{one.name: f"`{one}`: {one.description}" for one in WebhookEventType},
)


described_enum(
    WebhookDisabledReason,
    "Why a webhook was disabled. New reasons may be added.",
    SWITCHED_OFF="Disabled with `updateWebhook`.",
    FAILURES="Nothing could be delivered for 3 days.",
    GONE="The URL returned 410 (Gone).",
    ROLE_ENDED=(
        "The user who created or last changed this webhook for all users no longer has the `SERVICE` or `ADMIN` role, "
        "or has not used it for 30 days. A user with one of these roles can enable it again."
    ),
)


@strawberry.type(description="A URL to which events are sent.")
class Webhook(Node):
    url: URL
    events: list[WebhookEventType] = strawberry.field(
        metadata=at_most(len(WebhookEventType)), description="The event types that are sent."
    )
    all_users: bool = strawberry.field(
        description="Whether the events of all users are sent, instead of only the owner's."
    )
    created_at: datetime
    failing_since: datetime | None = strawberry.field(
        description="When deliveries began to fail; null if they succeed."
    )
    disabled_at: datetime | None = strawberry.field(description="When the webhook was disabled; null if it is enabled.")

    @strawberry.field(
        metadata=reads("disabled_at", "disabled_reason"),
        description="Why the webhook was disabled; null if it is enabled, or if the operator disabled it.",
    )
    def disabled_reason(root: strawberry.Parent[WebhookRecord]) -> WebhookDisabledReason | None:
        return WebhookDisabledReason(root.disabled_reason) if root.disabled_at and root.disabled_reason else None

    @strawberry.field(
        graphql_type=WebhookDeliveryConnection,
        metadata=reads("id", "all_users") | costs(10),
        description="The deliveries of the past 30 days, newest first; with `state`, only those in that state.",
    )
    @paged
    async def deliveries(
        root: strawberry.Parent[WebhookRecord],
        info: Info,
        window: Window,
        state: DeliveryState | None = None,
    ) -> ListPage[DeliveryRecord]:
        return await list_deliveries(info.context, root, state, window)

    is_type_of = staticmethod(is_row_of(WebhookRecord))
