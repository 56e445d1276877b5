from datetime import datetime

import strawberry

from models.webhooks.delivery_record import DeliveryState
from models.webhooks.delivery_statements import DeliveryRow
from models.webhooks.webhook_record import WebhookEventType
from models.webhooks.webhook_statements import WebhookRow
from resolvers.context import Info
from resolvers.paging import ListPage, window
from resolvers.webhooks.find_webhooks import list_deliveries
from schema.described_enum import described_enum
from schema.execution.field_metadata import reads
from schema.node import Node
from schema.scalars import URL
from schema.webhooks.webhook_delivery import WebhookDeliveryConnection

described_enum(
    WebhookEventType,
    'What is sent. The body is `{"type": …, "timestamp": …, "data": …}`, as docs/webhooks.md shows.',
    TASK_CREATED="`task.created`",
    TASK_COMPLETED="`task.completed`",
    TASK_FAILED="`task.failed`",
    TASK_DELETED="`task.deleted`",
    CREDITS_LOW="`credits.low`: less is available than the plan's warning level.",
)


@strawberry.type(description="An address that events are sent to.")
class Webhook(Node):
    url: URL
    events: list[WebhookEventType]
    all_users: bool = strawberry.field(
        description="Whether it is sent the events of all users, not of its owner alone."
    )
    created_at: datetime
    failing_since: datetime | None = strawberry.field(
        description="Since when nothing has been delivered; null while all is well."
    )
    disabled_at: datetime | None = strawberry.field(
        description="When it was switched off: by its owner, after 3 days of failures, or because it answered 410."
    )

    @strawberry.field(
        graphql_type=WebhookDeliveryConnection,
        metadata=reads("id", "all_users"),
        description="What was sent in the past 30 days, newest first.",
    )
    async def deliveries(
        root: strawberry.Parent[WebhookRow],
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        state: DeliveryState | None = None,
    ) -> ListPage[DeliveryRow]:
        return await list_deliveries(info.context, root, state, window(first, after, last, before))

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        return isinstance(value, WebhookRow)
