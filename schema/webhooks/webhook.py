import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry

from models.statement import is_row_of
from models.webhooks.delivery_record import MOST_ATTEMPTS, DeliveryRecord, DeliveryState, WebhookErrorCode
from models.webhooks.webhook_record import WebhookDisabledReason, WebhookEventType, WebhookRecord
from resolvers.context import Info
from resolvers.paging import ListPage, Window
from resolvers.webhooks.find_webhooks import list_deliveries
from schema.types.connection_types import Node, connection, paged
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most, costs, reads
from schema.types.scalars import URL

described_enum(
    DeliveryState,
    "The state of a delivery.",
    WAITING="Will be sent at `nextAttemptAt`, unless the webhook is disabled by then.",
    DELIVERED="The receiver returned a 2xx status.",
    FAILED="The last attempt failed.",
)


described_enum(
    WebhookErrorCode,
    "Why there was no response. Codes may be added: treat an unknown one as `OTHER`.",
    ADDRESS_NOT_PUBLIC="The host is an IP address to which the server does not send.",
    HOST_NOT_FOUND="The host name has no address to which the server sends.",
    NOT_CONNECTED="The host refused the connection or is unreachable.",
    TLS_FAILED="The certificate is not valid, or the handshake failed.",
    TIMED_OUT="No response within 15 seconds, or no connection within 5.",
    DISCONNECTED="The connection was closed before the response.",
    NOT_HTTP="The response is not HTTP, or only interim.",
    OTHER="Another reason; see `error`.",
)


@strawberry.type(description="One attempt to deliver an event.")
class WebhookAttempt:
    started_at: datetime = strawberry.field(description="When the attempt began.")
    duration_ms: int = strawberry.field(description="Milliseconds until the response or the error.")
    status: int | None = strawberry.field(description="The HTTP status; null without a response.")
    error: str | None = strawberry.field(
        description="Why there was no response, for people, such as why a certificate was rejected."
    )
    error_code: WebhookErrorCode | None = strawberry.field(
        default=None, description="The type of `error`, for programs."
    )


@strawberry.type(description="An event for one webhook. Each attempt sends its id as the header `webhook-id`.")
class WebhookDelivery(Node):
    type: str = strawberry.field(description="For example `task.completed` or `test`.")
    state: DeliveryState = strawberry.field(description="Whether the event was delivered.")

    @strawberry.field(
        graphql_type=list[WebhookAttempt],
        metadata=reads("attempts") | at_most(MOST_ATTEMPTS) | costs(2),
        description="The last 12 attempts, oldest first.",
    )
    def attempts(root: strawberry.Parent[DeliveryRecord]) -> Sequence[WebhookAttempt]:
        return [attempt(**one) for one in json.loads(root.attempts)]

    next_attempt_at: datetime | None = strawberry.field(description="Null if no attempt is due.")
    created_at: datetime

    is_type_of = staticmethod(is_row_of(DeliveryRecord))


def attempt(started_at: str, error_code: str | None = None, **rest: Any) -> WebhookAttempt:
    return WebhookAttempt(
        started_at=datetime.fromisoformat(started_at),
        error_code=WebhookErrorCode(error_code) if error_code else None,
        **rest,
    )


WebhookDeliveryConnection = connection(
    "WebhookDelivery", WebhookDelivery, "A page of deliveries.", "A delivery and its cursor."
)


described_enum(
    WebhookEventType,
    ('The type of an event, sent as `{"type": …, "timestamp": …, "data": …}` (docs/webhooks.md).'),
    **{one.name: f"`{one}`: {one.description}" for one in WebhookEventType},
)


described_enum(
    WebhookDisabledReason,
    "Why a webhook was disabled. Reasons may be added.",
    SWITCHED_OFF="Disabled with `updateWebhook`.",
    FAILURES="Every delivery failed for 3 days.",
    GONE="The URL returned 410 (Gone).",
    ROLE_ENDED=(
        "The user who created or last changed this webhook for all users lost the `SERVICE` or `ADMIN` "
        "role, or has not used it for 30 days. A user with one of them can enable the webhook again."
    ),
)


@strawberry.type(description="A URL to which events are sent.")
class Webhook(Node):
    url: URL = strawberry.field(description="Where events are sent.")
    events: list[WebhookEventType] = strawberry.field(
        metadata=at_most(len(WebhookEventType)), description="The types of events that are sent."
    )
    all_users: bool = strawberry.field(description="Whether all users' events are sent, not only the owner's.")
    created_at: datetime
    failing_since: datetime | None = strawberry.field(description="Null while deliveries succeed.")
    disabled_at: datetime | None = strawberry.field(description="Null if the webhook is enabled.")

    @strawberry.field(
        metadata=reads("disabled_at", "disabled_reason"),
        description="Null if the webhook is enabled, or was disabled by the operator.",
    )
    def disabled_reason(root: strawberry.Parent[WebhookRecord]) -> WebhookDisabledReason | None:
        return WebhookDisabledReason(root.disabled_reason) if root.disabled_at and root.disabled_reason else None

    @strawberry.field(
        graphql_type=WebhookDeliveryConnection,
        metadata=reads("id", "all_users") | costs(10),
        description="Those of the past 30 days, newest first.",
    )
    @paged
    async def deliveries(
        root: strawberry.Parent[WebhookRecord], info: Info, window: Window, state: DeliveryState | None = None
    ) -> ListPage[DeliveryRecord]:
        return await list_deliveries(info.context, root, state, window)

    is_type_of = staticmethod(is_row_of(WebhookRecord))
